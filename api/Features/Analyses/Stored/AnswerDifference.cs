using System.Globalization;
using System.Text.Json;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Contracts.V1.Analyses;

namespace Benchlearning.Api.Features.Analyses.Stored;

/// <summary>Where two answers differ.</summary>
internal static class AnswerDifference
{
    /// <summary>Most places that are told.</summary>
    public const int Most = 50;

    /// <summary>The first places that differ, in the order of the stored answer.</summary>
    public static IReadOnlyList<AnalysisDifference> Between(byte[] stored, byte[] repeated)
    {
        using var one = JsonDocument.Parse(stored);
        using var other = JsonDocument.Parse(repeated);
        return [.. Of("", one.RootElement, other.RootElement).Take(Most)];
    }

    private static IEnumerable<AnalysisDifference> Of(string pointer, JsonElement? stored, JsonElement? repeated)
    {
        if (stored is { } one && repeated is { } other && one.ValueKind == other.ValueKind && Parts(one) is { } parts && Parts(other) is { } others)
            return parts.Keys.Union(others.Keys, StringComparer.Ordinal).SelectMany(name => Of($"{pointer}/{Escaped(name)}", Part(parts, name), Part(others, name)));
        return stored?.GetRawText() == repeated?.GetRawText() ? [] : [new AnalysisDifference(pointer, Text(stored), Text(repeated))];
    }

    private static JsonElement? Part(Dictionary<string, JsonElement> parts, string name) => parts.TryGetValue(name, out var part) ? part : null;

    private static string Escaped(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>The parts of an object or array by their names; null: it has none.</summary>
    private static Dictionary<string, JsonElement>? Parts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal),
        JsonValueKind.Array => element.EnumerateArray().Select((item, index) => (Name: index.ToString(CultureInfo.InvariantCulture), item)).ToDictionary(item => item.Name, item => item.item, StringComparer.Ordinal),
        _ => null,
    };

    private static string? Text(JsonElement? element) => element is { } known ? Excerpt.Of(known.GetRawText()) : null;
}
