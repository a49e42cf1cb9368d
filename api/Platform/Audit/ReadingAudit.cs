using System.Threading.Channels;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Npgsql;

namespace Benchlearning.Api.Platform.Audit;

/// <summary>
/// Records readings in batches, off the path of the requests. There is room for <see cref="Capacity"/> of them: a reading for which there is none waits
/// for it, and is not answered when none comes. At the end of the service what is waiting is written; a service that is killed loses what it
/// took in since its last batch: those of about a quarter of a second.
/// </summary>
internal sealed partial class ReadingAudit(Db db, TimeProvider time, ILogger<ReadingAudit> log) : BackgroundService
{
    public const int Capacity = 10_000;

    private const int MostInBatch = 1000;
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(10);

    private const string Sql = """
        insert into audit_pending (occurred_at, actor_kind, actor, key_prefix, address, user_agent, action, subject, outcome, after, trace_id)
        select r.at, r.kind, r.actor, r.key_prefix, r.address, r.user_agent, r.action, r.subject, r.outcome, r.after::json, r.trace_id
        from unnest(@ats, @kinds, @actors, @keyPrefixes, @addresses, @userAgents, @actions, @subjects, @outcomes, @afters, @traceIds)
             with ordinality as r (at, kind, actor, key_prefix, address, user_agent, action, subject, outcome, after, trace_id, place)
        order by r.place
        """;

    private readonly Channel<Reading> waiting = Channel.CreateUnbounded<Reading>(new UnboundedChannelOptions { SingleReader = true });
    private int count;

    /// <summary>Readings that are not written yet.</summary>
    public int Waiting => Volatile.Read(ref count);

    /// <summary>Returns when there is room for one more.</summary>
    /// <exception cref="ProblemException">There was none for two seconds: 503. Who may not be recorded may not read.</exception>
    public async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        if (Waiting < Capacity)
            return;
        var begun = time.GetTimestamp();
        while (Waiting >= Capacity)
        {
            if (time.GetElapsedTime(begun) > Patience)
                throw new ProblemException(ProblemTypes.Unavailable, "The audit log takes no more readings just now, and none is answered without it; come back in a moment.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancellationToken);
        }
    }

    /// <summary>Takes a reading in. Never waits: what was answered is recorded.</summary>
    public void Record(Reading reading)
    {
        Interlocked.Increment(ref count);
        waiting.Writer.TryWrite(reading);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Reading>(MostInBatch);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (batch.Count == 0)
                {
                    await waiting.Reader.WaitToReadAsync(stoppingToken);
                    await Task.Delay(Gathering, time, stoppingToken);
                }
                Fill(batch);
                await WriteAsync(batch, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException)
            {
                Waits(log, Waiting, failure.Message);
                await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        await WriteRestAsync(batch);
    }

    private void Fill(List<Reading> batch)
    {
        while (batch.Count < MostInBatch && waiting.Reader.TryRead(out var reading))
            batch.Add(reading);
    }

    private async Task WriteAsync(List<Reading> batch, CancellationToken cancellationToken)
    {
        if (batch.Count == 0)
            return;
        await using var transaction = await db.BeginAsync(cancellationToken);
        await transaction.ExecuteAsync(Sql, new
        {
            ats = Of(batch, reading => reading.At), kinds = Of(batch, reading => reading.Note.Origin.Kind), actors = Of(batch, reading => reading.Note.Origin.Actor),
            keyPrefixes = Of(batch, reading => reading.Note.Origin.KeyPrefix), addresses = Of(batch, reading => reading.Note.Origin.Address),
            userAgents = Of(batch, reading => reading.Note.Origin.UserAgent), actions = Of(batch, reading => reading.Note.Action), subjects = Of(batch, reading => reading.Note.Subject),
            outcomes = Of(batch, reading => reading.Outcome), afters = Of(batch, reading => reading.Note.After), traceIds = Of(batch, reading => reading.Note.Origin.TraceId),
        }, cancellationToken);
        await transaction.CommitOwnWorkAsync("These are the entries.", CancellationToken.None);
        Interlocked.Add(ref count, -batch.Count);
        batch.Clear();
    }

    private static T[] Of<T>(List<Reading> batch, Func<Reading, T> field) => [.. batch.Select(field)];

    /// <summary>The requests have ended: what they left is written, or the log says how much was lost.</summary>
    private async Task WriteRestAsync(List<Reading> batch)
    {
        using var limit = new CancellationTokenSource(LastPatience);
        try
        {
            for (Fill(batch); batch.Count > 0; Fill(batch))
                await WriteAsync(batch, limit.Token);
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException or OperationCanceledException)
        {
            log.LogError(failure, "{Count} readings could not be recorded before the service ended.", Waiting);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} readings wait to be recorded: {Reason}")]
    private static partial void Waits(ILogger log, int count, string reason);
}
