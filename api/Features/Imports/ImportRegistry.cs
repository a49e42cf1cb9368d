using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Messaging;

namespace Benchlearning.Api.Features.Imports;

/// <summary>What a door knows of an import that it takes in.</summary>
/// <param name="Door">sample, upload, push, pull or form.</param>
/// <param name="SourceId">The source that the data are from.</param>
/// <param name="Name">Name of the file.</param>
/// <param name="MediaType">Its media type.</param>
/// <param name="Layout">Which parser reads it, with its version.</param>
/// <param name="Actor">Who sends it.</param>
/// <param name="Reason">Why; kept with every revision.</param>
/// <param name="IsDryRun">Do everything but apply.</param>
/// <param name="IdempotencyKey">The sender's name of the request; null: none.</param>
/// <param name="SourceBatch">The source's own number of the batch; null: none.</param>
/// <param name="Release">Code of the release that the values wait for; null: they are published at once.</param>
internal sealed record NewImport(
    string Door, int SourceId, string Name, string MediaType, string Layout, string Actor, string Reason, bool IsDryRun = false, string? IdempotencyKey = null, string? SourceBatch = null,
    string? Release = null);

/// <summary>Takes imports in: keeps the raw file and queues the run, both in one transaction. Every door ends here.</summary>
[CommandPart]
internal sealed class ImportRegistry(Db db, RawFiles files, ImportSignal signal, TimeProvider time)
{
    private const string LockSql = "select pg_try_advisory_xact_lock(hashtext('benchlearning.idempotency_key'), hashtext(@idempotencyKey))";

    private const string ByKeySql = """
        select b.import_id, f.content_hash, b.source_id, b.layout, b.is_dry_run, r.code as release
        from import_batch b
        join raw_file f on f.raw_file_id = b.raw_file_id
        left join release r on r.release_id = b.release_id
        where b.idempotency_key = @idempotencyKey
        """;

    private const string InsertSql = """
        insert into import_batch (door, source_id, source_batch, name, raw_file_id, layout, actor, reason, is_dry_run, state, stage, created_at, idempotency_key, release_id)
        values (@door, @sourceId, @sourceBatch, @name, @rawFileId, @layout, @actor, @reason, @isDryRun, 'queued', 'receive', @now, @idempotencyKey,
                (select r.release_id from release r where r.code = @release))
        returning import_id
        """;

    /// <summary>Registers an import and answers its number; the same idempotency key with the same content answers the import that is there.</summary>
    public async Task<long> RegisterAsync(NewImport import, Stream content, CancellationToken cancellationToken)
    {
        await using var file = await ReceivedFile.ReceiveAsync(content, cancellationToken);
        await using var transaction = await db.BeginLongAsync(cancellationToken);
        if (import.IdempotencyKey is { } idempotencyKey)
        {
            if ((await transaction.QueryAsync<bool>(LockSql, new { idempotencyKey }, cancellationToken)) is not [true])
                throw new ProblemException(ProblemTypes.Conflict, "A request with this Idempotency-Key is being carried out just now; ask again in a moment.");
            if ((await transaction.QueryAsync<Known>(ByKeySql, new { idempotencyKey }, cancellationToken)) is [var known])
                return Replayed(known, import, file);
        }
        var rawFileId = await files.KeepAsync(transaction, file, import.Name, import.MediaType, import.Actor, cancellationToken);
        var importId = (await transaction.QueryAsync<long>(InsertSql, new
        {
            door = import.Door, sourceId = import.SourceId, sourceBatch = import.SourceBatch, name = import.Name, rawFileId, layout = import.Layout,
            actor = import.Actor, reason = import.Reason, isDryRun = import.IsDryRun, now = time.GetUtcNow().UtcDateTime, idempotencyKey = import.IdempotencyKey,
            release = import.Release,
        }, cancellationToken))[0];
        await transaction.CommitAsync(cancellationToken);
        signal.Queued();
        return importId;
    }

    private static long Replayed(Known known, NewImport import, ReceivedFile file) =>
        known.ContentHash == file.ContentHash && known.SourceId == import.SourceId && known.Layout == import.Layout && known.IsDryRun == import.IsDryRun && known.Release == import.Release
            ? known.ImportId
            : throw new ProblemException(ProblemTypes.KeyReused, $"This Idempotency-Key belongs to import {known.ImportId}, which has another content or other parameters.");

    private sealed record Known(long ImportId, string ContentHash, int SourceId, string Layout, bool IsDryRun, string? Release);
}
