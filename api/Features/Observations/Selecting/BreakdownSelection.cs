namespace Benchlearning.Api.Features.Observations.Selecting;

/// <summary>
/// Which breakdowns are meant: for each named dimension its categories (total among them when asked); dimensions not named are at their total.
/// </summary>
internal sealed record BreakdownSelection(IReadOnlyDictionary<string, IReadOnlySet<string>?> Categories)
{
    public const string Total = "total";
    public const string Every = "*";

    public static readonly BreakdownSelection TotalOnly = new(new Dictionary<string, IReadOnlySet<string>?>(StringComparer.Ordinal));

    public bool IsTotalOnly => Categories.Count == 0;

    /// <summary>True when a cube's breakdown, such as sex:F,stage:school, is meant.</summary>
    public bool Includes(string breakdown)
    {
        var parts = Parse(breakdown);
        foreach (var dimension in parts.Keys)
            if (!Categories.ContainsKey(dimension))
                return false;
        foreach (var (dimension, categories) in Categories)
            if (categories is not null && !categories.Contains(parts.GetValueOrDefault(dimension, Total)))
                return false;
        return true;
    }

    /// <summary>Category by dimension of a breakdown's text; empty for the total.</summary>
    public static IReadOnlyDictionary<string, string> Parse(string breakdown)
    {
        var parts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (breakdown.Length == 0)
            return parts;
        foreach (var pair in breakdown.Split(','))
        {
            var colon = pair.IndexOf(':', StringComparison.Ordinal);
            parts[pair[..colon]] = pair[(colon + 1)..];
        }
        return parts;
    }
}
