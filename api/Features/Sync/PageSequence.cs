namespace Benchlearning.Api.Features.Sync;

/// <summary>A page of a source, found right in itself.</summary>
/// <param name="After">The cursor that it follows.</param>
/// <param name="Next">The cursor behind it.</param>
/// <param name="HasMore">True when there is more behind it.</param>
/// <param name="Rows">Rows on it; 0 where the source does not count them.</param>
/// <param name="Checksum">sha-256, hex.</param>
/// <param name="Content">As received, and as it is put into the raw file.</param>
/// <param name="Tag">ETag of an empty page; null: none.</param>
internal sealed record FetchedPage(long After, long Next, bool HasMore, int Rows, string Checksum, ReadOnlyMemory<byte> Content, string? Tag = null);

/// <summary>
/// The pages of a run in their order. A page that came already is recognised by its cursor; it may come again, but not with other content, and
/// the cursor only grows: otherwise rows would be lost or doubled without anybody knowing.
/// </summary>
internal sealed class PageSequence(long start)
{
    private readonly Dictionary<long, string> checksums = [];

    /// <summary>The cursor reached.</summary>
    public long Cursor { get; private set; } = start;

    /// <summary>Pages taken.</summary>
    public int Count => checksums.Count;

    /// <summary>True when the page is the next one; false when it is one that was taken already. Throws <see cref="SyncStopped"/> when it contradicts the others.</summary>
    public bool Take(FetchedPage page)
    {
        if (page.Next < page.After)
            throw SyncStopped.Untrusted("cursor-backwards", $"Lapas kursors iet atpakaļ: no {page.After} uz {page.Next}.", $"The page's cursor goes backwards, from {page.After} to {page.Next}.");
        if (page.After == Cursor && !checksums.ContainsKey(page.After))
        {
            if (page.Next == page.After && (page.HasMore || page.Rows > 0))
                throw SyncStopped.Untrusted("cursor-stands-still", $"Lapa neved tālāk par {page.After}.", $"The page does not lead beyond {page.After}.");
            if (page.Next > page.After)
                checksums[page.After] = page.Checksum;
            Cursor = page.Next;
            return true;
        }
        if (checksums.TryGetValue(page.After, out var known))
            return known == page.Checksum ? false
                : throw SyncStopped.Untrusted("page-changed", $"Lapa pēc {page.After} atnāca vēlreiz ar citu saturu.", $"The page after {page.After} came once more with another content.");
        throw page.After < Cursor
            ? SyncStopped.Untrusted("cursor-backwards", $"Prasīta lapa pēc {Cursor}, bet atnāca agrāka, pēc {page.After}.", $"The page after {Cursor} was asked for, and an earlier one came, after {page.After}.")
            : SyncStopped.Untrusted("cursor-skips", $"Prasīta lapa pēc {Cursor}, bet atnāca pēc {page.After}; starp tām trūkst rindu.", $"The page after {Cursor} was asked for, and the one after {page.After} came: rows between them are missing.");
    }

    /// <summary>Puts in a page that was taken before this instance ran.</summary>
    public void Restore(long after, long next, string checksum)
    {
        checksums[after] = checksum;
        Cursor = next;
    }
}
