using System.Text.Json;

namespace Benchlearning.Api.Platform.Auth;

/// <summary>
/// What a caller may see that is not public. The database decides by it, row by row: <see cref="Text"/> is what it is told. Two callers
/// with the same text see the same.
/// </summary>
/// <param name="Level">public, authorised, analyst or administrator: each sees more than the one before.</param>
/// <param name="Territories">Own municipality: territories, predecessors included.</param>
/// <param name="Networks">Networks that they belong to.</param>
internal sealed record Reach(string Level, int[] Territories, int[] Networks)
{
    public static readonly Reach Public = new("public", [], []);

    public static readonly Reach Everything = new("administrator", [], []);

    /// <summary>The service's own work, which sees and writes every revision in whatever state. No caller has it.</summary>
    public static readonly Reach Service = new("service", [], []);

    /// <summary>True when they see what everyone sees, and may be answered from what is public.</summary>
    public bool IsPublic => Level == "public" && Territories.Length == 0 && Networks.Length == 0;

    private static readonly string[] Levels = ["public", "authorised", "analyst", "administrator"];

    /// <summary>What is within both. Where it cannot be said in the form of a reach, less.</summary>
    public Reach And(Reach other)
    {
        var (lesser, greater) = Array.IndexOf(Levels, Level) <= Array.IndexOf(Levels, other.Level) ? (this, other) : (other, this);
        return greater.Level == "administrator" ? lesser // sees every territory and network
            : new Reach(lesser.Level, [.. lesser.Territories.Intersect(greater.Territories)], greater.Level == "analyst" ? lesser.Networks : [.. lesser.Networks.Intersect(greater.Networks)]);
    }

    /// <summary>The reach of a text that <see cref="Text"/> gave.</summary>
    public static Reach Parse(string text)
    {
        using var parsed = JsonDocument.Parse(text);
        return new Reach(parsed.RootElement.GetProperty("level").GetString()!, Numbers("territories"), Numbers("networks"));

        int[] Numbers(string name) => [.. parsed.RootElement.GetProperty(name).EnumerateArray().Select(number => number.GetInt32())];
    }

    /// <summary>The reach as the database reads it: JSON, numbers ascending.</summary>
    public string Text { get; } = JsonSerializer.Serialize(new { level = Level, territories = Territories.Order().ToArray(), networks = Networks.Order().ToArray() });
}
