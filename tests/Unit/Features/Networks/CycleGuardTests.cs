using Benchlearning.Api.Features.Networks;
using Benchlearning.Contracts.V1.Networks;

namespace Benchlearning.Tests.Unit.Features.Networks;

/// <summary>Each guard of a move, met and not met, and moves made of them.</summary>
public sealed class CycleGuardTests
{
    private static readonly DateOnly Today = new(2026, 3, 1);

    /// <summary>A cycle that lacks nothing.</summary>
    private static readonly CycleFacts Complete = new()
    {
        SuspendedFrom = "planning", To = "planning", Theme = "Waste", Aim = "Less of it", Committee = "Economy", StartsOn = Today, EndsOn = Today.AddYears(1), Today = Today,
        Coordinators = [new CycleCoordinator { Name = "Anna", Contact = "a@example.lv", AcceptedOn = Today }],
        Members = [new MemberFacts("a", "1/2026", "Jānis", "practice"), new MemberFacts("b", "2/2026", "Ilze", "noneFits")], MinimumMembers = 2, MaximumMembers = 3,
        IsKickOffHeld = true, AreKickOffMinutesApproved = true, Set = new IndicatorSetFacts(IsFrozen: true, HasGroup: true, SurveyChoice: "none"),
        Windows = [new WindowFacts("figures", Today.AddDays(-9), Today.AddDays(9), null)], PublishedAnalyses = 1, DiscussedAnalyses = 1, IsFinalReportGiven = true, FinalReportAcceptedOn = Today,
        IsNextCycleProposed = true, Plans = new PlanFacts([], Today, 0), Reason = "Because",
    };

    private static IEnumerable<TestCaseData> Lacking()
    {
        yield return Case("themeNamed", Complete with { Theme = null }, "theme");
        yield return Case("aimStated", Complete with { Aim = null }, "reach");
        yield return Case("committeeNamed", Complete with { Committee = null }, "committee");
        yield return Case("coordinatorProposed", Complete with { Coordinators = [] }, "coordinator");
        yield return Case("coordinatorProposed", Complete with { Coordinators = [new CycleCoordinator { AcceptedOn = Today, HandedOverOn = Today }] }, "coordinator");
        yield return Case("spanSet", Complete with { EndsOn = null }, "starts and ends");
        yield return Case("membersWithinBounds", Complete with { MinimumMembers = 3 }, "3 to 3 members");
        yield return Case("membersWithinBounds", Complete with { MinimumMembers = 1, MaximumMembers = 1 }, "has 2");
        yield return Case("agreementsSigned", Complete with { Members = [new MemberFacts("a", null, "Jānis", null), new MemberFacts("b", null, "Ilze", null)] }, "a, b");
        yield return Case("contactsNamed", Complete with { Members = [new MemberFacts("a", "1", null, null)] }, "a");
        yield return Case("coordinatorAccepted", Complete with { Coordinators = [new CycleCoordinator { Name = "Anna" }] }, "accepted");
        yield return Case("coordinatorAccepted", Complete with { Coordinators = [new CycleCoordinator { AcceptedOn = Today.AddDays(1) }] }, "accepted");
        yield return Case("kickOffHeld", Complete with { IsKickOffHeld = false }, "kick-off");
        yield return Case("kickOffMinutesApproved", Complete with { AreKickOffMinutesApproved = false }, "minutes");
        yield return Case("indicatorSetFrozen", Complete with { Set = null }, "proposed");
        yield return Case("indicatorSetFrozen", Complete with { Set = Complete.Set! with { IsFrozen = false } }, "not frozen");
        yield return Case("comparisonGroupFrozen", Complete with { Set = Complete.Set! with { HasGroup = false } }, "group");
        yield return Case("surveyChoiceMade", Complete with { Set = Complete.Set! with { SurveyChoice = null } }, "survey");
        yield return Case("collectionOpen", Complete with { Windows = [] }, "open");
        yield return Case("collectionOpen", Complete with { Windows = [Complete.Windows[0] with { DueOn = Today.AddDays(-1) }] }, "open");
        yield return Case("collectionOpen", Complete with { Windows = [Complete.Windows[0] with { OpensOn = Today.AddDays(1) }] }, "open");
        yield return Case("cellsAnswered", Complete with { Gaps = [new GapFacts("a", 3)] }, "a 3");
        yield return Case("cellsAnswered", Complete with { Windows = [] }, "collected");
        yield return Case("cellsAnswered", Complete with { Set = null }, "collected");
        yield return Case("collectionClosed", Complete, "figures");
        yield return Case("collectionClosed", Complete with { Windows = [] }, "window");
        yield return Case("valuesVerified", Complete with { WaitingValues = 2 }, "2 values");
        yield return Case("analysisPublished", Complete with { PublishedAnalyses = 0 }, "published");
        yield return Case("analysisDiscussed", Complete with { DiscussedAnalyses = 0 }, "discussed");
        yield return Case("practicesChosen", Complete with { Members = [new MemberFacts("a", "1", "Jānis", null)] }, "a");
        yield return Case("plansReady", Complete with { Plans = null }, "no improvement plans");
        yield return Case("plansReady", Complete with { Plans = new PlanFacts(["b"], null, 0) }, "b");
        yield return Case("followUpReached", Complete with { Plans = new PlanFacts([], Today.AddDays(1), 0) }, "not reached");
        yield return Case("plansEnded", Complete with { Plans = new PlanFacts([], Today, 2) }, "2 plans");
        yield return Case("finalReportAccepted", Complete with { FinalReportAcceptedOn = null }, "report");
        yield return Case("finalReportAccepted", Complete with { IsFinalReportGiven = false }, "report");
        yield return Case("nextCycleProposed", Complete with { IsNextCycleProposed = false }, "next cycle");
        yield return Case("reasonGiven", Complete with { Reason = " " }, "why");
        yield return Case("suspendedFromThere", Complete with { SuspendedFrom = "learning" }, "learning");
    }

    private static IEnumerable<string> Met() => CycleSteps.Guards.Where(guard => guard != "collectionClosed");

    [TestCaseSource(nameof(Lacking))]
    public void A_guard_says_what_is_lacking(string guard, object facts, string said)
    {
        var move = Judge((CycleFacts)facts, guard);

        Assert.That(move.IsOpen, Is.False);
        Assert.That(move.Unmet.Single().Guard, Is.EqualTo(guard));
        Assert.That(move.Unmet.Single().Lacks, Does.Contain(said));
    }

    [TestCaseSource(nameof(Met))]
    public void A_guard_lets_pass_what_lacks_nothing(string guard) => Assert.That(Judge(Complete, guard).Unmet, Is.Empty);

    [Test]
    public void A_closed_window_is_no_longer_open() =>
        Assert.That(Judge(Complete with { Windows = [Complete.Windows[0] with { ClosedOn = Today }] }, "collectionClosed", "collectionOpen").Unmet.Select(guard => guard.Guard), Is.EqualTo(new[] { "collectionOpen" }));

    [Test]
    public void Every_guard_has_a_case_in_which_it_lacks_something() =>
        Assert.That(Lacking().Select(@case => @case.Arguments[0]).Distinct(), Is.EquivalentTo(CycleSteps.Guards));

    [Test]
    public void A_move_names_every_guard_that_is_not_met()
    {
        var move = Judge(Complete with { Theme = null, Aim = null, Committee = null }, "themeNamed", "aimStated", "spanSet", "committeeNamed");

        Assert.That(move.Unmet.Select(guard => guard.Guard), Is.EqualTo(new[] { "themeNamed", "aimStated", "committeeNamed" }));
        Assert.That(move.Needs, Has.Count.EqualTo(4));
    }

    [Test]
    public void Whoever_asks_where_to_go_is_not_asked_why()
    {
        var open = CycleSteps.From(ModelOf("reasonGiven"), "here", Complete with { Reason = null });

        Assert.That(open.Single().IsOpen, Is.True);
        Assert.That(open.Single().Needs, Is.EqualTo(new[] { "reasonGiven" }));
    }

    [Test]
    public void A_move_that_the_model_does_not_have_is_none() => Assert.That(CycleSteps.Between(ModelOf(), "there", "here", Complete), Is.Null);

    private static TestCaseData Case(string guard, CycleFacts facts, string said) => new TestCaseData(guard, facts, said).SetArgDisplayNames(guard, said);

    private static OpenMove Judge(CycleFacts facts, params string[] guards) => CycleSteps.Between(ModelOf(guards), "here", "planning", facts)!;

    private static CycleModel ModelOf(params string[] guards) => new(1, "lv", "en", 2, 3, 40, 60, [], [new CycleStateMove("here", "planning", guards)]);
}
