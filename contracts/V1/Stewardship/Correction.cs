using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Stewardship;

/// <summary>A correction of ours. It stays in force whatever the source repeats, until it is withdrawn or the source's new value is taken.</summary>
/// <param name="Id">Number of the correction.</param>
/// <param name="Indicator">Code of the indicator.</param>
/// <param name="Territory">Code valid in the period; null where that code is not known.</param>
/// <param name="Identity">Identity of the territory.</param>
/// <param name="Period">The period.</param>
/// <param name="Breakdown">Categories by dimension; empty for the total.</param>
/// <param name="Value">The right value; null when there is none.</param>
/// <param name="MissingReason">Why there is no value; null when there is one.</param>
/// <param name="State">
/// active; conflict: the source says something new, and somebody has to decide; withdrawn; sourceTaken: the source's new value was taken; replaced: by a
/// later correction, or by the source, which says the same now.
/// </param>
/// <param name="Reason">Why it was filed.</param>
/// <param name="FiledBy">Who filed it.</param>
/// <param name="FiledAt">When.</param>
/// <param name="Original">What the source says, as far as somebody has looked at it.</param>
/// <param name="Conflict">What the source says now; null when there is no conflict.</param>
/// <param name="DecidedBy">Who ended it; null while nobody did.</param>
/// <param name="DecidedAt">When; null while nobody did.</param>
/// <param name="DecisionReason">Why; null while nobody did.</param>
public sealed record Correction(
    int Id, string Indicator, string? Territory, string Identity, string Period, string Breakdown, decimal? Value, string? MissingReason, string State, string Reason, string FiledBy,
    DateTimeOffset FiledAt, SourceStatement Original, SourceStatement? Conflict, string? DecidedBy, DateTimeOffset? DecidedAt, string? DecisionReason);

/// <summary>What a source said.</summary>
/// <param name="Value">The value; null when it said that there is none.</param>
/// <param name="MissingReason">Why there is no value; null when there is one.</param>
/// <param name="Source">Code of the source.</param>
/// <param name="Import">Number of the import it came with; null where it came otherwise.</param>
/// <param name="Revision">Number of the revision that keeps it.</param>
public sealed record SourceStatement(decimal? Value, string? MissingReason, string Source, long? Import, int Revision);

/// <summary>What is to be corrected.</summary>
public sealed record CorrectionFiling
{
    /// <summary>Code of the indicator.</summary>
    [Required]
    public string? Indicator { get; set; }

    /// <summary>Code of the territory, of any vintage.</summary>
    [Required]
    public string? Territory { get; set; }

    /// <summary>The period, such as 2013.</summary>
    [Required]
    public string? Period { get; set; }

    /// <summary>The breakdown, such as sex:F; null: the total.</summary>
    public string? Breakdown { get; set; }

    /// <summary>The right value; null with missingReason.</summary>
    public decimal? Value { get; set; }

    /// <summary>Why there is no value; in place of value.</summary>
    public string? MissingReason { get; set; }

    /// <summary>Why; shown with the figure.</summary>
    [Required, StringLength(500)]
    public string? Reason { get; set; }
}

/// <summary>What is decided about a correction.</summary>
public sealed record CorrectionDecision
{
    /// <summary>keep: it stays, also beside the source's new value; takeSource: the source's new value is taken; withdraw: the source's value comes back.</summary>
    [Required]
    public string? Decision { get; set; }

    /// <summary>Why; kept with the revision.</summary>
    [Required, StringLength(500)]
    public string? Reason { get; set; }
}
