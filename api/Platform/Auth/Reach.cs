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

    /// <summary>The reach as the database reads it: JSON, numbers ascending.</summary>
    public string Text { get; } = JsonSerializer.Serialize(new { level = Level, territories = Territories.Order().ToArray(), networks = Networks.Order().ToArray() });
}
