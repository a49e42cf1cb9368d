using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Benchlearning.Contracts.V1.Webhooks;
using Benchlearning.Testing;
using Benchlearning.Tests.Integration.Http;
using WireMock.ResponseBuilders;

namespace Benchlearning.Tests.Integration.Features.Webhooks;

/// <summary>What a receiver is told, and what becomes of a message that it does not take.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.All)]
public sealed class WebhookDeliveryTests
{
    private WebhookBench bench = null!;

    [SetUp]
    public async Task Start() => bench = await WebhookBench.StartAsync();

    [TearDown]
    public async Task Stop() => await bench.DisposeAsync();

    [Test]
    public async Task A_change_is_told_of_by_a_signed_message_that_leads_to_it()
    {
        var created = await bench.SubscribeAsync("observation");
        var before = TimeProvider.System.GetUtcNow();
        await ImportAsync("LV0420200,2013,unemployment-rate,,9.9,,,", "LV0420200,2012,dependency-ratio,,44,,,", "LV0010000,2012,dependency-ratio,,45,,,");

        var message = (await bench.ReceiveAsync(1))[0];
        var delivery = await bench.NewestAsync(created.Webhook.Id, delivery => delivery.State == "delivered");
        var content = message.Content;
        using var feed = await bench.Api.AskAsync(content.Data.Changes);
        var items = (await feed.JsonAsync()).GetProperty("items").EnumerateArray().ToArray();

        Assert.Multiple(() =>
        {
            Assert.That(message.Method, Is.EqualTo("POST"));
            Assert.That(message.Signatures, Is.EqualTo(new[] { message.SignatureBy(created.Secret) }));
            Assert.That(DateTimeOffset.FromUnixTimeSeconds(long.Parse(message.Headers["webhook-timestamp"], CultureInfo.InvariantCulture)), Is.EqualTo(before).Within(TimeSpan.FromMinutes(1)));
            Assert.That((message.Headers["content-type"], message.Headers["user-agent"], message.Headers.ContainsKey("traceparent")), Is.EqualTo(("application/json", "Benchlearning/1.0.0", false)));
            Assert.That(content.Type, Is.EqualTo("changes.recorded"));
            Assert.That(JsonSerializer.Serialize(content.Data.Kinds), Is.EqualTo(JsonSerializer.Serialize(new[] { new ChangedKind("observation", 3, ["dependency-ratio", "unemployment-rate"], 2) })));
            Assert.That(items.Select(item => item.GetProperty("observation").GetProperty("value").GetDecimal()), Is.EquivalentTo(new[] { 9.9m, 44m, 45m }));
            Assert.That(items.Select(item => item.GetProperty("number").GetInt64()), Is.All.GreaterThan(content.Data.AfterNumber).And.All.LessThanOrEqualTo(content.Data.LastNumber));
            Assert.That((delivery.Id, delivery.Attempts, delivery.Changes, delivery.NextAttemptAt, delivery.LastAttempt!.Status, delivery.LastAttempt.Outcome),
                Is.EqualTo((message.Id, 1, 3, (DateTimeOffset?)null, (int?)204, "delivered")));
        });
    }

    [Test]
    public async Task What_was_not_asked_for_is_not_told_and_what_was_there_before_neither()
    {
        await ImportAsync("LV0420200,2013,unemployment-rate,,9.9,,,");
        var created = await bench.SubscribeAsync("indicator", "release");
        await ImportAsync("LV0420200,2013,unemployment-rate,,9.8,,,");
        await NewData.DefineAsync(bench.Api, "told-of");

        var message = (await bench.ReceiveAsync(1))[0].Content;
        await WebhookBench.LongEnoughAsync();

        Assert.That(message.Data.Kinds.Select(kind => $"{kind.Kind} {kind.Count} {string.Join(' ', kind.Subjects)}"), Is.EqualTo(new[] { "indicator 1 told-of" }));
        Assert.That(message.Data.Changes, Does.StartWith("/v1/changes?kind=indicator,release&after="));
        Assert.That(await bench.DeliveriesAsync(created.Webhook.Id), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Many_changes_make_few_messages_and_none_is_missed()
    {
        var created = await bench.SubscribeAsync("observation");
        const int Imports = 40;
        for (var number = 0; number < Imports; number++)
            await ImportAsync(Enumerable.Range(2009, 5).Select(year => string.Create(CultureInfo.InvariantCulture, $"LV0420200,{year},unemployment-rate,,{number}.{year % 10},,,")).ToArray());

        await Asking.WithinAsync(TimeSpan.FromSeconds(60), () => Task.FromResult(Told() == Imports * 5), "all changes told of");
        var deliveries = await bench.DeliveriesAsync(created.Webhook.Id);
        var span = deliveries[0].CreatedAt - deliveries[^1].CreatedAt;

        Assert.That(deliveries, Has.Count.LessThanOrEqualTo(span / TimeSpan.FromSeconds(2) + 1), "at most one in two seconds");
        Assert.That(deliveries.Sum(delivery => delivery.Changes), Is.EqualTo(Imports * 5));

        int Told() => bench.Received.Sum(message => message.Content.Data.Kinds[0].Count);
    }

    [Test]
    public async Task A_change_that_is_rolled_back_is_never_told_of()
    {
        await bench.SubscribeAsync("release");
        await bench.Api.SqlAsync("begin; insert into change (kind, subject, action) values ('release', 'rolled-back', 'created'); select pg_notify('benchlearning_changed', 'catalogue'); rollback");
        await bench.Api.SqlAsync("begin; insert into change (kind, subject, action) values ('release', 'committed', 'created'); select pg_notify('benchlearning_changed', 'catalogue'); commit");

        var message = (await bench.ReceiveAsync(1))[0].Content;
        await WebhookBench.LongEnoughAsync();

        Assert.That(message.Data.Kinds.Single().Subjects, Is.EqualTo(new[] { "committed" }));
        Assert.That(bench.Received, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_embargoed_figure_is_not_told_of_before_its_release()
    {
        await bench.SubscribeAsync("observation", "release");
        var at = TimeProvider.System.GetUtcNow().AddSeconds(12);
        using var announced = await bench.SendAsync(HttpMethod.Put, "/v1/releases/secret", new { titleLv = "Bezdarbs", titleEn = "Unemployment", releasesAt = at, quality = "final", indicators = new[] { "unemployment-rate" }, periods = new[] { "2014" } });
        Assert.That(announced.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        using var content = new MemoryStream("territory,period,indicator,breakdown,value,flag,reason_lv,reason_en\nLV0420200,2014,unemployment-rate,,8.8,,,\n"u8.ToArray());
        await bench.Api.SendAsync(new Benchlearning.Api.Features.Imports.ImportObservations.Command("test.csv", content, "test", "Test", Release: "secret"));

        await bench.ReceiveAsync(1);
        await WebhookBench.LongEnoughAsync();
        Assert.That(TimeProvider.System.GetUtcNow(), Is.LessThan(at), "The test was too slow to look before the release.");
        Assert.That(Told(), Is.EqualTo(new[] { "release 1 secret" }));

        await bench.ReceiveAsync(2);
        Assert.That(Told(), Is.EqualTo(new[] { "release 1 secret", "observation 1 unemployment-rate", "release 1 secret" }));

        IEnumerable<string> Told() => bench.Received.SelectMany(message => message.Content.Data.Kinds).Select(kind => $"{kind.Kind} {kind.Count} {string.Join(' ', kind.Subjects)}");
    }

    [Test]
    public async Task A_message_that_was_not_taken_is_sent_again_later_and_is_the_same()
    {
        bench.AnswerStatus(500, 503, 200);
        var created = await bench.SubscribeAsync("observation");
        await ImportAsync("LV0420200,2013,unemployment-rate,,9.9,,,");

        var failed = await bench.NewestAsync(created.Webhook.Id, delivery => delivery.Attempts == 1);
        await bench.HastenAsync();
        await bench.NewestAsync(created.Webhook.Id, delivery => delivery.Attempts == 2);
        await bench.HastenAsync();
        var delivered = await bench.NewestAsync(created.Webhook.Id, delivery => delivery.State == "delivered");

        Assert.Multiple(() =>
        {
            Assert.That((failed.State, failed.LastAttempt!.Outcome, failed.LastAttempt.Status, failed.LastAttempt.Message), Is.EqualTo(("pending", "answered", (int?)500, "The receiver answered 500; only 2xx means delivered.")));
            Assert.That(failed.NextAttemptAt - failed.LastAttempt.At, Is.EqualTo(TimeSpan.FromSeconds(5)).Within(TimeSpan.FromSeconds(3)));
            Assert.That((delivered.Attempts, delivered.LastAttempt!.Status), Is.EqualTo((3, (int?)200)));
            Assert.That(bench.Received.Select(message => message.Id).Distinct(), Is.EqualTo(new[] { delivered.Id }));
            Assert.That(bench.Received.Select(message => message.Body).Distinct().Count(), Is.EqualTo(1));
            Assert.That(bench.Received.Select(message => message.Signatures.Single()), Is.EqualTo(bench.Received.Select(message => message.SignatureBy(created.Secret))), "each attempt is signed with its own time");
        });
    }

    [Test]
    public async Task A_message_that_is_not_taken_for_a_day_is_parked_and_sent_again_by_hand()
    {
        bench.AnswerStatus(500);
        var created = await bench.SubscribeAsync("observation");
        await ImportAsync("LV0420200,2013,unemployment-rate,,9.9,,,");
        var failed = await bench.NewestAsync(created.Webhook.Id, delivery => delivery.Attempts == 1);
        Assert.That((await bench.Api.SqlAsync("select extract(epoch from tries_until - created_at)::integer from webhook_delivery")).Single()[0], Is.EqualTo("86400"));

        await bench.LetADayPassAsync();
        var parked = await bench.NewestAsync(created.Webhook.Id, delivery => delivery.State == "parked");
        Assert.That((parked.Id, parked.Attempts, parked.NextAttemptAt), Is.EqualTo((failed.Id, 2, (DateTimeOffset?)null)));
        Assert.That((await bench.DeliveriesAsync(created.Webhook.Id, "&deliveryState=parked")).Select(delivery => delivery.Id), Is.EqualTo(new[] { failed.Id }));
        Assert.That(await bench.DeliveriesAsync(created.Webhook.Id, "&deliveryState=delivered"), Is.Empty);
        Assert.That(await bench.Api.TextAsync("/metrics"), Does.Contain("benchlearning_webhooks_attempts_total").And.Contain("outcome=\"answered\""));
        await Asking.WithinAsync(TimeSpan.FromSeconds(20), async () => (await bench.Api.TextAsync("/metrics")).Contains("benchlearning_webhooks_parked{otel_scope_name=\"Benchlearning.Webhooks\"} 1", StringComparison.Ordinal), "the gauge, which is as of the worker's next look");

        bench.AnswerStatus(200);
        var address = $"/v1/webhooks/{created.Webhook.Id}/deliveries/{parked.Id}/retries";
        using var retried = await bench.SendAsync(HttpMethod.Post, address);
        Assert.That((retried.StatusCode, retried.Headers.Location!.OriginalString), Is.EqualTo((HttpStatusCode.Accepted, $"/v1/webhooks/{created.Webhook.Id}/deliveries")));
        await bench.NewestAsync(created.Webhook.Id, delivery => delivery is { State: "delivered", Attempts: 3 });

        using var again = await bench.SendAsync(HttpMethod.Post, address);
        await again.ProblemAsync(HttpStatusCode.Conflict);
        using var unknown = await bench.SendAsync(HttpMethod.Post, $"/v1/webhooks/{created.Webhook.Id}/deliveries/msg_1/retries");
        await unknown.ProblemAsync(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task A_receiver_that_is_gone_is_left_alone_until_it_is_enabled_again_and_then_told_of_everything_at_once()
    {
        bench.AnswerStatus(410, 200);
        var created = await bench.SubscribeAsync("observation");
        await ImportAsync("LV0420200,2013,unemployment-rate,,9.9,,,");
        var parked = await bench.NewestAsync(created.Webhook.Id, delivery => delivery.State == "parked");
        Assert.That((parked.Attempts, parked.LastAttempt!.Outcome), Is.EqualTo((1, "gone")));
        await ImportAsync("LV0420200,2012,unemployment-rate,,9.8,,,");
        await ImportAsync("LV0420200,2011,unemployment-rate,,9.7,,,");
        await WebhookBench.LongEnoughAsync();
        Assert.That((bench.Received.Count, (await bench.WebhookAsync(created.Webhook.Id)).State), Is.EqualTo((1, "gone")));

        using var enabled = await bench.SendAsync(HttpMethod.Put, $"/v1/webhooks/{created.Webhook.Id}", new { url = bench.Url, kinds = new[] { "observation" } }, ("If-Match", "*"));
        Assert.That((await enabled.Content.ReadFromJsonAsync<Webhook>())!.State, Is.EqualTo("active"));
        Assert.That((await bench.ReceiveAsync(2))[1].Content.Data.Kinds[0].Count, Is.EqualTo(2));
    }

    [Test]
    public async Task A_redirect_is_not_followed()
    {
        bench.Answer(Response.Create().WithStatusCode(307).WithHeader("Location", bench.Receiver.Url! + "/inside"));
        var created = await bench.SubscribeAsync("observation");

        var attempt = await TestAsync(created.Webhook.Id);

        Assert.That((attempt.Outcome, attempt.Status), Is.EqualTo(("redirected", (int?)307)));
        Assert.That(bench.Receiver.LogEntries.Select(entry => entry.RequestMessage.Path), Is.EqualTo(new[] { "/hooks" }));
    }

    [Test]
    public async Task After_a_rotation_both_secrets_sign_for_a_day()
    {
        var created = await bench.SubscribeAsync("observation");
        using var rotated = await bench.SendAsync(HttpMethod.Post, $"/v1/webhooks/{created.Webhook.Id}/secrets", null, ("Idempotency-Key", "rotate-1"));
        using var repeated = await bench.SendAsync(HttpMethod.Post, $"/v1/webhooks/{created.Webhook.Id}/secrets", null, ("Idempotency-Key", "rotate-1"));
        var secret = (await rotated.Content.ReadFromJsonAsync<WebhookSecret>())!;
        Assert.That(rotated.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(await repeated.Content.ReadFromJsonAsync<WebhookSecret>(), Is.EqualTo(secret));
        Assert.That(secret.EarlierSignUntil - TimeProvider.System.GetUtcNow(), Is.EqualTo(TimeSpan.FromHours(24)).Within(TimeSpan.FromMinutes(2)));

        await TestAsync(created.Webhook.Id);
        var message = bench.Received[0];
        Assert.That(message.Signatures, Is.EqualTo(new[] { message.SignatureBy(secret.Secret), message.SignatureBy(created.Secret) }));

        await bench.Api.SqlAsync("update webhook_secret set signs_until = clock_timestamp() where signs_until is not null");
        await TestAsync(created.Webhook.Id);
        Assert.That(bench.Received[1].Signatures, Is.EqualTo(new[] { bench.Received[1].SignatureBy(secret.Secret) }));
    }

    [Test]
    public async Task A_test_message_is_sent_at_once_and_its_result_answered()
    {
        var created = await bench.SubscribeAsync("observation", "indicator", "territory", "group", "release");

        var attempt = await TestAsync(created.Webhook.Id);
        var content = bench.Received[0].Content;
        using var end = await bench.Api.AskAsync(content.Data.Changes);
        Assert.That((attempt.Outcome, attempt.Status, attempt.Message), Is.EqualTo(("delivered", (int?)204, "The receiver answered 204.")));
        Assert.That((content.Type, content.Data.Kinds.Count, (await end.JsonAsync()).GetProperty("items").GetArrayLength()), Is.EqualTo(("webhook.test", 0, 0)));
        Assert.That(await bench.DeliveriesAsync(created.Webhook.Id), Is.Empty);

        bench.Receiver.Stop();
        Assert.That((await TestAsync(created.Webhook.Id)).Outcome, Is.EqualTo("unreachable"));
    }

    [Test]
    public async Task While_many_messages_wait_what_changes_is_told_of_in_one_later()
    {
        bench.AnswerStatus(500);
        var created = await bench.SubscribeAsync("observation");
        await ImportAsync("LV0420200,2013,unemployment-rate,,9.9,,,");
        await bench.NewestAsync(created.Webhook.Id, delivery => delivery.Attempts == 1);
        await bench.Api.SqlAsync("""
            insert into webhook_delivery (webhook_id, after_number, last_number, changes, body, next_attempt_at)
            select webhook_id, 0, 1, 1, '{}', clock_timestamp() + interval '1 hour' from webhook, generate_series(2, 20)
            """);
        await ImportAsync("LV0420200,2012,unemployment-rate,,9.8,,,");
        await ImportAsync("LV0420200,2011,unemployment-rate,,9.7,,,");
        await WebhookBench.LongEnoughAsync();
        Assert.That(await bench.DeliveriesAsync(created.Webhook.Id), Has.Count.EqualTo(20));

        bench.AnswerStatus(200);
        await bench.HastenAsync();
        var last = await bench.NewestAsync(created.Webhook.Id, delivery => delivery is { State: "delivered", Changes: 2 });
        Assert.That(last.Attempts, Is.EqualTo(1));
    }

    private async Task<WebhookAttempt> TestAsync(long webhook)
    {
        using var answer = await bench.SendAsync(HttpMethod.Post, $"/v1/webhooks/{webhook}/test-deliveries?lang=en");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<WebhookAttempt>())!;
    }

    private Task ImportAsync(params string[] rows) => NewData.ImportAsync(bench.Api, rows);
}
