using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Contracts.V1.Analyses;

namespace Benchlearning.Api.Features.Analyses.Stored;

/// <summary>How an answer may be stored, and what it is then computed with.</summary>
internal static class StorageRules
{
    public const string Private = "private";
    public const string Public = "public";

    /// <summary>Most characters of a title.</summary>
    public const int LongestTitle = 200;

    /// <summary>Most analyses that one caller keeps.</summary>
    public const int MostOfOwner = 10_000;

    public static readonly IReadOnlyList<string> Visibilities = [Private, Public];

    /// <summary>Checks how an answer is to be stored; null: it is not.</summary>
    public static void Check(AnalysisStorage? storage, Findings findings)
    {
        if (storage?.Visibility is { } visibility && !Visibilities.Contains(visibility))
            findings.Add("/store/visibility", "unknown-value", "visibility is private or public.", visibility, Visibilities);
        if (storage?.Title is { } title && (title.Length > LongestTitle || string.IsNullOrWhiteSpace(title) || title.Any(char.IsControl)))
            findings.Add("/store/title", "invalid-name", $"A title has 1 to {LongestTitle} characters, none of them a control character; leave it out where there is none.", title);
    }

    /// <summary>private or public.</summary>
    public static string VisibilityOf(AnalysisStorage storage) => storage.Visibility ?? Private;

    /// <summary>What the answer is computed with: what everybody may read is made of what everybody sees.</summary>
    public static Reach ReachOf(AnalysisStorage? storage, Reach caller) => storage?.Visibility == Public ? Reach.Public : caller;
}
