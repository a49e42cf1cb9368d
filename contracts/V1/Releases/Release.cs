using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Releases;

/// <summary>An entry of the release calendar: what becomes public when.</summary>
/// <param name="Code">Code of the release.</param>
/// <param name="Title">What is released, in the asked language.</param>
/// <param name="State">announced, or released.</param>
/// <param name="Quality">provisional or final.</param>
/// <param name="Indicators">Codes of the indicators.</param>
/// <param name="Periods">The periods.</param>
/// <param name="ReleasesAt">The announced instant. Until then the figures are invisible to everybody.</param>
/// <param name="ReleasedAt">When they became visible, within 2 seconds of the announced instant; null until then.</param>
public sealed record Release(
    string Code, string Title, string State, string Quality, IReadOnlyList<string> Indicators, IReadOnlyList<string> Periods, DateTimeOffset ReleasesAt,
    DateTimeOffset? ReleasedAt);

/// <summary>What a release is to be.</summary>
public sealed record ReleaseAnnouncement
{
    /// <summary>What is released, in Latvian.</summary>
    [Required, StringLength(200)]
    public string? TitleLv { get; set; }

    /// <summary>What is released, in English.</summary>
    [Required, StringLength(200)]
    public string? TitleEn { get; set; }

    /// <summary>The instant, with its offset; it must lie in the future.</summary>
    [Required]
    public DateTimeOffset? ReleasesAt { get; set; }

    /// <summary>provisional or final.</summary>
    [Required]
    public string? Quality { get; set; }

    /// <summary>Codes of the indicators.</summary>
    [Required, MinLength(1)]
    public IReadOnlyList<string>? Indicators { get; set; }

    /// <summary>The periods, such as 2013.</summary>
    [Required, MinLength(1)]
    public IReadOnlyList<string>? Periods { get; set; }
}
