using System.Diagnostics;
using System.Globalization;
using System.Net;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Testing;
using Benchlearning.Tests.Integration.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Benchlearning.Tests.Integration.Features.Audit;

/// <summary>Readings are recorded beside the requests: without a round trip on their way, and without losing any.</summary>
[TestFixture]
public sealed class ReadingAuditTests
{
    private ApiServer api = null!;
    private Auditor auditor = null!;
    private DatabaseAdministrator administrator = null!;

    [SetUp]
    public async Task Start()
    {
        api = await ApiServer.StartAsync(TestTemplate.Migrated);
        auditor = new Auditor(api);
        administrator = new DatabaseAdministrator(api.ConnectionString);
    }

    [TearDown]
    public async Task Stop()
    {
        auditor.Dispose();
        await api.DisposeAsync();
        await administrator.DisposeAsync();
    }

    [Test]
    public async Task Five_hundred_readings_at_once_are_five_hundred_entries()
    {
        await Task.WhenAll(Enumerable.Range(0, 10).Select(async reader =>
        {
            for (var number = 0; number < 50; number++)
                using (await auditor.Operator.GetAsync(string.Create(CultureInfo.InvariantCulture, $"/v1/webhooks/{(reader * 50) + number + 1}?lang=xx")))
                using (var answer = await auditor.Operator.GetAsync("/v1/webhooks"))
                    Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }));
        await ToldAsync("read.listWebhooks", 500);
        Assert.That((await api.SqlAsync("select count(*) from audit_entry where action = 'read.getWebhook'"))[0][0], Is.EqualTo("0"), "what was not found was not read");
    }

    [Test]
    public async Task A_reading_is_answered_while_the_audit_log_cannot_be_written_and_is_told_later()
    {
        await auditor.SettleAsync();
        await using (await administrator.LockWritersAsync("audit_pending"))
        {
            var clock = Stopwatch.StartNew();
            for (var number = 0; number < 20; number++)
                using (var answer = await auditor.Operator.GetAsync("/v1/webhooks"))
                    Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)), "no reading waits for the audit log");
            var readings = api.Services.GetRequiredService<ReadingAudit>();
            await Asking.WithinAsync(TimeSpan.FromSeconds(5), () => Task.FromResult(readings.Waiting == 20), "all of them wait");
        }
        await ToldAsync("read.listWebhooks", 20);
    }

    [Test]
    public async Task When_there_is_no_room_a_reading_waits_and_is_refused_rather_than_left_out()
    {
        await auditor.SettleAsync();
        var readings = api.Services.GetRequiredService<ReadingAudit>();
        var held = await administrator.LockWritersAsync("audit_pending");
        try
        {
            var note = AuditNote.Of(new AuditOrigin("client", "client:4"), "read.planted", "test/1");
            for (var number = 0; number < ReadingAudit.Capacity; number++)
                readings.Record(new Reading(TimeProvider.System.GetUtcNow().UtcDateTime, note, "done"));
            using var refused = await auditor.Operator.GetAsync("/v1/webhooks");
            using var open = await api.Client.GetAsync("/v1/config");
            Assert.That((refused.StatusCode, open.StatusCode), Is.EqualTo((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK)));
            Assert.That(refused.Headers.RetryAfter, Is.Not.Null);

            var waiting = auditor.Operator.GetAsync("/v1/webhooks");
            await Task.Delay(300);
            Assert.That(waiting.IsCompleted, Is.False, "it waits for room");
            await held.DisposeAsync();
            using var answered = await waiting;
            Assert.That(answered.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }
        finally
        {
            await held.DisposeAsync();
        }
        await ToldAsync("read.planted", ReadingAudit.Capacity);
    }

    private async Task ToldAsync(string action, int count)
    {
        await Asking.WithinAsync(TimeSpan.FromSeconds(20), async () => await administrator.CountAsync($"audit_entry where action = '{action}'") >= count, $"{count} entries {action}");
        await auditor.SettleAsync();
        Assert.That(await administrator.CountAsync($"audit_entry where action = '{action}'"), Is.EqualTo(count));
    }

    [Test]
    public async Task What_was_read_just_before_the_service_stops_is_told()
    {
        await using var database = await TestCluster.CreateDatabaseAsync(TestTemplate.Migrated);
        await using (var stopping = await ApiServer.StartOnAsync(database.ConnectionString))
        using (var reader = new Auditor(stopping))
            for (var number = 0; number < 30; number++)
                using (await reader.Operator.GetAsync("/v1/webhooks"))
                    continue;
        await using var next = await ApiServer.StartOnAsync(database.ConnectionString);
        using var later = new Auditor(next);
        await later.ChainAsync();
        Assert.That((await next.SqlAsync("select count(*) from audit_entry where action = 'read.listWebhooks'"))[0][0], Is.EqualTo("30"));
    }

    [Test]
    public async Task A_reading_costs_no_statement_on_its_way()
    {
        await auditor.SettleAsync();
        await using (await administrator.LockAsync("audit_pending"))
        using (var answer = await auditor.Operator.GetAsync("/v1/releases").WaitAsync(TimeSpan.FromSeconds(3)))
        using (var figures = await auditor.Operator.GetAsync("/v1/observations/estimate?indicator=*").WaitAsync(TimeSpan.FromSeconds(3)))
            Assert.That(figures.StatusCode, Is.EqualTo(HttpStatusCode.OK), "answered while nobody can touch the audit log");
    }
}
