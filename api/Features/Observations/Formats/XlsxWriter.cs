using Benchlearning.Api.Platform.Http;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;

namespace Benchlearning.Api.Features.Observations.Formats;

/// <summary>Writes observations as a workbook: typed cells under a frozen header, and a second sheet that explains every indicator shown.</summary>
internal static class XlsxWriter
{
    /// <summary>Writes the workbook to a stream that can seek.</summary>
    public static async Task WriteAsync(Stream output, IReadOnlyList<SelectedBlock> blocks, string language, CancellationToken cancellationToken)
    {
        var sheets = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            [Language.Pick(language, "Dati", "Data")] = Rows(blocks, language),
            [Language.Pick(language, "Rādītāji", "Indicators")] = Indicators(blocks, language),
        };
        var configuration = new OpenXmlConfiguration { FreezeRowCount = 1, AutoFilter = true, EnableAutoWidth = false, FastMode = false };
        await using var made = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await MiniExcel.SaveAsAsync(made, sheets, printHeader: true, excelType: ExcelType.XLSX, configuration: configuration, cancellationToken: cancellationToken);
        made.Position = 0;
        await StableWorkbook.CopyAsync(made, output, cancellationToken);
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
        return new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["indicator"] = block.Indicator.Code,
            ["indicatorName"] = version.Name(language),
            ["territory"] = place.Code,
            ["territoryName"] = place.Name(language),
            ["identity"] = place.Identity,
            ["period"] = block.Periods[period],
            ["breakdown"] = block.Breakdown,
            ["value"] = double.IsNaN(block.Figures[position]) ? null : block.Figures[position],
            ["missingReason"] = MissingReason.CodeOf(block.Cell(position)),
            ["unit"] = version.Unit,
            ["quality"] = ObservationQuality.All[block.Quality(position)],
            ["flags"] = string.Join(' ', ObservationFlags.ListOf(block.Flag(position))),
            ["note"] = block.Note(position) is { } note ? Language.Pick(language, note.Lv, note.En) : null,
            ["source"] = selected.Selection.Catalogue.Sources[block.SourceId(position)].Code,
            ["revision"] = block.Revision(position) == 0 ? null : block.Revision(position),
            ["conversionRule"] = conversion?.Rule,
            ["conversionCoverage"] = conversion?.Coverage,
        };
    }

    private static IEnumerable<Dictionary<string, object?>> Indicators(IReadOnlyList<SelectedBlock> blocks, string language)
    {
        foreach (var indicator in blocks.Select(selected => selected.Block.Indicator).DistinctBy(indicator => indicator.Id))
        {
            var version = indicator.Current;
            var source = blocks[0].Selection.Catalogue.Sources[version.SourceId];
            yield return new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["indicator"] = indicator.Code,
                ["version"] = version.Version,
                ["name"] = version.Name(language),
                ["definition"] = Language.Pick(language, version.DefinitionLv, version.DefinitionEn),
                ["unit"] = Language.Pick(language, version.UnitNameLv, version.UnitNameEn),
                ["direction"] = version.Direction,
                ["decimals"] = version.Decimals,
                ["conversion"] = version.Conversion,
                ["limits"] = Language.Pick(language, version.LimitsLv, version.LimitsEn),
                ["source"] = Language.Pick(language, source.NameLv, source.NameEn),
                ["licence"] = source.Licence,
                ["attribution"] = Language.Pick(language, source.AttributionLv, source.AttributionEn),
            };
        }
    }
}
