using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.Messaging;

namespace Benchlearning.Api.Features.Access;

/// <summary>What a request with an Idempotency-Key made before.</summary>
/// <param name="Id">Its number.</param>
/// <param name="RequestHash">What the request asked for.</param>
internal sealed record MadeBefore(long Id, string RequestHash);

/// <summary>What changes of access have in common.</summary>
[CommandPart]
internal static class AccessWriting
{
    /// <summary>Changes of access are rare, and come one after another.</summary>
    private const string LockSql = "select pg_advisory_xact_lock(hashtext('benchlearning.access'))::text";

    public static async Task LockAsync(DbTransaction transaction, CancellationToken cancellationToken) => _ = await transaction.QueryAsync<string>(LockSql, null, cancellationToken);

    /// <summary>The number of what the same request made before; null: nothing. A 422 problem when another request had the key.</summary>
    public static long? Repeated(IReadOnlyList<MadeBefore> made, string requestHash, string what) =>
        made is not [var before] ? null
        : before.RequestHash == requestHash ? before.Id
        : throw new ProblemException(ProblemTypes.KeyReused, $"This Idempotency-Key belongs to another request: it made {what} {before.Id}.");

    /// <summary>Lets a change of what is there pass only where If-Match names its version, and the making of what is not there only without If-Match.</summary>
    /// <param name="ifMatch">The header; null: none.</param>
    /// <param name="version">The version now; null: there is nothing yet.</param>
    /// <param name="resource">What it is, as a sentence begins.</param>
    public static void CheckVersion(string? ifMatch, int? version, string resource)
    {
        if (version is null && ifMatch is not null)
            throw new ProblemException(ProblemTypes.PreconditionFailed, $"{resource} is not there; leave If-Match out to record it.");
        if (version is { } known && VersionTag.Expected(ifMatch) is { } expected && !expected.Contains(known))
            throw VersionTag.Stale(resource, known);
    }
}
