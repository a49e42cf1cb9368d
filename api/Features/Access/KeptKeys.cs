using System.Collections.Concurrent;
using System.Net;
using Benchlearning.Api.Platform.Auth;

namespace Benchlearning.Api.Features.Access;

/// <summary>A key as it was read, and for how long that holds.</summary>
/// <param name="KeyId">The key; 0: there is none of this prefix.</param>
/// <param name="SecretHash">What the hash of the secret must be.</param>
/// <param name="Refusal">Why the key is not accepted, told to who knows its secret; null: it is.</param>
/// <param name="Networks">Where it may come from; empty: from anywhere.</param>
/// <param name="Caller">Who comes in with it; null where it is refused.</param>
/// <param name="Generation">Of the watch, before it was read.</param>
/// <param name="ReadAt">Timestamp before it was read.</param>
/// <param name="Life">Until the key, a role of its holder or a membership next begins or ends by itself.</param>
internal sealed record KeptKey(long KeyId, byte[] SecretHash, string? Refusal, IReadOnlyList<IPNetwork> Networks, Caller? Caller, long Generation, long ReadAt, TimeSpan Life);

/// <summary>
/// Keys in memory, by prefix, so that a request needs no database. Bounded: prefixes that nobody has are kept apart, so that guesses neither push out
/// real keys nor grow memory.
/// </summary>
internal sealed class KeptKeys(AccessWatch watch, TimeProvider time)
{
    /// <summary>Most entries of each sort.</summary>
    public const int Most = 10_000;

    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<string, KeptKey> known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, KeptKey> unknown = new(StringComparer.Ordinal);

    /// <summary>Number of entries.</summary>
    public int Count => known.Count + unknown.Count;

    /// <summary>The entry of a prefix; null when there is none that still holds.</summary>
    public KeptKey? Find(string prefix) =>
        (known.TryGetValue(prefix, out var key) || unknown.TryGetValue(prefix, out key)) && Holds(key) ? key : null;

    /// <summary>Keeps what was read.</summary>
    public void Keep(string prefix, KeptKey key)
    {
        lock (gate)
        {
            var (own, other) = key.KeyId == 0 ? (unknown, known) : (known, unknown);
            other.TryRemove(prefix, out _);
            if (own.Count >= Most)
                foreach (var (old, entry) in own)
                    if (!Holds(entry))
                        own.TryRemove(old, out _);
            if (own.Count >= Most)
                own.Clear(); // all of them hold: beginning anew is simpler than choosing, and each costs one reading
            own[prefix] = key;
        }
    }

    private bool Holds(KeptKey key)
    {
        var age = time.GetElapsedTime(key.ReadAt);
        return key.Generation == watch.Generation && age < key.Life && age < watch.LongestLife;
    }
}
