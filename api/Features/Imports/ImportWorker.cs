using Benchlearning.Api.Platform.Database;
using Npgsql;

namespace Benchlearning.Api.Features.Imports;

/// <summary>
/// Runs queued imports one after another, and takes up those whose instance died: at once at start, later within seconds. Any instance may do it.
/// </summary>
internal sealed class ImportWorker(Db db, ImportRun run, ImportSignal signal, ILogger<ImportWorker> log) : BackgroundService
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    private const string OpenSql = """
        select import_id from import_batch where state in ('queued', 'running') order by import_id limit 100
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
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException or IOException or OperationCanceledException)
            {
                log.LogWarning("Imports wait for the database: {Reason}", failure.Message);
                await Task.Delay(Rest, stoppingToken);
            }
        }
    }
}
