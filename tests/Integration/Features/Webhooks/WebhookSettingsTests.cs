using System.Net;
using System.Net.Http.Json;
using Benchlearning.Contracts.V1.Webhooks;
using Benchlearning.Testing;
using Benchlearning.Tests.Integration.Http;

namespace Benchlearning.Tests.Integration.Features.Webhooks;

/// <summary>Who may be told, and how a webhook is made, changed and deleted.</summary>
[TestFixture]
public sealed class WebhookSettingsTests
{
    private WebhookBench bench = null!;

    [OneTimeSetUp]
    public async Task Start() => bench = await WebhookBench.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await bench.DisposeAsync();

    [TestCase("https://10.1.2.3/hooks", "target-refused")]
    [TestCase("https://127.0.0.2/hooks", "target-refused")]
    [TestCase("https://2130706434/hooks", "target-refused", Description = "127.0.0.2 as one number")]
    [TestCase("https://0x7f.2/hooks", "target-refused", Description = "127.0.0.2 in hexadecimal")]
    [TestCase("https://169.254.169.254/latest/meta-data", "target-refused")]
    [TestCase("https://[::1]/hooks", "target-refused")]
    [TestCase("https://[::ffff:10.1.2.3]/hooks", "target-refused")]
    [TestCase("https://[64:ff9b::a01:203]/hooks", "target-refused")]
    [TestCase("https://[fd00::1]/hooks", "target-refused")]
    [TestCase("https://[fe80::1%25eth0]/hooks", "target-refused")]
    [TestCase("http://1.1.1.1/hooks", "target-refused", Description = "public, but in clear")]
    [TestCase("http://receiver.invalid/hooks", "target-refused", Description = "in clear to nobody knows where")]
    [TestCase("https://user:word@1.1.1.1/hooks", "invalid-url")]
    [TestCase("https://1.1.1.1/hooks#part", "invalid-url")]
    [TestCase("ftp://1.1.1.1/hooks", "invalid-url")]
    [TestCase("file:///etc/passwd", "invalid-url")]
    [TestCase("/hooks", "invalid-url")]
    [TestCase("", "required")]
    public async Task An_address_that_must_not_be_reached_is_refused(string url, string code)
    {
        using var answer = await bench.PostAsync(url, "refused", "observation");

        var error = (await answer.ProblemAsync(HttpStatusCode.BadRequest)).GetProperty("errors").EnumerateArray().Single();
        Assert.That((error.GetProperty("pointer").GetString(), error.GetProperty("code").GetString()), Is.EqualTo(("/url", code)));
        Assert.That(error.TryGetProperty("value", out _), Is.False, "what may be a secret is not repeated");
    }

    [Test]
    public async Task A_name_that_leads_inside_is_refused_when_it_is_given_and_when_it_is_reached()
    {
        await using var database = await TestCluster.CreateDatabaseAsync(ApiServer.Sample);
        await using var trusting = await WebhookBench.StartOnAsync(database.ConnectionString, "127.0.0.0/8,::1/128");
        var created = await trusting.SubscribeToAsync(trusting.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal), "observation");
        using var there = await trusting.SendAsync(HttpMethod.Post, $"/v1/webhooks/{created.Webhook.Id}/test-deliveries?lang=en");
        Assert.That((await there.Content.ReadFromJsonAsync<WebhookAttempt>())!.Outcome, Is.EqualTo("delivered"));

        await using var strict = await WebhookBench.StartOnAsync(database.ConnectionString, networks: "");
        using var refused = await strict.PostAsync("https://localhost/hooks", "localhost", "observation");
        await refused.ProblemAsync(HttpStatusCode.BadRequest);
        using var tested = await strict.SendAsync(HttpMethod.Post, $"/v1/webhooks/{created.Webhook.Id}/test-deliveries?lang=en");
        var attempt = (await tested.Content.ReadFromJsonAsync<WebhookAttempt>())!;

        Assert.That((attempt.Outcome, attempt.Status), Is.EqualTo(("targetRefused", (int?)null)));
        Assert.That(trusting.Received, Has.Count.EqualTo(1), "the name was accepted before, and still nothing is sent to where it leads");
    }

    [Test]
    public async Task Everything_that_is_wrong_is_named_at_once()
    {
        using var answer = await bench.SendAsync(HttpMethod.Post, "/v1/webhooks", new { url = "nothing", kinds = new[] { "observation", "weather" }, description = new string('x', 201) });

        var errors = (await answer.ProblemAsync(HttpStatusCode.BadRequest)).GetProperty("errors").EnumerateArray()
            .Select(error => (error.TryGetProperty("parameter", out var parameter) ? parameter : error.GetProperty("pointer")).GetString());
        Assert.That(errors, Is.EquivalentTo(new[] { "/url", "/kinds/1", "/description", "Idempotency-Key" }));
    }

    [TestCase("a\0b")]
    [TestCase("a\nb")]
    public async Task A_description_is_one_line(string description)
    {
        using var answer = await bench.SendAsync(HttpMethod.Post, "/v1/webhooks", new { url = bench.Url, kinds = new[] { "group" }, description }, ("Idempotency-Key", "one-line"));

        Assert.That((await answer.ProblemAsync(HttpStatusCode.BadRequest)).GetProperty("errors").EnumerateArray().Single().GetProperty("pointer").GetString(), Is.EqualTo("/description"));
    }

    [Test]
    public async Task The_secret_is_shown_to_the_request_that_made_it_and_to_no_other()
    {
        using var first = await bench.PostAsync(bench.Url, "secret-1", "observation", "observation");
        using var repeated = await bench.PostAsync(bench.Url, "secret-1", "observation");
        using var other = await bench.PostAsync(bench.Url, "secret-1", "release");
        var created = (await first.Content.ReadFromJsonAsync<CreatedWebhook>())!;

        Assert.That(first.Headers.Location!.OriginalString, Is.EqualTo($"/v1/webhooks/{created.Webhook.Id}"));
        Assert.That(first.Header("Cache-Control"), Is.EqualTo("no-store"));
        Assert.That((await repeated.Content.ReadFromJsonAsync<CreatedWebhook>())!.Secret, Is.EqualTo(created.Secret));
        await other.ProblemAsync(HttpStatusCode.UnprocessableEntity);
        foreach (var address in new[] { "/v1/webhooks", $"/v1/webhooks/{created.Webhook.Id}", $"/v1/webhooks/{created.Webhook.Id}/deliveries" })
            Assert.That(await bench.Operator.GetStringAsync(address), Does.Not.Contain(created.Secret[6..]).And.Not.Contain("whsec_"));
        Assert.That((await bench.WebhookAsync(created.Webhook.Id)).Kinds, Is.EqualTo(new[] { "observation" }));
    }

    [Test]
    public async Task A_change_needs_the_state_that_it_knows()
    {
        var created = await bench.SubscribeAsync("observation");
        var address = $"/v1/webhooks/{created.Webhook.Id}";
        var settings = new { url = bench.Url, kinds = new[] { "release", "group" }, description = "Analysts", enabled = false };
        using var compressed = await bench.SendAsync(HttpMethod.Get, address, null, ("Accept-Encoding", "gzip"), ("Accept-Language", "en"));
        var tag = compressed.Header("ETag")!;

        using var without = await bench.SendAsync(HttpMethod.Put, address, settings);
        await without.ProblemAsync(HttpStatusCode.PreconditionRequired);
        using var nonsense = await bench.SendAsync(HttpMethod.Put, address, settings, ("If-Match", "yesterday"));
        await nonsense.ProblemAsync(HttpStatusCode.BadRequest);
        using var weak = await bench.SendAsync(HttpMethod.Put, address, settings, ("If-Match", $"W/{tag}"));
        await weak.ProblemAsync(HttpStatusCode.PreconditionFailed);
        using var changed = await bench.SendAsync(HttpMethod.Put, address, settings, ("If-Match", $"\"other\", {tag}"));
        using var stale = await bench.SendAsync(HttpMethod.Put, address, settings, ("If-Match", tag));
        await stale.ProblemAsync(HttpStatusCode.PreconditionFailed);

        var webhook = await bench.WebhookAsync(created.Webhook.Id);
        Assert.That((webhook.State, string.Join(' ', webhook.Kinds), webhook.Description), Is.EqualTo(("paused", "group release", "Analysts")));
        Assert.That((await changed.Content.ReadFromJsonAsync<Webhook>())!.ChangedAt, Is.EqualTo(webhook.ChangedAt).And.GreaterThan(webhook.CreatedAt));
        using var missing = await bench.SendAsync(HttpMethod.Put, "/v1/webhooks/999999", settings, ("If-Match", "*"));
        await missing.ProblemAsync(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task What_is_deleted_is_gone_with_its_secret_and_deliveries()
    {
        var created = await bench.SubscribeAsync("observation");
        var address = $"/v1/webhooks/{created.Webhook.Id}";
        using var deleted = await bench.SendAsync(HttpMethod.Delete, address);
        Assert.That((deleted.StatusCode, (await deleted.Content.ReadAsByteArrayAsync()).Length), Is.EqualTo((HttpStatusCode.NoContent, 0)));
        foreach (var (method, place) in new[] { (HttpMethod.Get, ""), (HttpMethod.Delete, ""), (HttpMethod.Get, "/deliveries"), (HttpMethod.Post, "/test-deliveries") })
        {
            using var answer = await bench.SendAsync(method, address + place);
            await answer.ProblemAsync(HttpStatusCode.NotFound);
        }
        Assert.That((await bench.Api.SqlAsync($"select count(*) from webhook_secret where webhook_id = {created.Webhook.Id}")).Single()[0], Is.EqualTo("0"));
    }

    [Test]
    public async Task There_are_only_so_many()
    {
        await using var narrow = await WebhookBench.StartAsync(most: 1);
        await narrow.SubscribeAsync("observation");
        using var answer = await narrow.PostAsync(narrow.Url, "second", "observation");
        await answer.ProblemAsync(HttpStatusCode.UnprocessableEntity);
    }

    [Test]
    public async Task Without_the_key_nothing_is_told()
    {
        foreach (var address in new[] { "/v1/webhooks", "/v1/webhooks/1", "/v1/webhooks/1/deliveries" })
        {
            using var answer = await bench.Api.AskAsync(address);
            await answer.ProblemAsync(HttpStatusCode.Unauthorized);
        }
    }

    [Test]
    public async Task Secrets_rotate_only_so_often()
    {
        var created = await bench.SubscribeAsync("observation");
        for (var number = 1; number <= 5; number++)
        {
            using var rotated = await bench.SendAsync(HttpMethod.Post, $"/v1/webhooks/{created.Webhook.Id}/secrets", null, ("Idempotency-Key", $"{created.Webhook.Id}/{number}"));
            Assert.That(rotated.StatusCode, Is.EqualTo(number < 5 ? HttpStatusCode.Created : HttpStatusCode.Conflict));
        }
    }
}
