using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Messaging;

namespace Benchlearning.Api.Features.Imports;

/// <summary>One import, release or answer applies at a time: from here to the commit what is held stays as it is.</summary>
[CommandPart]
internal static class ApplyingLock
{
    private const string LockSql = "select pg_advisory_xact_lock(hashtext('benchlearning.import'))";

    public static Task TakeAsync(DbTransaction transaction, CancellationToken cancellationToken) => transaction.ExecuteAsync(LockSql, null, cancellationToken);
}
