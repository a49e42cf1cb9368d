using System.Text.Json;

namespace Benchlearning.Tests.Unit.Features.Analyses;

/// <summary>Reads the results that others published or computed; each file names its source.</summary>
internal static class ReferenceCases
{
    public static IReadOnlyList<JsonElement> Of(string file)
    {
        using var stream = typeof(ReferenceCases).Assembly.GetManifestResourceStream($"Reference/{file}.json")
            ?? throw new InvalidOperationException($"There is no reference '{file}'.");
        using var document = JsonDocument.Parse(stream);
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(static one => one.Clone())];
    }

    public static double?[] Numbers(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(static number => number.Number())];

    public static double? Number(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Null ? null : element.GetDouble();

    public static string[] Texts(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(static text => text.GetString()!)];

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    /// <summary>The largest difference, relative to numbers above 1 and absolute below; infinite where only one side has a
    /// number.</summary>
    public static double LargestDifference(IReadOnlyList<double?> actual, IReadOnlyList<double?> expected)
    {
        Assert.That(actual, Has.Count.EqualTo(expected.Count));
        var largest = 0.0;
        for (var i = 0; i < expected.Count; i++)
        {
            if (actual[i] is { } ours && expected[i] is { } theirs)
            {
                largest = Math.Max(largest, Math.Abs(ours - theirs) / Math.Max(1, Math.Abs(theirs)));
            }
            else if (actual[i] is not null || expected[i] is not null)
            {
                return double.PositiveInfinity;
            }
        }

        return largest;
    }
}
