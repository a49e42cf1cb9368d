using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Aggregates;

/// <summary>A figure of a declared group over figures of which some are not public.</summary>
/// <param name="Indicator">Code of the indicator; the figure is of its total.</param>
/// <param name="IndicatorVersion">Version of its definition.</param>
/// <param name="Period">The period.</param>
/// <param name="Group">Code of the group.</param>
/// <param name="GroupVersion">Version of its definition.</param>
/// <param name="GroupName">Its name in the asked language.</param>
/// <param name="Statistic">sum; weightedMean; or mean, where the indicator has no weight. As the indicator is carried across a reform.</param>
/// <param name="Weight">Code of the indicator that weighs, whose figures are public; null for other statistics.</param>
/// <param name="WeightPeriod">Its period, or several separated by commas; null for other statistics.</param>
/// <param name="Value">The figure at the indicator's decimals; null: suppressed.</param>
/// <param name="MissingReason">suppressed, where telling the figure would tell a hidden one; null: there is a value.</param>
/// <param name="N">Members with a value, and a weight where it is weighted, hidden ones among them; null where the figure is suppressed.</param>
/// <param name="Members">Members of the group in the period.</param>
/// <param name="Unit">Code of the unit of measure.</param>
/// <param name="ComputedAt">When it was made. It is withdrawn as soon as any value of the indicator in the period is another, or is seen by others.</param>
public sealed record GroupAggregate(
    string Indicator, int IndicatorVersion, string Period, string Group, int GroupVersion, string GroupName, string Statistic, string? Weight, string? WeightPeriod,
    decimal? Value, string? MissingReason, int? N, int Members, string Unit, DateTimeOffset ComputedAt);

/// <summary>Which figures of groups are to be published, and how strictly they are checked.</summary>
public sealed record GroupAggregateRequest
{
    /// <summary>Code of the indicator.</summary>
    [Required]
    public string? Indicator { get; set; }

    /// <summary>The period.</summary>
    [Required]
    public string? Period { get; set; }

    /// <summary>Codes of declared groups, at most 50. Where not all can be told, those that come first are.</summary>
    [Required, MinLength(1)]
    public IReadOnlyList<string>? Groups { get; set; }

    /// <summary>Fewer hidden values than that are never told together, 3 to 100; null: 3.</summary>
    public int? MinimumCount { get; set; }

    /// <summary>n of the dominance rule, over what the hidden values contribute, 1 to 10; null: 2.</summary>
    public int? DominanceN { get; set; }

    /// <summary>k of the dominance rule, percent, above 0 and below 100; null: 85.</summary>
    public double? DominanceK { get; set; }

    /// <summary>How far above itself a hidden value must still be possible, in percent of itself, for whoever knows one of the others, 1 to 100; null: 10.</summary>
    public double? ProtectionPercent { get; set; }

    /// <summary>Why they are published.</summary>
    [Required]
    public string? Reason { get; set; }
}

/// <summary>What became of a group.</summary>
/// <param name="Group">Code of the group.</param>
/// <param name="Status">published; suppressed; notMade: there is nothing to tell or to hide.</param>
/// <param name="Because">
/// suppressed: frequency (too few hidden values), dominance (some make it nearly alone), differencing (too few values changed since it was last told), complementary (with what else is, or was, told a
/// hidden value could be worked out). notMade: nothingHidden, noValues, valueMissing (a sum needs every member), weightMissing (no member with a value has one). null: published. Not for publication.
/// </param>
/// <param name="Hidden">Hidden values in it. Not for publication.</param>
/// <param name="Aggregate">What everyone is told; null where it is not made.</param>
public sealed record GroupAggregateOutcome(string Group, string Status, string? Because, int Hidden, GroupAggregate? Aggregate);

/// <summary>What became of the groups that were asked for.</summary>
/// <param name="Outcomes">One for each, in the order asked for.</param>
public sealed record GroupAggregatePublication(IReadOnlyList<GroupAggregateOutcome> Outcomes);
