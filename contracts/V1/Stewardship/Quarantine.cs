using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Stewardship;

/// <summary>A value that broke a rule and waits for somebody to decide. What was published before it stays published.</summary>
/// <param name="Id">Number of the value, to answer it by.</param>
/// <param name="Import">Number of the import it came with.</param>
/// <param name="Source">Code of the source.</param>
/// <param name="Indicator">Code of the indicator.</param>
/// <param name="Territory">Code valid in the period; null where that code is not known.</param>
/// <param name="Identity">Identity of the territory.</param>
/// <param name="TerritoryName">Name of the territory in the period.</param>
/// <param name="Period">The period.</param>
/// <param name="Breakdown">Categories by dimension; empty for the total.</param>
/// <param name="Value">The value as received, after a declared conversion of units; null when the row states that there is none.</param>
/// <param name="MissingReason">Why there is no value; null when there is one.</param>
/// <param name="Rules">The rules that it broke.</param>
/// <param name="Published">The published value in its place; null when there is none.</param>
/// <param name="Median">Median of the published values of the same indicator, period and breakdown; null when there is none.</param>
/// <param name="Neighbours">Published values of the same territory in up to two periods before and two after, ascending.</param>
/// <param name="RecordedAt">Since when it waits.</param>
public sealed record QuarantinedValue(
    long Id, long Import, string Source, string Indicator, string? Territory, string Identity, string TerritoryName, string Period, string Breakdown, decimal? Value,
    string? MissingReason, IReadOnlyList<BrokenRule> Rules, decimal? Published, decimal? Median, IReadOnlyList<NeighbouringValue> Neighbours, DateTimeOffset RecordedAt);

/// <summary>A rule that a value broke, with what it expects.</summary>
/// <param name="Rule">Code of the rule.</param>
/// <param name="Message">What it says, in the asked language.</param>
/// <param name="Minimum">The rule's minimum; null: none.</param>
/// <param name="Maximum">The rule's maximum; null: none.</param>
/// <param name="Relative">The rule's largest relative change; null: none.</param>
public sealed record BrokenRule(string Rule, string Message, decimal? Minimum, decimal? Maximum, decimal? Relative);

/// <summary>A published value beside another.</summary>
/// <param name="Period">The period.</param>
/// <param name="Value">The value; null when missing.</param>
public sealed record NeighbouringValue(string Period, decimal? Value);

/// <summary>What is decided about values in quarantine: those of ids, or all of an import that broke a rule.</summary>
public sealed record QuarantineAnswer
{
    /// <summary>Numbers of the values, 1 to 1000; null: those of import and rule.</summary>
    public IReadOnlyList<long>? Ids { get; set; }

    /// <summary>Number of the import; with rule, in place of ids.</summary>
    public long? Import { get; set; }

    /// <summary>Code of the rule; with import, in place of ids.</summary>
    public string? Rule { get; set; }

    /// <summary>accepted: published, flagged suspect with the reason; corrected: our value is published, and the source's stays beside it; rejected: what was published stays.</summary>
    [Required]
    public string? Answer { get; set; }

    /// <summary>The right value; with corrected only, and one of ids.</summary>
    public decimal? Value { get; set; }

    /// <summary>Why it was decided so; kept with every revision.</summary>
    [Required, StringLength(500)]
    public string? Reason { get; set; }
}

/// <summary>What was done.</summary>
/// <param name="Answer">accepted, corrected or rejected.</param>
/// <param name="Answered">Values that were answered; those that had this very answer already are not counted again.</param>
/// <param name="Imports">Numbers of the imports that they came with, ascending.</param>
/// <param name="Correction">Number of the correction that was filed; null with another answer, or where nothing was left to do.</param>
public sealed record QuarantineOutcome(string Answer, int Answered, IReadOnlyList<long> Imports, int? Correction);
