using System.Buffers;
using System.IO.Pipelines;
using System.Text;
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
    private static readonly SearchValues<char> Special = SearchValues.Create(",;\"\r\n");

    private readonly byte separator = isExcelLv ? (byte)';' : (byte)',';
    private readonly byte point = isExcelLv ? (byte)',' : (byte)'.';
    private bool isFirstField = true;

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
            Text(column);
        EndRow();
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
        Text(block.Indicator.Code);
        Number(version.Version, 0);
        Text(place.Code);
        Text(place.Identity);
        Text(block.Periods[period]);
        Text(block.Breakdown);
        Number(block.Figures[position], version.Decimals);
        Text(MissingReason.CodeOf(block.Cell(position)));
        Text(version.Unit);
        Text(version.Direction);
        Text(ObservationQuality.All[block.Quality(position)]);
        Text(string.Join(' ', ObservationFlags.ListOf(block.Flag(position))));
        Text(block.Note(position) is { } note ? Language.Pick(language, note.Lv, note.En) : null);
        Text(source.Code);
        Number(block.Revision(position) == 0 ? double.NaN : block.Revision(position), 0);
        if (labels)
        {
            Text(version.Name(language));
            Text(place.Name(language));
        }
        var conversion = block.Conversions?[position];
        Text(conversion?.Rule);
        Number(conversion?.Parts ?? double.NaN, 0);
        Number(conversion?.PartsWithValue ?? double.NaN, 0);
        Number(conversion?.Coverage ?? double.NaN, 6);
        Text(conversion?.Weight);
        Text(conversion?.WeightPeriod);
        Text(Language.Pick(language, source.AttributionLv, source.AttributionEn));
        EndRow();
    }

    private void Number(double value, int decimals)
    {
        BeginField();
        if (double.IsNaN(value))
            return;
        var span = output.GetSpan(FixedNumber.MaximumLength);
        output.Advance(FixedNumber.Write(span, value, decimals, point));
    }

    /// <summary>Quoted where needed; a text that a spreadsheet would run as a formula gets a leading apostrophe.</summary>
    private void Text(string? text)
    {
        BeginField();
        if (string.IsNullOrEmpty(text))
            return;
        var isFormula = text[0] is '=' or '+' or '-' or '@' or '\t' or '\r';
        if (!isFormula && text.AsSpan().IndexOfAny(Special) < 0)
        {
            var span = output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
            output.Advance(Encoding.UTF8.GetBytes(text, span));
            return;
        }
        var quoted = $"\"{(isFormula ? "'" : "")}{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        var wide = output.GetSpan(Encoding.UTF8.GetMaxByteCount(quoted.Length));
        output.Advance(Encoding.UTF8.GetBytes(quoted, wide));
    }

    private void BeginField()
    {
        if (!isFirstField)
        {
            output.GetSpan(1)[0] = separator;
            output.Advance(1);
        }
        isFirstField = false;
    }

    private void EndRow()
    {
        output.Write("\r\n"u8);
        isFirstField = true;
    }
}
