using Benchlearning.Api.Platform.Http;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Benchlearning.Api.Features.Analyses.Jobs;

/// <summary>Carries out jobs, so many at once as this instance may, and lets go of what is kept no longer.</summary>
internal sealed class JobWorker(JobRun run, JobSignal signal, IOptions<ServiceOptions> options, ILogger<JobWorker> log) : BackgroundService
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Forgetting = TimeSpan.FromMinutes(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll([
        ForgetAsync(stoppingToken), .. Enumerable.Range(0, options.Value.Jobs.AtOnce).Select(_ => Task.Run(() => WorkAsync(stoppingToken), stoppingToken))]);

    private Task WorkAsync(CancellationToken stoppingToken) => RepeatAsync(async () =>
    {
        while (await run.NextAsync(stoppingToken))
        {
            // the next one
        }
        await signal.WaitAsync(Rest, stoppingToken);
    }, stoppingToken);

    private Task ForgetAsync(CancellationToken stoppingToken) => RepeatAsync(async () =>
    {
        await Task.Delay(Forgetting, stoppingToken);
        await run.ForgetAsync(stoppingToken);
    }, stoppingToken);

    private async Task RepeatAsync(Func<Task> work, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await work();
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException or IOException or OperationCanceledException)
            {
                log.LogWarning("Jobs wait for the database: {Reason}", failure.Message);
                await Task.Delay(Rest, stoppingToken);
            }
        }
    }
}
