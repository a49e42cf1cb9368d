using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Imports.Layouts;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Messaging;
using Npgsql;

namespace Benchlearning.Api.Features.Imports;

/// <summary>Runs one queued import from its raw file to its recorded end, whatever that is.</summary>
[CommandPart]
internal sealed class ImportRun(
    Db db, DatabaseAddress address, ImportPipeline pipeline, ImportProgress progress, CatalogueWatch watch, TimeProvider time, ILogger<ImportRun> log)
{
    /// <summary>An import that took its instance down this often is not tried again.</summary>
    private const int MostAttempts = 3;

    private const string TakeSql = """
        update import_batch
        set state = 'running', stage = 'parse', started_at = coalesce(started_at, @now), attempts = attempts + 1
        where import_id = @importId and state in ('queued', 'running') and raw_file_id is not null
        returning import_id, door, source_id, raw_file_id, layout, actor, reason, is_dry_run, attempts, release_id
        """;

    private const string FileFindingSql = """
        insert into import_finding (import_id, finding_id, row_number, rule, severity, message_lv, message_en, row_content)
        select @importId, count(*) + 1, 0, @rule, 'refused', @lv, @en, ''
        from import_finding
        where import_id = @importId
        """;

    /// <summary>
    /// Runs the import, unless another instance does. An end of its own (failed, cancelled) is recorded, not thrown; only a lost
    /// database or the stop of this instance is thrown, and then the import is taken up again later.
    /// </summary>
    public async Task RunAsync(long importId, CancellationToken cancellationToken)
    {
        await using var held = await AdvisoryLock.TryTakeAsync(address, "benchlearning.import_run", importId, cancellationToken);
        if (held is null || await TakeAsync(importId, cancellationToken) is not { } task)
            return;
        try
        {
            if (task.Attempts > MostAttempts)
                throw new InvalidOperationException($"The import broke off {MostAttempts} times.");
            await pipeline.RunAsync(task, cancellationToken);
        }
        catch (LayoutException refusal)
        {
            await RecordFileFindingAsync(importId, refusal, cancellationToken);
            await progress.EndAsync(importId, "failed", (refusal.Latvian, refusal.Message), cancellationToken);
        }
        catch (ImportCancelledException)
        {
            await progress.EndAsync(importId, "cancelled", null, cancellationToken);
        }
        catch (Exception failure) when (!MayPass(failure) && !cancellationToken.IsCancellationRequested)
        {
            log.LogError(failure, "Import {ImportId} failed; nothing of it is applied.", importId);
            await progress.EndAsync(importId, "failed", ("Apstrāde neizdevās; nekas nav mainīts, saņemtais fails ir saglabāts. Sīkāk žurnālā.",
                "The service failed while running it; nothing is applied, the raw file is kept. The log has the details."), cancellationToken);
        }
        await watch.RefreshAsync(cancellationToken); // this instance at once; the others are told
    }

    private static bool MayPass(Exception failure) =>
        failure is NpgsqlException { IsTransient: true } or PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow }
            or NpgsqlException { InnerException: IOException or System.Net.Sockets.SocketException } or OperationCanceledException;

    private async Task<ImportTask?> TakeAsync(long importId, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        var taken = await transaction.QueryAsync<ImportTask>(TakeSql, new { importId, now = time.GetUtcNow().UtcDateTime }, cancellationToken);
        await transaction.CommitOwnWorkAsync("Who runs an import, and what its file has that no layout reads.", cancellationToken);
        return taken.FirstOrDefault();
    }

    private async Task RecordFileFindingAsync(long importId, LayoutException refusal, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        await transaction.ExecuteAsync(FileFindingSql, new { importId, rule = refusal.Rule, lv = refusal.Latvian, en = refusal.Message }, cancellationToken);
        await transaction.CommitOwnWorkAsync("Who runs an import, and what its file has that no layout reads.", cancellationToken);
    }
}
