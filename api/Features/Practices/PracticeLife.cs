namespace Benchlearning.Api.Features.Practices;

/// <summary>What the moves of a practice look at.</summary>
/// <param name="HasProblem">Whether it is told, in either language, which problem it solves.</param>
/// <param name="HasSolution">Whether it is told how.</param>
/// <param name="HasSteps">Whether it is told in which order.</param>
/// <param name="HasContact">Whether there is somebody to call.</param>
/// <param name="Evidence">How well its effect is known.</param>
/// <param name="HasMeasures">Whether an indicator is named with a period before and one after.</param>
internal sealed record PracticeFacts(bool HasProblem, bool HasSolution, bool HasSteps, bool HasContact, string Evidence, bool HasMeasures);

/// <summary>The life of a practice: written by its keeper, reviewed by the association, confirmed every few years.</summary>
internal static class PracticeLife
{
    public const string Draft = "draft";
    public const string Submitted = "submitted";
    public const string UnderReview = "underReview";
    public const string Published = "published";
    public const string NeedsUpdate = "needsUpdate";
    public const string Retired = "retired";

    /// <summary>A practice that its keeper has not confirmed for so long needs an update.</summary>
    public const int YearsUntilUpdate = 3;

    public static readonly LifeCycle Cycle = new("The practice", [Draft, Submitted, UnderReview, Published, NeedsUpdate, Retired],
    [
        new LifeMove("submit", [Draft], Submitted),
        new LifeMove("withdraw", [Submitted], Draft),
        new LifeMove("startReview", [Submitted], UnderReview, MoveBy.Reviewer),
        new LifeMove("sendBack", [UnderReview], Draft, MoveBy.Reviewer, NeedsReason: true),
        new LifeMove("publish", [UnderReview], Published, MoveBy.Reviewer),
        new LifeMove("askForUpdate", [Published], NeedsUpdate, MoveBy.Reviewer, NeedsReason: true),
        new LifeMove("confirm", [Published, NeedsUpdate], Published),
        new LifeMove("retire", [Published, NeedsUpdate], Retired, MoveBy.KeeperOrReviewer, NeedsReason: true),
        new LifeMove("reopen", [Retired], Draft),
    ]);

    /// <summary>Whether its keeper may change what it says in a state.</summary>
    public static bool MayChange(string state) => state is Draft or Published or NeedsUpdate;

    /// <summary>Whether everybody finds it.</summary>
    public static bool IsFound(string state) => state is Published or NeedsUpdate;

    /// <summary>What a move lacks.</summary>
    public static IReadOnlyList<Lack> Lacking(LifeMove move, PracticeFacts facts) => move.Code is "submit" or "publish" or "confirm" ? Lacking(facts) : [];

    /// <summary>What it lacks to be useful to others.</summary>
    public static IReadOnlyList<Lack> Lacking(PracticeFacts facts)
    {
        var lacking = new List<Lack>();
        if (!facts.HasProblem)
            lacking.Add(new Lack("problem", "Tell which problem it solves."));
        if (!facts.HasSolution)
            lacking.Add(new Lack("solution", "Tell how it is solved."));
        if (!facts.HasSteps)
            lacking.Add(new Lack("steps", "Tell what was done in which order."));
        if (!facts.HasContact)
            lacking.Add(new Lack("contact", "Name somebody to call, by mail or telephone."));
        if (facts.Evidence is "measured" or "evaluated" && !facts.HasMeasures)
            lacking.Add(new Lack("measures", "Evidence that was measured names an indicator with a period before and one after."));
        return lacking;
    }
}
