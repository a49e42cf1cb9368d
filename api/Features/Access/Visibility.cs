namespace Benchlearning.Api.Features.Access;

/// <summary>Who may see a figure, as in SQL and JSON.</summary>
internal static class Visibility
{
    public const string Network = "network";

    public static readonly IReadOnlyList<string> All = ["public", "authorised", Network, "ownMunicipality", "administrators"];
}
