using System.Collections.Concurrent;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using Npgsql;

namespace Benchlearning.Api.Features.Sync;

/// <summary>
/// Makes runs that are due, those that were missed while no instance was there among them, and runs whatever is open: each source for itself, so
/// that a slow one keeps no other waiting. Any instance may do it.
/// </summary>
internal sealed class SyncWorker(Db db, SyncRuns runs, SyncRunner runner, SyncWatch watch, SyncSignal signal, TimeProvider time, ILogger<SyncWorker> log) : BackgroundService
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    /// <summary>A run that begins later than this after its instant is called a missed one.</summary>
    private static readonly TimeSpan Punctual = TimeSpan.FromMinutes(2);

    private const string ScheduledSql = """
        select s.code, s.cron as schedule, s.time_zone, greatest(s.created_at, (select max(r.scheduled_for) from sync_run r where r.sync_source_id = s.sync_source_id)) as known_until
        from sync_source s
        where s.is_enabled and s.cron is not null
        order by s.sync_source_id
        """;

    private const string OpenSql = "select r.sync_run_id, r.sync_source_id from sync_run r where r.state = 'running' order by r.sync_run_id";

    private readonly ConcurrentDictionary<long, Task> going = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await MakeDueAsync(stoppingToken);
                foreach (var run in await db.QueryAsync<OpenRun>(OpenSql, null, stoppingToken))
                    if (!going.ContainsKey(run.SyncRunId))
                        going[run.SyncRunId] = Task.Run(() => RunAsync(run, stoppingToken), CancellationToken.None);
                await watch.RefreshAsync(stoppingToken);
                await signal.WaitAsync(Rest, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception failure) when (IsOfDatabase(failure))
            {
                log.LogWarning("Syncs wait for the database: {Reason}", failure.Message);
                await Task.Delay(Rest, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        await Task.WhenAll(going.Values);
    }

    private async Task MakeDueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var source in await db.QueryAsync<Scheduled>(ScheduledSql, null, cancellationToken))
            if (Schedule.Parse(source.Schedule, source.TimeZone)?.LastDue(new DateTimeOffset(source.KnownUntil), now) is { } due)
                await runs.MakeAsync(source.Code, now - due <= Punctual ? "schedule" : "catchUp", due, null, AuditOrigin.OfService("schedule"), cancellationToken);
    }

    private async Task RunAsync(OpenRun run, CancellationToken cancellationToken)
    {
        try
        {
            await runner.RunAsync(run.SyncRunId, run.SyncSourceId, cancellationToken);
            await watch.RefreshAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is OperationCanceledException || IsOfDatabase(failure))
        {
            if (!cancellationToken.IsCancellationRequested)
                log.LogWarning("Sync run {RunId} waits: {Reason}", run.SyncRunId, failure.Message);
        }
        finally
        {
            going.TryRemove(run.SyncRunId, out _);
        }
    }

    private static bool IsOfDatabase(Exception failure) => failure is NpgsqlException or TimeoutException or IOException or OperationCanceledException;

    private sealed record Scheduled(string Code, string Schedule, string TimeZone, DateTime KnownUntil);

    private sealed record OpenRun(long SyncRunId, int SyncSourceId);
}
