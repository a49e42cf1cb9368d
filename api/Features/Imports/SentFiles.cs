using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Imports.Layouts;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Contracts.V1;

namespace Benchlearning.Api.Features.Imports;

/// <summary>What the doors that take files have in common: which files are read, and what may be said of them.</summary>
internal sealed class SentFiles(CatalogueWatch watch, IEnumerable<ISourceLayout> layouts)
{
    public const int LongestReason = 500;
    public const int LongestName = 200;

    private readonly ISourceLayout[] sent = [.. layouts.Where(layout => layout.IsSent)];

    /// <summary>Media types that are read.</summary>
    public IReadOnlyList<string> MediaTypes => [.. sent.Select(layout => layout.MediaType).Distinct()];

    /// <summary>The layout of a file. Throws a finding when the named one is of another media type.</summary>
    /// <param name="mediaType">One of <see cref="MediaTypes"/>.</param>
    /// <param name="code">The layout that the sender names; null: the tidy one of the media type.</param>
    public ISourceLayout LayoutOf(string mediaType, string? code) =>
        sent.FirstOrDefault(layout => layout.MediaType == mediaType && (code is null || layout.Code == code))
        ?? throw Findings.One("layout", "other-media-type", $"A file of layout {code} is {sent.First(layout => layout.Code == code).MediaType}, and this one is {mediaType}.", code);

    /// <summary>The source of this code. It is known to be there.</summary>
    public SourceEntry Source(string code) => watch.Current.Sources.Values.First(source => source.Code == code);

    /// <summary>The source of a path whose batches the caller may push, or 404 with the nearest codes: another's source is answered as if there were none.</summary>
    public SourceEntry SourceOrNotFound(string code, Caller caller)
    {
        var sources = watch.Current.Sources.Values.Where(source => caller.MayPushFor(source.Id)).ToArray();
        return sources.FirstOrDefault(source => source.Code == code) ?? throw new ProblemException(ProblemTypes.NotFound, $"There is no source '{Excerpt.Of(code)}'; GET /v1/sources lists them.",
            [new ProblemError("source", null, "unknown-code", $"There is no source '{Excerpt.Of(code)}'.", Excerpt.Of(code), Nearest.To(code, sources.Select(source => source.Code), whenNone: 20))]);
    }

    /// <summary>Values are put behind a release by those who announce releases.</summary>
    /// <exception cref="ProblemException">403: a release is named, and the caller does not.</exception>
    public static void CheckMayRelease(Caller caller, string? release)
    {
        if (release is not null && !caller.May(Permission.Release))
            throw new ProblemException(ProblemTypes.Forbidden, "Only an administrator names the release that values wait for; leave release out.",
                [new ProblemError("release", null, "not-yours-to-name", "Only an administrator names a release.", Excerpt.Of(release), null)]);
    }

    public static void CheckReason<T>(FindingsOf<T> findings, string? reason, bool isRequired, string parameter = "reason")
    {
        if (string.IsNullOrWhiteSpace(reason) && (isRequired || reason is not null))
            findings.Add(parameter, "required", $"Say why the data are sent, in at most {LongestReason} characters; it is kept with every revision.", reason);
        else if (reason?.Length > LongestReason)
            findings.Add(parameter, "too-long", $"reason has at most {LongestReason} characters.", reason);
    }

    public void CheckRelease<T>(FindingsOf<T> findings, string? release)
    {
        var announced = watch.Current.AnnouncedReleases;
        if (release is not null && !announced.ContainsKey(release))
            findings.Add("release", "unknown-code", $"No release '{Excerpt.Of(release)}' is announced; GET /v1/releases?released=false lists those that are.", release, Nearest.To(release, announced.Keys, whenNone: 20));
    }

    public void CheckSource<T>(FindingsOf<T> findings, string? source, string parameter = "source")
    {
        var sources = watch.Current.Sources.Values.Select(entry => entry.Code).Order(StringComparer.Ordinal).ToArray();
        if (source is null)
            findings.Add(parameter, "required", "Name the source that the data are from; GET /v1/sources lists them.", null, sources.Length <= 20 ? sources : null);
        else if (!sources.Contains(source))
            findings.Add(parameter, "unknown-code", $"There is no source '{Excerpt.Of(source)}'.", source, Nearest.To(source, sources, whenNone: 20));
    }
}
