using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;

namespace Benchlearning.Api.Features.Imports.Layouts;

/// <summary>
/// A CSV of open data behind a line that declares its columns. Columns that are not declared are passed over, such as Predecessors and Successors: who
/// became whom we know ourselves.
/// </summary>
internal sealed class OpenDataCsvLayout : ISourceLayout
{
    private const int LongestField = 10_000;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public string Code => "open-data-csv";

    public int Version => 1;

    public string MediaType => "text/vnd.benchlearning.open-data+csv";

    public bool IsSent => false;

    public async IAsyncEnumerable<SourceRow> ReadAsync(Stream content, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var text = new StreamReader(content, StrictUtf8, detectEncodingFromByteOrderMarks: false, bufferSize: 64 * 1024);
        var declared = JsonSerializer.Deserialize<OpenDataManifest>(await text.ReadLineAsync(cancellationToken) ?? "null", PxWebLayout.Json)!.Csv;
        using var csv = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = declared.Delimiter, MaxFieldSize = LongestField, BadDataFound = null });
        var columns = await HeaderAsync(csv);
        var territory = Find(columns, declared.Territory);
        var period = declared.Period is null ? -1 : Find(columns, declared.Period);
        var values = declared.Values.Select(value => (Declared: value, Place: Find(columns, value.Column))).ToArray();
        string Content() => csv.RawRecord.TrimEnd('\r', '\n');
        for (var number = 1; await NextAsync(csv); number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var fields = csv.Record!;
            var problem = fields.Length == columns.Length ? null
                : new RowProblem("wrong-field-count", $"Rindā ir {fields.Length} lauki, bet galvenē {columns.Length}.", $"The row has {fields.Length} fields, but the header has {columns.Length}.");
            foreach (var (value, place) in values)
            {
                var cell = At(fields, place);
                var isRounded = declared.RoundedCount is { } count && cell == count.ToString(CultureInfo.InvariantCulture);
                yield return new SourceRow(number, TerritoryOf(At(fields, territory)), value.Indicator, period < 0 ? declared.FixedPeriod ?? "" : At(fields, period), value.Breakdown, cell, "",
                    isRounded ? "roundedByProvider" : "", isRounded ? "Devējs mazus skaitus (1–10) publicē kā vienu skaitli." : "", isRounded ? "The provider publishes small counts (1-10) as one number." : "", problem, Content);
            }
        }
    }

    private static string At(string[] fields, int place) => place < fields.Length ? fields[place].Trim() : "";

    private static string TerritoryOf(string code) => code.Length is >= 5 and <= 7 && code.All(char.IsAsciiDigit) ? "LV" + code.PadLeft(7, '0') : code;

    private static async Task<string[]> HeaderAsync(CsvParser csv) =>
        await NextAsync(csv) ? [.. csv.Record!.Select(name => name.Trim().TrimStart('\uFEFF'))] : throw new LayoutException("empty-file", "Fails ir tukšs.", "The file is empty.");

    private static int Find(string[] columns, string name) => Array.IndexOf(columns, name) is >= 0 and var place ? place
        : throw new LayoutException("missing-columns", $"Trūkst kolonnas {name}; galvenē ir: {string.Join(", ", columns.Take(20))}.", $"The column {name} is missing; the header has: {string.Join(", ", columns.Take(20))}.");

    private static async Task<bool> NextAsync(CsvParser csv)
    {
        try
        {
            return await csv.ReadAsync();
        }
        catch (DecoderFallbackException)
        {
            throw new LayoutException("not-utf-8", "Fails nav UTF-8.", "The file is not UTF-8.");
        }
        catch (MaxFieldSizeException)
        {
            throw new LayoutException("field-too-long", $"Kāds lauks ir garāks par {LongestField} zīmēm, vai trūkst noslēdzošo pēdiņu.", $"A field is longer than {LongestField} characters, or a closing quote is missing.");
        }
    }
}
