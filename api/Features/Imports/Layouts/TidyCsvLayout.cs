using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Benchlearning.Api.Platform.Errors;
using CsvHelper;
using CsvHelper.Configuration;

namespace Benchlearning.Api.Features.Imports.Layouts;

/// <summary>
/// One row for each value, RFC 4180, UTF-8: territory, period, indicator, value; optional breakdown, missingReason, flag, reason_lv, reason_en.
/// Comma or semicolon; decimal point. The CSV that the service itself gives is one.
/// </summary>
internal sealed class TidyCsvLayout : ISourceLayout
{
    public const int MostColumns = 100;
    public const int LongestField = 10_000;

    private static readonly string[] Required = ["territory", "period", "indicator", "value"];
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public const string LayoutName = "tidy-csv/1";

    public string Name => LayoutName;

    public async IAsyncEnumerable<SourceRow> ReadAsync(Stream content, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var text = new StreamReader(content, StrictUtf8, detectEncodingFromByteOrderMarks: false, bufferSize: 64 * 1024);
        var delimiter = ",";
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            BadDataFound = null, MissingFieldFound = null, DetectDelimiter = true, DetectDelimiterValues = [",", ";", "\t"], MaxFieldSize = LongestField, BufferSize = 64 * 1024,
            Mode = CsvMode.RFC4180, IgnoreBlankLines = true,
        };
        using var csv = new CsvReader(text, configuration);
        var columns = await HeaderAsync(csv, text);
        delimiter = csv.Parser.Delimiter;
        for (var number = 1; await NextAsync(csv); number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (csv.Parser.Count > MostColumns)
                throw new LayoutException("too-many-columns", $"{number}. rindā ir {csv.Parser.Count} kolonnas; pieļaujamas {MostColumns}.", $"Row {number} has {csv.Parser.Count} columns; at most {MostColumns} are taken.");
            var raw = csv.Parser.RawRecord;
            yield return new SourceRow(number, columns.Of(csv, "territory"), columns.Of(csv, "indicator"), columns.Of(csv, "period"), columns.Of(csv, "breakdown"),
                columns.Of(csv, "value"), columns.OrNull(csv, "missingreason"), columns.OrNull(csv, "flag") ?? columns.OrNull(csv, "flags"),
                columns.OrNull(csv, "reason_lv"), columns.OrNull(csv, "reason_en"), raw.Length > 1000 ? raw[..1000] : raw.TrimEnd('\r', '\n'));
        }
    }

    private static async Task<Columns> HeaderAsync(CsvReader csv, StreamReader text)
    {
        if (!await NextAsync(csv))
            throw new LayoutException("empty-file", "Fails ir tukšs.", "The file is empty.");
        csv.ReadHeader();
        var header = (csv.HeaderRecord ?? []).Select(name => name.Trim().TrimStart('\uFEFF')).ToArray();
        if (header.Any(name => name.Contains('\0', StringComparison.Ordinal)))
            throw new LayoutException("not-utf-8", "Fails nav UTF-8 teksts.", "The file is not UTF-8 text; save it as CSV UTF-8.");
        var missing = Required.Where(name => !header.Contains(name, StringComparer.OrdinalIgnoreCase)).ToArray();
        if (missing.Length > 0)
            throw new LayoutException("missing-columns",
                $"Trūkst kolonnu: {string.Join(", ", missing)}. Galvenē ir: {Shown(header)}.",
                $"Missing columns: {string.Join(", ", missing)}. The header has: {Shown(header)}. Columns are separated by commas or semicolons.");
        _ = text;
        return new Columns(header);

        static string Shown(string[] header) => string.Join(", ", header.Take(20)) is { Length: <= 300 } shown ? shown : string.Join(", ", header.Take(20))[..300] + "…";
    }

    private static async Task<bool> NextAsync(CsvReader csv)
    {
        try
        {
            return await csv.ReadAsync();
        }
        catch (DecoderFallbackException)
        {
            throw new LayoutException("not-utf-8", "Fails nav UTF-8.", "The file is not UTF-8 (UTF-16 or Windows-1257 perhaps); save it as CSV UTF-8.");
        }
        catch (MaxFieldSizeException)
        {
            throw new LayoutException("field-too-long", $"Kāds lauks ir garāks par {LongestField} zīmēm.", $"A field is longer than {LongestField} characters.");
        }
    }

    /// <summary>Where the known columns are.</summary>
    private sealed class Columns(string[] header)
    {
        private readonly Dictionary<string, int> places = header.Select((name, index) => (name: Nearest.Fold(name), index)).DistinctBy(pair => pair.name).ToDictionary(pair => pair.name, pair => pair.index, StringComparer.Ordinal);

        public string Of(CsvReader csv, string name) => places.TryGetValue(name, out var index) && index < csv.Parser.Count ? csv.Parser[index] : "";

        public string? OrNull(CsvReader csv, string name) => Of(csv, name) is { Length: > 0 } text ? text : null;
    }
}
