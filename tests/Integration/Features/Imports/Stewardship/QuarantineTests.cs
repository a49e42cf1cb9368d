using System.Net;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Imports;
using Benchlearning.Contracts.V1.Observations;
using Benchlearning.Contracts.V1.Stewardship;

namespace Benchlearning.Tests.Integration.Features.Imports.Stewardship;

/// <summary>Values that broke a rule wait until somebody decides; what was published stays until then.</summary>
[TestFixture]
public sealed class QuarantineTests
{
    private const string Answers = "/v1/quarantine-answers";

    private Steward steward = null!;

    [SetUp]
    public async Task Start() => steward = await Steward.StartAsync();

    [TearDown]
    public async Task Stop() => await steward.DisposeAsync();

    [Test]
    public async Task A_value_in_quarantine_is_listed_with_its_rule_and_the_values_around_it()
    {
        var import = await steward.ImportAsync("LV0420200,2011,unemployment-rate,,120", "LV0010000,2014,unemployment-rate,,-3");

        var values = await steward.QuarantineAsync();

        Assert.That(values.Select(value => $"{value.Territory} {value.TerritoryName} {value.Period} {value.Value} {value.Published}"), Is.EqualTo(new[] { "LV0420200 Cēsis municipality 2011 120 " + values[0].Published, "LV0010000 Rīga 2014 -3 " }));
        Assert.That(values[0].Rules.Single(), Is.EqualTo(new BrokenRule("range", "An unemployment rate is from 0 to 100 per cent.", 0, 100, null)));
        Assert.That(values[0].Neighbours.Select(value => value.Period), Is.EqualTo(new[] { "2009", "2010", "2012", "2013" }));
        Assert.That(values[0].Neighbours[3].Value, Is.EqualTo(6.5m));
        Assert.That(values[0].Median, Is.GreaterThan(5).And.LessThan(25), "the usual unemployment of 2011");
        Assert.That(values[1].Neighbours.Select(value => value.Period), Is.EqualTo(new[] { "2012", "2013" }));
        Assert.That((values[1].Published, values[1].Median, values[1].Import), Is.EqualTo(((decimal?)null, (decimal?)null, import.ImportId)));
        Assert.That(await steward.QuarantineAsync($"&import={import.ImportId}&rule=range&indicator=unemployment-rate"), Has.Count.EqualTo(2));
        Assert.That(await steward.QuarantineAsync("&rule=outlier"), Is.Empty);
        var page = await steward.GetAsync<Page<QuarantinedValue>>("/v1/quarantined-values?limit=1");
        Assert.That((await steward.GetAsync<Page<QuarantinedValue>>($"/v1/quarantined-values?limit=1&cursor={Uri.EscapeDataString(page.Next!)}")).Items.Single().Id, Is.EqualTo(values[1].Id));
    }

    [Test]
    public async Task An_accepted_value_is_published_with_its_flag_and_reason_and_the_same_file_again_changes_nothing()
    {
        var import = await steward.ImportAsync("LV0420200,2013,unemployment-rate,,120", "LV0420200,2014,unemployment-rate,,130");
        var outcome = await AnswerAsync(new { ids = await IdsAsync(), answer = "accepted", reason = "SRDA confirms" });

        Assert.That((outcome.Answered, outcome.Imports.Single(), outcome.Correction), Is.EqualTo((2, import.ImportId, (int?)null)));
        var revision = (await steward.RevisionsAsync("LV0420200", "2013"))[0];
        Assert.That((revision.Value, revision.Revision, revision.Note, revision.Reason, revision.Import), Is.EqualTo((120m, 3, "An unemployment rate is from 0 to 100 per cent.", "SRDA confirms", import.ImportId)));
        Assert.That(revision.Flags, Is.EqualTo(new[] { "suspect" }));
        Assert.That(await steward.StatesAsync("LV0420200", "2013"), Is.EqualTo(new[] { "published 6.5 past", "quarantined 120 past", "published 120" }));
        var ended = await steward.ImportOfAsync(import.ImportId);
        Assert.That((ended.State, ended.Counts), Is.EqualTo(("completed", new ImportRowCounts(2, 0, 0, 0, 2, 0, 1, 1, 0))));
        var finding = (await steward.FindingsAsync(import.ImportId))[0];
        Assert.That((finding.Answer, finding.AnsweredBy, finding.AnswerReason), Is.EqualTo(("accepted", "operator", "SRDA confirms")));
        Assert.That((await steward.Api.AskAsync<ObservationPage>("/v1/observations?indicator=unemployment-rate&territory=LV0420200&period=2013")).Rows.Single().Value, Is.EqualTo(120m));
        Assert.That((await steward.ImportAsync("LV0420200,2013,unemployment-rate,,120")).State, Is.EqualTo("noChange"));
        Assert.That((await steward.Api.ImportAsync("LV0420200,2013,unemployment-rate,,120,,,")).State, Is.EqualTo("noChange"), "also where the file says that there is no flag");
    }

    [Test]
    public async Task A_rejected_value_leaves_what_was_published_and_the_same_value_again_is_not_asked_again()
    {
        var import = await steward.ImportAsync("LV0420200,2013,unemployment-rate,,120");
        await AnswerAsync(new { ids = await IdsAsync(), answer = "rejected", reason = "A slip" });

        Assert.That(await steward.StatesAsync("LV0420200", "2013"), Is.EqualTo(new[] { "published 6.5", "quarantined 120 past" }));
        Assert.That((await steward.ImportOfAsync(import.ImportId)).Counts, Is.EqualTo(new ImportRowCounts(1, 1, 0, 0, 0, 0, 0, 0, 0)));
        var again = await steward.ImportAsync("LV0420200,2013,unemployment-rate,,120");
        Assert.That((again.State, again.Same), Is.EqualTo(("noChange", 1)));
        var other = await steward.ImportAsync("LV0420200,2013,unemployment-rate,,121");
        Assert.That(other.Quarantined, Is.EqualTo(1), "another value is another question");
    }

    [Test]
    public async Task A_corrected_value_is_published_as_a_correction_beside_the_source_s_own()
    {
        await steward.ImportAsync("LV0420200,2013,unemployment-rate,,66");
        await steward.ImportAsync("LV0420200,2013,unemployment-rate,,660");
        var outcome = await AnswerAsync(new { ids = await IdsAsync(), answer = "corrected", value = 6.6, reason = "Two decimals lost" });

        var correction = await steward.GetAsync<Correction>($"/v1/corrections/{outcome.Correction}");
        Assert.That((correction.State, correction.Value, correction.Original.Value, correction.Reason), Is.EqualTo(("active", 6.6m, 660m, "Two decimals lost")));
        var revision = (await steward.RevisionsAsync("LV0420200", "2013"))[0];
        Assert.That((revision.Value, revision.Quality, revision.Correction), Is.EqualTo((6.6m, "corrected", new RevisionCorrection(correction.Id, 660m, null))));
        Assert.That((await steward.ImportAsync("LV0420200,2013,unemployment-rate,,660")).State, Is.EqualTo("noChange"));
        var withdrawn = await steward.PostAsync<Correction>(HttpStatusCode.OK, $"/v1/corrections/{correction.Id}/decisions", new { decision = "withdraw", reason = "It was right" });
        Assert.That(withdrawn.State, Is.EqualTo("withdrawn"));
        Assert.That((await steward.RevisionsAsync("LV0420200", "2013"))[0].Flags, Is.EqualTo(new[] { "suspect" }), "it came out of quarantine");
    }

    [Test]
    public async Task All_values_of_an_import_that_broke_a_rule_are_answered_at_once()
    {
        var import = await steward.ImportAsync("LV0420200,2013,unemployment-rate,,120", "LV0420200,2012,unemployment-rate,,-1", "LV0420200,2013,population-change,,40");
        var other = await steward.ImportAsync("LV0010000,2013,unemployment-rate,,130");
        var outcome = await AnswerAsync(new { import = import.ImportId, rule = "range", answer = "rejected", reason = "All slips" });

        Assert.That(outcome.Answered, Is.EqualTo(3));
        Assert.That((await steward.QuarantineAsync()).Single().Import, Is.EqualTo(other.ImportId));
        Assert.That((await AnswerAsync(new { import = import.ImportId, rule = "range", answer = "rejected", reason = "All slips" })).Answered, Is.Zero);
    }

    [Test]
    public async Task Of_many_answers_none_is_carried_out_when_one_cannot_be_and_each_hindrance_is_named()
    {
        await steward.ImportAsync("LV0420200,2013,unemployment-rate,,120", "LV0420200,2012,unemployment-rate,,121", "LV0420200,2011,unemployment-rate,,122");
        var ids = await IdsAsync();
        await AnswerAsync(new { ids = new[] { ids[0] }, answer = "rejected", reason = "A slip" });
        await steward.ImportAsync("LV0420200,2012,unemployment-rate,,7.7");

        var problem = await steward.PostAsync<ApiProblem>(HttpStatusCode.Conflict, Answers, new { ids, answer = "accepted", reason = "all right" });

        Assert.That(problem.Errors!.Select(error => $"{error.Pointer} {error.Code}"), Is.EqualTo(new[] { "/ids/0 already-answered", "/ids/1 overtaken" }));
        Assert.That((await steward.QuarantineAsync()).Select(value => value.Id), Is.EqualTo(new[] { ids[2] }), "the third waits still");
        Assert.That((await steward.RevisionsAsync("LV0420200", "2012"))[0].Value, Is.EqualTo(7.7m), "the newer value is not overwritten");
        Assert.That((await steward.PostAsync<ApiProblem>(HttpStatusCode.BadRequest, Answers, new { ids = new[] { 1L, ids[2] }, answer = "accepted", reason = "x" })).Errors!.Single().Pointer, Is.EqualTo("/ids/0"));
        Assert.That((await steward.PostAsync<ApiProblem>(HttpStatusCode.BadRequest, Answers, new { ids = Array.Empty<long>(), import = 1, answer = "fine", value = 3 })).Errors!.Select(error => $"{error.Pointer} {error.Code}"),
            Is.EquivalentTo(new[] { "/answer unknown-value", "/ids out-of-range", "/import contradiction", "/value contradiction", "/reason required" }));
    }

    [TestCase("accepted", "rejected", 1)]
    [TestCase("accepted", "accepted", 2)]
    public async Task Two_answers_to_one_value_at_once_are_carried_out_once(string one, string other, int succeed)
    {
        await steward.ImportAsync("LV0420200,2013,unemployment-rate,,120");
        var ids = await IdsAsync();
        var held = await steward.HoldApplyingAsync();
        var answers = new[] { one, other }.Select(answer => steward.TryAsync(HttpMethod.Post, Answers, new { ids, answer, reason = "decided" })).ToArray();
        await steward.QueuedAsync(2);
        await held.DisposeAsync();

        var outcomes = await Task.WhenAll(answers);
        Assert.That(outcomes.Count(outcome => outcome.Status == HttpStatusCode.OK), Is.EqualTo(succeed));
        Assert.That(outcomes.Count(outcome => outcome.Body.Contains("\"answered\":1", StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That(outcomes.Count(outcome => outcome.Status == HttpStatusCode.Conflict), Is.EqualTo(2 - succeed));
        Assert.That((await steward.StatesAsync("LV0420200", "2013")).Count(state => !state.EndsWith(" past", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public async Task An_answer_that_waits_behind_an_import_with_a_newer_value_says_so()
    {
        await steward.ImportAsync("LV0420200,2013,unemployment-rate,,120");
        var ids = await IdsAsync();
        var held = await steward.HoldApplyingAsync();
        var import = steward.ImportAsync("LV0420200,2013,unemployment-rate,,6.8");
        await steward.QueuedAsync(1);
        var answer = steward.TryAsync(HttpMethod.Post, Answers, new { ids, answer = "accepted", reason = "late" });
        await steward.QueuedAsync(2);
        await held.DisposeAsync();

        await import;
        var (status, body) = await answer;
        Assert.That(status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(body, Does.Contain("overtaken").And.Contain("newer value"));
        Assert.That((await steward.RevisionsAsync("LV0420200", "2013"))[0].Value, Is.EqualTo(6.8m));
    }

    [Test]
    public async Task A_value_that_waits_for_a_release_is_accepted_for_it_and_is_not_corrected_before_it()
    {
        await steward.SendAsync<Benchlearning.Contracts.V1.Releases.Release>(HttpStatusCode.Created, HttpMethod.Put, "/v1/releases/later", new
        {
            titleLv = "Vēlāk", titleEn = "Later", releasesAt = "2126-01-01T00:00:00Z", quality = "final", indicators = new[] { "unemployment-rate" }, periods = new[] { "2013" },
        });
        await steward.ImportForAsync("later", "LV0420200,2013,unemployment-rate,,120");
        var ids = await IdsAsync();

        var problem = await steward.PostAsync<ApiProblem>(HttpStatusCode.Conflict, Answers, new { ids, answer = "corrected", value = 6, reason = "x" });
        await AnswerAsync(new { ids, answer = "accepted", reason = "confirmed" });

        Assert.That(problem.Errors!.Single().Code, Is.EqualTo("waits-for-release"));
        Assert.That(await steward.StatesAsync("LV0420200", "2013"), Is.EqualTo(new[] { "published 6.5", "quarantined 120 past", "verified 120" }));
        Assert.That((await steward.RevisionsAsync("LV0420200", "2013")).Single().Value, Is.EqualTo(6.5m), "nobody sees it before");
    }

    private async Task<long[]> IdsAsync() => [.. (await steward.QuarantineAsync()).Select(value => value.Id)];

    private Task<QuarantineOutcome> AnswerAsync(object answer) => steward.PostAsync<QuarantineOutcome>(HttpStatusCode.OK, Answers, answer);
}
