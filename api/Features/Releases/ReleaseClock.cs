using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Messaging;
using Npgsql;

namespace Benchlearning.Api.Features.Releases;

/// <summary>
/// Carries out releases when their instant has come, on whichever instance is first: each asks once a second by the clock of PostgreSQL, which all
/// share. A release that was due while no instance ran is carried out at the next start.
/// </summary>
[CommandPart]
internal sealed partial class ReleaseClock(Db db, CatalogueWatch watch, ILogger<ReleaseClock> log) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private const string DueSql = "select exists (select from release where released_at is null and releases_at <= clock_timestamp())";
    private const string CarryOutSql = "select carry_out_releases()";

    /// <summary>Carries out what is due. Returns how many releases that were.</summary>
    public async Task<int> CarryOutAsync(CancellationToken cancellationToken)
    {
        if (!await db.FirstOrNullAsync<bool>(DueSql, null, cancellationToken))
            return 0;
        await using var transaction = await db.BeginLongAsync(cancellationToken);
        var carriedOut = (await transaction.QueryAsync<int>(CarryOutSql, null, cancellationToken))[0];
        await transaction.CommitAsync(AuditNote.Of(AuditOrigin.OfService(), "release.carryOut", "releases", after: new { carriedOut }), cancellationToken);
        if (carriedOut > 0)
        {
            await watch.RefreshAsync(cancellationToken);
            CarriedOut(log, carriedOut);
        }
        return carriedOut;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await CarryOutAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException)
            {
                Unreachable(log, failure.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} releases were carried out")]
    private static partial void CarriedOut(ILogger log, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Releases could not be looked for ({Reason}); trying again in a second")]
    private static partial void Unreachable(ILogger log, string reason);
}
