using Benchlearning.Api.Platform.Database;

namespace Benchlearning.Api.Features.Access;

/// <summary>
/// Tells how long what was read of who may come in still holds. Listens on the primary; whatever changes there ends it on every instance at once. While
/// the line is not proven to be whole, nothing holds for longer than five seconds.
/// </summary>
internal sealed class AccessWatch(DatabaseAddress address, TimeProvider time, ILogger<AccessWatch> log) : BackgroundService
{
    private static readonly TimeSpan WhileTold = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan WhileNot = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Between two proofs that the line is whole; a proof holds for twice as long, which is less than <see cref="WhileNot"/>.</summary>
    private static readonly TimeSpan BetweenProofs = TimeSpan.FromSeconds(2);

    private long generation;
    private long provenAt = long.MinValue;

    /// <summary>Grows with every change. Take it before reading; what was read under another one no longer holds.</summary>
    public long Generation => Interlocked.Read(ref generation);

    /// <summary>How long what was read may be used without reading it again, unless <see cref="Generation"/> changes before.</summary>
    public TimeSpan LongestLife => IsListening ? WhileTold : WhileNot;

    /// <summary>True while changes reach this instance at once.</summary>
    public bool IsListening => Interlocked.Read(ref provenAt) is var proven && proven != long.MinValue && time.GetElapsedTime(proven) < 2 * BetweenProofs;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is Npgsql.NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException)
            {
                Interlocked.Exchange(ref provenAt, long.MinValue);
                log.LogWarning("The line that tells of changes of access is down ({Reason}); trying again.", failure.Message);
                await Task.Delay(Pause, stoppingToken);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var line = await ChangeLine.OpenAsync(address, ChangeLine.OfAccess, cancellationToken);
        Interlocked.Increment(ref generation); // of what changed while nobody listened
        while (true)
        {
            Interlocked.Exchange(ref provenAt, time.GetTimestamp());
            if (await line.WaitAsync(BetweenProofs, cancellationToken))
                Interlocked.Increment(ref generation);
        }
    }
}
