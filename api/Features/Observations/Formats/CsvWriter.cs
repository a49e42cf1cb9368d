using System.Buffers;
using System.IO.Pipelines;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;

namespace Benchlearning.Api.Features.Observations.Formats;

/// <summary>
/// Streams observations as CSV (RFC 4180): UTF-8, one header row, an empty field for a missing value. Memory holds one buffer, however
/// long the answer. The excel-lv dialect has semicolons, decimal commas and a byte order mark.
/// </summary>
internal sealed class CsvWriter(PipeWriter output, bool isExcelLv, bool labels, string language)
{
    private const int FlushAt = 32 * 1024;

    private readonly CsvTable table = new(output, isExcelLv);

    /// <summary>
    /// Writes header and rows. Nothing is written before the first block has been read, so that a database out of reach can still be told of.
    /// </summary>
    public async Task WriteAsync(IAsyncEnumerable<SelectedBlock> blocks, CancellationToken cancellationToken)
    {
        await using var reading = blocks.GetAsyncEnumerator(cancellationToken);
        var hasMore = await reading.MoveNextAsync();
        if (isExcelLv)
            output.Write("\uFEFF"u8);
        foreach (var column in Columns(labels))
            table.Text(column);
        table.EndRow();
        await output.FlushAsync(cancellationToken);
        for (; hasMore; hasMore = await reading.MoveNextAsync())
            foreach (var territory in reading.Current.Territories)
            {
                foreach (var period in reading.Current.Periods)
                    if (reading.Current.Includes(territory, period))
                        Row(reading.Current, territory, period);
                if (output.UnflushedBytes > FlushAt)
                    await output.FlushAsync(cancellationToken);
            }
        await output.FlushAsync(cancellationToken);
    }

    /// <summary>The columns, in order.</summary>
    public static IReadOnlyList<string> Columns(bool labels) =>
    [
        "indicator", "indicatorVersion", "territory", "identity", "period", "breakdown", "value", "missingReason", "unit", "direction", "quality",
        "flags", "note", "source", "revision", .. labels ? new[] { "indicatorName", "territoryName" } : [],
        "conversionRule", "conversionParts", "conversionPartsWithValue", "conversionCoverage", "conversionWeight", "conversionWeightPeriod", "attribution",
    ];

    private void Row(SelectedBlock selected, int territory, int period)
    {
        var block = selected.Block;
        var position = block.Position(territory, period);
        var version = block.Version(position);
        var place = selected.Territory(territory, period);
        var source = selected.Selection.Catalogue.Sources[block.SourceId(position)];
        table.Text(block.Indicator.Code);
        table.Number(version.Version, 0);
        table.Text(place.Code);
        table.Text(place.Identity);
        table.Text(block.Periods[period]);
        table.Text(block.Breakdown);
        table.Number(block.Figures[position], version.Decimals);
        table.Text(MissingReason.CodeOf(block.Cell(position)));
        table.Text(version.Unit);
        table.Text(version.Direction);
        table.Text(ObservationQuality.All[block.Quality(position)]);
        table.Text(string.Join(' ', ObservationFlags.ListOf(block.Flag(position))));
        table.Text(block.Note(position) is { } note ? Language.Pick(language, note.Lv, note.En) : null);
        table.Text(source.Code);
        table.Number(block.Revision(position) == 0 ? double.NaN : block.Revision(position), 0);
        if (labels)
        {
            table.Text(version.Name(language));
            table.Text(place.Name(language));
        }
        var conversion = block.Conversions?[position];
        table.Text(conversion?.Rule);
        table.Number(conversion?.Parts ?? double.NaN, 0);
        table.Number(conversion?.PartsWithValue ?? double.NaN, 0);
        table.Number(conversion?.Coverage ?? double.NaN, 6);
        table.Text(conversion?.Weight);
        table.Text(conversion?.WeightPeriod);
        table.Text(Language.Pick(language, source.AttributionLv, source.AttributionEn));
        table.EndRow();
    }
}
