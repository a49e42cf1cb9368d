using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Territories;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Observations;

namespace Benchlearning.Api.Features.Observations.Formats;

/// <summary>Writes a page of observations as JSON rows, the shape of <see cref="ObservationPage"/>, without making an object for each.</summary>
internal static class RowsJsonWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All), SkipValidation = true };

    private static readonly JsonEncodedText
        Indicator = JsonEncodedText.Encode("indicator"),
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
        IBufferWriter<byte> output, IAsyncEnumerable<SelectedBlock> blocks, RowPosition? after, int limit, bool labels,
        string language, Func<RowPosition, string> cursor, CancellationToken cancellationToken)
    {
        output.Write("{\"rows\":["u8);
        var page = new Page(output, after, limit, labels, language);
        await foreach (var selected in blocks.WithCancellation(cancellationToken))
            if (!page.Add(selected))
                break;
        var next = page.Last is { } last ? cursor(last) : null;
        output.Write("],\"next\":"u8);
        using (var json = new Utf8JsonWriter(output, Options))
            json.WriteStringValue(next);
        output.Write("}"u8);
        return next;
    }

    /// <summary>
    /// A page in the making. Neighbouring rows say the same of indicator, territory, quality and source, so each row is put together
    /// from encoded pieces that are only made anew when what they say changes; the period and the figure are what is left to write.
    /// </summary>
    private sealed class Page(IBufferWriter<byte> output, RowPosition? after, int limit, bool labels, string language)
    {
        private readonly ArrayBufferWriter<byte> head = new(256);
        private readonly ArrayBufferWriter<byte> middle = new(64);
        private readonly ArrayBufferWriter<byte> tail = new(512);
        private (ObservationBlock? Block, IndicatorVersion? Version, TerritoryVersion? Place) headOf;
        private (short Cell, short Quality, short Flags, int Source, int Revision) tailOf;
        private bool isTailShared;
        private int written;
        private RowPosition? full;

        /// <summary>Position of the last row when the page is full and more rows follow; else null.</summary>
        public RowPosition? Last { get; private set; }

        /// <summary>Adds the rows of a block; false when the page is full and more rows follow.</summary>
        public bool Add(SelectedBlock selected)
        {
            if (after is not null && after.IsAfterBlock(selected.Block))
                return true;
            var periods = Array.ConvertAll(selected.Block.Periods, static period => (byte[])[(byte)'"', .. JsonEncodedText.Encode(period).EncodedUtf8Bytes, (byte)'"']);
            MakeMiddle(selected.Block);
            (int Territory, int Period) last = (-1, -1);
            foreach (var territory in selected.Territories)
                foreach (var period in selected.Periods)
                {
                    if (!selected.Includes(territory, period) || (after is not null && !after.IsBefore(selected, territory, period)))
                        continue;
                    if (written == limit)
                    {
                        Last = last.Territory < 0 ? full : RowPosition.Of(selected, last.Territory, last.Period);
                        return false;
                    }
                    Write(selected, territory, period, periods[period]);
                    last = (territory, period);
                    written++;
                }
            if (last.Territory >= 0 && written == limit)
                full = RowPosition.Of(selected, last.Territory, last.Period);
            return true;
        }

        private void Write(SelectedBlock selected, int territory, int period, byte[] periodCode)
        {
            var block = selected.Block;
            var position = block.Position(territory, period);
            var version = block.Version(position);
            MakeHead(block, version, selected.Territory(territory, period));
            MakeTail(selected, position, version);

            var span = output.GetSpan(1 + head.WrittenCount + periodCode.Length + middle.WrittenCount + FixedNumber.MaximumLength + tail.WrittenCount);
            var length = 0;
            if (written > 0)
                span[length++] = (byte)',';
            Append(span, head.WrittenSpan, ref length);
            Append(span, periodCode, ref length);
            Append(span, middle.WrittenSpan, ref length);
            if (double.IsNaN(block.Figures[position])) Append(span, "null"u8, ref length);
            else length += FixedNumber.Write(span[length..], block.Figures[position], version.Decimals);
            Append(span, tail.WrittenSpan, ref length);
            output.Advance(length);
        }

        private static void Append(Span<byte> span, ReadOnlySpan<byte> piece, ref int length)
        {
            piece.CopyTo(span[length..]);
            length += piece.Length;
        }

        /// <summary>Up to the name of the period.</summary>
        private void MakeHead(ObservationBlock block, IndicatorVersion version, TerritoryVersion place)
        {
            if (ReferenceEquals(headOf.Place, place) && ReferenceEquals(headOf.Version, version) && ReferenceEquals(headOf.Block, block))
                return;
            isTailShared &= !labels && ReferenceEquals(headOf.Version, version);
            headOf = (block, version, place);
            head.ResetWrittenCount();
            using var json = new Utf8JsonWriter(head, Options);
            json.WriteStartObject();
            json.WriteString(Indicator, block.Indicator.Code);
            json.WriteNumber(IndicatorVersion, version.Version);
            json.WriteString(Territory, place.Code);
            json.WriteString(Identity, place.Identity);
            json.WritePropertyName(Period);
        }

        /// <summary>From behind the period up to the figure.</summary>
        private void MakeMiddle(ObservationBlock block)
        {
            middle.ResetWrittenCount();
            using (var json = new Utf8JsonWriter(middle, Options))
            {
                json.WriteStartObject();
                json.WriteString(Breakdown, block.Breakdown);
                json.WritePropertyName(Value);
            }
            Continue(middle);
        }

        /// <summary>From behind the figure to the end. A note or a conversion is of one row only.</summary>
        private void MakeTail(SelectedBlock selected, int position, IndicatorVersion version)
        {
            var block = selected.Block;
            var note = block.Note(position);
            var conversion = block.Conversions?[position];
            var wanted = (block.Cell(position), block.Quality(position), block.Flag(position), block.SourceId(position), block.Revision(position));
            var isShared = note is null && conversion is null;
            if (isShared && isTailShared && wanted == tailOf)
                return;
            (tailOf, isTailShared) = (wanted, isShared);
            tail.ResetWrittenCount();
            using (var json = new Utf8JsonWriter(tail, Options))
            {
                json.WriteStartObject();
                json.WriteString(Missing, MissingReason.CodeOf(block.Cell(position)));
                json.WriteString(Unit, version.Unit);
                json.WriteString(Direction, version.Direction);
                json.WriteString(Quality, ObservationQuality.All[block.Quality(position)]);
                json.WriteStartArray(Flags);
                foreach (var flag in ObservationFlags.ListOf(block.Flag(position)))
                    json.WriteStringValue(flag);
                json.WriteEndArray();
                json.WriteString(Note, note is { } found ? Language.Pick(language, found.Lv, found.En) : null);
                json.WriteString(Source, selected.Selection.Catalogue.Sources[block.SourceId(position)].Code);
                if (block.Revision(position) == 0) json.WriteNull(Revision);
                else json.WriteNumber(Revision, block.Revision(position));
                json.WriteString(IndicatorName, labels ? version.Name(language) : null);
                json.WriteString(TerritoryName, labels ? headOf.Place!.Name(language) : null);
                WriteConversion(json, conversion);
                json.WriteEndObject();
            }
            Continue(tail);
        }

        /// <summary>A piece begins as an object of its own; within the row it goes on.</summary>
        private static void Continue(ArrayBufferWriter<byte> piece) => MemoryMarshal.AsMemory(piece.WrittenMemory).Span[0] = (byte)',';
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
