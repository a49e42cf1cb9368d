using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Observations.Selecting;

namespace Benchlearning.Api.Features.Observations.Formats;

/// <summary>The axes of a dense answer over several blocks: what the selection named plus what the data have, without empty ones.</summary>
internal sealed record Axes(
    IReadOnlyList<CatalogueIndicator> Indicators, IReadOnlyList<int> TerritoryIds, IReadOnlyList<string> Periods,
    IReadOnlyList<(BreakdownDimension Dimension, IReadOnlyList<string> Categories)> Breakdowns)
{
    public long Cells => (long)Indicators.Count * TerritoryIds.Count * Periods.Count * Breakdowns.Aggregate(1L, (product, axis) => product * axis.Categories.Count);

    public bool IsEmpty => Indicators.Count == 0 || TerritoryIds.Count == 0 || Periods.Count == 0;

    /// <summary>The axes that a list of blocks spans.</summary>
    public static Axes Of(Selection selection, IReadOnlyList<SelectedBlock> blocks)
    {
        var timeline = selection.Catalogue.Territories;
        var territories = new HashSet<int>(selection.Territories.IsAll || blocks.Count == 0 ? [] : selection.Territories.TerritoryIds);
        var periods = new SortedSet<string>(blocks.Count == 0 ? [] : selection.Periods.Named, StringComparer.Ordinal);
        foreach (var selected in blocks)
        {
            foreach (var territory in selected.Territories)
                if (selected.IncludesAnyOf(territory))
                    territories.Add(selected.Block.TerritoryIds[territory]);
            foreach (var period in selected.Periods)
                periods.Add(selected.Block.Periods[period]);
        }
        var breakdowns =
            from dimension in selection.Breakdowns.Categories.Keys
            let known = selection.Catalogue.Dimensions[dimension]
            let present = blocks.Select(selected => BreakdownSelection.Parse(selected.Block.Breakdown).GetValueOrDefault(dimension, BreakdownSelection.Total)).ToHashSet(StringComparer.Ordinal)
            select (known, (IReadOnlyList<string>)[.. known.Categories.Select(category => category.Code).Append(BreakdownSelection.Total).Where(present.Contains)]);
        return new Axes(
            blocks.Count == 0 ? [] : selection.Indicators,
            [.. territories.OrderBy(id => timeline.Latest(id).Identity, StringComparer.Ordinal)], [.. periods], [.. breakdowns]);
    }
}
