using System.Runtime.CompilerServices;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Observations.Selecting;
using Benchlearning.Api.Platform.Database;
using Dapper;

namespace Benchlearning.Api.Features.Observations;

/// <summary>
/// Reads the figures of a selection that the caller may see, one block after another in order of indicator and breakdown: from the read model where it
/// can, from the revisions for asOf and for what not everyone sees, converted for boundaries. Memory holds a few indicators at a time.
/// </summary>
internal sealed class ObservationReader(Db db)
{
    /// <summary>Indicators read by one query for an answer that is made whole.</summary>
    public const int AtOnce = 50;

    /// <summary>Fewer for an answer that is streamed: a slow reader keeps them all in memory until they are sent.</summary>
    public const int AtOnceWhenStreamed = 8;

    private const string CubesSql = """
        select c.indicator_id, c.breakdown, c.territory_ids, c.periods, c.figures, c.cells, c.revisions, c.qualities, c.flags,
               c.indicator_version_ids, c.source_ids, c.note_positions, c.notes_lv, c.notes_en
        from observation_cube c
        where c.indicator_id = any (@ids)
          and (not @totalOnly or c.breakdown = '')
        order by array_position(@ids, c.indicator_id), c.breakdown
        """;

    private const string AsOfSql = """
        select c.indicator_id, c.breakdown, c.territory_ids, c.periods, c.figures, c.cells, c.revisions, c.qualities, c.flags,
               c.indicator_version_ids, c.source_ids, c.note_positions, c.notes_lv, c.notes_en
        from observation_cubes(@ids, @asOf, @rounded) c
        where not @totalOnly or c.breakdown = ''
        order by array_position(@ids, c.indicator_id), c.breakdown
        """;

    /// <summary>The blocks of a selection; only those with something selected in them.</summary>
    /// <param name="selection">The selection.</param>
    /// <param name="indicatorsAtOnce">Indicators read by one query: <see cref="AtOnce"/> or <see cref="AtOnceWhenStreamed"/>.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async IAsyncEnumerable<SelectedBlock> ReadAsync(Selection selection, int indicatorsAtOnce, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (selection.AsOf is { } asOf && selection.Territories.Groups.Any(group => group.IsBySize))
            selection = selection with { Catalogue = await WithPopulationsAsOfAsync(selection.Catalogue, asOf, cancellationToken) };
        foreach (var indicators in selection.Indicators.Chunk(indicatorsAtOnce))
        {
            var blocks = selection.Boundaries is { } boundaries
                ? await new BoundaryConversion(this, selection, boundaries).ReadAsync(indicators, cancellationToken)
                : await ReadBlocksAsync(selection.Catalogue, indicators, selection.AsOf, selection.Breakdowns.IsTotalOnly, isExact: false, cancellationToken);
            foreach (var block in blocks)
                if (Select(block, selection) is { } selected)
                    yield return selected;
        }
    }

    private async Task<Catalogue.Catalogue> WithPopulationsAsOfAsync(Catalogue.Catalogue catalogue, DateTimeOffset asOf, CancellationToken cancellationToken)
    {
        if (!catalogue.Indicators.TryGetValue(CatalogueReader.PopulationIndicator, out var population))
            return catalogue;
        var blocks = await ReadBlocksAsync(catalogue, [population], asOf, totalOnly: true, isExact: false, cancellationToken);
        return catalogue.WithPopulations(blocks is [var block]
            ? Catalogue.Catalogue.TrustedPopulations(block.TerritoryIds, block.Periods, block.Figures, block.Flags) : Catalogue.Catalogue.NoPopulations);
    }

    /// <summary>Whole blocks of some indicators, as the catalogue's caller sees them, in the order of the indicators. Exact: figures as stored, not rounded, for calculations.</summary>
    public async Task<List<ObservationBlock>> ReadBlocksAsync(
        Catalogue.Catalogue catalogue, IReadOnlyList<CatalogueIndicator> indicators, DateTimeOffset? asOf, bool totalOnly, bool isExact, CancellationToken cancellationToken)
    {
        var byId = indicators.ToDictionary(indicator => indicator.Id);
        var fromRows = indicators.Where(indicator => asOf is not null || isExact || (indicator.IsProtected && !catalogue.Reach.IsPublic)).Select(indicator => indicator.Id).ToArray();
        var fromCubes = byId.Keys.Except(fromRows).ToArray();
        List<BlockRow> rows = fromCubes.Length == 0 ? [] : await db.QueryAsync<BlockRow>(CubesSql, new { ids = fromCubes, totalOnly }, cancellationToken);
        if (fromRows.Length > 0)
            rows.AddRange(await db.QueryAsync<BlockRow>(AsOfSql, new { ids = fromRows, totalOnly, asOf = asOf?.UtcDateTime, rounded = !isExact }, catalogue.Reach, cancellationToken));
        if (fromCubes.Length > 0 && fromRows.Length > 0)
            rows = [.. indicators.Join(rows, indicator => indicator.Id, row => row.IndicatorId, (_, row) => row)]; // keeps the order of both
        return rows.ConvertAll(row => new ObservationBlock(byId[row.IndicatorId], row.Breakdown, row.TerritoryIds, row.Periods, row.Figures, row.Cells,
            row.Revisions, row.Qualities, row.Flags, row.IndicatorVersionIds, row.SourceIds, row.NotePositions, row.NotesLv, row.NotesEn));
    }

    private static SelectedBlock? Select(ObservationBlock block, Selection selection)
    {
        if (!selection.Breakdowns.IsTotalOnly && !selection.Breakdowns.Includes(block.Breakdown))
            return null;
        var periods = selection.Periods.Positions(block.Periods);
        var territories = new List<int>();
        for (var territory = 0; territory < block.TerritoryIds.Length; territory++)
            if (IsSelected(territory))
                territories.Add(territory);
        return periods.Length == 0 || territories.Count == 0 ? null : new SelectedBlock(block, [.. territories], periods, selection);

        bool IsSelected(int territory)
        {
            var id = block.TerritoryIds[territory];
            if (selection.Territories.IsAll)
                return true;
            if (!selection.Territories.DependsOnDay)
                return selection.Territories.TerritoryIds.Contains(id);
            foreach (var period in periods)
                if (selection.Territories.Includes(selection.Catalogue, id, selection.MembershipDay(block.Indicator, block.Periods[period])))
                    return true;
            return false;
        }
    }

    [method: ExplicitConstructor]
    private sealed record BlockRow(
        int IndicatorId, string Breakdown, int[] TerritoryIds, string[] Periods, double[] Figures, short[] Cells, int[] Revisions,
        short[] Qualities, short[] Flags, int[] IndicatorVersionIds, int[] SourceIds, int[] NotePositions, string[] NotesLv, string[] NotesEn);
}
