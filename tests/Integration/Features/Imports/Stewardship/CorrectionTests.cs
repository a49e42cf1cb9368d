using System.Net;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Imports;
using Benchlearning.Contracts.V1.Observations;
using Benchlearning.Contracts.V1.Stewardship;

namespace Benchlearning.Tests.Integration.Features.Imports.Stewardship;

/// <summary>A correction of ours stays, whatever its source repeats, and what the source says stays beside it.</summary>
[TestFixture]
public sealed class CorrectionTests
{
    private const string Cesis = "LV0420200,2013,unemployment-rate,,";

    private Steward steward = null!;

    [SetUp]
    public async Task Start() => steward = await Steward.StartAsync();

    [TearDown]
    public async Task Stop() => await steward.DisposeAsync();

    [Test]
    public async Task A_correction_is_published_and_the_source_s_value_stays_beside_it_in_the_revisions()
    {
        var correction = await FileAsync(HttpStatusCode.Created, 6.9);
        var again = await FileAsync(HttpStatusCode.OK, 6.9);

        Assert.That((correction.State, correction.Value, correction.Original.Value, correction.Original.Source, correction.Territory), Is.EqualTo(("active", 6.9m, 6.5m, "raim", "LV0420200")));
        Assert.That(again.Id, Is.EqualTo(correction.Id));
        var revisions = await steward.RevisionsAsync("LV0420200", "2013");
        Assert.That(revisions.Select(revision => (revision.Revision, revision.Value, revision.Quality, revision.Reason)),
            Is.EqualTo(new[] { (2, 6.9m, "corrected", "Letter of the municipality"), (1, (decimal?)6.5m, "final", "First load of the sample") }));
        Assert.That(revisions[0].Correction, Is.EqualTo(new RevisionCorrection(correction.Id, 6.5m, null)));
        Assert.That(revisions[1].Correction, Is.Null);
        var shown = (await steward.Api.AskAsync<ObservationPage>("/v1/observations?indicator=unemployment-rate&territory=LV0420200&period=2013")).Rows.Single();
        Assert.That((shown.Value, shown.Quality, shown.Revision), Is.EqualTo(((decimal?)6.9m, "corrected", (int?)2)));
    }

    [Test]
    public async Task An_import_that_repeats_what_the_source_said_does_not_overwrite_it_and_one_that_says_something_new_is_a_conflict()
    {
        var correction = await FileAsync(HttpStatusCode.Created, 6.9);
        var same = await steward.ImportAsync(Cesis + "6.5");
        var differing = await steward.ImportAsync(Cesis + "6.7");
        var repeated = await steward.ImportAsync(Cesis + "6.7");

        Assert.That((same.State, same.Same, repeated.State), Is.EqualTo(("noChange", 1, "noChange")));
        Assert.That((differing.State, differing.Quarantined, differing.Changed), Is.EqualTo(("completedWithFindings", 1, 0)));
        var finding = (await steward.FindingsAsync(differing.ImportId)).Single();
        Assert.That((finding.Rule, finding.Message, finding.Answer), Is.EqualTo(("correction-conflict", "The source now says 6.7, and said 6.5 before; our correction is 6.9. Decide whether the correction stays.", (string?)null)));
        var conflict = (await steward.CorrectionsAsync("conflict")).Single();
        Assert.That((conflict.Id, conflict.Original.Value, conflict.Conflict!.Value, conflict.Conflict.Import), Is.EqualTo((correction.Id, (decimal?)6.5m, (decimal?)6.7m, (long?)differing.ImportId)));
        Assert.That(await steward.QuarantineAsync(), Is.Empty, "a conflict is decided at the correction");
        Assert.That((await steward.RevisionsAsync("LV0420200", "2013"))[0].Value, Is.EqualTo(6.9m));
        Assert.That(await steward.StatesAsync("LV0420200", "2013"), Is.EqualTo(new[] { "published 6.5 past", "published 6.9", "received 6.7" }));
    }

    [Test]
    public async Task A_conflict_that_is_kept_is_asked_again_only_when_the_source_says_something_new_again()
    {
        var correction = await FileAsync(HttpStatusCode.Created, 6.9);
        var import = await steward.ImportAsync(Cesis + "6.7");
        var kept = await DecideAsync(HttpStatusCode.OK, correction.Id, "keep");

        Assert.That((kept.State, kept.Original.Value, kept.Conflict), Is.EqualTo(("active", 6.7m, (SourceStatement?)null)));
        Assert.That(await steward.StatesAsync("LV0420200", "2013"), Is.EqualTo(new[] { "published 6.5 past", "published 6.9 past", "received 6.7 past", "published 6.9" }));
        var ended = await steward.ImportOfAsync(import.ImportId);
        Assert.That((ended.State, ended.Counts), Is.EqualTo(("completed", new ImportRowCounts(1, 1, 0, 0, 0, 0, 0, 0, 0))));
        Assert.That((await steward.FindingsAsync(import.ImportId)).Single().Answer, Is.EqualTo("rejected"));
        Assert.That((await steward.ImportAsync(Cesis + "6.7")).State, Is.EqualTo("noChange"));
        Assert.That((await steward.ImportAsync(Cesis + "6.5")).Quarantined, Is.EqualTo(1), "what it said before the last decision is something new");
    }

    [Test]
    public async Task The_source_s_new_value_can_be_taken()
    {
        var correction = await FileAsync(HttpStatusCode.Created, 6.9);
        var import = await steward.ImportAsync(Cesis + "6.7");
        var taken = await DecideAsync(HttpStatusCode.OK, correction.Id, "takeSource");

        Assert.That((taken.State, taken.DecidedBy, taken.DecisionReason), Is.EqualTo(("sourceTaken", "operator", "decided")));
        var newest = (await steward.RevisionsAsync("LV0420200", "2013"))[0];
        Assert.That((newest.Value, newest.Quality, newest.Import, newest.Correction), Is.EqualTo(((decimal?)6.7m, "final", (long?)import.ImportId, (RevisionCorrection?)null)));
        Assert.That((await steward.ImportOfAsync(import.ImportId)).Counts, Is.EqualTo(new ImportRowCounts(1, 0, 0, 0, 1, 0, 0, 1, 0)));
        Assert.That((await steward.ImportAsync(Cesis + "6.8")).Changed, Is.EqualTo(1), "the source speaks for itself again");
        await DecideAsync(HttpStatusCode.OK, correction.Id, "takeSource");
        await DecideAsync(HttpStatusCode.Conflict, correction.Id, "withdraw");
    }

    [Test]
    public async Task Withdrawing_a_correction_brings_back_the_source_s_value_as_a_new_revision()
    {
        var correction = await FileAsync(HttpStatusCode.Created, 6.9);
        await DecideAsync(HttpStatusCode.Conflict, correction.Id, "keep");
        var withdrawn = await DecideAsync(HttpStatusCode.OK, correction.Id, "withdraw");
        var again = await DecideAsync(HttpStatusCode.OK, correction.Id, "withdraw");

        Assert.That((withdrawn.State, again.DecidedAt), Is.EqualTo(("withdrawn", withdrawn.DecidedAt)));
        Assert.That((await steward.RevisionsAsync("LV0420200", "2013")).Select(revision => (revision.Value, revision.Quality)),
            Is.EqualTo(new[] { ((decimal?)6.5m, "final"), (6.9m, "corrected"), (6.5m, "final") }));
        Assert.That((await steward.ImportAsync(Cesis + "6.5")).State, Is.EqualTo("noChange"));
    }

    [Test]
    public async Task A_source_that_comes_to_say_the_same_as_the_correction_ends_it_and_one_that_returns_to_its_word_ends_the_conflict()
    {
        var correction = await FileAsync(HttpStatusCode.Created, 6.9);
        var conflicting = await steward.ImportAsync(Cesis + "6.7");
        await steward.ImportAsync(Cesis + "6.5");
        Assert.That(await steward.CorrectionsAsync("conflict"), Is.Empty);
        Assert.That((await steward.ImportOfAsync(conflicting.ImportId)).State, Is.EqualTo("completed"));
        Assert.That(await steward.CorrectionsAsync("active"), Has.Count.EqualTo(1));

        var agreeing = await steward.ImportAsync(Cesis + "6.9");

        Assert.That(agreeing.Changed, Is.EqualTo(1));
        Assert.That((await steward.CorrectionsAsync("replaced")).Single().Id, Is.EqualTo(correction.Id));
        Assert.That((await steward.RevisionsAsync("LV0420200", "2013"))[0].Correction, Is.Null);
    }

    [Test]
    public async Task A_later_correction_replaces_an_earlier_one_beside_the_same_source_value()
    {
        var first = await FileAsync(HttpStatusCode.Created, 6.9);
        var second = await FileAsync(HttpStatusCode.Created, 7.1);

        Assert.That(second.Original.Value, Is.EqualTo(6.5m));
        Assert.That((await steward.GetAsync<Correction>($"/v1/corrections/{first.Id}")).State, Is.EqualTo("replaced"));
        Assert.That((await steward.ImportAsync(Cesis + "6.5")).State, Is.EqualTo("noChange"));
    }

    [Test]
    public async Task What_cannot_be_corrected_is_said()
    {
        await FileAsync(HttpStatusCode.Conflict, 6.5);
        var nothing = await steward.PostAsync<ApiProblem>(HttpStatusCode.Conflict, "/v1/corrections", new { indicator = "unemployment-rate", territory = "LV0420200", period = "2014", value = 5, reason = "x" });
        Assert.That(nothing.Detail, Does.StartWith("Nothing is published"));
        await steward.ImportAsync(Cesis + "120");
        Assert.That((await steward.PostAsync<ApiProblem>(HttpStatusCode.Conflict, "/v1/corrections", Filing(6.9))).Detail, Does.Contain("quarantine"));
        var problem = await steward.PostAsync<ApiProblem>(HttpStatusCode.BadRequest, "/v1/corrections", new { indicator = "unemployment-rat", territory = "LV9", period = "13", value = 1, missingReason = "forgotten", reason = "" });
        Assert.That(problem.Errors!.Select(error => error.Pointer), Is.EqualTo(new[] { "/indicator", "/territory", "/period", "/value", "/missingReason", "/reason" }));
    }

    [Test]
    public async Task A_correction_and_an_import_at_once_end_in_one_order_or_the_other_and_lose_neither()
    {
        var held = await steward.HoldApplyingAsync();
        var import = steward.ImportAsync(Cesis + "6.7");
        await steward.QueuedAsync(1);
        var filing = FileAsync(HttpStatusCode.Created, 6.9);
        await steward.QueuedAsync(2);
        await held.DisposeAsync();

        await import;
        Assert.That((await filing).Original.Value, Is.EqualTo(6.7m), "the correction sees what the import brought");
        Assert.That(await steward.StatesAsync("LV0420200", "2013"), Is.EqualTo(new[] { "published 6.5 past", "published 6.7 past", "published 6.9" }));
    }

    private static object Filing(double value) => new { indicator = "unemployment-rate", territory = "LV0420200", period = "2013", value, reason = "Letter of the municipality" };

    private Task<Correction> FileAsync(HttpStatusCode expected, double value) => steward.PostAsync<Correction>(expected, "/v1/corrections", Filing(value));

    private Task<Correction> DecideAsync(HttpStatusCode expected, int id, string decision) =>
        steward.PostAsync<Correction>(expected, $"/v1/corrections/{id}/decisions", new { decision, reason = "decided" });
}
