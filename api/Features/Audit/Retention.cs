using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.Messaging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Benchlearning.Api.Features.Audit;

/// <summary>What a run of retention did.</summary>
/// <param name="Readings">Readings whose readers were forgotten.</param>
/// <param name="Persons">Persons who were erased.</param>
internal sealed record RetentionOutcome(long Readings, int Persons);

/// <summary>
/// Forgets by rule, once a day, on whichever instance takes the lock: who read so long ago, and persons who have not come in for so long. Each step is
/// a transaction with an entry of its own; a run that breaks off is made up for by the next.
/// </summary>
[CommandPart]
internal sealed partial class Retention(Db db, DatabaseAddress address, IOptions<ServiceOptions> options, TimeProvider time, ILogger<Retention> log) : BackgroundService
{
    private const int MostAtOnce = 10_000;
    private static readonly TimeSpan First = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Between = TimeSpan.FromDays(1);

    /// <summary>Persons who are due, and those of whom readings have come into the log since they were erased.</summary>
    private const string DueSql = """
        select p.person_id, p.erased_at is not null as is_erased
        from person p
        where (p.erased_at is null and p.last_seen_at < @before)
           or (p.erased_at is not null and p.erased_at > @erasedSince
               and exists (select from audit_entry e where e.actor = 'person:' || p.person_id and e.who_forgotten_by is null and coalesce(e.address, e.user_agent, e.key_prefix) is not null))
        order by p.person_id
        limit @most
        """;

    /// <summary>Forgets what is due; null when another instance is at it.</summary>
    public async Task<RetentionOutcome?> CarryOutAsync(CancellationToken cancellationToken)
    {
        await using var held = await AdvisoryLock.TryTakeAsync(address, "benchlearning.retention", 0, cancellationToken);
        if (held is null)
            return null;
        var (rules, now) = (options.Value.Retention, time.GetUtcNow().UtcDateTime);
        var outcome = new RetentionOutcome(await ForgetReadersAsync(now.AddDays(-rules.ReadAuditDays), cancellationToken), await ErasePersonsAsync(now, now.AddDays(-rules.PersonDays), cancellationToken));
        CarriedOut(log, outcome.Readings, outcome.Persons);
        return outcome;
    }

    private async Task<long> ForgetReadersAsync(DateTime before, CancellationToken cancellationToken)
    {
        for (var readings = 0L; ;)
        {
            await using var transaction = await db.BeginLongAsync(cancellationToken);
            if (await AuditErasure.ForgetReadersAsync(transaction, before, MostAtOnce, cancellationToken) is not var (forgotten, note))
                return readings;
            await transaction.CommitAsync(note, cancellationToken);
            readings += forgotten;
        }
    }

    private async Task<int> ErasePersonsAsync(DateTime now, DateTime before, CancellationToken cancellationToken)
    {
        var origin = AuditOrigin.OfService("retention");
        var due = await db.QueryAsync<Due>(DueSql, new { before, erasedSince = now.AddDays(-7), most = MostAtOnce }, cancellationToken);
        foreach (var person in due)
        {
            await using var transaction = await db.BeginLongAsync(cancellationToken);
            var note = person.IsErased
                ? await AuditErasure.ForgetPersonAsync(transaction, person.PersonId, origin, "Readings that came into the log after the person was erased", cancellationToken)
                : await AuditErasure.ErasePersonAsync(transaction, person.PersonId, origin, FormattableString.Invariant($"Not seen since {before:yyyy-MM-dd}"), now, cancellationToken);
            if (note is not null)
                await transaction.CommitAsync(note, cancellationToken);
        }
        return due.Count(person => !person.IsErased);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var rest = First; await RestedAsync(rest, stoppingToken); rest = Between)
        {
            try
            {
                await CarryOutAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException)
            {
                Waits(log, failure.Message);
            }
        }
    }

    private async Task<bool> RestedAsync(TimeSpan rest, CancellationToken stoppingToken)
    {
        await Task.Delay(rest, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !stoppingToken.IsCancellationRequested;
    }

    private sealed record Due(long PersonId, bool IsErased);

    [LoggerMessage(Level = LogLevel.Information, Message = "Retention: the readers of {Readings} old readings were forgotten, {Persons} persons who did not come any more were erased")]
    private static partial void CarriedOut(ILogger log, long readings, int persons);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Retention could not be carried out and waits for the next day: {Reason}")]
    private static partial void Waits(ILogger log, string reason);
}
