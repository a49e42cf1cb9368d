using Benchlearning.Api.Features.Catalogue;
using Microsoft.Extensions.Caching.Memory;

namespace Benchlearning.Api.Features.Observations;

/// <summary>
/// The totals that comparisons rest on, kept in memory under the data version that the catalogue knows of their indicator: the same few
/// (population, dependency ratio, income tax, unemployment) are needed for every comparison. Figures of an older version are never given
/// again. What not everyone sees is read each time and never kept. Safe for concurrent use.
/// </summary>
internal sealed class KeptTotals(ObservationReader reader) : IDisposable
{
    /// <summary>Bytes kept at most; a total of 119 territories and 20 periods takes about 25 kB.</summary>
    public const long Capacity = 32 * 1024 * 1024;

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = Capacity });

    /// <summary>The blocks of the totals of some indicators, as the catalogue's caller sees them, of those only that have data.</summary>
    public async Task<List<ObservationBlock>> ReadAsync(Catalogue.Catalogue catalogue, IReadOnlyList<CatalogueIndicator> indicators, CancellationToken cancellationToken)
    {
        if (!catalogue.Reach.IsPublic)
            return await reader.ReadBlocksAsync(catalogue, indicators, null, totalOnly: true, isExact: false, cancellationToken);
        var blocks = new List<ObservationBlock>(indicators.Count);
        var unknown = new List<CatalogueIndicator>();
        foreach (var indicator in indicators)
            if (!cache.TryGetValue((indicator.Id, indicator.DataVersion), out ObservationBlock? block))
                unknown.Add(indicator);
            else if (block is not null)
                blocks.Add(block with { Indicator = indicator }); // its definition may have changed while its data did not
        if (unknown.Count == 0)
            return blocks;

        var read = await reader.ReadBlocksAsync(catalogue, unknown, null, totalOnly: true, isExact: false, cancellationToken);
        foreach (var indicator in unknown)
        {
            var block = read.Find(candidate => candidate.Indicator.Id == indicator.Id);
            cache.Set((indicator.Id, indicator.DataVersion), block, new MemoryCacheEntryOptions { Size = SizeOf(block) });
        }
        blocks.AddRange(read);
        return blocks;
    }

    public void Dispose() => cache.Dispose();

    private static long SizeOf(ObservationBlock? block) => block is null ? 200 : 1000
        + (sizeof(double) * block.Figures.Length)
        + (sizeof(short) * (block.Cells.Length + block.Qualities.Length + block.Flags.Length))
        + (sizeof(int) * (block.TerritoryIds.Length + block.Revisions.Length + block.IndicatorVersionIds.Length + block.SourceIds.Length + block.NotePositions.Length))
        + (40L * block.Periods.Length)
        + block.NotesLv.Concat(block.NotesEn).Sum(note => 40L + (sizeof(char) * note.Length));
}
