using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Audit;
using Benchlearning.Testing;
using Benchlearning.Tests.Integration.Features.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Benchlearning.Tests.Integration.Features.Audit;

/// <summary>What comes into the audit log, and how it is read.</summary>
[TestFixture]
public sealed class AuditLogTests
{
    private ApiServer api = null!;
    private Auditor auditor = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        api = await ApiServer.StartAsync();
        auditor = new Auditor(api);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        auditor.Dispose();
        await api.DisposeAsync();
    }

    [Test]
    public async Task A_write_is_told_with_who_what_from_where_and_what_it_is()
    {
        var id = await auditor.MakeWebhookAsync();
        var entry = (await auditor.EntriesAsync($"subject=webhook/{id}&action=webhook.create")).Single();

        Assert.Multiple(() =>
        {
            Assert.That((entry.Kind, entry.Actor, entry.Outcome), Is.EqualTo(("operator", "operator", "done")));
            Assert.That((entry.Address, entry.UserAgent), Is.EqualTo(("127.0.0.1", "auditing-tests/1.0")));
            Assert.That(entry.TraceId, Has.Length.EqualTo(32));
            Assert.That(entry.At, Is.EqualTo(TimeProvider.System.GetUtcNow()).Within(TimeSpan.FromMinutes(1)));
            Assert.That(entry.After!.Value.GetProperty("description").GetString(), Is.EqualTo("For a test"));
        });
    }

    [Test]
    public async Task What_is_changed_or_deleted_is_told_as_it_was_before()
    {
        var id = await auditor.MakeWebhookAsync("Before");
        using (var change = new HttpRequestMessage(HttpMethod.Put, $"/v1/webhooks/{id}") { Content = JsonContent.Create(new { url = "https://receiver.example/other", kinds = new[] { "release" } }) })
        {
            change.Headers.TryAddWithoutValidation("If-Match", "*");
            using var changed = await auditor.Operator.SendAsync(change);
            Assert.That(changed.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }
        using var deleted = await auditor.Operator.DeleteAsync($"/v1/webhooks/{id}");
        var entries = await auditor.EntriesAsync($"subject=webhook/{id}");

        Assert.Multiple(() =>
        {
            Assert.That(entries.Select(entry => entry.Action), Is.EqualTo(new[] { "webhook.create", "webhook.change", "webhook.delete" }));
            Assert.That(entries[1].Before!.Value.GetProperty("description").GetString(), Is.EqualTo("Before"));
            Assert.That(entries[1].After!.Value.GetProperty("kinds")[0].GetString(), Is.EqualTo("release"));
            Assert.That(entries[2].Before!.Value.GetProperty("url").GetString(), Is.EqualTo("https://receiver.example/other"));
            Assert.That(entries[2].After, Is.Null);
        });
    }

    [Test]
    public async Task No_secret_of_a_webhook_and_no_query_of_its_address_is_told()
    {
        var id = await auditor.MakeWebhookAsync();
        using (var rotation = new HttpRequestMessage(HttpMethod.Post, $"/v1/webhooks/{id}/secrets") { Headers = { { "Idempotency-Key", Guid.NewGuid().ToString() } } })
        using (await auditor.Operator.SendAsync(rotation))
            await auditor.SettleAsync();
        var told = string.Concat((await api.SqlAsync("select concat(reason, before, after, user_agent, subject) from audit_entry")).Select(row => row[0]));

        Assert.Multiple(() =>
        {
            Assert.That(told, Does.Contain("https://receiver.example/hooks"));
            Assert.That(told, Does.Not.Contain("hidden-in-the-query"));
            Assert.That(told, Does.Not.Contain("whsec_"));
            Assert.That(told, Does.Not.Contain(api.Services.GetRequiredService<OperatorKey>().Value));
        });
    }

    [Test]
    public async Task A_write_that_is_rolled_back_has_no_entry_and_one_that_is_committed_has()
    {
        var db = api.Services.GetRequiredService<Db>();
        await using (var broken = await db.BeginAsync(CancellationToken.None))
            await broken.NoteAsync(AuditNote.Of(AuditOrigin.OfService("test"), "test.lost", "test/1"), CancellationToken.None);
        await using (var kept = await db.BeginAsync(CancellationToken.None))
            await kept.CommitAsync(AuditNote.Of(AuditOrigin.OfService("test"), "test.kept", "test/1"), CancellationToken.None);
        Assert.That((await auditor.EntriesAsync("subject=test/1&actor=test")).Select(entry => entry.Action), Is.EqualTo(new[] { "test.kept" }));
    }

    [Test]
    public async Task The_sample_and_its_imports_are_the_services_own_deeds()
    {
        var first = (await auditor.EntriesAsync("limit=3")).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(first.Select(entry => entry.Number), Is.EqualTo(new[] { 1L, 2L, 3L }));
            Assert.That(first.Select(entry => (entry.Kind, entry.Action)), Is.EqualTo(new[] { ("service", "catalogue.define"), ("service", "import.register"), ("service", "import.apply") }));
        });
    }

    [Test]
    public async Task A_reading_of_what_needs_a_permission_is_told_and_one_of_what_is_public_is_not()
    {
        using (await auditor.Operator.GetAsync("/v1/webhooks?format=json"))
        using (await api.Client.GetAsync("/v1/territories?limit=3"))
        using (await auditor.Operator.GetAsync("/v1/territories?limit=4"))
        using (await auditor.Operator.GetAsync("/v1/imports?limit=7"))
        using (await api.Client.GetAsync("/v1/observations?indicator=unemployment-rate&period=2013"))
        {
            await auditor.ToldAsync("action=read.listImports", entry => entry.Subject == "v1/imports" && entry.After!.Value.GetProperty("query").GetString() == "?limit=7", "the reading of imports");
            var reads = (await auditor.EntriesAsync("outcome=done&limit=1000")).Where(entry => entry.Action.StartsWith("read.", StringComparison.Ordinal)).ToArray();
            Assert.Multiple(() =>
            {
                Assert.That(reads.Select(entry => entry.Action), Has.None.EqualTo("read.listTerritories"));
                Assert.That(reads.Select(entry => entry.Actor), Has.None.EqualTo("anonymous"));
            });
        }
    }

    [Test]
    public async Task A_reading_of_figures_by_who_sees_more_than_the_public_is_told()
    {
        using (await auditor.Operator.GetAsync("/v1/observations?indicator=unemployment-rate&period=2012"))
            await auditor.ToldAsync("action=read.readObservations", entry => entry.After!.Value.GetProperty("query").GetString() == "?indicator=unemployment-rate&period=2012", "the reading of figures");
    }

    [Test]
    public async Task A_refused_attempt_of_a_known_caller_is_told_with_the_prefix_of_their_key()
    {
        var key = await api.KeyAsync(new Granted("analyst"));
        using var analyst = api.With(key);
        using var write = await analyst.PostAsJsonAsync("/v1/webhooks", new { url = "https://receiver.example/hooks", kinds = new[] { "group" } });
        using var read = await analyst.GetAsync("/v1/audit-entries");
        var refused = await auditor.EntriesAsync($"outcome=refused&actor={await api.ActorAsync(key)}");

        Assert.That((write.StatusCode, read.StatusCode), Is.EqualTo((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)));
        Assert.That(refused.Select(entry => (entry.Action, entry.Subject)), Is.EqualTo(new[] { ("write.createWebhook", "v1/webhooks"), ("read.listAuditEntries", "v1/audit-entries") }));
        Assert.That(refused.Select(entry => entry.KeyPrefix), Has.All.EqualTo(key.Substring(4, 10)));
    }

    [Test]
    public async Task An_auditor_reads_and_verifies_the_log_and_sees_no_more_figures_than_the_public()
    {
        using var reader = api.With(await api.KeyAsync(new Granted("auditor")));
        foreach (var address in new[] { "/v1/audit-entries", "/v1/audit-entries/1", "/v1/audit-chain" })
            using (var answer = await reader.GetAsync(address))
                Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), address);
        using var verified = await reader.PostAsJsonAsync("/v1/audit-chain/verifications", new { to = 3 });
        using var webhooks = await reader.GetAsync("/v1/webhooks");
        Assert.That((verified.StatusCode, webhooks.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.Forbidden)));
    }

    [Test]
    public async Task Reading_the_audit_log_is_in_the_audit_log()
    {
        using (await auditor.Operator.GetAsync("/v1/audit-entries?action=nobody.did"))
            await auditor.ToldAsync("action=read.listAuditEntries", entry => entry.After is { } asked && asked.GetProperty("query").GetString() == "?action=nobody.did", "the reading of the log");
    }

    [Test]
    public async Task Pages_follow_each_other_without_a_gap_in_both_orders()
    {
        await auditor.NoteAsync(250, "test.page");
        await auditor.SettleAsync();
        foreach (var order in new[] { "oldestFirst", "newestFirst" })
        {
            var numbers = new List<long>();
            for (var address = $"/v1/audit-entries?action=test.page&order={order}&limit=60"; ;)
            {
                var page = (await auditor.Operator.GetFromJsonAsync<Page<AuditEntry>>(address))!;
                numbers.AddRange(page.Items.Select(entry => entry.Number));
                if (page.Next is null)
                    break;
                address = $"/v1/audit-entries?action=test.page&order={order}&limit=60&cursor={page.Next}";
            }
            Assert.That(numbers, order == "oldestFirst" ? Is.Ordered.Ascending : Is.Ordered.Descending, order);
            Assert.That(numbers.Distinct().Count(), Is.EqualTo(250), order);
        }
    }

    [Test]
    public async Task JSON_lines_have_every_entry_of_the_filter_one_a_line()
    {
        await auditor.NoteAsync(2300, "test.export");
        await auditor.SettleAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/audit-entries?action=test.export&order=oldestFirst");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/x-ndjson"));
        using var answer = await auditor.Operator.SendAsync(request);
        var lines = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/x-ndjson"));
        Assert.That(lines, Has.Length.EqualTo(2300));
        using var last = JsonDocument.Parse(lines[^1]);
        Assert.That(last.RootElement.GetProperty("after").GetProperty("n").GetInt32(), Is.EqualTo(2300));
    }

    [Test]
    public async Task A_prefix_of_the_subject_is_taken_as_it_is_written()
    {
        await auditor.NoteAsync(3, "test.prefix");
        Assert.That(await auditor.EntriesAsync("action=test.prefix&subject=te%25"), Is.Empty);
        Assert.That(await auditor.EntriesAsync("action=test.prefix&subject=tes_"), Is.Empty);
        Assert.That(await auditor.EntriesAsync("action=test.prefix&subject=test/"), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task An_entry_is_found_by_its_number_and_a_number_beyond_the_end_is_not()
    {
        await auditor.SettleAsync();
        var entry = (await auditor.Operator.GetFromJsonAsync<AuditEntry>("/v1/audit-entries/1"))!;
        using var beyond = await auditor.Operator.GetAsync("/v1/audit-entries/99999999");
        Assert.That((entry.Number, beyond.StatusCode), Is.EqualTo((1L, HttpStatusCode.NotFound)));
    }

    [Test]
    public async Task A_stranger_reads_nothing_of_it()
    {
        foreach (var address in new[] { "/v1/audit-entries", "/v1/audit-entries/1", "/v1/audit-chain", "/v1/persons/1/data" })
        {
            using var answer = await api.Client.GetAsync(address);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized), address);
        }
    }

    [Test]
    public void What_is_named_like_a_secret_is_hidden_and_what_is_too_long_is_told_by_its_hash()
    {
        var hidden = AuditNote.Of(AuditOrigin.OfService(), "test.note", "test/1", before: new { name = "a", secret = "s3cr3t", inner = new { Token = "t0k3n", list = new[] { new { apiKey = "k3y" } } } });
        var longOne = AuditNote.Of(AuditOrigin.OfService(), "test.note", "test/1", "A\u0000B" + new string('x', 10_000), after: new { text = new string('ā', 20_000) });
        Assert.Multiple(() =>
        {
            Assert.That(hidden.Before, Does.Contain("\"name\":\"a\"").And.Not.Contain("s3cr3t").And.Not.Contain("t0k3n").And.Not.Contain("k3y"));
            Assert.That(longOne.After, Does.Contain("\"tooLong\":true").And.Contain("\"sha256\""));
            Assert.That(longOne.Reason, Has.Length.EqualTo(4000).And.StartsWith("A B"));
        });
    }
}
