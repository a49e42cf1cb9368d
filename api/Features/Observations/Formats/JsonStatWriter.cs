using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Benchlearning.Api.Features.Observations.Selecting;
using Benchlearning.Api.Features.Territories;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;

namespace Benchlearning.Api.Features.Observations.Formats;

/// <summary>
/// Writes a selection as a JSON-stat 2.0 dataset (json-stat.org/format): dense values, null where there is none, with a status for each
/// cell when any cell has one; a null always has one. Dimensions: indicator (metric), territory (geo), the breakdowns, period (time).
/// </summary>
internal static class JsonStatWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All), SkipValidation = true };

    private const string NotAvailable = "m";

    private static readonly (string Code, string Lv, string En)[] Statuses =
    [
        ("p", "provizorisks", "provisional"), ("c", "labots", "corrected"), ("s", "apšaubāms", "suspect"), ("e", "novērtēts", "estimated"),
        ("b", "sērijas pārtraukums", "break in series"), ("r", "noapaļojis datu sniedzējs", "rounded by the provider"),
        (NotAvailable, "nav pieejams", "not available"), ("a", "nav piemērojams", "not applicable"), ("y", "vēl nav publicēts", "not yet published"),
        ("x", "aizsargāts", "suppressed"), ("n", "nav pārrēķināms", "not convertible"),
    ];

    public static void Write(IBufferWriter<byte> output, Selection selection, IReadOnlyList<SelectedBlock> blocks, Axes axes, string language, string href, DateTimeOffset updated)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteString("version", "2.0");
        json.WriteString("class", "dataset");
        json.WriteString("href", href);
        json.WriteString("label", Label(axes, language));
        var sources = axes.Indicators.Select(indicator => selection.Catalogue.Sources[indicator.Current.SourceId]).DistinctBy(source => source.Id).ToArray();
        json.WriteString("source", string.Join(" ", sources.Select(source => Language.Pick(language, source.AttributionLv, source.AttributionEn))));
        json.WriteString("updated", updated.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture));

        WriteDimensionList(json, axes);
        json.WriteStartObject("dimension");
        WriteIndicators(json, axes, language);
        WriteTerritories(json, selection, axes, language);
        foreach (var (dimension, categories) in axes.Breakdowns)
            WriteCategories(json, dimension.Code, Language.Pick(language, dimension.NameLv, dimension.NameEn), categories,
                code => code == BreakdownSelection.Total ? Language.Pick(language, "kopā", "total")
                    : dimension.Categories.First(category => category.Code == code) is var category ? Language.Pick(language, category.NameLv, category.NameEn) : code);
        WriteCategories(json, "period", Language.Pick(language, "Periods", "Period"), axes.Periods, period => period);
        json.WriteEndObject();

        WriteValues(json, blocks, axes, language, sources);
        json.WriteEndObject();
    }

    private static string Label(Axes axes, string language) => axes.Indicators.Count == 1
        ? axes.Indicators[0].Current.Name(language)
        : Language.Pick(language, "Pašvaldību rādītāji", "Indicators of municipalities");

    private static void WriteDimensionList(Utf8JsonWriter json, Axes axes)
    {
        json.WriteStartArray("id");
        json.WriteStringValue("indicator");
        json.WriteStringValue("territory");
        foreach (var (dimension, _) in axes.Breakdowns)
            json.WriteStringValue(dimension.Code);
        json.WriteStringValue("period");
        json.WriteEndArray();
        json.WriteStartArray("size");
        json.WriteNumberValue(axes.Indicators.Count);
        json.WriteNumberValue(axes.TerritoryIds.Count);
        foreach (var (_, categories) in axes.Breakdowns)
            json.WriteNumberValue(categories.Count);
        json.WriteNumberValue(axes.Periods.Count);
        json.WriteEndArray();
        json.WriteStartObject("role");
        WriteArray(json, "time", "period");
        WriteArray(json, "geo", "territory");
        WriteArray(json, "metric", "indicator");
        json.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter json, string name, string value)
    {
        json.WriteStartArray(name);
        json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static void WriteIndicators(Utf8JsonWriter json, Axes axes, string language)
    {
        json.WriteStartObject("indicator");
        json.WriteString("label", Language.Pick(language, "Rādītājs", "Indicator"));
        json.WriteStartObject("category");
        WriteIndex(json, axes.Indicators.Select(indicator => indicator.Code));
        json.WriteStartObject("label");
        foreach (var indicator in axes.Indicators)
            json.WriteString(indicator.Code, indicator.Current.Name(language));
        json.WriteEndObject();
        json.WriteStartObject("unit");
        foreach (var indicator in axes.Indicators)
        {
            json.WriteStartObject(indicator.Code);
            json.WriteString("label", Language.Pick(language, indicator.Current.UnitNameLv, indicator.Current.UnitNameEn));
            json.WriteNumber("decimals", indicator.Current.Decimals);
            json.WriteString("symbol", indicator.Current.UnitSymbol(language));
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Codes are those of the last selected period; labels are made unique, because forty names occur in both vintages.</summary>
    private static void WriteTerritories(Utf8JsonWriter json, Selection selection, Axes axes, string language)
    {
        var codes = TerritoryCodes(selection, axes);
        var repeated = codes.GroupBy(entry => entry.Version.Name(language), StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet(StringComparer.Ordinal);
        json.WriteStartObject("territory");
        json.WriteString("label", Language.Pick(language, "Teritorija", "Territory"));
        json.WriteStartObject("category");
        WriteIndex(json, codes.Select(entry => entry.Code));
        json.WriteStartObject("label");
        foreach (var (code, version) in codes)
            json.WriteString(code, repeated.Contains(version.Name(language)) ? $"{version.Name(language)} ({code})" : version.Name(language));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>One unique code for each territory of the axis: that of the last selected period in which it existed.</summary>
    public static (string Code, TerritoryVersion Version)[] TerritoryCodes(Selection selection, Axes axes)
    {
        var timeline = selection.Catalogue.Territories;
        return [.. axes.TerritoryIds.Select(id =>
        {
            var version = selection.Boundaries is { } boundaries ? timeline.On(id, boundaries) : null;
            for (var index = axes.Periods.Count - 1; version is null && index >= 0; index--)
                version = timeline.On(id, axes.Indicators.Max(indicator => indicator.Current.DayOf(axes.Periods[index])));
            version ??= timeline.Latest(id);
            return (version.Code ?? timeline.VersionsOf(id).Select(candidate => candidate.Code).FirstOrDefault(code => code is not null) ?? version.Identity, version);
        })];
    }

    private static void WriteCategories(Utf8JsonWriter json, string code, string label, IReadOnlyList<string> categories, Func<string, string> labelOf)
    {
        json.WriteStartObject(code);
        json.WriteString("label", label);
        json.WriteStartObject("category");
        WriteIndex(json, categories);
        json.WriteStartObject("label");
        foreach (var category in categories)
            json.WriteString(category, labelOf(category));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteIndex(Utf8JsonWriter json, IEnumerable<string> codes)
    {
        json.WriteStartObject("index");
        var position = 0;
        foreach (var code in codes)
            json.WriteNumber(code, position++);
        json.WriteEndObject();
    }

    private static void WriteValues(Utf8JsonWriter json, IReadOnlyList<SelectedBlock> blocks, Axes axes, string language, Catalogue.SourceEntry[] sources)
    {
        var dense = new DenseCells(blocks, axes);
        json.WritePropertyName("value");
        json.WriteRawValue(dense.Values(out var statuses), skipInputValidation: true);
        if (statuses is not null)
        {
            json.WriteStartArray("status");
            foreach (var status in statuses)
                json.WriteStringValue(status);
            json.WriteEndArray();
        }
        json.WriteStartObject("extension");
        json.WriteStartObject("status");
        json.WriteStartObject("label");
        foreach (var status in (statuses ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            json.WriteString(status, Describe(status, language));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("licence");
        foreach (var source in sources)
        {
            json.WriteStartObject();
            json.WriteString("source", source.Code);
            json.WriteString("licence", source.Licence);
            json.WriteString("attribution", Language.Pick(language, source.AttributionLv, source.AttributionEn));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A status is one letter for each thing to know; empty when the figure is final and there is nothing to say.</summary>
    private static string Describe(string status, string language) => status.Length == 0
        ? Language.Pick(language, "galīgs", "final")
        : string.Join(", ", status.Select(letter => Array.Find(Statuses, known => known.Code[0] == letter)).Select(known => Language.Pick(language, known.Lv, known.En)));

    /// <summary>Places blocks in the dense order of the axes and writes their figures with fixed decimals.</summary>
    private sealed class DenseCells(IReadOnlyList<SelectedBlock> blocks, Axes axes)
    {
        public ReadOnlySpan<byte> Values(out string[]? statuses)
        {
            var buffer = new ArrayBufferWriter<byte>((int)Math.Min(axes.Cells * 8, 64 * 1024 * 1024) + 64);
            var places = Place();
            string[]? found = null;
            var cell = 0;
            var combinations = (int)axes.Breakdowns.Aggregate(1L, (product, axis) => product * axis.Categories.Count);
            buffer.Write("["u8);
            for (var indicator = 0; indicator < axes.Indicators.Count; indicator++)
                for (var territory = 0; territory < axes.TerritoryIds.Count; territory++)
                    for (var combination = 0; combination < combinations; combination++)
                    {
                        var place = places.GetValueOrDefault((indicator, combination));
                        for (var period = 0; period < axes.Periods.Count; period++, cell++)
                        {
                            if (cell > 0)
                                buffer.Write(","u8);
                            if (WriteCell(buffer, place, territory, period) is { } status)
                            {
                                if (found is null)
                                {
                                    found = new string[axes.Cells];
                                    Array.Fill(found, "");
                                }
                                found[cell] = status;
                            }
                        }
                    }
            buffer.Write("]"u8);
            statuses = found;
            return buffer.WrittenSpan;
        }

        private static string? WriteCell(ArrayBufferWriter<byte> buffer, BlockPlace? place, int territory, int period)
        {
            var (row, column) = place is null ? (-1, -1) : (place.Territories[territory], place.Periods[period]);
            if (row < 0 || column < 0 || !place!.Selected.Includes(row, column))
            {
                buffer.Write("null"u8);
                return NotAvailable; // no such observation: the rows leave it out, a dense answer says why it is null
            }
            var block = place.Selected.Block;
            var position = block.Position(row, column);
            var figure = block.Figures[position];
            if (double.IsNaN(figure))
            {
                buffer.Write("null"u8);
            }
            else
            {
                var span = buffer.GetSpan(FixedNumber.MaximumLength);
                buffer.Advance(FixedNumber.Write(span, figure, place.Decimals ?? block.Version(position).Decimals));
            }
            return StatusOf(block.Cell(position), block.Quality(position), block.Flag(position));
        }

        private static string? StatusOf(short cell, short quality, short flags)
        {
            if (cell == MissingReason.Value && quality == ObservationQuality.Final && flags == 0)
                return null;
            if (cell != MissingReason.Value)
                return cell switch { MissingReason.NotAvailable => NotAvailable, 2 => "a", 3 => "y", 4 => "x", _ => "n" };
            var status = new StringBuilder(4);
            if (quality == 0) status.Append('p');
            if (quality == 2) status.Append('c');
            if ((flags & ObservationFlags.Suspect) != 0) status.Append('s');
            if ((flags & ObservationFlags.Estimated) != 0) status.Append('e');
            if ((flags & ObservationFlags.Break) != 0) status.Append('b');
            if ((flags & 8) != 0) status.Append('r');
            return status.ToString();
        }

        private Dictionary<(int Indicator, int Combination), BlockPlace> Place()
        {
            var places = new Dictionary<(int, int), BlockPlace>();
            foreach (var selected in blocks)
            {
                var indicator = axes.Indicators.ToList().FindIndex(candidate => candidate.Id == selected.Block.Indicator.Id);
                var parts = BreakdownSelection.Parse(selected.Block.Breakdown);
                var combination = 0;
                foreach (var (dimension, categories) in axes.Breakdowns)
                    combination = (combination * categories.Count) + categories.ToList().IndexOf(parts.GetValueOrDefault(dimension.Code, BreakdownSelection.Total));
                places[(indicator, combination)] = new BlockPlace(selected, PositionsOf(axes.TerritoryIds, selected.Block.TerritoryIds, selected.Territories),
                    PositionsOf(axes.Periods, selected.Block.Periods, selected.Periods),
                    selected.Block.Indicator.Versions is [var only] ? only.Decimals : null);
            }
            return places;
        }

        /// <summary>For each entry of an axis its position in the block; -1 where it is not there or not selected.</summary>
        private static int[] PositionsOf<T>(IReadOnlyList<T> axis, T[] own, int[] selected) where T : notnull
        {
            var known = selected.ToDictionary(position => own[position]);
            return [.. axis.Select(entry => known.TryGetValue(entry, out var position) ? position : -1)];
        }
    }

    /// <param name="Selected">The block.</param>
    /// <param name="Territories">For each territory of the axis its row; -1: none.</param>
    /// <param name="Periods">For each period of the axis its column; -1: none.</param>
    /// <param name="Decimals">Decimals of every figure; null: those of each figure's definition version.</param>
    private sealed record BlockPlace(SelectedBlock Selected, int[] Territories, int[] Periods, int? Decimals);
}
