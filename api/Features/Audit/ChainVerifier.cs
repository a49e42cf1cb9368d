using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapper;

namespace Benchlearning.Api.Features.Audit;

/// <summary>An entry as the chain holds it.</summary>
[method: ExplicitConstructor]
internal sealed record ChainedEntry(
    long Number, DateTime OccurredAt, string Kind, string Action, string Subject, string Outcome, string? TraceId, byte[] WhoCommitment, byte[] DetailsCommitment, byte[] Hash,
    byte[]? WhoSalt, string Actor, string? KeyPrefix, string? Address, string? UserAgent, Guid? WhoForgottenBy,
    byte[]? DetailsSalt, string? Reason, string? Before, string? After, Guid? DetailsForgottenBy);

/// <summary>What does not hold.</summary>
/// <param name="Number">The first entry that does not.</param>
/// <param name="Finding">What is wrong with it, in a sentence.</param>
internal sealed record BrokenLink(long Number, string Finding);

/// <summary>
/// Follows the chain entry by entry, as docs/access.md describes it, without the functions that wrote it. Pure; memory grows only with the number of
/// erasures. Not thread-safe.
/// </summary>
/// <param name="before">Number of the entry before the first; 0 for the beginning of the chain.</param>
/// <param name="hash">Its hash; 32 zeros for the beginning.</param>
internal sealed class ChainVerifier(long before, byte[] hash)
{
    private readonly Dictionary<Guid, Erased> erased = [];
    private readonly Dictionary<Guid, (long Entries, string Digest)> erasures = [];

    /// <summary>The last entry that holds.</summary>
    public long Number { get; private set; } = before;

    /// <summary>Its hash.</summary>
    public byte[] Hash { get; private set; } = hash;

    /// <summary>Looks at the next entry; null when it holds.</summary>
    public BrokenLink? Follow(ChainedEntry entry)
    {
        var number = Number + 1;
        if (entry.Number != number)
            return new BrokenLink(number, Text($"Entry {number} is missing: entry {entry.Number} follows entry {Number}."));
        if (!HashOf(Hash, entry).AsSpan().SequenceEqual(entry.Hash))
            return new BrokenLink(number, Text($"Entry {number} is not what was chained: its hash does not follow from it and from the hash before."));
        if (Broken(entry.WhoSalt, entry.WhoForgottenBy, entry.WhoCommitment, entry.Actor, entry.KeyPrefix, entry.Address, entry.UserAgent))
            return new BrokenLink(number, Text($"Of entry {number} it was changed who acted, or from where."));
        if (Broken(entry.DetailsSalt, entry.DetailsForgottenBy, entry.DetailsCommitment, entry.Reason, entry.Before, entry.After))
            return new BrokenLink(number, Text($"Of entry {number} reason, before or after were changed."));
        Remember(entry);
        (Number, Hash) = (number, entry.Hash);
        return null;
    }

    /// <summary>At the end of the whole chain: what was forgotten is what the entries about it say, no more and no less.</summary>
    public BrokenLink? Erasures(IReadOnlyDictionary<Guid, (long Entries, string Digest)> waiting)
    {
        foreach (var (erasure, what) in erased.OrderBy(pair => pair.Value.First))
        {
            var said = erasures.TryGetValue(erasure, out var chained) || waiting.TryGetValue(erasure, out chained);
            if (!said || chained != (what.Entries, Convert.ToHexStringLower(what.Digest.GetHashAndReset())))
                return new BrokenLink(what.First, Text($"Something was taken out of entry {what.First}, or put into its place, that no erasure in the log tells of."));
        }
        return null;
    }

    /// <summary>What an entry about an erasure says of it; null for other entries.</summary>
    public static (Guid Erasure, long Entries, string Digest)? ErasureIn(string action, string? after)
    {
        if (action is not (AuditErasure.PersonAction or AuditErasure.ReadersAction) || after is null)
            return null;
        using var document = JsonDocument.Parse(after);
        var told = document.RootElement;
        return told.TryGetProperty("erasure", out var erasure) && erasure.TryGetGuid(out var id) && told.TryGetProperty("entries", out var entries) && told.TryGetProperty("digest", out var digest)
            ? (id, entries.GetInt64(), digest.GetString() ?? "") : null;
    }

    /// <summary>The hash of an entry that follows one with the given hash.</summary>
    public static byte[] HashOf(byte[] previous, ChainedEntry entry) => SHA256.HashData([.. previous, .. Bytes(
        entry.Number.ToString(CultureInfo.InvariantCulture), entry.OccurredAt.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture), entry.Kind,
        entry.Action, entry.Subject, entry.Outcome, entry.TraceId, Convert.ToHexStringLower(entry.WhoCommitment), Convert.ToHexStringLower(entry.DetailsCommitment))]);

    /// <summary>Fields as they enter a hash: length in bytes, colon, text, comma; hyphen and comma for null.</summary>
    public static byte[] Bytes(params ReadOnlySpan<string?> fields)
    {
        var text = new StringBuilder();
        foreach (var field in fields)
            _ = field is null ? text.Append("-,") : text.Append(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(field)}:{field},");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Without salt it was forgotten, which an entry has to tell of; with it the text is what was committed to.</summary>
    private static bool Broken(byte[]? salt, Guid? forgottenBy, byte[] commitment, params ReadOnlySpan<string?> fields) =>
        salt is null ? forgottenBy is null : forgottenBy is not null || !SHA256.HashData([.. salt, .. Bytes(fields)]).AsSpan().SequenceEqual(commitment);

    private void Remember(ChainedEntry entry)
    {
        if (ErasureIn(entry.Action, entry.After) is var (erasure, entries, digest) && entry.DetailsSalt is not null)
            erasures[erasure] = (entries, digest);
        if (entry.WhoForgottenBy is { } who)
            Take(who, entry, entry.Actor, entry.DetailsForgottenBy == who ? "both" : "who");
        if (entry.DetailsForgottenBy is { } details && details != entry.WhoForgottenBy)
            Take(details, entry, null, "details");
    }

    private void Take(Guid erasure, ChainedEntry entry, string? pseudonym, string what)
    {
        if (!erased.TryGetValue(erasure, out var taken))
            erased[erasure] = taken = new Erased(entry.Number);
        taken.Entries++;
        taken.Digest.AppendData(Bytes(entry.Number.ToString(CultureInfo.InvariantCulture), pseudonym, what));
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private sealed class Erased(long first)
    {
        public long First { get; } = first;

        public long Entries { get; set; }

        public IncrementalHash Digest { get; } = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    }
}
