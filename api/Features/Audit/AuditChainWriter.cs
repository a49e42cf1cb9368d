using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Messaging;
using Npgsql;

namespace Benchlearning.Api.Features.Audit;

/// <summary>
/// Chains the entries that wait, on whichever instance is first: the database lets one in at a time. What it chains now and then goes to the log
/// with its number and hash: whoever keeps the log elsewhere can tell a chain that was made anew.
/// </summary>
[CommandPart]
internal sealed partial class AuditChainWriter(Db db, TimeProvider time, ILogger<AuditChainWriter> log) : BackgroundService
{
    private const int MostAtOnce = 5000;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenAnchors = TimeSpan.FromHours(1);

    private const string WaitingSql = "select exists (select from audit_pending)";
    private const string ChainSql = "select chain_audit_entries(@most, waits => false)";
    private const string HeadSql = "select length, encode(hash, 'hex') as hash from audit_head";

    private DateTimeOffset nextAnchor;

    /// <summary>Chains what waits, and answers how many entries that were; 0 also when another instance is at it.</summary>
    public async Task<int> ChainAsync(CancellationToken cancellationToken)
    {
        var chained = 0;
        while (await ChainOnceAsync(cancellationToken) is > 0 and var count)
            chained += count;
        return chained;
    }

    private async Task<int> ChainOnceAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginLongAsync(cancellationToken);
        if (!(await transaction.QueryAsync<bool>(WaitingSql, null, cancellationToken))[0])
            return 0;
        var chained = (await transaction.QueryAsync<int>(ChainSql, new { most = MostAtOnce }, cancellationToken))[0];
        await transaction.CommitOwnWorkAsync("The chaining of entries is not an entry.", cancellationToken);
        return chained;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick);
        while (await NextAsync(timer, stoppingToken))
        {
            try
            {
                if (await ChainAsync(stoppingToken) > 0 && time.GetUtcNow() >= nextAnchor)
                    await TellHeadAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException)
            {
                Unreachable(log, failure.Message);
                await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stoppingToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task TellHeadAsync(CancellationToken cancellationToken)
    {
        var head = await db.FirstOrNullAsync<Head>(HeadSql, null, cancellationToken);
        Anchor(log, head!.Length, head.Hash);
        nextAnchor = time.GetUtcNow() + BetweenAnchors;
    }

    private sealed record Head(long Length, string Hash);

    [LoggerMessage(Level = LogLevel.Information, Message = "The audit chain ends with entry {Number}, hash {Hash}")]
    private static partial void Anchor(ILogger log, long number, string hash);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Audit entries wait to be chained: {Reason}")]
    private static partial void Unreachable(ILogger log, string reason);
}
