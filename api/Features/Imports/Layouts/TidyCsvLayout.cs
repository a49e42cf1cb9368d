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
    public const int LongestField = 10_000;

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
        string? At(int column) => column < csv.Parser.Count ? csv.Parser[column] : null;
        Func<int, string?> at = At;
        Func<string> raw = () => csv.Parser.RawRecord.TrimEnd('\r', '\n');
        for (var number = 1; await NextAsync(csv); number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            isBadlyQuoted = false;
            var row = columns.Row(number, at, raw);
            yield return isBadlyQuoted ? row with { Problem = BadlyQuoted } : csv.Parser.Count != columns.Count ? row with { Problem = WrongCount(csv.Parser.Count, columns.Count) } : row;
        }
    }

    private static readonly RowProblem BadlyQuoted = new("badly-quoted",
        "Pēdiņas nav pareizi liktas: lauku ar pēdiņām ietver pēdiņās un pēdiņas laukā raksta divreiz.",
        "Quotes are not right: a field with quotes is enclosed in quotes, and each quote within is written twice.");

    private static RowProblem WrongCount(int count, int expected) => new("wrong-field-count",
        $"Rindā ir {count} lauki, bet galvenē {expected}.", $"The row has {count} fields, but the header has {expected}.");

    private static async Task<TidyColumns> HeaderAsync(CsvReader csv)
    {
        if (!await NextAsync(csv))
            throw new LayoutException("empty-file", "Fails ir tukšs.", "The file is empty.");
        if (csv.Parser.Record!.Any(name => name.Contains('\0', StringComparison.Ordinal)))
            throw NotUtf8();
        return TidyColumns.Find(csv.Parser.Record!, " Kolonnas atdala ar komatu, semikolu vai tabulatoru.", " Columns are separated by commas, semicolons or tabs.");
    }

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
}
