using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Messaging;

namespace Benchlearning.Api.Features.Analyses.Jobs;

/// <summary>Commits what a caller does with a job: with a note, but for strangers, whose calculations are of what is public and change nothing.</summary>
[CommandPart]
internal static class JobDeed
{
    public static Task CommitAsync(DbTransaction transaction, Caller caller, AuditNote note, CancellationToken cancellationToken) => caller.IsKnown
        ? transaction.CommitAsync(note, cancellationToken)
        : transaction.CommitOwnWorkAsync("A stranger calculates with what is public; it is told by nothing but its id, and who it was is not known.", cancellationToken);
}
