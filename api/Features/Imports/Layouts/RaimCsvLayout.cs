using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Benchlearning.Api.Features.Imports.Layouts;

/// <summary>
/// RAIM's export as CSV: sheets one after another, each begun by a line with its year. UTF-8; comma, semicolon or tab. The separator tells how
/// numbers are written: with commas English, with semicolons Latvian, with tabs neither.
/// </summary>
internal sealed class RaimCsvLayout : ISourceLayout
{
    private const int LongestField = 1000;
    private const int MostTitleLines = 50;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public string Code => "raim-csv";

    public int Version => 1;

    public string MediaType => "text/csv";

    public async IAsyncEnumerable<SourceRow> ReadAsync(Stream content, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var file = await ReceivedFile.ReceiveAsync(content, cancellationToken);
        var delimiter = await DelimiterAsync(file.Content, cancellationToken);
        using var text = Open(file.Content);
        using var csv = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter, MaxFieldSize = LongestField, IgnoreBlankLines = false, BadDataFound = null,
        });
        var sheet = new RaimSheet(year: null);
        for (var line = 1; await NextAsync(csv); line++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var cells = csv.Record!.Select(field => new RaimCell(line == 1 ? field.TrimStart('\uFEFF') : field)).ToArray();
            var writing = delimiter switch { "," => NumberWriting.English, ";" => NumberWriting.Latvian, _ => NumberWriting.Unknown };
            foreach (var row in sheet.Read(line, cells, writing))
                yield return row;
        }
        if (!sheet.HasHeader)
            throw new LayoutException("no-header", "Failā nav galvenes: kods, nosaukums un katra rādītāja kolonna.", "The file has no header: code, name, and a column for each indicator.");
    }

    /// <summary>What separates columns in the first line that has any, quoted fields put aside: names of indicators have commas.</summary>
    private static async Task<string> DelimiterAsync(Stream content, CancellationToken cancellationToken)
    {
        using var text = Open(content);
        try
        {
            for (var lines = 0; lines < MostTitleLines && await text.ReadLineAsync(cancellationToken) is { } line; lines++)
            {
                var bare = string.Concat(line.Split('"').Where((_, part) => part % 2 == 0));
                if (bare.AsSpan().IndexOfAny(';', '\t', ',') >= 0)
                    return bare.Contains(';', StringComparison.Ordinal) ? ";" : bare.Contains('\t', StringComparison.Ordinal) ? "\t" : ",";
            }
        }
        catch (DecoderFallbackException)
        {
            throw NotUtf8();
        }
        return ",";
    }

    private static StreamReader Open(Stream content) => new(content, StrictUtf8, detectEncodingFromByteOrderMarks: false, bufferSize: 64 * 1024, leaveOpen: true);

    private static LayoutException NotUtf8() =>
        new("not-utf-8", "Fails nav UTF-8 (varbūt Windows-1257); saglabājiet to kā CSV UTF-8.", "The file is not UTF-8 (Windows-1257 perhaps); save it as CSV UTF-8.");

    private static async Task<bool> NextAsync(CsvParser csv)
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
            throw new LayoutException("field-too-long", $"Kāds lauks ir garāks par {LongestField} zīmēm, vai trūkst noslēdzošo pēdiņu.", $"A field is longer than {LongestField} characters, or a closing quote is missing.");
        }
    }
}
