using System.Globalization;
using Benchlearning.Api.Platform.Errors;
using Microsoft.Net.Http.Headers;

namespace Benchlearning.Api.Platform.Http;

/// <summary>
/// The version of a resource that can be changed, at the beginning of the strong tags of all its representations ("3-q5J2..."): whatever language
/// it was read in, a change that names the tag names the version.
/// </summary>
internal static class VersionTag
{
    private static readonly object Key = new();

    /// <summary>Says which version the answer shows.</summary>
    public static void Tell(HttpContext http, int version) => http.Items[Key] = version;

    /// <summary>What the tag of an answer begins with; empty where there is no version.</summary>
    public static string PrefixOf(HttpContext http) => http.Items.TryGetValue(Key, out var version) ? string.Create(CultureInfo.InvariantCulture, $"{(int)version!}-") : "";

    /// <summary>The versions that If-Match names; null for *, which is any. Throws 428 without the header, and 400 for what is no tag.</summary>
    public static IReadOnlyList<int>? Expected(string? ifMatch)
    {
        if (string.IsNullOrWhiteSpace(ifMatch))
            throw new ProblemException(ProblemTypes.PreconditionRequired, ProblemTypes.PreconditionRequired.Explanation);
        if (!EntityTagHeaderValue.TryParseList([ifMatch], out var tags))
            throw Findings.One("If-Match", "invalid-tag", "If-Match is one or more ETags in their quotation marks, or *.", ifMatch);
        return tags.Contains(EntityTagHeaderValue.Any) ? null : [.. tags.Where(tag => !tag.IsWeak).Select(tag => VersionIn(tag.Tag.ToString()))];
    }

    /// <summary>The 412 of a resource that has another version than the caller knows.</summary>
    /// <param name="resource">What it is, with its number, as a sentence begins.</param>
    /// <param name="version">Its version now.</param>
    public static ProblemException Stale(string resource, int version) =>
        new(ProblemTypes.PreconditionFailed, string.Create(CultureInfo.InvariantCulture, $"{resource} has version {version} now; read it again before you change it."));

    private static int VersionIn(string tag) =>
        tag.Trim('"').Split('-', 2) is [var version, ..] && int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
