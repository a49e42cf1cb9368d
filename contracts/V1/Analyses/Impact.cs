using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Analyses;

/// <summary>Whose action is judged, and since when.</summary>
public sealed record ImpactRequest : PanelRequest
{
    /// <summary>Code of the indicator, or a variable of data.</summary>
    [Required]
    public string? Variable { get; set; }

    /// <summary>Units that took the action: codes of municipalities, or units of data. The others of the group did not.</summary>
    [Required, MinLength(1)]
    public IReadOnlyList<string>? Treated { get; set; }

    /// <summary>The first period with the action; those before it are before.</summary>
    [Required]
    public string? Since { get; set; }

    /// <summary>complete: units that lack a value are left out; available: every value counts, and the effect is that of the four means of treated and others, before and after. Null: complete.</summary>
    public string? Missing { get; set; }

    /// <summary>The error that the interval is of: changes (of the units' changes; with missing complete), cluster (CR1 of rows, by unit), hc1 (of rows), or cell (of four independent means). Null: changes, with missing available cluster.</summary>
    public string? StandardErrorType { get; set; }

    /// <summary>Level of the interval, above 0 and below 1; null: 0.95.</summary>
    public double? Level { get; set; }

    /// <summary>Seed of drawn placebos, 0 or more; null: 1.</summary>
    public long? Seed { get; set; }
}

/// <summary>The effect of an action, by difference in differences.</summary>
/// <param name="Frame">What was analysed; its units are rows of unit and period.</param>
/// <param name="Status">estimated, or nothingToCompare: no unit with every value took the action, or none did not.</param>
/// <param name="Treated">Units that took the action and have every value.</param>
/// <param name="Controls">Units that did not and have every value.</param>
/// <param name="Effect">The difference in differences, in the variable's unit; null unless estimated, like all figures below.</param>
/// <param name="TreatedChange">Mean change of the treated.</param>
/// <param name="ControlChange">Mean change of the others: what would have happened anyway, if trends are parallel.</param>
/// <param name="StandardErrorType">The error that the interval is of.</param>
/// <param name="StandardError">That error; null where units or rows are too few.</param>
/// <param name="ChangesError">HC1 of the units' changes, so that each unit is one cluster; null with fewer than two units on a side, or with missing available.</param>
/// <param name="ClusterError">Of rows, clustered by unit, CR1; null with fewer than two units on a side.</param>
/// <param name="Hc1Error">Of rows, each independent, HC1.</param>
/// <param name="CellError">Of four independent means.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="PlaceboProbability">Share of placebo effects as far from 0: it cannot be smaller than 1 over their number and one.</param>
/// <param name="Placebos">How many placebo effects.</param>
/// <param name="PreTrendDifference">By how much more the treated rose a period before the action; far from 0, the estimate is not to be trusted. Null with fewer than two periods before.</param>
/// <param name="PreTrendProbability">Of so large a difference of trends by chance; null with fewer than three periods before, or gaps on a line.</param>
/// <param name="Gaps">Mean of the treated less mean of the others in each period.</param>
public sealed record ImpactAnalysis(
    AnalysisFrame Frame, string Status, int Treated, int Controls, double? Effect, double? TreatedChange, double? ControlChange, string StandardErrorType, double? StandardError, double? ChangesError,
    double? ClusterError, double? Hc1Error, double? CellError, double? Low, double? High, double? PlaceboProbability, int Placebos, double? PreTrendDifference, double? PreTrendProbability,
    IReadOnlyList<PeriodGap> Gaps);

/// <summary>The gap between those who acted and the others in a period.</summary>
/// <param name="Period">The period.</param>
/// <param name="Gap">Mean of the treated less mean of the others; null where a side has no value.</param>
/// <param name="IsAfter">True from the action on.</param>
/// <param name="Treated">Mean of the treated; null where none has a value.</param>
/// <param name="Others">Mean of the others; null where none has a value.</param>
public sealed record PeriodGap(string Period, double? Gap, bool IsAfter, double? Treated, double? Others);
