using Benchlearning.Api.Platform.Database;

namespace Benchlearning.Api.Features.Audit;

/// <summary>An entry whose hash was kept outside of the database.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Hash">The hash that it had, hexadecimal.</param>
internal sealed record AuditAnchor(long Number, string Hash);

/// <summary>What was looked at, and found.</summary>
/// <param name="From">The first entry that was looked at.</param>
/// <param name="To">The last one.</param>
/// <param name="Hash">Hash of the last one, hexadecimal; null: the chain is broken, or empty.</param>
/// <param name="Broken">The first entry that does not hold; null: all do.</param>
/// <param name="Next">Where to go on; null: the end was reached.</param>
internal sealed record VerifiedRange(long From, long To, string? Hash, BrokenLink? Broken, long? Next);

/// <summary>Reads the chain as a stream and lets it be verified.</summary>
internal sealed class ChainVerification(Db db)
{
    private const string HeadSql = "select h.length, h.hash, (select coalesce(max(e.number), 0) from audit_entry e) as last_number from audit_head h";

    private const string OneSql = "select e.hash from audit_entry e where e.number = @number";

    private const string EntriesSql = """
        select e.number, e.occurred_at, e.actor_kind as kind, e.action::text as action, e.subject, e.outcome, e.trace_id, e.who_commitment, e.details_commitment, e.hash,
               e.who_salt, e.actor, e.key_prefix, e.address, e.user_agent, e.who_forgotten_by,
               e.details_salt, e.reason, e.before::text as before, e.after::text as after, e.details_forgotten_by
        from audit_entry e
        where e.number between @from and @to
        order by e.number
        """;

    /// <summary>What was told of erasures since the head was read, chained or waiting.</summary>
    private const string ToldSinceSql = """
        select p.action::text as action, p.after::text as after
        from audit_pending p
        where p.action in ('person.erase', 'retention.forgetReaders')
        union all
        select e.action::text, e.after::text
        from audit_entry e
        where e.number > @length and e.action in ('person.erase', 'retention.forgetReaders')
        """;

    /// <summary>Verifies a part of the chain; what was forgotten is compared with what is told of it where that part is the whole chain.</summary>
    /// <param name="from">The first entry.</param>
    /// <param name="to">The last one; null: the last of the chain.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="anchor">An entry that must have had this hash; null: none is known.</param>
    /// <param name="progress">Told every hundred thousand entries how far it is.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<VerifiedRange> VerifyAsync(long from, long? to, long most, AuditAnchor? anchor, Action<long> progress, CancellationToken cancellationToken)
    {
        var head = (await db.FirstOrNullAsync<Head>(HeadSql, null, cancellationToken))!;
        var end = Math.Min(to ?? head.Length, head.Length);
        var last = Math.Min(end, from + most - 1);
        var verifier = new ChainVerifier(from - 1, await HashBeforeAsync(from, cancellationToken) ?? []);
        var broken = await FollowAsync(verifier, from, last, progress, cancellationToken)
            ?? await EndAsync(verifier, head, from, last, cancellationToken)
            ?? await HeldAsync(anchor, cancellationToken);
        return new VerifiedRange(from, verifier.Number, broken is null && verifier.Number > 0 ? Convert.ToHexStringLower(verifier.Hash) : null, broken, broken is null && last < end ? last + 1 : null);
    }

    private async Task<byte[]?> HashBeforeAsync(long from, CancellationToken cancellationToken) =>
        from == 1 ? new byte[32] : await db.FirstOrNullAsync<byte[]>(OneSql, new { number = from - 1 }, cancellationToken);

    private async Task<BrokenLink?> FollowAsync(ChainVerifier verifier, long from, long last, Action<long> progress, CancellationToken cancellationToken)
    {
        await foreach (var entry in db.StreamAsync<ChainedEntry>(EntriesSql, new { from, to = last }, cancellationToken))
        {
            if (verifier.Follow(entry) is { } broken)
                return broken;
            if (entry.Number % 100_000 == 0)
                progress(entry.Number);
        }
        return verifier.Number >= last ? null : new BrokenLink(verifier.Number + 1, FormattableString.Invariant($"Entry {verifier.Number + 1} is missing."));
    }

    /// <summary>Where the part ends with the chain: it ends as it should, and nothing comes after it.</summary>
    private async Task<BrokenLink?> EndAsync(ChainVerifier verifier, Head head, long from, long last, CancellationToken cancellationToken)
    {
        if (last < head.Length)
            return null;
        if (head.LastNumber > head.Length)
            return new BrokenLink(head.Length + 1, FormattableString.Invariant($"Entry {head.Length + 1} is beyond the end of the chain."));
        if (from <= last && !verifier.Hash.AsSpan().SequenceEqual(head.Hash))
            return new BrokenLink(last, FormattableString.Invariant($"Entry {last} is not the one that the chain ended with."));
        return from == 1 ? verifier.Erasures(await ToldSinceAsync(head.Length, cancellationToken)) : null;
    }

    private async Task<BrokenLink?> HeldAsync(AuditAnchor? anchor, CancellationToken cancellationToken)
    {
        if (anchor is null)
            return null;
        var held = await db.FirstOrNullAsync<byte[]>(OneSql, new { number = anchor.Number }, cancellationToken);
        return held is not null && Convert.ToHexStringLower(held).Equals(anchor.Hash, StringComparison.OrdinalIgnoreCase) ? null
            : new BrokenLink(anchor.Number, FormattableString.Invariant($"Entry {anchor.Number} is missing, or has another hash than the anchor: the chain was cut or made anew since the anchor was kept."));
    }

    private async Task<Dictionary<Guid, (long Entries, string Digest)>> ToldSinceAsync(long length, CancellationToken cancellationToken)
    {
        var told = new Dictionary<Guid, (long, string)>();
        foreach (var note in await db.QueryAsync<ErasureNote>(ToldSinceSql, new { length }, cancellationToken))
            if (ChainVerifier.ErasureIn(note.Action, note.After) is var (erasure, entries, digest))
                told[erasure] = (entries, digest);
        return told;
    }

    private sealed record Head(long Length, byte[] Hash, long LastNumber);

    private sealed record ErasureNote(string Action, string? After);
}
