using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Observations;
using Benchlearning.Api.Features.Territories;

namespace Benchlearning.Api.Features.Comparisons;

/// <summary>The totals that comparisons need, read at once: the compared indicators, the variables of similarity, the weights.</summary>
internal sealed class ComparisonData(Catalogue.Catalogue catalogue, IReadOnlyList<ObservationBlock> blocks)
{
    private readonly Dictionary<int, ObservationBlock> byIndicator = blocks.Where(block => block.Breakdown.Length == 0).ToDictionary(block => block.Indicator.Id);
    private readonly Dictionary<int, Dictionary<int, int>> rows = [];

    public Catalogue.Catalogue Catalogue { get; } = catalogue;

    /// <summary>The block of an indicator; null when it has no public data.</summary>
    public ObservationBlock? BlockOf(CatalogueIndicator indicator) => byIndicator.GetValueOrDefault(indicator.Id);

    /// <summary>Periods with data, ascending; empty when there are none.</summary>
    public IReadOnlyList<string> PeriodsOf(CatalogueIndicator indicator) => BlockOf(indicator)?.Periods ?? [];

    /// <summary>The last period with data in which a territory existed, and the territory as it was then; null when there is none.</summary>
    /// <param name="indicator">Whose data.</param>
    /// <param name="territoryId">The territory.</param>
    /// <param name="before">Only periods before this one; null: any.</param>
    public (string Period, TerritoryVersion Focal)? LatestOf(CatalogueIndicator indicator, int territoryId, string? before = null)
    {
        var periods = PeriodsOf(indicator);
        for (var index = periods.Count - 1; index >= 0; index--)
            if ((before is null || string.CompareOrdinal(periods[index], before) < 0) && Catalogue.Territories.On(territoryId, indicator.Current.DayOf(periods[index])) is { } focal)
                return (periods[index], focal);
        return null;
    }

    /// <summary>Position of a cell in its indicator's block; null when nothing is stored for it.</summary>
    public int? Find(ObservationBlock block, int territoryId, string period)
    {
        if (!rows.TryGetValue(block.Indicator.Id, out var territories))
        {
            territories = new Dictionary<int, int>(block.TerritoryIds.Length);
            for (var row = 0; row < block.TerritoryIds.Length; row++)
                territories[block.TerritoryIds[row]] = row;
            rows[block.Indicator.Id] = territories;
        }
        var column = Array.IndexOf(block.Periods, period);
        if (column < 0 || !territories.TryGetValue(territoryId, out var found))
            return null;
        var position = block.Position(found, column);
        return block.Cell(position) == MissingReason.NothingStored ? null : position;
    }

    /// <summary>The figure of a cell; null when missing.</summary>
    public double? Figure(CatalogueIndicator indicator, int territoryId, string period) =>
        BlockOf(indicator) is { } block && Find(block, territoryId, period) is { } position && !double.IsNaN(block.Figures[position]) ? block.Figures[position] : null;

    /// <summary>The trustworthy figure of a unit as it is in a period, else of the nearest year, with its period; null when there is none.</summary>
    public (double Value, string Period)? NearestTrusted(CatalogueIndicator indicator, TerritoryVersion unit, string period) =>
        BlockOf(indicator) is { } block ? NearestCount.Of(block, Catalogue.Territories, unit, period) : null;
}
