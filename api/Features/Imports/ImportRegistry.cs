using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Messaging;
using Benchlearning.Contracts.V1;

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
/// <param name="ContentHash">sha-256 of the content as the sender states it, hex; null: not stated.</param>
internal sealed record NewImport(
    string Door, int SourceId, string Name, string MediaType, string Layout, string Actor, string Reason, bool IsDryRun = false, string? IdempotencyKey = null, string? SourceBatch = null,
    string? Release = null, string? ContentHash = null);

/// <summary>An import that is there under a key or batch id.</summary>
internal sealed record KnownImport(long ImportId, string ContentHash, int SourceId, string Layout, bool IsDryRun, string? Release);

/// <summary>Takes imports in: keeps the raw file and queues the run, both in one transaction. Every door ends here.</summary>
[CommandPart]
internal sealed class ImportRegistry(Db db, RawFiles files, ImportSignal signal, TimeProvider time)
{
    private const string LockSql = "select pg_try_advisory_xact_lock(hashtext(@kind), hashtext(@name))";

    private const string KnownSql = """
        select b.import_id, f.content_hash, b.source_id, b.layout, b.is_dry_run, r.code as release
        from import_batch b
        join raw_file f on f.raw_file_id = b.raw_file_id
        left join release r on r.release_id = b.release_id
        where b.idempotency_key = @idempotencyKey::text or (b.source_id = @sourceId and b.source_batch = @sourceBatch::text)
        """;

    private const string InsertSql = """
        insert into import_batch (door, source_id, source_batch, name, raw_file_id, layout, actor, reason, is_dry_run, state, stage, created_at, idempotency_key, release_id)
        values (@door, @sourceId, @sourceBatch, @name, @rawFileId, @layout, @actor, @reason, @isDryRun, 'queued', 'receive', @now, @idempotencyKey,
                (select r.release_id from release r where r.code = @release))
        returning import_id
        """;

    /// <summary>Registers an import and answers its number; the same idempotency key, or batch id of the source, with the same content answers the import that is there.</summary>
    public async Task<long> RegisterAsync(NewImport import, Stream content, AuditOrigin origin, CancellationToken cancellationToken)
    {
        await using var file = await ReceivedFile.ReceiveAsync(content, cancellationToken);
        if (import.ContentHash is { } stated && stated != file.ContentHash)
            throw new ProblemException(ProblemTypes.Unprocessable, $"The content has the sha-256 {file.ContentHash}, not the stated one: something was lost or changed on the way.",
                [new ProblemError(null, "/sha256", "other-hash", "The content has another sha-256.", stated, [file.ContentHash])]);
        await using var transaction = await db.BeginLongAsync(cancellationToken);
        if (import.IdempotencyKey is { } idempotencyKey)
            await ClaimAsync(transaction, "benchlearning.idempotency_key", idempotencyKey, "A request with this Idempotency-Key", cancellationToken);
        if (import.SourceBatch is { } sourceBatch)
            await ClaimAsync(transaction, "benchlearning.source_batch", $"{import.SourceId}/{sourceBatch}", "A push of this batch", cancellationToken);
        if (await KnownAsync(transaction, import.IdempotencyKey, import.SourceId, import.SourceBatch, cancellationToken) is { } known)
            return Replayed(known, import, file.ContentHash);
        var rawFileId = await files.KeepAsync(transaction, file, import.Name, import.MediaType, import.Actor, cancellationToken);
        var importId = (await transaction.QueryAsync<long>(InsertSql, new
        {
            door = import.Door, sourceId = import.SourceId, sourceBatch = import.SourceBatch, name = import.Name, rawFileId, layout = import.Layout,
            actor = import.Actor, reason = import.Reason, isDryRun = import.IsDryRun, now = time.GetUtcNow().UtcDateTime, idempotencyKey = import.IdempotencyKey,
            release = import.Release,
        }, cancellationToken))[0];
        await transaction.CommitAsync(
            AuditNote.Of(origin, "import.register", $"import/{importId}", import.Reason, after: new { import.Door, import.SourceId, import.Name, import.SourceBatch, import.Release, import.IsDryRun, file.ContentHash, file.Size }),
            cancellationToken);
        signal.Queued();
        return importId;
    }

    /// <summary>The import of a batch; null: there is none.</summary>
    public async Task<KnownImport?> FindBatchAsync(int sourceId, string sourceBatch, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        return await KnownAsync(transaction, null, sourceId, sourceBatch, cancellationToken);
    }

    /// <summary>The number of an import that is there, when what is sent again is the same. Throws 422 when it is not.</summary>
    public static long Replayed(KnownImport known, NewImport import, string contentHash) =>
        known.ContentHash == contentHash && known.SourceId == import.SourceId && known.Layout == import.Layout && known.IsDryRun == import.IsDryRun && known.Release == import.Release
            ? known.ImportId
            : throw (import.SourceBatch is { } batch
                ? new ProblemException(ProblemTypes.BatchReused, $"The batch {batch} is import {known.ImportId}, which has another content or other parameters.")
                : new ProblemException(ProblemTypes.KeyReused, $"This Idempotency-Key belongs to import {known.ImportId}, which has another content or other parameters."));

    private static async Task ClaimAsync(DbTransaction transaction, string kind, string name, string what, CancellationToken cancellationToken)
    {
        if ((await transaction.QueryAsync<bool>(LockSql, new { kind, name }, cancellationToken)) is not [true])
            throw new ProblemException(ProblemTypes.Conflict, $"{what} is being carried out just now; ask again in a moment.");
    }

    private static async Task<KnownImport?> KnownAsync(DbTransaction transaction, string? idempotencyKey, int sourceId, string? sourceBatch, CancellationToken cancellationToken) =>
        idempotencyKey is null && sourceBatch is null ? null
            : (await transaction.QueryAsync<KnownImport>(KnownSql, new { idempotencyKey, sourceId, sourceBatch }, cancellationToken)).FirstOrDefault();
}
