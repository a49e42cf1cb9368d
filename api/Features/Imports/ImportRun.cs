using Benchlearning.Api.Features.Imports.Layouts;
using Benchlearning.Api.Platform.Database;

namespace Benchlearning.Api.Features.Imports;

/// <summary>Runs one queued import from its raw file to its recorded end, whatever that is.</summary>
internal sealed class ImportRun(Db db, DatabaseAddress address, ImportPipeline pipeline, TimeProvider time, ILogger<ImportRun> log)
{
    private const string TakeSql = """
        update import_batch
        set state = 'running', stage = 'parse', started_at = @now, failure = null, rows_read = 0
        where import_id = @importId and state in ('queued', 'running')
        returning import_id, door, source_id, raw_file_id, layout, actor, reason, is_dry_run
        """;

    private const string EndSql = """
        update import_batch
        set state = @state, stage = 'done', finished_at = @now, failure = @failure, rows_read = @read, rows_refused = @refused, rows_waiting = @waiting,
            rows_quarantined = @quarantined, rows_missing = @missing, rows_value = @values, rows_new = @new, rows_changed = @changed, rows_same = @same
        where import_id = @importId
        """;

    private const string FileFindingSql = """
        insert into import_finding (import_id, row_number, rule, severity, message_lv, message_en, row_content)
        values (@importId, 0, @rule, 'refused', @lv, @en, '')
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
            var counts = await pipeline.RunAsync(task, cancellationToken);
            await EndAsync(importId, StateOf(counts), null, counts, cancellationToken);
        }
        catch (LayoutException refusal)
        {
            await using (var transaction = await db.BeginAsync(cancellationToken))
            {
                await transaction.ExecuteAsync(FileFindingSql, new { importId, rule = refusal.Rule, lv = refusal.Latvian, en = refusal.Message }, cancellationToken);
                await transaction.CommitAsync(cancellationToken);
            }
            await EndAsync(importId, "failed", refusal.Message, new ImportCounts(), cancellationToken);
        }
        catch (ImportCancelledException)
        {
            await EndAsync(importId, "cancelled", null, new ImportCounts(), cancellationToken);
        }
        catch (Exception failure) when (!IsTransient(failure) && !cancellationToken.IsCancellationRequested)
        {
            log.LogError(failure, "Import {ImportId} failed; nothing of it is applied.", importId);
            await EndAsync(importId, "failed", "The service failed while running it; nothing is applied, the raw file is kept. The log has the details.", new ImportCounts(), cancellationToken);
        }
    }

    private static bool IsTransient(Exception failure) => failure is Npgsql.NpgsqlException { IsTransient: true } or OperationCanceledException or IOException;

    private static string StateOf(ImportCounts counts) =>
        counts.Refused + counts.Waiting + counts.Quarantined > 0 ? "completedWithFindings" : counts.HasChanges ? "completed" : "noChange";

    private async Task<ImportTask?> TakeAsync(long importId, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        var taken = (await transaction.QueryAsync<ImportTask>(TakeSql, new { importId, now = time.GetUtcNow().UtcDateTime }, cancellationToken)).FirstOrDefault();
        await transaction.CommitAsync(cancellationToken);
        return taken;
    }

    private async Task EndAsync(long importId, string state, string? failure, ImportCounts counts, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        await transaction.ExecuteAsync(EndSql, new
        {
            importId, state, failure, now = time.GetUtcNow().UtcDateTime, read = counts.Read, refused = counts.Refused, waiting = counts.Waiting,
            quarantined = counts.Quarantined, missing = counts.Missing, values = counts.Values, @new = counts.New, changed = counts.Changed, same = counts.Same,
        }, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}

/// <summary>Takes queued imports one after another, and those whose instance died. Any instance may do it.</summary>
internal sealed class ImportWorker(Db db, ImportRun run, ImportSignal signal, ILogger<ImportWorker> log) : BackgroundService
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    private const string OpenSql = """
        select import_id from import_batch where state in ('queued', 'running') and raw_file_id is not null order by import_id limit 100
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var importId in await db.QueryAsync<long>(OpenSql, null, stoppingToken))
                    await run.RunAsync(importId, stoppingToken);
                await signal.WaitAsync(Rest, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is Npgsql.NpgsqlException or TimeoutException or IOException or OperationCanceledException)
            {
                log.LogWarning("Imports wait for the database: {Reason}", failure.Message);
                await Task.Delay(Rest, stoppingToken);
            }
        }
    }
}

/// <summary>Wakes the worker of this instance when something was queued.</summary>
internal sealed class ImportSignal : IDisposable
{
    private readonly SemaphoreSlim waiting = new(0);

    public void Queued() => waiting.Release();

    public void Dispose() => waiting.Dispose();

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => waiting.WaitAsync(atMost, cancellationToken);
}
