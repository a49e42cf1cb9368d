using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Messaging;

namespace Benchlearning.Api.Features.Imports;

/// <summary>One import, release or answer applies at a time: from here to the commit what is held stays as it is.</summary>
[CommandPart]
internal static class ApplyingLock
{
    private const string LockSql = "select pg_advisory_xact_lock(hashtext('benchlearning.import'))";

    private const string InstantSql = """
        select greatest(clock_timestamp(), max(greatest(s.changed_at, s.protected_changed_at)) + interval '1 microsecond') as instant
        from indicator_state s
        """;

    public static Task TakeAsync(DbTransaction transaction, CancellationToken cancellationToken) => transaction.ExecuteAsync(LockSql, null, cancellationToken);

    /// <summary>
    /// The instant of what is recorded now, under the lock: by the clock of the database, whichever instance records, and after every change that was ever answered with. So
    /// an answer as of a change never changes by what is recorded after it.
    /// </summary>
    public static async Task<DateTime> InstantAsync(DbTransaction transaction, CancellationToken cancellationToken) =>
        (await transaction.QueryAsync<DateTime>(InstantSql, null, cancellationToken))[0];
}
