using Benchlearning.Api.Platform.Errors;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Practices;

namespace Benchlearning.Api.Features.Practices;

/// <summary>Who may make a move.</summary>
internal enum MoveBy
{
    /// <summary>Who keeps the thing: its organisation's coordinators, and administrators.</summary>
    Keeper,

    /// <summary>Who reviews for the association.</summary>
    Reviewer,

    /// <summary>Either.</summary>
    KeeperOrReviewer,
}

/// <summary>A move of a life cycle.</summary>
/// <param name="Code">As it is sent.</param>
/// <param name="From">The states in which it is open.</param>
/// <param name="To">The state that it leads to; null: the one that it began in.</param>
/// <param name="By">Who may.</param>
/// <param name="NeedsReason">Whether a reason must be given.</param>
internal sealed record LifeMove(string Code, IReadOnlyList<string> From, string? To, MoveBy By = MoveBy.Keeper, bool NeedsReason = false)
{
    public string Target(string state) => To ?? state;
}

/// <summary>What a move lacks.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Message">What would be needed.</param>
internal sealed record Lack(string Code, string Message);

/// <summary>The states of a thing, and the moves between them.</summary>
/// <param name="What">What it is of, as a sentence begins.</param>
/// <param name="States">Every state, the first one first.</param>
/// <param name="Moves">Every move.</param>
internal sealed record LifeCycle(string What, IReadOnlyList<string> States, IReadOnlyList<LifeMove> Moves)
{
    /// <summary>The moves that lead on from a state.</summary>
    public IEnumerable<LifeMove> OpenIn(string state) => Moves.Where(move => move.From.Contains(state));

    /// <summary>Adds a finding unless a move is one of this life cycle, with a reason where one is needed.</summary>
    public void Check(string? code, string? reason, Findings findings)
    {
        if (code is null)
            findings.Add("/move", "required", "Say which move.", null, [.. Moves.Select(move => move.Code)]);
        else if (Moves.FirstOrDefault(move => move.Code == code) is not { } known)
            findings.Add("/move", "unknown-value", $"move is one of: {string.Join(", ", Moves.Select(move => move.Code))}.", code, [.. Moves.Select(move => move.Code)]);
        else if (known.NeedsReason && string.IsNullOrWhiteSpace(reason))
            findings.Add("/reason", "required", "Say why; it is kept for ever.");
        TextRules.Check("/reason", reason, TextRules.LongestReason, findings);
    }

    /// <summary>The move of a code that is open in a state.</summary>
    /// <exception cref="ProblemException">409: it is not open.</exception>
    public LifeMove Require(string code, string state)
    {
        var open = OpenIn(state).ToArray();
        return Array.Find(open, move => move.Code == code) ?? throw new ProblemException(ProblemTypes.Conflict,
            open.Length == 0 ? $"{What} is {state}; no move leads on from there." : $"{What} is {state}; from there lead: {string.Join(", ", open.Select(move => move.Code))}.",
            [new ProblemError(null, "/move", "not-open", $"{code} is not open in the state {state}.", code, [.. open.Select(move => move.Code)])]);
    }

    /// <summary>Refuses a move that lacks something, and names all of it.</summary>
    /// <exception cref="ProblemException">409: something is lacking.</exception>
    public void RefuseLacking(string code, IReadOnlyList<Lack> lacking)
    {
        if (lacking.Count > 0)
            throw new ProblemException(ProblemTypes.Conflict, $"{What} is not ready for {code}: {string.Join(" ", lacking.Select(lack => lack.Message))}",
                [.. lacking.Select(lack => new ProblemError(null, "/move", lack.Code, lack.Message, null, null))]);
    }

    /// <summary>The moves that lead on, as the contract tells them.</summary>
    public IReadOnlyList<NextMove> Next(string state, Func<LifeMove, IReadOnlyList<Lack>> lacking) =>
        [.. OpenIn(state).Select(move => new NextMove(move.Code, move.Target(state), CodeOf(move.By), move.NeedsReason, [.. lacking(move).Select(lack => new MoveLack(lack.Code, lack.Message))]))];

    private static string CodeOf(MoveBy by) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(by.ToString());
}
