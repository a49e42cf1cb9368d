using System.ComponentModel.DataAnnotations;
using Benchlearning.Contracts.V1.Imports;

namespace Benchlearning.Contracts.V1.Stewardship;

/// <summary>A name that a source uses and nobody has mapped, and the rows that wait for it.</summary>
/// <param name="Source">Code of the source.</param>
/// <param name="Kind">What it names: indicator, territory or breakdown.</param>
/// <param name="Name">The name or code, verbatim.</param>
/// <param name="Rows">Rows that wait for it.</param>
/// <param name="Imports">Numbers of the imports whose rows wait, the latest 20, newest first.</param>
/// <param name="FirstSeenAt">When the first of them was received.</param>
/// <param name="Example">One of the rows as received.</param>
/// <param name="Suggestions">What it may be, the most similar first; empty when nothing resembles it.</param>
public sealed record UnmappedName(
    string Source, string Kind, string Name, int Rows, IReadOnlyList<long> Imports, DateTimeOffset FirstSeenAt, string Example, IReadOnlyList<MappingSuggestion> Suggestions);

/// <summary>What an unmapped name may be.</summary>
/// <param name="Target">Code to map it to.</param>
/// <param name="Name">What the code names, in the asked language.</param>
/// <param name="Score">Similarity by trigrams to the nearest of its codes and present and former names, 0 to 1.</param>
public sealed record MappingSuggestion(string Target, string Name, double Score);

/// <summary>What a name of a source means.</summary>
/// <param name="Id">Number of the rule.</param>
/// <param name="Source">Code of the source.</param>
/// <param name="Kind">What it names: indicator, territory or breakdown.</param>
/// <param name="Name">The name or code, verbatim.</param>
/// <param name="Target">Code of ours; null for a name that is ignored.</param>
/// <param name="Factor">Ours = factor x theirs: 1000 for thousands, 100 for fractions that become per cent; 1: the same unit.</param>
/// <param name="UnitNote">What the factor converts, in words; null where it is 1.</param>
/// <param name="Ignored">True: rows with this name are left out for ever.</param>
/// <param name="Version">Number of the version, from 1; the ETag begins with it.</param>
/// <param name="RecordedBy">Who recorded this version.</param>
/// <param name="RecordedAt">When.</param>
/// <param name="Reason">Why.</param>
/// <param name="History">All versions, newest first.</param>
public sealed record MappingRule(
    int Id, string Source, string Kind, string Name, string? Target, decimal Factor, string? UnitNote, bool Ignored, int Version, string RecordedBy, DateTimeOffset RecordedAt,
    string Reason, IReadOnlyList<MappingRuleVersion> History);

/// <summary>One version of a mapping rule.</summary>
/// <param name="Version">Number of the version, from 1.</param>
/// <param name="Target">Code of ours; null for a name that is ignored.</param>
/// <param name="Factor">Ours = factor x theirs.</param>
/// <param name="UnitNote">What the factor converts, in words; null where it is 1.</param>
/// <param name="Ignored">True: rows with this name are left out.</param>
/// <param name="RecordedBy">Who recorded it.</param>
/// <param name="RecordedAt">When.</param>
/// <param name="Reason">Why.</param>
public sealed record MappingRuleVersion(
    int Version, string? Target, decimal Factor, string? UnitNote, bool Ignored, string RecordedBy, DateTimeOffset RecordedAt, string Reason);

/// <summary>A mapping rule, and what became of the rows that waited for it.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Rows">What became of the rows: read is how many were taken up; those that wait for another name still are not among them.</param>
public sealed record MappingAnswer(MappingRule Rule, ImportRowCounts Rows);

/// <summary>What a name of a source is to mean.</summary>
public sealed record MappingRuleDefinition
{
    /// <summary>Code of the source.</summary>
    [Required]
    public string? Source { get; set; }

    /// <summary>What it names: indicator, territory or breakdown.</summary>
    [Required]
    public string? Kind { get; set; }

    /// <summary>The name or code of the source, verbatim.</summary>
    [Required, StringLength(300)]
    public string? Name { get; set; }

    /// <summary>Code of ours: an indicator, a territory of any vintage, or a breakdown such as sex:F. Left out with ignore.</summary>
    public string? Target { get; set; }

    /// <summary>For an indicator: ours = factor x theirs; null: 1.</summary>
    public decimal? Factor { get; set; }

    /// <summary>What the factor converts, such as thousands to persons; required with a factor other than 1.</summary>
    [StringLength(300)]
    public string? UnitNote { get; set; }

    /// <summary>True: rows with this name are left out for ever; null: false.</summary>
    public bool? Ignore { get; set; }

    /// <summary>Why.</summary>
    [Required, StringLength(500)]
    public string? Reason { get; set; }
}

/// <summary>What a mapping rule is to be from now on.</summary>
public sealed record MappingRuleChange
{
    /// <summary>Code of ours; left out with ignore.</summary>
    public string? Target { get; set; }

    /// <summary>For an indicator: ours = factor x theirs; null: 1.</summary>
    public decimal? Factor { get; set; }

    /// <summary>What the factor converts; required with a factor other than 1.</summary>
    [StringLength(300)]
    public string? UnitNote { get; set; }

    /// <summary>True: rows with this name are left out for ever; null: false.</summary>
    public bool? Ignore { get; set; }

    /// <summary>Why it is changed.</summary>
    [Required, StringLength(500)]
    public string? Reason { get; set; }
}
