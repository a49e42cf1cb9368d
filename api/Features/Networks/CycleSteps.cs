using Benchlearning.Api.Features.Networks.Guards;
using Benchlearning.Contracts.V1.Networks;

namespace Benchlearning.Api.Features.Networks;

/// <summary>Where a cycle may go by its model. The model names the guards of each move; each is a class of its own.</summary>
internal static class CycleSteps
{
    private static readonly Dictionary<string, ICycleGuard> Known = new(StringComparer.Ordinal)
    {
        ["reasonGiven"] = new ReasonGiven(), ["suspendedFromThere"] = new SuspendedFromThere(),
        ["themeNamed"] = new ThemeNamed(), ["aimStated"] = new AimStated(), ["committeeNamed"] = new CommitteeNamed(), ["coordinatorProposed"] = new CoordinatorProposed(), ["spanSet"] = new SpanSet(),
        ["membersWithinBounds"] = new MembersWithinBounds(), ["agreementsSigned"] = new AgreementsSigned(), ["contactsNamed"] = new ContactsNamed(), ["coordinatorAccepted"] = new CoordinatorAccepted(),
        ["kickOffHeld"] = new KickOffHeld(), ["kickOffMinutesApproved"] = new KickOffMinutesApproved(),
        ["indicatorSetFrozen"] = new IndicatorSetFrozen(), ["comparisonGroupFrozen"] = new ComparisonGroupFrozen(), ["surveyChoiceMade"] = new SurveyChoiceMade(), ["collectionOpen"] = new CollectionOpen(),
        ["cellsAnswered"] = new CellsAnswered(), ["collectionClosed"] = new CollectionClosed(), ["valuesVerified"] = new ValuesVerified(),
        ["analysisPublished"] = new AnalysisPublished(), ["analysisDiscussed"] = new AnalysisDiscussed(), ["practicesChosen"] = new PracticesChosen(),
        ["plansReady"] = new PlansReady(), ["followUpReached"] = new FollowUpReached(), ["plansEnded"] = new PlansEnded(), ["finalReportAccepted"] = new FinalReportAccepted(),
        ["nextCycleProposed"] = new NextCycleProposed(),
    };

    /// <summary>Codes of all guards that a model may name.</summary>
    public static IReadOnlyCollection<string> Guards => Known.Keys;

    /// <summary>Every move that the model lets lead on from a state, with what it lacks; without a reason given, that it needs one is told in needs only.</summary>
    public static IReadOnlyList<OpenMove> From(CycleModel model, string state, CycleFacts facts) =>
        [.. model.Moves.Where(move => move.From == state).Select(move => Judged(move, facts with { Reason = facts.Reason ?? "." }))];

    /// <summary>One move, with what it lacks; null: the model has no such move.</summary>
    public static OpenMove? Between(CycleModel model, string from, string to, CycleFacts facts) =>
        model.Moves.FirstOrDefault(move => move.From == from && move.To == to) is { } move ? Judged(move, facts) : null;

    private static OpenMove Judged(CycleStateMove move, CycleFacts facts)
    {
        var judged = facts with { To = move.To };
        var unmet = move.Guards.Select(guard => new UnmetGuard(guard, Known[guard].Lacks(judged) ?? "")).Where(guard => guard.Lacks.Length > 0).ToArray();
        return new OpenMove(move.To, unmet.Length == 0, move.Guards, unmet);
    }
}
