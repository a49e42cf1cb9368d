using Benchlearning.Api.Platform.Errors;

namespace Benchlearning.Api.Features.Imports.Stewardship;

/// <summary>A source that is named must be one of the catalogue.</summary>
internal static class KnownSource
{
    /// <summary>Adds a finding for a code that no source has; null is no code.</summary>
    public static void Check(string place, string? code, Catalogue.Catalogue catalogue, Action<string, string, string, string?, IReadOnlyList<string>?> add)
    {
        var sources = catalogue.Sources.Values.Select(source => source.Code).ToArray();
        if (code is not null && !sources.Contains(code))
            add(place, "unknown-code", $"There is no source '{Excerpt.Of(code)}'.", code, Nearest.To(code, sources, whenNone: 20));
    }
}
