using System.Collections.Concurrent;

namespace Benchlearning.Api.Platform.Http;

/// <summary>
/// Counts requests of callers within whole minutes, so that the time to the next one can be told. Memory is bounded: past <see cref="MostCallers"/>
/// callers in a minute, further ones are counted together. Thread-safe.
/// </summary>
internal sealed class RequestCounts(TimeProvider time)
{
    public const int WindowSeconds = 60;
    private const int MostCallers = 100_000;

    private Window window = new(-1);

    /// <summary>Seconds until counting begins anew.</summary>
    public int SecondsLeft => WindowSeconds - (int)(time.GetUtcNow().ToUnixTimeSeconds() % WindowSeconds);

    /// <summary>Counts one request; answers how many there are now.</summary>
    public int Use(Budget budget, string caller)
    {
        var counts = Current().Counts;
        if (!counts.TryGetValue((budget, caller), out var count))
            count = counts.GetOrAdd(counts.Count < MostCallers ? (budget, caller) : (budget, "others"), _ => new Count());
        return Interlocked.Increment(ref count.Value);
    }

    /// <summary>How many there are, without counting one.</summary>
    public int Used(Budget budget, string caller)
    {
        var counts = Current().Counts;
        return counts.TryGetValue((budget, caller), out var count) || (counts.Count >= MostCallers && counts.TryGetValue((budget, "others"), out count)) ? Volatile.Read(ref count.Value) : 0;
    }

    private Window Current()
    {
        var number = time.GetUtcNow().ToUnixTimeSeconds() / WindowSeconds;
        var current = Volatile.Read(ref window);
        if (current.Number >= number)
            return current;
        var fresh = new Window(number);
        var seen = Interlocked.CompareExchange(ref window, fresh, current);
        return seen == current ? fresh : seen;
    }

    private sealed class Window(long number)
    {
        public ConcurrentDictionary<(Budget, string), Count> Counts { get; } = new();

        public long Number { get; } = number;
    }

    private sealed class Count
    {
        public int Value;
    }
}
