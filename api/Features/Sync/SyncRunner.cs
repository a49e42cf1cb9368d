using System.Security.Cryptography;
using Benchlearning.Api.Features.Imports;
using Benchlearning.Api.Features.Imports.Layouts;
using Benchlearning.Api.Features.Sync.Adapters;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Messaging;
using Npgsql;

namespace Benchlearning.Api.Features.Sync;

/// <summary>
/// Runs a sync: fetch and check every page, and only then hand the whole to the import pipeline, which applies it in one transaction. Until then the
/// data are as before; a run that breaks off leaves its pages, and is gone on with from there.
/// </summary>
[CommandPart]
internal sealed class SyncRunner(
    DatabaseAddress address, Db db, SyncRuns runs, SyncPages pages, IEnumerable<ISourceAdapter> adapters, IEnumerable<ISourceLayout> layouts, ImportRegistry registry,
    TimeProvider time, ILogger<SyncRunner> log)
{
    /// <summary>A run that took its instance down this often is not tried again.</summary>
    private const int MostAttempts = 5;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private const string SameSql = """
        select b.state
        from import_batch b
        join raw_file f on f.raw_file_id = b.raw_file_id
        where b.door = 'pull' and b.source_id = @sourceId and b.layout = @layout and b.state in ('completed', 'completedWithFindings', 'noChange') and f.content_hash = @hash
          and not exists (
              select 1
              from import_batch later
              where later.door = 'pull' and later.source_id = b.source_id and later.layout = b.layout and later.import_id > b.import_id
                and later.state in ('completed', 'completedWithFindings', 'noChange'))
        """;

    private const string ImportSql = "select b.state, b.failure_lv, b.failure_en from import_batch b where b.import_id = @importId";

    /// <summary>Runs it to its recorded end, unless another instance does. Only a lost database or the stop of this instance is thrown; then the run is gone on with later.</summary>
    public async Task RunAsync(long runId, int syncSourceId, CancellationToken cancellationToken)
    {
        await using var held = await AdvisoryLock.TryTakeAsync(address, "benchlearning.sync_source", syncSourceId, cancellationToken);
        if (held is null || await runs.TakeAsync(runId, cancellationToken) is not { } task)
            return;
        try
        {
            if (task.Attempts > MostAttempts)
                throw SyncStopped.Untrusted("broke-off", $"Apstrāde {MostAttempts} reizes pārtrūka.", $"The run broke off {MostAttempts} times.");
            await RunAsync(task, cancellationToken);
        }
        catch (SyncStopped why)
        {
            log.LogWarning("Sync run {RunId} of {Source} failed ({Code}): {Reason}", runId, task.Code, why.Code, why.Message);
            await runs.FailAsync(runId, why, cancellationToken);
        }
        catch (Exception failure) when (!MayPass(failure) && !cancellationToken.IsCancellationRequested)
        {
            log.LogError(failure, "Sync run {RunId} of {Source} failed.", runId, task.Code);
            await runs.FailAsync(runId, SyncStopped.Untrusted("internal", "Apstrāde neizdevās; nekas nav mainīts. Sīkāk žurnālā.", "The service failed while running it; nothing is applied. The log has the details."), cancellationToken);
        }
    }

    private async Task RunAsync(SyncTask task, CancellationToken cancellationToken)
    {
        var adapter = adapters.First(candidate => candidate.Code == task.Adapter);
        var importId = task.ImportId;
        ISourcePages? source = null;
        if (importId is null)
        {
            source = await FetchAsync(adapter, task, cancellationToken);
            var layout = layouts.First(candidate => candidate.Code == source.Layout);
            await runs.AtAsync(task.RunId, "check", null, cancellationToken);
            var held = await pages.ListAsync(task.RunId, cancellationToken);
            if (held.Count == 0 || await IsSameAsync(task, layout.Name, held, cancellationToken))
            {
                await runs.EndAsync(task.RunId, "noChange", adapter.IsIncremental, source.Catalogue, cancellationToken);
                return;
            }
            await using var content = pages.Open(task.RunId, held);
            importId = await registry.RegisterAsync(
                new NewImport("pull", task.SourceId, source.FileName, layout.MediaType, layout.Name, task.Actor, $"Sync {task.Code}", IdempotencyKey: $"sync/{task.Code}/{task.RunId}"), content, AuditOrigin.OfService(task.Actor), cancellationToken);
            await runs.AtAsync(task.RunId, "import", importId, cancellationToken);
        }
        var state = await FollowAsync(importId.Value, cancellationToken);
        await runs.EndAsync(task.RunId, state, adapter.IsIncremental, source?.Catalogue, cancellationToken);
        if (source?.HasMoreFiles == true)
            await runs.MakeAsync(task.Code, task.Trigger, null, null, AuditOrigin.OfService(task.Actor), cancellationToken);
    }

    private async Task<ISourcePages> FetchAsync(ISourceAdapter adapter, SyncTask task, CancellationToken cancellationToken)
    {
        var settings = SyncSettings.Parse(task.Settings);
        var source = await adapter.OpenAsync(task, settings, cancellationToken);
        var sequence = new PageSequence(task.StartCursor);
        var rows = 0;
        foreach (var page in await pages.BeginAsync(task, source.Fingerprint, cancellationToken))
        {
            sequence.Restore(page.AfterCursor, page.NextCursor, page.Checksum);
            rows += page.Rows;
        }
        var repeats = 0;
        for (var hasMore = true; hasMore && await source.NextAsync(sequence.Cursor, cancellationToken) is { } page;)
        {
            if (sequence.Take(page))
            {
                repeats = 0;
                rows += page.Rows;
                await pages.KeepAsync(task, page, cancellationToken);
                hasMore = page.HasMore;
            }
            else
            {
                await pages.RepeatedAsync(task.RunId, cancellationToken);
                if (++repeats > settings.MostRepeats)
                    throw SyncStopped.Untrusted("page-repeats", $"Lapas pēc {sequence.Cursor} vietā {repeats} reizes atnāca jau saņemta.", $"In place of the page after {sequence.Cursor} one that is known came {repeats} times.");
            }
            if (hasMore && sequence.Count >= settings.MaximumPages || rows > settings.MaximumRows)
                throw SyncStopped.Untrusted("too-much", $"Vienā reizē ņem ne vairāk kā {settings.MaximumPages} lapas un {settings.MaximumRows} rindas.", $"One run takes at most {settings.MaximumPages} pages and {settings.MaximumRows} rows.");
        }
        return source;
    }

    /// <summary>True when the last applied file of the source had the same content.</summary>
    private async Task<bool> IsSameAsync(SyncTask task, string layout, IReadOnlyList<SyncPages.Held> held, CancellationToken cancellationToken)
    {
        await using var content = pages.Open(task.RunId, held);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
        await using var transaction = await db.BeginAsync(cancellationToken);
        return (await transaction.QueryAsync<string>(SameSql, new { sourceId = task.SourceId, layout, hash }, cancellationToken)).Count > 0;
    }

    /// <summary>Waits for the end of the import, which any instance may run; answers how it ended.</summary>
    private async Task<string> FollowAsync(long importId, CancellationToken cancellationToken)
    {
        for (var wait = TimeSpan.FromMilliseconds(20); ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            await using (var transaction = await db.BeginAsync(cancellationToken))
            {
                var import = (await transaction.QueryAsync<ImportEnd>(ImportSql, new { importId }, cancellationToken))[0];
                if (import.State == "failed")
                    throw SyncStopped.Untrusted("import-failed", import.FailureLv!, import.FailureEn!);
                if (import.State == "cancelled")
                    throw SyncStopped.Untrusted("import-cancelled", "Imports tika atcelts.", "The import was cancelled.");
                if (import.State is not ("queued" or "running"))
                    return import.State;
            }
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    private static bool MayPass(Exception failure) =>
        failure is NpgsqlException { IsTransient: true } or PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow }
            or NpgsqlException { InnerException: IOException or System.Net.Sockets.SocketException } or OperationCanceledException;

    private sealed record ImportEnd(string State, string? FailureLv, string? FailureEn);
}
