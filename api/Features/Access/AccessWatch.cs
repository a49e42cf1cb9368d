using Benchlearning.Api.Platform.Database;

namespace Benchlearning.Api.Features.Access;

/// <summary>Learns from the primary that somebody may do more or less than before, so that what is kept in memory of callers is known to be old.</summary>
internal sealed class AccessWatch(DatabaseAddress address, ILogger<AccessWatch> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private long version;

    /// <summary>Grows with every change, and whenever changes may have been missed. Take it before reading what is then kept under it.</summary>
    public long Version => Volatile.Read(ref version);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var line = await ChangeLine.OpenForAccessAsync(address, stoppingToken);
                while (true)
                {
                    Interlocked.Increment(ref version);
                    await line.WaitAsync(stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is Npgsql.NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException)
            {
                log.LogWarning("The line that tells who may do what is down ({Reason}); trying again.", failure.Message);
                await Task.Delay(Pause, stoppingToken);
            }
        }
    }
}
