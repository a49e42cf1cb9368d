using Benchlearning.Api.Features.Plans;
using Benchlearning.Api.Features.Practices;
using Benchlearning.Api.Platform.Errors;
using LifeCycle = Benchlearning.Api.Features.Practices.LifeCycle;

namespace Benchlearning.Tests.Unit.Features.Practices;

/// <summary>Every move from every state: those that are meant lead on, all others are refused and the open ones named.</summary>
public sealed class LifeCycleTests
{
    private static readonly (LifeCycle Cycle, string[] Lines)[] Meant =
    [
        (PracticeLife.Cycle,
        [
            "draft submit submitted", "submitted withdraw draft", "submitted startReview underReview", "underReview sendBack draft", "underReview publish published", "published askForUpdate needsUpdate",
            "published confirm published", "needsUpdate confirm published", "published retire retired", "needsUpdate retire retired", "retired reopen draft",
        ]),
        (AdoptionLife.Cycle,
        [
            "interested makeContact contactMade", "contactMade visit visited", "contactMade adapt adapting", "visited adapt adapting", "adapting use inUse", "inUse reportEffect effectReported",
            "effectReported reportEffect effectReported", "interested abandon abandoned", "contactMade abandon abandoned", "visited abandon abandoned", "adapting abandon abandoned",
            "inUse abandon abandoned", "effectReported abandon abandoned",
        ]),
        (PlanLife.Cycle,
        [
            "draft review peerReviewed", "peerReviewed submit submitted", "submitted approve approved", "submitted reject rejected", "peerReviewed revise draft", "rejected revise draft",
            "peerReviewed start running", "approved start running", "running evaluate evaluated", "evaluated finish finished", "draft abandon abandoned", "peerReviewed abandon abandoned",
            "submitted abandon abandoned", "approved abandon abandoned", "rejected abandon abandoned", "running abandon abandoned", "evaluated abandon abandoned", "approved transfer transferred",
            "running transfer transferred", "evaluated transfer transferred",
        ]),
    ];

    private static IEnumerable<TestCaseData> Pairs() =>
        from life in Meant
        from state in life.Cycle.States
        from move in life.Cycle.Moves
        select new TestCaseData(life.Cycle.What, state, move.Code).SetArgDisplayNames($"{life.Cycle.What}, {state}, {move.Code}");

    [TestCaseSource(nameof(Pairs))]
    public void A_move_leads_where_it_is_meant_to_or_is_refused(string what, string state, string code)
    {
        var (cycle, lines) = Meant.Single(life => life.Cycle.What == what);
        if (lines.FirstOrDefault(line => line.StartsWith($"{state} {code} ", StringComparison.Ordinal)) is { } meant)
        {
            Assert.That(cycle.Require(code, state).Target(state), Is.EqualTo(meant.Split(' ')[2]));
            return;
        }
        var refusal = Assert.Throws<ProblemException>(() => cycle.Require(code, state))!;
        Assert.Multiple(() =>
        {
            Assert.That(refusal.Type, Is.EqualTo(ProblemTypes.Conflict));
            Assert.That(refusal.Errors[0].Allowed, Is.EquivalentTo(lines.Where(line => line.StartsWith($"{state} ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1])));
        });
    }

    [Test]
    public void No_move_is_meant_that_there_is_none_of_and_none_leads_nowhere()
    {
        foreach (var (cycle, lines) in Meant)
        {
            Assert.That(lines.Select(line => line.Split(' ')[1]).Distinct(), Is.EquivalentTo(cycle.Moves.Select(move => move.Code)), cycle.What);
            Assert.That(cycle.Moves.SelectMany(move => move.From.Append(move.To!)), Is.All.Matches<string>(state => cycle.States.Contains(state)), cycle.What);
        }
    }

    [Test]
    public void Everything_that_a_move_lacks_is_named()
    {
        var refusal = Assert.Throws<ProblemException>(() => PracticeLife.Cycle.RefuseLacking("submit", PracticeLife.Lacking(new PracticeFacts(false, false, false, false, "measured", false))))!;
        Assert.That(refusal.Errors.Select(error => error.Code), Is.EqualTo(new[] { "problem", "solution", "steps", "contact", "measures" }));
    }

    [TestCase("draft", "review", "advice")]
    [TestCase("peerReviewed", "submit", "targets,baseline,due-date,owner")]
    [TestCase("peerReviewed", "start", "decision,targets,baseline,due-date,owner,actions")]
    [TestCase("approved", "start", "targets,baseline,due-date,owner,actions")]
    [TestCase("running", "evaluate", "evaluation")]
    [TestCase("evaluated", "finish", "follow-ups")]
    [TestCase("running", "abandon", "")]
    public void A_plan_of_nothing_lacks_all_that_the_move_looks_at(string state, string code, string lacking)
    {
        var facts = new PlanFacts(true, false, false, false, false, false, false, false, false);
        Assert.That(string.Join(',', PlanLife.Lacking(PlanLife.Cycle.Require(code, state), state, facts).Select(lack => lack.Code)), Is.EqualTo(lacking));
    }

    [Test]
    public void A_plan_of_management_is_started_without_the_council_and_never_submitted_to_it()
    {
        var facts = new PlanFacts(false, true, true, true, true, true, true, false, true);
        Assert.Multiple(() =>
        {
            Assert.That(PlanLife.Lacking(PlanLife.Cycle.Require("start", "peerReviewed"), "peerReviewed", facts), Is.Empty);
            Assert.That(PlanLife.Lacking(PlanLife.Cycle.Require("submit", "peerReviewed"), "peerReviewed", facts).Select(lack => lack.Code), Is.EqualTo(new[] { "kind" }));
        });
    }
}
