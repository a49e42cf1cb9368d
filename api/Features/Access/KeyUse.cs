using System.Collections.Concurrent;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Messaging;

namespace Benchlearning.Api.Features.Access;

/// <summary>Writes down when keys were last used, to the minute, in batches and off the path of requests.</summary>
[CommandPart]
internal sealed class KeyUse(Db db, TimeProvider time, ILogger<KeyUse> log) : BackgroundService
{
    private const string Sql = """
        update api_key k
        set last_used_at = to_timestamp(u.minute * 60)
        from unnest(@keys, @minutes) as u (api_key_id, minute)
        where k.api_key_id = u.api_key_id and (k.last_used_at is null or k.last_used_at < to_timestamp(u.minute * 60))
        """;

    private static readonly TimeSpan Gathering = TimeSpan.FromSeconds(10);

    private ConcurrentDictionary<long, long> used = new();

    /// <summary>A key was used just now. Costs a look-up where it was used in this minute before.</summary>
    public void Note(long keyId)
    {
        var minute = time.GetUtcNow().ToUnixTimeSeconds() / 60;
        var gathered = Volatile.Read(ref used);
        if (!gathered.TryGetValue(keyId, out var known) || known != minute)
            gathered[keyId] = minute;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var clock = new PeriodicTimer(Gathering, time);
        try
        {
            while (await clock.WaitForNextTickAsync(stoppingToken))
                await WriteAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await WriteAsync(CancellationToken.None);
        }
    }

    /// <summary>Writes what was gathered. What cannot be written is lost: the next use of the key is noted again.</summary>
    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        if (used.IsEmpty)
            return;
        var gathered = Interlocked.Exchange(ref used, new ConcurrentDictionary<long, long>()).ToArray();
        try
        {
            await using var transaction = await db.BeginAsync(cancellationToken);
            await transaction.ExecuteAsync(Sql, new { keys = gathered.Select(use => use.Key).ToArray(), minutes = gathered.Select(use => use.Value).ToArray() }, cancellationToken);
            await transaction.CommitOwnWorkAsync("The use of a key is noted where it is a deed or a reading; this is when it was last.", cancellationToken);
        }
        catch (Exception failure) when (failure is Npgsql.NpgsqlException or TimeoutException or IOException)
        {
            log.LogWarning("The last use of {Keys} keys could not be written ({Reason}).", gathered.Length, failure.Message);
        }
    }
}
