using System.Data;
using Benchlearning.Api.Platform.Http;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;

namespace Benchlearning.Api.Features.Observations.Formats;

/// <summary>Writes observations as a workbook: typed cells under a frozen header, and a second sheet that explains every indicator shown.</summary>
internal static class XlsxWriter
{
    private static readonly string[] DataColumns =
    [
        "indicator", "indicatorName", "territory", "territoryName", "identity", "period", "breakdown", "value", "missingReason", "unit", "quality",
        "flags", "note", "source", "revision", "conversionRule", "conversionCoverage",
    ];

    private static readonly string[] IndicatorColumns =
    [
        "indicator", "version", "name", "definition", "unit", "direction", "decimals", "conversion", "limits", "source", "licence", "attribution",
    ];

    /// <summary>Writes the workbook to a stream that can seek.</summary>
    public static async Task WriteAsync(Stream output, IReadOnlyList<SelectedBlock> blocks, string language, CancellationToken cancellationToken)
    {
        var sheets = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            [Language.Pick(language, "Dati", "Data")] = OrHeader(Rows(blocks, language), DataColumns),
            [Language.Pick(language, "Rādītāji", "Indicators")] = OrHeader(Indicators(blocks, language), IndicatorColumns),
        };
        var configuration = new OpenXmlConfiguration { FreezeRowCount = 1, AutoFilter = true, EnableAutoWidth = false, FastMode = false };
        await using var made = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await MiniExcel.SaveAsAsync(made, sheets, printHeader: true, excelType: ExcelType.XLSX, configuration: configuration, cancellationToken: cancellationToken);
        made.Position = 0;
        await StableWorkbook.CopyAsync(made, output, cancellationToken);
    }

    /// <summary>The rows; where there is none, a table of nothing, so that the header is written all the same.</summary>
    private static object OrHeader(IEnumerable<Dictionary<string, object?>> rows, string[] columns)
    {
        if (rows.Any())
            return rows;
        var empty = new DataTable();
        foreach (var column in columns)
            empty.Columns.Add(column);
        return empty;
    }

    private static Dictionary<string, object?> Named(string[] columns, object?[] values)
    {
        var row = new Dictionary<string, object?>(columns.Length, StringComparer.Ordinal);
        for (var column = 0; column < columns.Length; column++)
            row[columns[column]] = values[column];
        return row;
    }

    private static IEnumerable<Dictionary<string, object?>> Rows(IReadOnlyList<SelectedBlock> blocks, string language)
    {
        foreach (var selected in blocks)
            foreach (var territory in selected.Territories)
                foreach (var period in selected.Periods)
                    if (selected.Includes(territory, period))
                        yield return Row(selected, territory, period, language);
    }

    private static Dictionary<string, object?> Row(SelectedBlock selected, int territory, int period, string language)
    {
        var block = selected.Block;
        var position = block.Position(territory, period);
        var version = block.Version(position);
        var place = selected.Territory(territory, period);
        var conversion = block.Conversions?[position];
        return Named(DataColumns,
        [
            block.Indicator.Code,
            version.Name(language),
            place.Code,
            place.Name(language),
            place.Identity,
            block.Periods[period],
            block.Breakdown,
            double.IsNaN(block.Figures[position]) ? null : block.Figures[position],
            MissingReason.CodeOf(block.Cell(position)),
            version.Unit,
            ObservationQuality.All[block.Quality(position)],
            string.Join(' ', ObservationFlags.ListOf(block.Flag(position))),
            block.Note(position) is { } note ? Language.Pick(language, note.Lv, note.En) : null,
            selected.Selection.Catalogue.Sources[block.SourceId(position)].Code,
            block.Revision(position) == 0 ? null : block.Revision(position),
            conversion?.Rule,
            conversion?.Coverage,
        ]);
    }

    private static IEnumerable<Dictionary<string, object?>> Indicators(IReadOnlyList<SelectedBlock> blocks, string language)
    {
        foreach (var indicator in blocks.Select(selected => selected.Block.Indicator).DistinctBy(indicator => indicator.Id))
        {
            var version = indicator.Current;
            var source = blocks[0].Selection.Catalogue.Sources[version.SourceId];
            yield return Named(IndicatorColumns,
            [
                indicator.Code,
                version.Version,
                version.Name(language),
                Language.Pick(language, version.DefinitionLv, version.DefinitionEn),
                Language.Pick(language, version.UnitNameLv, version.UnitNameEn),
                version.Direction,
                version.Decimals,
                version.Conversion,
                Language.Pick(language, version.LimitsLv, version.LimitsEn),
                Language.Pick(language, source.NameLv, source.NameEn),
                source.Licence,
                Language.Pick(language, source.AttributionLv, source.AttributionEn),
            ]);
        }
    }
}
