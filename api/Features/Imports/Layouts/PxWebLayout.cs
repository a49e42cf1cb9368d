using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Benchlearning.Api.Features.Observations;

namespace Benchlearning.Api.Features.Imports.Layouts;

/// <summary>Answers of PxWeb (JSON-stat 2) one after another, behind the document that says how they are understood. Memory holds one answer.</summary>
internal sealed partial class PxWebLayout : ISourceLayout
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { MaxDepth = 32 };

    public string Code => "pxweb-json-stat";

    public int Version => 1;

    public string MediaType => "application/vnd.json-stat+json";

    public bool IsSent => false;

    public async IAsyncEnumerable<SourceRow> ReadAsync(Stream content, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PxWebTable? table = null;
        var number = 0;
        await using var documents = JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(content, topLevelValues: true, Json, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(documents))
            if (table is null)
                table = documents.Current.Deserialize<PxWebManifest>(Json)!.PxWeb;
            else
                foreach (var row in Rows(documents.Current, table))
                    yield return row with { Number = ++number };
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<JsonElement> documents)
    {
        try
        {
            return await documents.MoveNextAsync();
        }
        catch (JsonException)
        {
            throw new LayoutException("not-json-stat", "Fails nav PxWeb atbildes (JSON-stat 2).", "The file is not answers of PxWeb (JSON-stat 2).");
        }
    }

    private static IEnumerable<SourceRow> Rows(JsonElement answer, PxWebTable table)
    {
        var axes = answer.GetProperty("id").EnumerateArray().Select(id => Axis.Read(id.GetString()!, answer.GetProperty("dimension").GetProperty(id.GetString()!))).ToArray();
        var values = answer.GetProperty("value");
        var status = answer.TryGetProperty("status", out var given) ? given : default;
        var cells = axes.Aggregate(1L, (count, axis) => count * axis.Codes.Length);
        if (values.ValueKind != JsonValueKind.Array || values.GetArrayLength() != cells)
            throw new LayoutException("not-json-stat", "Vērtību skaits neatbilst dimensijām.", "The number of values is not that of the dimensions.");
        var places = new int[axes.Length];
        var cell = 0;
        foreach (var value in values.EnumerateArray())
        {
            yield return Row(axes, places, table, value, SignOf(status, cell++));
            for (var axis = axes.Length - 1; axis >= 0 && ++places[axis] == axes[axis].Codes.Length; axis--)
                places[axis] = 0;
        }
    }

    private static SourceRow Row(Axis[] axes, int[] places, PxWebTable table, JsonElement value, string? sign)
    {
        string area = "", label = "", period = "", indicator = table.Table;
        var breakdown = new List<string>();
        for (var axis = 0; axis < axes.Length; axis++)
        {
            var (name, code) = (axes[axis].Name, axes[axis].Codes[places[axis]]);
            if (name == table.Area)
                (area, label) = (code, axes[axis].Labels[places[axis]]);
            else if (name == table.Time)
                period = PeriodOf(code);
            else if (name == table.Contents)
                indicator = $"{table.Table}/{code}";
            else if (table.Breakdowns?.GetValueOrDefault(name)?.GetValueOrDefault(code) is { Length: > 0 } part)
                breakdown.Add(part);
        }
        var text = value.ValueKind == JsonValueKind.Number ? NumberOf(value) : "";
        var reason = text.Length > 0 || sign is null ? "" : table.ReasonOf(sign);
        var problem = reason is null ? new RowProblem("unknown-sign", $"Nav zināms, ko nozīmē „{sign}” tukšas šūnas vietā.", $"It is not known what '{sign}' in place of a value means.")
            : IsOutside(label, period) ? new RowProblem("outside-stated-span", $"„{label}” periodā {period} nav spēkā.", $"'{label}' is not in force in {period}.")
            : null;
        return new SourceRow(0, area, indicator, period, string.Join(',', breakdown), text, reason ?? "", null, "", "", problem, () => $"{area},{label},{indicator},{period},{string.Join(';', breakdown)},{text}{sign}");
    }

    /// <summary>Exactly as sent; an exponent, which JSON allows, is written out.</summary>
    private static string NumberOf(JsonElement value) =>
        value.GetRawText() is var text && text.AsSpan().ContainsAny('e', 'E') ? value.GetDecimal().ToString(CultureInfo.InvariantCulture) : text;

    private static string? SignOf(JsonElement status, int cell) => status.ValueKind switch
    {
        JsonValueKind.Array when cell < status.GetArrayLength() => status[cell].GetString(),
        JsonValueKind.Object when status.TryGetProperty(cell.ToString(CultureInfo.InvariantCulture), out var sign) => sign.GetString(),
        JsonValueKind.String => status.GetString(),
        _ => null,
    };

    /// <summary>2025M05 and 2025Q2 as we write them.</summary>
    private static string PeriodOf(string code) => code.Length switch
    {
        7 when code[4] == 'M' => $"{code[..4]}-{code[5..]}",
        6 when code[4] is 'Q' or 'K' => $"{code[..4]}-Q{code[5]}",
        _ => code,
    };

    /// <summary>
    /// True when the label says "(no/from dd.mm.yyyy)" or "(līdz/before dd.mm.yyyy)" and no day of the period is within: tables carry new codes back into
    /// years before the territory existed.
    /// </summary>
    private static bool IsOutside(string label, string period)
    {
        if (!PeriodCode.IsWellFormed(period) || PeriodCode.YearOf(period) == 0)
            return false;
        foreach (Match span in Span().Matches(label))
        {
            if (!DateOnly.TryParseExact(span.Groups["day"].Value, "dd.MM.yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                continue;
            var begins = span.Groups["word"].Value is "no" or "from";
            if (begins ? PeriodCode.LastDay(period) < day : PeriodCode.FirstDay(period) >= day)
                return true;
        }
        return false;
    }

    [GeneratedRegex(@"\((?<word>no|līdz|from|before) (?<day>\d\d\.\d\d\.\d{4})\.?\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Span();

    /// <summary>One dimension of an answer, its categories in order.</summary>
    private sealed record Axis(string Name, string[] Codes, string[] Labels)
    {
        public static Axis Read(string name, JsonElement dimension)
        {
            var category = dimension.GetProperty("category");
            var index = category.GetProperty("index");
            string[] codes = index.ValueKind == JsonValueKind.Array ? [.. index.EnumerateArray().Select(code => code.GetString()!)]
                : [.. index.EnumerateObject().OrderBy(entry => entry.Value.GetInt32()).Select(entry => entry.Name)];
            var labels = category.TryGetProperty("label", out var given) ? given : default;
            return new Axis(name, codes, [.. codes.Select(code => labels.ValueKind == JsonValueKind.Object && labels.TryGetProperty(code, out var label) ? label.GetString()! : code)]);
        }
    }
}
