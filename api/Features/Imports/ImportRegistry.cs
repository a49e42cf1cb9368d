using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Npgsql;

namespace Benchlearning.Api.Features.Imports;

/// <summary>What a door knows of an import that it takes in.</summary>
internal sealed record NewImport(string Door, int SourceId, string Name, string MediaType, string Layout, string Actor, string Reason, bool IsDryRun, string? IdempotencyKey);

/// <summary>Takes imports in: keeps the raw file and queues the run, both in one transaction. Every door ends here.</summary>
internal sealed class ImportRegistry(Db db, RawFiles files, TimeProvider time)
{
    private const string InsertSql = """
        insert into import_batch (door, source_id, name, raw_file_id, layout, content_hash, actor, reason, is_dry_run, state, stage, created_at, bytes_total, idempotency_key)
        values (@door, @sourceId, @name, @rawFileId, @layout, @hash, @actor, @reason, @isDryRun, 'queued', 'receive', @now, @size, @idempotencyKey)
        returning import_id
        """;

    private const string ByKeySql = """
        select import_id, content_hash, source_id, layout, is_dry_run
        from import_batch
        where idempotency_key = @idempotencyKey
        """;

    /// <summary>Registers an import; the same idempotency key with the same content answers the import that is there.</summary>
    /// <returns>Number of the import, and whether it was there already.</returns>
    public async Task<(long ImportId, bool WasKnown)> RegisterAsync(NewImport import, Stream content, CancellationToken cancellationToken)
    {
        try
        {
            await using var transaction = await db.BeginAsync(cancellationToken);
            var file = await files.KeepAsync(transaction, content, import.Name, import.MediaType, import.Actor, cancellationToken);
            if (import.IdempotencyKey is not null && (await transaction.QueryAsync<Known>(ByKeySql, new { idempotencyKey = import.IdempotencyKey }, cancellationToken)).FirstOrDefault() is { } known)
                return (Replayed(known, import, file), true);
            var importId = (await transaction.QueryAsync<long>(InsertSql, new
            {
                door = import.Door, sourceId = import.SourceId, name = import.Name, rawFileId = file.Id, layout = import.Layout, hash = file.ContentHash,
                actor = import.Actor, reason = import.Reason, isDryRun = import.IsDryRun, now = time.GetUtcNow().UtcDateTime, size = file.Size, idempotencyKey = import.IdempotencyKey,
            }, cancellationToken))[0];
            await transaction.CommitAsync(cancellationToken);
            return (importId, false);
        }
        catch (PostgresException failure) when (failure.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new ProblemException(ProblemTypes.Conflict, "A request with this Idempotency-Key is being carried out just now; ask again in a moment.");
        }
    }

    private static long Replayed(Known known, NewImport import, RawFile file) =>
        known.ContentHash == file.ContentHash && known.SourceId == import.SourceId && known.Layout == import.Layout && known.IsDryRun == import.IsDryRun
            ? known.ImportId
            : throw new ProblemException(ProblemTypes.KeyReused, $"This Idempotency-Key belongs to import {known.ImportId}, which has another content or other parameters.");

    private sealed record Known(long ImportId, string? ContentHash, int SourceId, string Layout, bool IsDryRun);
}
