using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Benchlearning.Api.Features.Imports.Layouts;

/// <summary>
/// One row for each value, RFC 4180, UTF-8: territory, period, indicator, value; optional breakdown, missingReason, flag, reason_lv, reason_en;
/// other columns are ignored. Comma, semicolon or tab; decimal point. The CSV that the service itself gives is one.
/// </summary>
internal sealed class TidyCsvLayout : ISourceLayout
{
    public const int MostColumns = 100;
    public const int LongestField = 10_000;

    private static readonly string[] Required = ["territory", "period", "indicator", "value"];
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public string Code => "tidy-csv";

    public int Version => 1;

    public string MediaType => "text/csv";

    public async IAsyncEnumerable<SourceRow> ReadAsync(Stream content, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isBadlyQuoted = false;
        using var text = new StreamReader(content, StrictUtf8, detectEncodingFromByteOrderMarks: false, bufferSize: 64 * 1024);
        using var csv = new CsvReader(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            DetectDelimiter = true, DetectDelimiterValues = [",", ";", "\t"], MaxFieldSize = LongestField, BufferSize = 64 * 1024,
            IgnoreBlankLines = true, MissingFieldFound = null, BadDataFound = _ => isBadlyQuoted = true,
        });
        var columns = await HeaderAsync(csv);
        Func<string> raw = () => csv.Parser.RawRecord.TrimEnd('\r', '\n');
        for (var number = 1; await NextAsync(csv); number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            isBadlyQuoted = false;
            var row = new SourceRow(number, columns.Territory.Of(csv), columns.Indicator.Of(csv), columns.Period.Of(csv), columns.Breakdown.Of(csv), columns.Value.Of(csv),
                columns.MissingReason.Of(csv), columns.Flags.OrNull(csv), columns.ReasonLv.Of(csv), columns.ReasonEn.Of(csv), null, raw);
            yield return isBadlyQuoted ? row with { Problem = BadlyQuoted } : csv.Parser.Count != columns.Count ? row with { Problem = WrongCount(csv.Parser.Count, columns.Count) } : row;
        }
    }

    private static readonly RowProblem BadlyQuoted = new("badly-quoted",
        "Pēdiņas nav pareizi liktas: lauku ar pēdiņām ietver pēdiņās un pēdiņas laukā raksta divreiz.",
        "Quotes are not right: a field with quotes is enclosed in quotes, and each quote within is written twice.");

    private static RowProblem WrongCount(int count, int expected) => new("wrong-field-count",
        $"Rindā ir {count} lauki, bet galvenē {expected}.", $"The row has {count} fields, but the header has {expected}.");

    private static async Task<Columns> HeaderAsync(CsvReader csv)
    {
        if (!await NextAsync(csv))
            throw new LayoutException("empty-file", "Fails ir tukšs.", "The file is empty.");
        if (csv.Parser.Count > MostColumns)
            throw new LayoutException("too-many-columns", $"Galvenē ir {csv.Parser.Count} kolonnas; pieļaujamas {MostColumns}.", $"The header has {csv.Parser.Count} columns; at most {MostColumns} are taken.");
        var header = csv.Parser.Record!.Select(name => name.Trim().TrimStart('\uFEFF').ToLowerInvariant()).ToArray();
        if (header.Any(name => name.Contains('\0', StringComparison.Ordinal)))
            throw NotUtf8();
        var missing = Required.Where(name => !header.Contains(name)).ToArray();
        if (missing.Length > 0)
            throw new LayoutException("missing-columns",
                $"Trūkst kolonnu: {string.Join(", ", missing)}. Galvenē ir: {Shown(header)}. Kolonnas atdala ar komatu, semikolu vai tabulatoru.",
                $"Missing columns: {string.Join(", ", missing)}. The header has: {Shown(header)}. Columns are separated by commas, semicolons or tabs.");
        if (header.Where(name => name.Length > 0).GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } repeated)
            throw new LayoutException("repeated-column", $"Kolonna {repeated.Key} ir vairākkārt.", $"The column {repeated.Key} occurs more than once.");
        return new Columns(header);
    }

    private static string Shown(string[] header) => string.Join(", ", header.Take(20)) is { Length: > 300 } shown ? shown[..300] + "…" : string.Join(", ", header.Take(20));

    private static async Task<bool> NextAsync(CsvReader csv)
    {
        try
        {
            return await csv.ReadAsync();
        }
        catch (DecoderFallbackException)
        {
            throw NotUtf8();
        }
        catch (MaxFieldSizeException)
        {
            throw new LayoutException("field-too-long", $"Kāds lauks ir garāks par {LongestField} zīmēm, vai trūkst noslēdzošo pēdiņu.",
                $"A field is longer than {LongestField} characters, or a closing quote is missing.");
        }
    }

    private static LayoutException NotUtf8() => new("not-utf-8", "Fails nav UTF-8 (varbūt UTF-16 vai Windows-1257); saglabājiet to kā CSV UTF-8.", "The file is not UTF-8 (UTF-16 or Windows-1257 perhaps); save it as CSV UTF-8.");

    /// <summary>Where the known columns are.</summary>
    private sealed class Columns(string[] header)
    {
        public int Count { get; } = header.Length;
        public Column Territory { get; } = new(Array.IndexOf(header, "territory"));
        public Column Period { get; } = new(Array.IndexOf(header, "period"));
        public Column Indicator { get; } = new(Array.IndexOf(header, "indicator"));
        public Column Breakdown { get; } = new(Array.IndexOf(header, "breakdown"));
        public Column Value { get; } = new(Array.IndexOf(header, "value"));
        public Column MissingReason { get; } = new(Array.IndexOf(header, "missingreason"));
        public Column Flags { get; } = new(Math.Max(Array.IndexOf(header, "flag"), Array.IndexOf(header, "flags")));
        public Column ReasonLv { get; } = new(Array.IndexOf(header, "reason_lv"));
        public Column ReasonEn { get; } = new(Array.IndexOf(header, "reason_en"));
    }

    /// <summary>The place of a column; -1: the file has none.</summary>
    private readonly record struct Column(int Index)
    {
        public string Of(CsvReader csv) => OrNull(csv) ?? "";

        public string? OrNull(CsvReader csv) => Index >= 0 && Index < csv.Parser.Count ? csv.Parser[Index] : null;
    }
}
