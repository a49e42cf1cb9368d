namespace Benchlearning.Contracts.V1.Jobs;

/// <summary>A calculation that goes on by itself.</summary>
/// <param name="Id">Names it in addresses; it cannot be guessed.</param>
/// <param name="Method">Code of the method of analysis.</param>
/// <param name="State">queued, running, done, failed or cancelled.</param>
/// <param name="Progress">How far it is; null: it does not tell.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="StartedAt">When it was first begun; null: it waits.</param>
/// <param name="EndedAt">When it ended; null: it has not.</param>
/// <param name="Result">Address of the answer; null: there is none, or it is kept no longer.</param>
/// <param name="Sha256">sha-256 of the answer's bytes, in hexadecimal; null: there is none.</param>
/// <param name="KeptUntil">When the answer goes; null: there is none.</param>
/// <param name="Analysis">Id of the analysis that it was stored as; null: it was not asked to be, or is not done.</param>
/// <param name="Failure">Why it failed; null: it did not.</param>
public sealed record Job(
    string Id, string Method, string State, JobProgress? Progress, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, string? Result, string? Sha256,
    DateTimeOffset? KeptUntil, string? Analysis, JobFailure? Failure);

/// <summary>How far a job is.</summary>
/// <param name="Done">How many are done.</param>
/// <param name="Of">How many there are.</param>
/// <param name="What">What is counted, such as replications.</param>
public sealed record JobProgress(int Done, int Of, string What);

/// <summary>Why a job failed: the problem that the request would have been answered with.</summary>
/// <param name="Code">Code of the problem type; /problems/{code} explains it.</param>
/// <param name="Detail">What stood in the way.</param>
/// <param name="Errors">Each finding; empty where there is none in particular.</param>
public sealed record JobFailure(string Code, string Detail, IReadOnlyList<ProblemError> Errors);
