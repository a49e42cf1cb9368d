using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Benchlearning.Api.Features.Sync;
using Benchlearning.Contracts.V1.Sync;
using Benchlearning.Testing;
using Microsoft.Extensions.DependencyInjection;
using WireMock.ResponseBuilders;

namespace Benchlearning.Tests.Integration.Features.Sync;

/// <summary>
/// The nightly sync against SRDA's service in every mood: afterwards the data are as before or the whole is applied, and the run says which.
/// </summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.All)]
public sealed class RaimHttpTests
{
    private static readonly object Quick = new { secondsPerTry = 2.0, secondsInAll = 8.0, tries = 3, firstWaitSeconds = 0.01, maximumBodyBytes = 1_000_000, breaksAfter = 100 };

    private Srda srda = null!;
    private SyncBench bench = null!;

    private ApiServer Api => bench.Api;

    [SetUp]
    public async Task Start()
    {
        srda = Srda.Start();
        bench = await SyncBench.StartAsync();
        await DefineAsync(Quick);
    }

    [TearDown]
    public async Task Stop()
    {
        await bench.DisposeAsync();
        srda.Dispose();
    }

    [Test]
    public async Task Changed_observations_come_page_by_page_and_are_applied_at_once()
    {
        srda.After(0, Srda.Page(0, 2, true, Srda.Rate("0420200", "6.7"), Srda.Rate("0010000", "4.9")));
        srda.After(2, Srda.Page(2, 3, false, Srda.Rate("0050000", "7.7")));

        var run = await RunAsync();
        var import = await bench.ImportOfAsync(run);

        Assert.Multiple(async () =>
        {
            Assert.That((run.State, run.Stage, run.Trigger, run.Cursor), Is.EqualTo(("completed", "done", "manual", 3L)));
            Assert.That((run.Counts.Pages, run.Counts.RepeatedPages, run.Counts.Rows), Is.EqualTo((2, 0, 3)));
            Assert.That(run.Stages.Select(stage => stage.Name), Is.EqualTo(new[] { "waiting", "fetch", "check", "import" }));
            Assert.That(run.Findings, Is.EqualTo($"/v1/imports/{run.Import}/findings"));
            Assert.That((import.Door, import.Layout, import.State, import.Counts.Read, import.Counts.Changed), Is.EqualTo(("pull", "raim-pages/1", "completed", 3, 2)));
            Assert.That(await CesisAsync(), Is.EqualTo(6.7m));
            Assert.That((await SourceAsync()).Cursor, Is.EqualTo(3));
            Assert.That((await Api.SqlAsync("select count(*) from sync_page where content is not null")).Single()[0], Is.EqualTo("0"), "the raw file of the import has them");
        });
    }

    [Test]
    public async Task The_next_run_asks_only_for_what_changed_since_and_nothing_new_is_no_change()
    {
        srda.After(0, Srda.Page(0, 1, false, Srda.Rate("0420200", "6.7")));
        srda.AfterInTurn(1, Srda.Answer(Srda.Page(1, 1, false)).WithHeader("ETag", "\"at-1\""), Response.Create().WithStatusCode(304));

        var first = await RunAsync();
        var second = await RunAsync();
        var third = await RunAsync();
        await RunAsync();

        Assert.Multiple(() =>
        {
            Assert.That(new[] { first.State, second.State, third.State }, Is.EqualTo(new[] { "completed", "noChange", "noChange" }));
            Assert.That((second.StartCursor, second.Cursor, second.Import, second.Counts.Pages), Is.EqualTo((1L, 1L, (long?)null, 0)));
            Assert.That(srda.PagesAsked.Select(url => url.Split('?')[1]), Is.EqualTo(new[] { "after=0&limit=10000", "after=1&limit=10000", "after=1&limit=10000", "after=1&limit=10000" }));
            Assert.That(srda.Server.LogEntries[^1].RequestMessage.Headers!["If-None-Match"].Single(), Is.EqualTo("\"at-1\""), "and asks whether anything is new");
        });
    }

    [Test]
    public async Task Another_address_is_asked_from_the_beginning_because_a_cursor_means_nothing_there()
    {
        srda.After(0, Srda.Page(0, 7, false, Srda.Rate("0420200", "6.7")));
        await RunAsync();
        await DefineAsync(Quick);
        Assert.That((await SourceAsync()).Cursor, Is.EqualTo(7), "the same address again");

        using var moved = Srda.Start();
        moved.After(0, Srda.Page(0, 3, false, Srda.Rate("0420200", "6.8")));
        await bench.DefineAsync([new { code = "srda", source = "raim", adapter = "raim-http", enabled = true, settings = new { address = moved.Address } }], []);

        Assert.That(((await RunAsync()).StartCursor, await CesisAsync()), Is.EqualTo((0L, 6.8m)));
    }

    [Test]
    public async Task A_source_that_is_too_slow_fails_the_run_and_a_slow_one_does_not()
    {
        await DefineAsync(new { secondsPerTry = 0.5, secondsInAll = 8.0, tries = 2, firstWaitSeconds = 0.01, maximumBodyBytes = 1_000_000, breaksAfter = 100 });
        var page = Srda.Page(0, 1, false, Srda.Rate("0420200", "6.7"));
        srda.After(0, Srda.Answer(page).WithDelay(TimeSpan.FromSeconds(3)));
        var failed = await RunAsync();
        AssertNothingApplied(failed, "timed-out", isResumable: true);
        Assert.That(await CesisAsync(), Is.EqualTo(6.5m));

        var times = 0;
        srda.Pages(async _ =>
        {
            await Task.Delay(Interlocked.Increment(ref times) == 1 ? 3000 : 0);
            return page;
        });
        Assert.That((await RunAsync()).State, Is.EqualTo("completed"), "the second try was in time");
    }

    [Test]
    public async Task Errors_that_pass_are_waited_out()
    {
        srda.AfterInTurn(0, Response.Create().WithStatusCode(500), Response.Create().WithStatusCode(503), Srda.Answer(Srda.Page(0, 1, false, Srda.Rate("0420200", "6.7"))));

        var run = await RunAsync();

        Assert.That((run.State, srda.PagesAsked.Count), Is.EqualTo(("completed", 3)));
        Assert.That(await CesisAsync(), Is.EqualTo(6.7m));
    }

    [Test]
    public async Task Errors_that_stay_fail_the_run_and_the_next_one_goes_on_from_the_page_where_it_stopped()
    {
        srda.After(0, Srda.Page(0, 1, true, Srda.Rate("0420200", "6.7")));
        srda.After(1, Response.Create().WithStatusCode(500));
        var broken = await RunAsync();
        AssertNothingApplied(broken, "failing", isResumable: true);
        Assert.That((broken.Counts.Pages, broken.Cursor), Is.EqualTo((1, 1L)));
        Assert.That((await CesisAsync(), (await SourceAsync()).Cursor), Is.EqualTo((6.5m, 0L)));

        srda.After(1, Srda.Page(1, 2, false, Srda.Rate("0010000", "5.5")));
        var resumed = await RunAsync();

        Assert.Multiple(async () =>
        {
            Assert.That((resumed.State, resumed.ResumedFrom, resumed.Counts.Pages, resumed.Counts.Rows), Is.EqualTo(("completed", broken.Id, 2, 2)));
            Assert.That(srda.PagesAsked.Count(url => url.Contains("after=0", StringComparison.Ordinal)), Is.EqualTo(1), "the first page is not fetched again");
            Assert.That(await CesisAsync(), Is.EqualTo(6.7m));
        });
    }

    [Test]
    public async Task A_busy_source_is_asked_again_when_it_says_so()
    {
        srda.AfterInTurn(0, Response.Create().WithStatusCode(429).WithHeader("Retry-After", "1"), Srda.Answer(Srda.Page(0, 1, false, Srda.Rate("0420200", "6.7"))));

        var run = await RunAsync();
        var asked = srda.Server.LogEntries.Where(entry => entry.RequestMessage.Path.EndsWith("observations", StringComparison.Ordinal)).Select(entry => entry.RequestMessage.DateTime).ToArray();

        Assert.That(run.State, Is.EqualTo("completed"));
        Assert.That((asked[1] - asked[0]).TotalSeconds, Is.GreaterThanOrEqualTo(0.95));
    }

    [Test]
    public async Task A_source_that_wants_longer_than_the_patience_fails_at_once()
    {
        srda.After(0, Response.Create().WithStatusCode(429).WithHeader("Retry-After", "3600"));

        var run = await RunAsync();

        AssertNothingApplied(run, "busy", isResumable: true);
        Assert.That(srda.PagesAsked, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_page_that_is_cut_in_the_middle_is_asked_for_again()
    {
        var page = Srda.Page(0, 1, false, Srda.Rate("0420200", "6.7"));
        var half = Srda.Text(page)[..60];
        srda.AfterInTurn(0, Srda.Json(half), Srda.Answer(page).WithFault(FaultType.MALFORMED_RESPONSE_CHUNK), Srda.Answer(page));
        Assert.That((await RunAsync()).State, Is.EqualTo("completed"));
        Assert.That(srda.PagesAsked, Has.Count.EqualTo(3));

        srda.After(1, Srda.Json(half));
        AssertNothingApplied(await RunAsync(), "not-the-schema", isResumable: true);
        Assert.That(await CesisAsync(), Is.EqualTo(6.7m));
    }

    [Test]
    public async Task An_answer_of_another_type_is_refused()
    {
        srda.After(0, Response.Create().WithStatusCode(200).WithHeader("Content-Type", "text/html").WithBody("<p>Maintenance</p>"));

        var run = await RunAsync();

        AssertNothingApplied(run, "wrong-content-type", isResumable: true);
        Assert.That(srda.PagesAsked, Has.Count.EqualTo(1), "it would be no other a second later");
        Assert.That(run.Failure!.Message, Does.Contain("text/html"));
    }

    [Test]
    public async Task A_page_that_comes_twice_is_taken_once()
    {
        var first = Srda.Page(0, 1, true, Srda.Rate("0420200", "6.7"));
        srda.After(0, first);
        srda.AfterInTurn(1, Srda.Answer(first), Srda.Answer(Srda.Page(1, 2, false, Srda.Rate("0010000", "5.5"))));

        var run = await RunAsync();

        Assert.That((run.State, run.Counts.Pages, run.Counts.RepeatedPages, run.Counts.Rows), Is.EqualTo(("completed", 2, 1, 2)));
    }

    [Test]
    public async Task A_source_that_only_repeats_itself_fails_the_run()
    {
        var first = Srda.Page(0, 1, true, Srda.Rate("0420200", "6.7"));
        srda.After(0, first);
        srda.After(1, first);

        AssertNothingApplied(await RunAsync(), "page-repeats", isResumable: false);
        Assert.That(await CesisAsync(), Is.EqualTo(6.5m));
    }

    [Test]
    public async Task A_page_that_comes_again_with_another_content_fails_the_run_and_none_of_its_pages_are_trusted()
    {
        srda.After(0, Srda.Page(0, 1, true, Srda.Rate("0420200", "6.7")));
        srda.After(1, Srda.Page(0, 1, true, Srda.Rate("0420200", "9.9")));
        AssertNothingApplied(await RunAsync(), "page-changed", isResumable: false);
        Assert.That(await CesisAsync(), Is.EqualTo(6.5m));

        srda.After(1, Srda.Page(1, 2, false, Srda.Rate("0010000", "5.5")));
        var next = await RunAsync();
        Assert.That((next.State, next.ResumedFrom, srda.PagesAsked.Count), Is.EqualTo(("completed", (long?)null, 4)), "it begins anew");
    }

    [Test]
    public async Task A_checksum_that_is_not_that_of_the_page_is_never_taken()
    {
        var page = Srda.Page(0, 1, false, Srda.Rate("0420200", "6.7"));
        var altered = page with { Observations = [Srda.Rate("0420200", "7.6")] };
        srda.After(0, altered);
        AssertNothingApplied(await RunAsync(), "checksum-differs", isResumable: true);

        srda.AfterInTurn(0, Srda.Answer(altered), Srda.Answer(page));
        Assert.That((await RunAsync()).State, Is.EqualTo("completed"), "the second time it came unharmed");
        Assert.That(await CesisAsync(), Is.EqualTo(6.7m));
    }

    [TestCase(5, 3, "cursor-backwards")]
    [TestCase(2, 3, "cursor-backwards")]
    [TestCase(5, 5, "cursor-stands-still")]
    [TestCase(7, 9, "cursor-skips")]
    public async Task A_cursor_that_goes_anywhere_but_forward_fails_the_run(long after, long next, string code)
    {
        srda.After(0, Srda.Page(0, 5, true, Srda.Rate("0420200", "6.7")));
        srda.After(5, Srda.Page(after, next, true, Srda.Rate("0010000", "5.5")));

        AssertNothingApplied(await RunAsync(), code, isResumable: false);
        Assert.That(await CesisAsync(), Is.EqualTo(6.5m));
    }

    [TestCase("0420200", "UnemploymentRates", "6.7")]
    [TestCase("0420200", "UnemploymentRate", "6.7\t")]
    public async Task A_row_that_is_not_of_the_contract_fails_the_run_before_any_is_staged(string territory, string indicator, string value)
    {
        srda.After(0, Srda.Page(0, 2, false, Srda.Rate("0010000", "5.5"), new(territory, indicator, "2013", Value: value)));

        AssertNothingApplied(await RunAsync(), "not-the-schema", isResumable: false);
    }

    [Test]
    public async Task Another_server_is_never_asked_and_the_same_one_is()
    {
        using var elsewhere = Srda.Start();
        elsewhere.After(0, Srda.Page(0, 1, false, Srda.Rate("0420200", "9.9")));
        srda.After(0, Response.Create().WithStatusCode(302).WithHeader("Location", elsewhere.Address + "/observations?after=0&limit=10000"));
        AssertNothingApplied(await RunAsync(), "redirected", isResumable: true);
        Assert.That(elsewhere.Server.LogEntries, Is.Empty);

        srda.After(0, Response.Create().WithStatusCode(302).WithHeader("Location", "/raim/v1/observations?after=100"));
        srda.After(100, Srda.Page(0, 1, false, Srda.Rate("0420200", "6.7")));
        Assert.That((await RunAsync()).State, Is.EqualTo("completed"));
    }

    [Test]
    public async Task A_small_body_that_becomes_a_large_one_is_not_decompressed_to_its_end()
    {
        srda.After(0, Srda.Bomb(megabytes: 500));
        var before = GC.GetTotalAllocatedBytes();

        AssertNothingApplied(await RunAsync(), "too-large", isResumable: true);
        Assert.That(srda.PagesAsked, Has.Count.EqualTo(1));
        Assert.That(GC.GetTotalAllocatedBytes() - before, Is.LessThan(400_000_000), "500 MB were on offer");
    }

    [Test]
    public async Task One_run_of_a_source_at_a_time()
    {
        srda.After(0, Srda.Answer(Srda.Page(0, 1, false, Srda.Rate("0420200", "6.7"))).WithDelay(TimeSpan.FromSeconds(1)));
        using var first = await bench.PostAsync("srda", "one");
        using var second = await bench.PostAsync("srda", "two");
        using var repeated = await bench.PostAsync("srda", "one");
        using var without = await bench.Operator.PostAsync("/v1/sync/sources/srda/runs", null);
        using var unknown = await bench.PostAsync("none", "three");
        using var anonymous = await Api.Client.PostAsync("/v1/sync/sources/srda/runs", null);
        var run = await bench.FollowAsync((await first.Content.ReadFromJsonAsync<SyncRun>())!);

        Assert.Multiple(() =>
        {
            Assert.That((first.StatusCode, second.StatusCode), Is.EqualTo((HttpStatusCode.Accepted, HttpStatusCode.Conflict)));
            Assert.That((repeated.StatusCode, without.StatusCode), Is.EqualTo((HttpStatusCode.Accepted, HttpStatusCode.BadRequest)));
            Assert.That(repeated.Headers.Location, Is.EqualTo(first.Headers.Location));
            Assert.That(first.Headers.Location!.OriginalString, Does.EndWith($"/v1/sync/runs/{run.Id}"));
            Assert.That((unknown.StatusCode, anonymous.StatusCode), Is.EqualTo((HttpStatusCode.NotFound, HttpStatusCode.Unauthorized)));
            Assert.That(run.State, Is.EqualTo("completed"));
        });
    }

    [Test]
    public async Task Two_instances_run_a_source_once_and_the_other_takes_it_up_when_one_stops()
    {
        await using var other = await ApiServer.StartOnAsync(Api.ConnectionString);
        srda.After(0, Srda.Page(0, 1, true, Srda.Rate("0420200", "6.7")));
        srda.After(1, Srda.Answer(Srda.Page(1, 2, false, Srda.Rate("0010000", "5.5"))).WithDelay(TimeSpan.FromSeconds(1)));
        using var started = await bench.PostAsync("srda", Guid.NewGuid().ToString("N"));
        var run = (await started.Content.ReadFromJsonAsync<SyncRun>())!;
        await Asking.WithinAsync(TimeSpan.FromSeconds(20), async () => (await bench.GetRunAsync(run.Id)).Counts.Pages == 1, "the first page");
        run = await bench.FollowAsync(run);

        Assert.That((run.State, run.Attempts, srda.PagesAsked.Count), Is.EqualTo(("completed", 1, 2)), "the lock keeps the other instance away");
    }

    [Test]
    public async Task A_run_whose_instance_died_is_gone_on_with_from_the_page_where_it_stopped()
    {
        srda.After(0, Srda.Page(0, 1, true, Srda.Rate("0420200", "6.7")));
        srda.After(1, Response.Create().WithStatusCode(500));
        var broken = await RunAsync();
        await Api.SqlAsync($"update sync_run set state = 'running', stage = 'fetch', finished_at = null, failure_code = null, failure_lv = null, failure_en = null where sync_run_id = {broken.Id}");
        srda.After(1, Srda.Page(1, 2, false, Srda.Rate("0010000", "5.5")));
        Api.Services.GetRequiredService<SyncSignal>().Made();

        var run = await bench.FollowAsync(broken with { FinishedAt = null });

        Assert.That((run.State, run.Attempts, run.Counts.Pages), Is.EqualTo(("completed", 2, 2)));
        Assert.That(srda.PagesAsked.Count(url => url.Contains("after=0", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public async Task A_run_that_was_missed_is_made_up_for_once_and_a_schedule_makes_no_other()
    {
        srda.After(0, Srda.Page(0, 1, false, Srda.Rate("0420200", "6.7")));
        srda.After(1, Srda.Page(1, 1, false));
        await DefineAsync(Quick, cron: "30 2 * * *");
        await Api.SqlAsync("update sync_source set created_at = now() - interval '3 days'");
        Api.Services.GetRequiredService<SyncSignal>().Made();
        await Asking.WithinAsync(TimeSpan.FromSeconds(20), async () => (await SourceAsync()).LastRun?.FinishedAt is not null, "the missed run");
        await Task.Delay(200);
        var runs = await bench.RunsAsync("srda");
        var source = await SourceAsync();

        Assert.Multiple(() =>
        {
            Assert.That(runs, Has.Count.EqualTo(1), "three nights were missed, and one run makes up for them");
            Assert.That((runs[0].Trigger, runs[0].State, runs[0].Actor), Is.EqualTo(("catchUp", "completed", "schedule")));
            Assert.That(TimeZoneInfo.ConvertTime(runs[0].ScheduledFor!.Value, TimeZoneInfo.FindSystemTimeZoneById("Europe/Riga")).TimeOfDay, Is.EqualTo(new TimeSpan(2, 30, 0)));
            Assert.That(source.NextRunAt, Is.GreaterThan(runs[0].ScheduledFor!.Value));
        });
    }

    [Test]
    public async Task A_source_without_a_good_run_for_36_hours_is_stale_and_health_and_metrics_say_so()
    {
        srda.After(0, Srda.Page(0, 1, false, Srda.Rate("0420200", "6.7")));
        await RunAsync();
        Assert.That((await SourceAsync()).Alert, Is.EqualTo("none"));
        Assert.That(await HealthAsync(), Is.EqualTo(("healthy", "current")));

        await Api.SqlAsync("update sync_run set finished_at = now() - interval '37 hours'");
        await Api.Services.GetRequiredService<SyncWatch>().RefreshAsync(CancellationToken.None);
        Assert.That((await SourceAsync()).Alert, Is.EqualTo("stale"));
        Assert.That(await HealthAsync(), Is.EqualTo(("degraded", "stale")));
        Assert.That(await Api.TextAsync("/metrics"), Does.Match("benchlearning_sync_alert\\{[^}]*source=\"srda\"[^}]*\\} 1\n"));
    }

    [Test]
    public async Task A_yearly_indicator_that_has_not_come_by_its_day_is_late()
    {
        srda.After(0, Srda.Page(0, 1, false, Srda.Rate("0420200", "6.7")));
        await RunAsync();
        await Api.SqlAsync("update indicator_version v set expected_release = '01-01' from indicator i where i.indicator_id = v.indicator_id and i.code = 'unemployment-rate'");

        var source = await SourceAsync();

        Assert.That((source.Alert, source.LateIndicators.Single()), Is.EqualTo(("late", "unemployment-rate")));
    }

    private static void AssertNothingApplied(SyncRun run, string code, bool isResumable) => Assert.Multiple(() =>
    {
        Assert.That((run.State, run.Import), Is.EqualTo(("failed", (long?)null)));
        Assert.That((run.Failure?.Code, run.Failure?.Resumable), Is.EqualTo((code, isResumable)), run.Failure?.Message);
        Assert.That(run.Failure!.Message, Is.Not.Empty);
    });

    private Task DefineAsync(object limits, string? cron = null) => bench.DefineAsync(
        [new { code = "srda", source = "raim", adapter = "raim-http", cron, enabled = true, settings = new { address = srda.Address, limits } }],
        [new { source = "raim", kind = "indicator", name = "UnemploymentRate", indicator = "unemployment-rate" }, new { source = "raim", kind = "indicator", name = "DependencyRatio", indicator = "dependency-ratio" }]);

    private Task<SyncRun> RunAsync() => bench.RunAsync("srda");

    private Task<SyncSource> SourceAsync() => bench.SourceAsync("srda");

    private Task<decimal?> CesisAsync() => bench.ValueAsync("unemployment-rate", "LV0420200", "2013");

    private async Task<(string? Status, string? Srda)> HealthAsync()
    {
        using var answer = await Api.Client.GetAsync("/health/ready");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var health = (await answer.Content.ReadFromJsonAsync<JsonElement>())!;
        return (health.GetProperty("status").GetString(), health.GetProperty("checks").GetProperty("sync.srda").GetString());
    }
}
