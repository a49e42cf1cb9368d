using System.Text.Encodings.Web;
using System.Text.Json;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Observations;

namespace Benchlearning.Api.Features.Observations.Formats;

/// <summary>Writes a page of observations as JSON rows, the shape of <see cref="ObservationPage"/>, without making an object for each.</summary>
internal static class RowsJsonWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All), SkipValidation = true };

    private static readonly JsonEncodedText
        Rows = JsonEncodedText.Encode("rows"), Next = JsonEncodedText.Encode("next"), Indicator = JsonEncodedText.Encode("indicator"),
        IndicatorVersion = JsonEncodedText.Encode("indicatorVersion"), Territory = JsonEncodedText.Encode("territory"), Identity = JsonEncodedText.Encode("identity"),
        Period = JsonEncodedText.Encode("period"), Breakdown = JsonEncodedText.Encode("breakdown"), Value = JsonEncodedText.Encode("value"),
        Missing = JsonEncodedText.Encode("missingReason"), Unit = JsonEncodedText.Encode("unit"), Direction = JsonEncodedText.Encode("direction"),
        Quality = JsonEncodedText.Encode("quality"), Flags = JsonEncodedText.Encode("flags"), Note = JsonEncodedText.Encode("note"),
        Source = JsonEncodedText.Encode("source"), Revision = JsonEncodedText.Encode("revision"), IndicatorName = JsonEncodedText.Encode("indicatorName"),
        TerritoryName = JsonEncodedText.Encode("territoryName"), Conversion = JsonEncodedText.Encode("conversion");

    /// <summary>
    /// Writes rows after a position up to a limit. Returns the position of the last row when more follow, null when all are written.
    /// </summary>
    /// <param name="output">Where to.</param>
    /// <param name="blocks">Blocks in order.</param>
    /// <param name="after">Position of the last row of the page before; null: from the first.</param>
    /// <param name="limit">Most rows.</param>
    /// <param name="labels">Add names.</param>
    /// <param name="language">Language of names and notes.</param>
    /// <param name="cursor">Makes the cursor after a position.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<string?> WriteAsync(
        System.Buffers.IBufferWriter<byte> output, IAsyncEnumerable<SelectedBlock> blocks, RowPosition? after, int limit, bool labels,
        string language, Func<RowPosition, string> cursor, CancellationToken cancellationToken)
    {
        await using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteStartArray(Rows);
        var written = 0;
        string? next = null;
        RowPosition? last = null;
        await foreach (var selected in blocks.WithCancellation(cancellationToken))
        {
            if (after is not null && after.IsAfterBlock(selected.Block))
                continue;
            foreach (var (territory, period) in Remaining(selected, after))
            {
                if (written == limit)
                {
                    next = cursor(last!);
                    break;
                }
                WriteRow(json, selected, territory, period, labels, language);
                last = RowPosition.Of(selected, territory, period);
                written++;
            }
            if (next is not null)
                break;
        }
        json.WriteEndArray();
        json.WriteString(Next, next);
        json.WriteEndObject();
        await json.FlushAsync(cancellationToken);
        return next;
    }

    private static IEnumerable<(int Territory, int Period)> Remaining(SelectedBlock selected, RowPosition? after)
    {
        foreach (var territory in selected.Territories)
            foreach (var period in selected.Periods)
                if (selected.Includes(territory, period) && (after is null || after.IsBefore(selected, territory, period)))
                    yield return (territory, period);
    }

    private static void WriteRow(Utf8JsonWriter json, SelectedBlock selected, int territory, int period, bool labels, string language)
    {
        var block = selected.Block;
        var position = block.Position(territory, period);
        var version = block.Version(position);
        var place = selected.Territory(territory, period);
        Span<byte> number = stackalloc byte[FixedNumber.MaximumLength];

        json.WriteStartObject();
        json.WriteString(Indicator, block.Indicator.Code);
        json.WriteNumber(IndicatorVersion, version.Version);
        json.WriteString(Territory, place.Code);
        json.WriteString(Identity, place.Identity);
        json.WriteString(Period, block.Periods[period]);
        json.WriteString(Breakdown, block.Breakdown);
        json.WritePropertyName(Value);
        if (double.IsNaN(block.Figures[position])) json.WriteNullValue();
        else json.WriteRawValue(number[..FixedNumber.Write(number, block.Figures[position], version.Decimals)], skipInputValidation: true);
        json.WriteString(Missing, MissingReason.CodeOf(block.Cell(position)));
        json.WriteString(Unit, version.Unit);
        json.WriteString(Direction, version.Direction);
        json.WriteString(Quality, ObservationQuality.All[block.Quality(position)]);
        json.WriteStartArray(Flags);
        foreach (var flag in ObservationFlags.ListOf(block.Flag(position)))
            json.WriteStringValue(flag);
        json.WriteEndArray();
        json.WriteString(Note, block.Note(position) is { } note ? Language.Pick(language, note.Lv, note.En) : null);
        json.WriteString(Source, selected.Selection.Catalogue.Sources[block.SourceId(position)].Code);
        if (block.Revision(position) == 0) json.WriteNull(Revision);
        else json.WriteNumber(Revision, block.Revision(position));
        json.WriteString(IndicatorName, labels ? version.Name(language) : null);
        json.WriteString(TerritoryName, labels ? place.Name(language) : null);
        WriteConversion(json, block.Conversions?[position]);
        json.WriteEndObject();
    }

    private static void WriteConversion(Utf8JsonWriter json, Conversion? conversion)
    {
        if (conversion is null)
        {
            json.WriteNull(Conversion);
            return;
        }
        json.WriteStartObject(Conversion);
        json.WriteString("rule", conversion.Rule);
        json.WriteNumber("parts", conversion.Parts);
        json.WriteNumber("partsWithValue", conversion.PartsWithValue);
        if (conversion.Coverage is { } coverage) json.WriteNumber("coverage", Math.Round(coverage, 6));
        else json.WriteNull("coverage");
        json.WriteString("weight", conversion.Weight);
        json.WriteString("weightPeriod", conversion.WeightPeriod);
        json.WriteEndObject();
    }
}

/// <summary>Where a row stands in the order of rows: indicator, breakdown, identity, period.</summary>
internal sealed record RowPosition(string Indicator, string Breakdown, string Identity, string Period)
{
    public static RowPosition Of(SelectedBlock selected, int territory, int period) => new(
        selected.Block.Indicator.Code, selected.Block.Breakdown,
        selected.Selection.Catalogue.Territories.Latest(selected.Block.TerritoryIds[territory]).Identity, selected.Block.Periods[period]);

    /// <summary>True when this position lies behind a whole block.</summary>
    public bool IsAfterBlock(ObservationBlock block) => CompareBlock(block) > 0;

    /// <summary>True when a cell lies behind this position.</summary>
    public bool IsBefore(SelectedBlock selected, int territory, int period)
    {
        var block = CompareBlock(selected.Block);
        if (block != 0)
            return block < 0;
        var identity = string.CompareOrdinal(Identity, selected.Selection.Catalogue.Territories.Latest(selected.Block.TerritoryIds[territory]).Identity);
        return identity != 0 ? identity < 0 : string.CompareOrdinal(Period, selected.Block.Periods[period]) < 0;
    }

    private int CompareBlock(ObservationBlock block)
    {
        var indicator = string.CompareOrdinal(Indicator, block.Indicator.Code);
        return indicator != 0 ? indicator : string.CompareOrdinal(Breakdown, block.Breakdown);
    }

    public string[] Keys => [Indicator, Breakdown, Identity, Period];

    public static RowPosition? FromKeys(string[]? keys) => keys is null ? null : new RowPosition(keys[0], keys[1], keys[2], keys[3]);
}
