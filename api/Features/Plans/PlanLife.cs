using Benchlearning.Api.Features.Practices;

namespace Benchlearning.Api.Features.Plans;

/// <summary>What the moves of a plan look at.</summary>
/// <param name="NeedsDecision">Whether the council decides.</param>
/// <param name="HasTargets">Whether there is a target, and every one has a value and a period.</param>
/// <param name="HasBaseline">Whether every target has a published figure to begin from.</param>
/// <param name="HasDueDate">Whether it is said when it is to be carried out.</param>
/// <param name="HasOwner">Whether somebody answers for it.</param>
/// <param name="HasActions">Whether there is something to do.</param>
/// <param name="HasAdvice">Whether somebody from elsewhere gave advice.</param>
/// <param name="HasEvaluation">Whether it was evaluated.</param>
/// <param name="HasFollowedUp">Whether every follow-up that is due is done.</param>
internal sealed record PlanFacts(
    bool NeedsDecision, bool HasTargets, bool HasBaseline, bool HasDueDate, bool HasOwner, bool HasActions, bool HasAdvice, bool HasEvaluation, bool HasFollowedUp);

/// <summary>The life of a plan: advised on by peers, decided by the council, carried out, evaluated.</summary>
internal static class PlanLife
{
    public const string Draft = "draft";
    public const string PeerReviewed = "peerReviewed";
    public const string Submitted = "submitted";
    public const string Approved = "approved";
    public const string Rejected = "rejected";
    public const string Running = "running";
    public const string Evaluated = "evaluated";
    public const string Finished = "finished";
    public const string Abandoned = "abandoned";
    public const string Transferred = "transferred";

    public const string Approve = "approve";
    public const string Start = "start";
    public const string Transfer = "transfer";

    public static readonly LifeCycle Cycle = new("The plan", [Draft, PeerReviewed, Submitted, Approved, Rejected, Running, Evaluated, Finished, Abandoned, Transferred],
    [
        new LifeMove("review", [Draft], PeerReviewed),
        new LifeMove("submit", [PeerReviewed], Submitted),
        new LifeMove(Approve, [Submitted], Approved),
        new LifeMove("reject", [Submitted], Rejected, NeedsReason: true),
        new LifeMove("revise", [PeerReviewed, Rejected], Draft),
        new LifeMove(Start, [PeerReviewed, Approved], Running),
        new LifeMove("evaluate", [Running], Evaluated),
        new LifeMove("finish", [Evaluated], Finished),
        new LifeMove("abandon", [Draft, PeerReviewed, Submitted, Approved, Rejected, Running, Evaluated], Abandoned, NeedsReason: true),
        new LifeMove(Transfer, [Approved, Running, Evaluated], Transferred),
    ]);

    /// <summary>Whether what is done in it may be changed.</summary>
    public static bool IsGoing(string state) => state is not (Rejected or Finished or Abandoned or Transferred);

    /// <summary>What a move lacks.</summary>
    public static IReadOnlyList<Lack> Lacking(LifeMove move, string state, PlanFacts facts) => move.Code switch
    {
        "review" => facts.HasAdvice ? [] : [new Lack("advice", "Nobody from elsewhere has given advice yet.")],
        "submit" => facts.NeedsDecision ? Ready(facts) : [new Lack("kind", "A plan of the kind management needs no decision of the council: start it.")],
        Start when state == PeerReviewed && facts.NeedsDecision => [new Lack("decision", "The council decides first: submit it."), .. Ready(facts), .. Actions(facts)],
        Start => [.. Ready(facts), .. Actions(facts)],
        "evaluate" => facts.HasEvaluation ? [] : [new Lack("evaluation", "Make an evaluation first.")],
        "finish" => facts.HasFollowedUp ? [] : [new Lack("follow-ups", "A follow-up that was due is not done.")],
        _ => [],
    };

    private static IReadOnlyList<Lack> Ready(PlanFacts facts)
    {
        var lacking = new List<Lack>();
        if (!facts.HasTargets)
            lacking.Add(new Lack("targets", "Set a target, each with a value and a period."));
        if (!facts.HasBaseline)
            lacking.Add(new Lack("baseline", "Every target begins from a published figure."));
        if (!facts.HasDueDate)
            lacking.Add(new Lack("due-date", "Say when it is to be carried out."));
        if (!facts.HasOwner)
            lacking.Add(new Lack("owner", "Say who answers for it."));
        return lacking;
    }

    private static IReadOnlyList<Lack> Actions(PlanFacts facts) => facts.HasActions ? [] : [new Lack("actions", "Say what is done.")];
}
