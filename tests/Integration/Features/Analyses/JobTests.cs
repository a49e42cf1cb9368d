using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Benchlearning.Api.Features.Analyses.Jobs;
using Benchlearning.Api.Features.Analyses.Operations;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Analyses;
using Benchlearning.Contracts.V1.Jobs;
using Benchlearning.Testing;
using Benchlearning.Tests.Integration.Features.Access;
using Benchlearning.Tests.Integration.Http;

namespace Benchlearning.Tests.Integration.Features.Analyses;

/// <summary>A calculation that goes on by itself answers what the method answers, can be followed and cancelled, and is anybody's who knows its id only where nobody is known.</summary>
[TestFixture]
public sealed class JobTests
{
    private static readonly Dictionary<string, string?> OneAtOnce = new(StringComparer.Ordinal)
    {
        ["Benchlearning:Jobs:AtOnce"] = "1", ["Benchlearning:Jobs:LeaseSeconds"] = "2", ["Benchlearning:Jobs:MostOfCaller"] = "3", ["Benchlearning:Jobs:MostOfStrangers"] = "1",
    };

    /// <summary>An instance that takes jobs in and carries none out.</summary>
    private static readonly Dictionary<string, string?> OnlyAsks = new(StringComparer.Ordinal) { ["Benchlearning:Jobs:AtOnce"] = "0" };

    private ApiServer api = null!;
    private DatabaseAdministrator administrator = null!;
    private HttpClient analyst = null!;
    private HttpClient other = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        api = await ApiServer.StartAsync(settings: OneAtOnce);
        administrator = new DatabaseAdministrator(api.ConnectionString);
        analyst = api.With(await api.KeyAsync(new Granted("analyst")));
        other = api.With(await api.KeyAsync(new Granted("authorisedUser")));
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        analyst.Dispose();
        other.Dispose();
        await administrator.DisposeAsync();
        await api.DisposeAsync();
    }

    [Test]
    public async Task It_answers_what_the_method_answers_at_once()
    {
        using var atOnce = await analyst.AskMethodAsync(Asked.Unemployment, language: "lv");
        using var message = new HttpRequestMessage(HttpMethod.Post, "/v1/analyses/position") { Content = JsonContent.Create(Asked.Unemployment), Headers = { { "Prefer", "wait=5, respond-async" } } };
        using var accepted = await analyst.SendAsync(message);
        var job = await analyst.WaitForAsync((await accepted.Content.ReadFromJsonAsync<Job>(Asked.Web))!, "done");
        using var result = await analyst.GetAsync(job.Result);

        Assert.That(await result.Content.ReadAsByteArrayAsync(), Is.EqualTo(await atOnce.Content.ReadAsByteArrayAsync()));
        Assert.Multiple(() =>
        {
            Assert.That((job.Method, job.Failure, job.Analysis), Is.EqualTo(("position", (JobFailure?)null, (string?)null)));
            Assert.That(job.CreatedAt, Is.LessThanOrEqualTo(job.StartedAt!.Value));
            Assert.That(job.StartedAt, Is.LessThanOrEqualTo(job.EndedAt!.Value));
            Assert.That(job.KeptUntil, Is.GreaterThan(job.EndedAt!.Value.AddHours(23)));
            Assert.That(result.Content.Headers.ContentLanguage, Is.EqualTo(new[] { "lv" }));
            Assert.That(result.Headers.ETag, Is.Not.Null);
        });
    }

    [Test]
    public async Task A_request_that_is_wrong_is_refused_at_once_and_makes_no_job()
    {
        var request = Asked.Unemployment;
        request["ranks"] = "olympic";
        var before = await api.SqlAsync("select count(*) from job");
        using var refused = await analyst.AskMethodAsync(request, isJob: true);

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await refused.Content.ReadFromJsonAsync<ApiProblem>(Asked.Web))!.Places(), Is.EqualTo(new[] { "/ranks unknown-value" }));
        Assert.That(await api.SqlAsync("select count(*) from job"), Is.EqualTo(before));
    }

    [Test]
    public async Task One_that_cannot_be_answered_fails_with_the_problem_of_the_method()
    {
        var request = Asked.Unemployment;
        request["group"] = "region-vidzeme";
        var job = await analyst.WaitForAsync(await analyst.StartJobAsync(request), "failed");
        var problem = await analyst.ProblemAsync($"/v1/jobs/{job.Id}/result", HttpStatusCode.Conflict);

        Assert.That((job.Failure!.Code, job.Result), Is.EqualTo(("refused-by-rule", (string?)null)));
        Assert.That(job.Failure.Detail, Does.StartWith("The group region-vidzeme has no members on 2013-12-31"));
        Assert.That(problem.Detail, Does.Contain("failed"));
    }

    [Test]
    public async Task One_that_runs_is_cancelled_within_two_seconds_and_one_that_waits_at_once()
    {
        await using var held = await administrator.LockAsync("observation_revision");
        var running = await analyst.WaitForAsync(await analyst.StartJobAsync(Asked.Unemployment), "running");
        var waiting = await analyst.StartJobAsync(Asked.Unemployment);
        var early = await analyst.ProblemAsync($"/v1/jobs/{waiting.Id}/result", HttpStatusCode.Conflict);
        using var atOnce = await analyst.PostAsync($"/v1/jobs/{waiting.Id}/cancellation", null);
        using var soon = await analyst.PostAsync($"/v1/jobs/{running.Id}/cancellation", null);
        var ended = await analyst.WaitForAsync(running, "cancelled", seconds: 2);
        using var again = await analyst.PostAsync($"/v1/jobs/{running.Id}/cancellation", null);

        Assert.That((await atOnce.Content.ReadFromJsonAsync<Job>(Asked.Web))!.State, Is.EqualTo("cancelled"));
        Assert.Multiple(() =>
        {
            Assert.That(early.Detail, Does.StartWith("The job is queued"));
            Assert.That((soon.StatusCode, again.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK)));
            Assert.That((ended.Result, ended.Failure), Is.EqualTo(((string?)null, (JobFailure?)null)));
        });
        Assert.That(await StoredAnalysisTests.NotesAsync(api, $"job/{running.Id}"), Is.EqualTo(new[] { "job.start", "job.cancel" }));
    }

    [Test]
    public async Task One_that_has_ended_cannot_be_cancelled()
    {
        var job = await analyst.WaitForAsync(await analyst.StartJobAsync(Asked.Unemployment), "done");
        using var refused = await analyst.PostAsync($"/v1/jobs/{job.Id}/cancellation", null);

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
    }

    [Test]
    public async Task More_than_may_wait_are_refused_with_the_limit_named_and_others_have_their_own()
    {
        await using var held = await administrator.LockAsync("observation_revision");
        Job[] jobs = [await other.StartJobAsync(Asked.Unemployment), await other.StartJobAsync(Asked.Unemployment), await other.StartJobAsync(Asked.Unemployment)];
        using var refused = await other.AskMethodAsync(Asked.Unemployment, isJob: true);
        var ofAnother = await analyst.StartJobAsync(Asked.Unemployment);
        var ofStranger = await api.Client.StartJobAsync(Asked.Unemployment);
        using var stranger = await api.Client.AskMethodAsync(Asked.Unemployment, isJob: true);
        var limits = JsonNode.Parse(await api.Client.GetStringAsync("/v1/config"))!["limits"]!;

        Assert.Multiple(async () =>
        {
            Assert.That((refused.StatusCode, stranger.StatusCode), Is.EqualTo((HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests)));
            Assert.That((await refused.Content.ReadFromJsonAsync<ApiProblem>(Asked.Web))!.Detail, Does.StartWith("3 jobs of yours").And.Contain("maximumJobsOfCaller"));
            Assert.That(refused.Headers.RetryAfter, Is.Not.Null);
            Assert.That((limits["maximumJobsOfCaller"]!.GetValue<int>(), limits["maximumJobsOfStrangers"]!.GetValue<int>()), Is.EqualTo((3, 1)));
        });
        await held.DisposeAsync();
        foreach (var job in jobs)
            await other.WaitForAsync(job, "done");
        await analyst.WaitForAsync(ofAnother, "done");
        await api.Client.WaitForAsync(ofStranger, "done");
    }

    [Test]
    public async Task It_is_there_for_whose_it_is_and_of_a_stranger_for_who_knows_its_id()
    {
        var own = await analyst.WaitForAsync(await analyst.StartJobAsync(Asked.Unemployment), "done");
        foreach (var part in new[] { "", "/result" })
        {
            _ = await other.ProblemAsync($"/v1/jobs/{own.Id}{part}", HttpStatusCode.NotFound);
            _ = await api.Client.ProblemAsync($"/v1/jobs/{own.Id}{part}", HttpStatusCode.NotFound);
        }
        using var cancelling = await other.PostAsync($"/v1/jobs/{own.Id}/cancellation", null);
        var ofStranger = await api.Client.WaitForAsync(await api.Client.StartJobAsync(Asked.Unemployment), "done");
        using var keeper = api.With(api.OperatorKey());
        var listed = (await analyst.GetFromJsonAsync<Page<Job>>("/v1/jobs?jobState=done", Asked.Web))!;
        _ = await api.Client.ProblemAsync("/v1/jobs", HttpStatusCode.Unauthorized);

        Assert.Multiple(async () =>
        {
            Assert.That(cancelling.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await keeper.GetFromJsonAsync<Job>($"/v1/jobs/{own.Id}", Asked.Web))!.Id, Is.EqualTo(own.Id));
            Assert.That((await other.GetFromJsonAsync<Job>($"/v1/jobs/{ofStranger.Id}", Asked.Web))!.Id, Is.EqualTo(ofStranger.Id));
            Assert.That(listed.Items.Select(job => job.Id), Has.Some.EqualTo(own.Id).And.None.EqualTo(ofStranger.Id));
            Assert.That(await StoredAnalysisTests.NotesAsync(api, $"job/{ofStranger.Id}"), Is.Empty, "a stranger's leaves no entry");
        });
    }

    [Test]
    public async Task It_uses_what_its_caller_may_see_both_when_asking_and_when_it_runs()
    {
        await using var asking = await ApiServer.StartAsync(settings: OnlyAsks);
        using var @operator = asking.With(asking.OperatorKey());
        var key = await asking.KeyAsync(new Granted("analyst"));
        using var client = asking.With(key);
        using var hiding = new HttpRequestMessage(HttpMethod.Post, "/v1/classifications")
        {
            Content = JsonContent.Create(new { indicator = "unemployment-rate", territory = "LV0010000", visibility = "authorised", reason = "Test" }), Headers = { { "Idempotency-Key", "hiding" } },
        };
        using var hidden = await @operator.SendAsync(hiding);
        hidden.EnsureSuccessStatusCode();
        var (first, second) = (await client.StartJobAsync(Asked.Unemployment), await client.StartJobAsync(Asked.Unemployment));
        await asking.SqlAsync($"update job set state = 'cancelled', ended_at = now() where job_id = '{second.Id}'"); // it runs later
        await using (var running = await ApiServer.StartOnAsync(asking.ConnectionString, OneAtOnce))
            first = await @operator.WaitForAsync(first, "done");
        await asking.SqlAsync($"update job set state = 'queued', ended_at = null where job_id = '{second.Id}'");
        await asking.SqlAsync($"update role_grant set revoked_at = now(), revoked_by = 'test', revoke_reason = 'test' where api_client_id = {(await asking.ActorAsync(key))[7..]}");
        await using (var running = await ApiServer.StartOnAsync(asking.ConnectionString, OneAtOnce))
            second = await @operator.WaitForAsync(second, "done");

        Assert.That((await RigaAsync(first), await RigaAsync(second)), Is.EqualTo(((double?)4.9, (double?)null)));

        async Task<double?> RigaAsync(Job job)
        {
            var frame = (await @operator.GetFromJsonAsync<PositionAnalysis>(job.Result, Asked.Web))!.Frame;
            return frame.Variables[0].Values[frame.Units.ToList().FindIndex(unit => unit.Unit == "LV0010000")];
        }
    }

    [Test]
    public async Task One_whose_key_was_revoked_meanwhile_fails()
    {
        await using var asking = await ApiServer.StartAsync(settings: OnlyAsks);
        var key = await asking.KeyAsync(new Granted("analyst"));
        using var client = asking.With(key);
        using var keeper = asking.With(asking.OperatorKey());
        var job = await client.StartJobAsync(Asked.Unemployment);
        await asking.SqlAsync($"update api_key set revoked_at = now(), revoked_by = 'test', revoke_reason = 'test' where prefix = '{key.Substring(4, 10)}'");
        await using var running = await ApiServer.StartOnAsync(asking.ConnectionString, OneAtOnce);

        Assert.That((await keeper.WaitForAsync(job, "failed")).Failure!.Code, Is.EqualTo("unauthorised"));
    }

    [Test]
    public async Task An_answer_is_kept_for_a_while_and_then_said_to_be_gone()
    {
        var job = await analyst.WaitForAsync(await analyst.StartJobAsync(Asked.Unemployment), "done");
        await api.SqlAsync($"update job set kept_until = now() - interval '1 second' where job_id = '{job.Id}'");
        var problem = await analyst.ProblemAsync(job.Result!, HttpStatusCode.NotFound);
        var told = (await analyst.GetFromJsonAsync<Job>($"/v1/jobs/{job.Id}", Asked.Web))!;
        await api.SqlAsync($"update job set ended_at = now() - interval '31 days' where job_id = '{job.Id}'");
        await ((JobRun)api.Services.GetService(typeof(JobRun))!).ForgetAsync(CancellationToken.None);

        Assert.That(problem.Detail, Is.EqualTo("The answer of the job is kept no longer; ask the method again."));
        Assert.That((told.State, told.Result), Is.EqualTo(("done", (string?)null)));
        _ = await analyst.ProblemAsync($"/v1/jobs/{job.Id}", HttpStatusCode.NotFound);
    }

    [Test]
    public async Task One_that_is_to_be_stored_tells_the_analysis()
    {
        var job = await analyst.WaitForAsync(await analyst.StartJobAsync(Asked.Stored("public", "By a job")), "done");
        var analysis = (await api.Client.GetFromJsonAsync<StoredAnalysis>($"/v1/analyses/{job.Analysis}", Asked.Web))!;

        Assert.That((analysis.Sha256, analysis.Title), Is.EqualTo((job.Sha256, "By a job")));
        Assert.That((await api.Client.VerifyAsync($"/v1/analyses/{job.Analysis}")).IsEqual, Is.True);
        Assert.That(await StoredAnalysisTests.NotesAsync(api, $"analysis/{job.Analysis}"), Is.EqualTo(new[] { "analysis.store" }));
    }

    [Test]
    public async Task An_instance_that_is_killed_leaves_its_job_to_another()
    {
        var database = await TestCluster.CreateDatabaseAsync(ApiServer.Sample);
        await using var keeper = new DatabaseAdministrator(database.ConnectionString);
        await using var first = await ApiProcess.StartAsync(database.ConnectionString, ("Benchlearning__Jobs__LeaseSeconds", "2"));
        var held = await keeper.LockAsync("observation_revision");
        var job = await first.Operator.WaitForAsync(await first.Operator.StartJobAsync(Asked.Unemployment), "running");
        await using var second = await ApiServer.StartOnAsync(database.ConnectionString, OneAtOnce);
        using var client = second.With(second.OperatorKey());
        await first.KillAsync();
        await Asking.WithinAsync(TimeSpan.FromSeconds(15), async () => (await second.SqlAsync($"select attempts from job where job_id = '{job.Id}'"))[0][0] == "2", "the other has begun it");
        await held.DisposeAsync();
        job = await client.WaitForAsync(job, "done");
        using var atOnce = await client.AskMethodAsync(Asked.Unemployment);

        Assert.That(await client.GetByteArrayAsync(job.Result), Is.EqualTo(await atOnce.Content.ReadAsByteArrayAsync()));
        await second.DisposeAsync();
        await database.DisposeAsync();
    }

    [Test]
    public async Task An_instance_that_stops_gives_its_job_back_at_once()
    {
        var database = await TestCluster.CreateDatabaseAsync(ApiServer.Sample);
        await using var keeper = new DatabaseAdministrator(database.ConnectionString);
        var first = await ApiServer.StartOnAsync(database.ConnectionString, new Dictionary<string, string?>(StringComparer.Ordinal) { ["Benchlearning:Jobs:LeaseSeconds"] = "600" });
        var held = await keeper.LockAsync("observation_revision");
        using var client = first.With(first.OperatorKey());
        var job = await client.WaitForAsync(await client.StartJobAsync(Asked.Unemployment), "running");
        await first.DisposeAsync();
        await held.DisposeAsync();
        await using var second = await ApiServer.StartOnAsync(database.ConnectionString, OneAtOnce);
        using var other = second.With(second.OperatorKey());

        Assert.That((await other.WaitForAsync(job, "done")).State, Is.EqualTo("done"));
        await second.DisposeAsync();
        await database.DisposeAsync();
    }

    [Test]
    public void The_farthest_progress_counts_whichever_thread_tells_it_last()
    {
        var latest = new LatestProgress();
        Assert.That(latest.Value, Is.Null);
        latest.Report(new AnalysisProgress(5, 10, "replications"));
        latest.Report(new AnalysisProgress(4, 10, "replications"));
        Assert.That(latest.Value, Is.EqualTo(new AnalysisProgress(5, 10, "replications")));
        latest.Report(new AnalysisProgress(1, 3, "draws"));
        Assert.That(latest.Value, Is.EqualTo(new AnalysisProgress(1, 3, "draws")));
    }
}
