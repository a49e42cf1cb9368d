using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Analyses;

/// <summary>Where outliers are looked for, and how. Of one period by period, of several by periods; numbers of the caller's own may bring data.periods.</summary>
public sealed record OutlierRequest : PanelRequest
{
    /// <summary>Code of the indicator, or a variable of data.</summary>
    [Required]
    public string? Variable { get; set; }

    /// <summary>
    /// tukey (fences at quartiles), iglewiczHoaglin (modified z-score by the median), zScore: within each period. hampel: along each unit's series. hidiroglouBerthelot (change against the
    /// usual change), repeated (the same figure again), unitError (10, 100 or 1000 times as much, or as little): against the period before. Null: tukey.
    /// </summary>
    public string? Method { get; set; }

    /// <summary>With data of one row for each unit, for methods against the period before: the variable with the figures of the period before.</summary>
    public string? Previous { get; set; }

    /// <summary>How far out is to be explained (soft), above 0: interquartile ranges, or standard deviations; null: tukey 1.5, iglewiczHoaglin 3.5, zScore 3, hampel 3.</summary>
    public double? Threshold { get; set; }

    /// <summary>How far out is to be refused (hard), at least threshold (or c); null: tukey 3, otherwise nowhere.</summary>
    public double? HardThreshold { get; set; }

    /// <summary>tukey and hidiroglouBerthelot: type of quartiles by Hyndman and Fan, 1 to 9; null: 7.</summary>
    public int? QuantileType { get; set; }

    /// <summary>iglewiczHoaglin and hampel: what the median absolute deviation is multiplied by, above 0; null: 1/0.6745 and 1.4826.</summary>
    public double? MadConstant { get; set; }

    /// <summary>hampel: values on each side that a value is compared with, 1 to 50; null: 3. Nearer to an end of the series nothing is tested.</summary>
    public int? HalfWidth { get; set; }

    /// <summary>hidiroglouBerthelot: how much the size of a unit counts, 0 to 1; null: 0.5.</summary>
    public double? U { get; set; }

    /// <summary>hidiroglouBerthelot: the least width as a share of the median effect, 0 to 1; null: 0.05.</summary>
    public double? A { get; set; }

    /// <summary>hidiroglouBerthelot: the width of the interval, above 0; null: 4.</summary>
    public double? C { get; set; }

    /// <summary>unitError: how far from 10, 100 or 1000 times, in decimal logarithms, above 0 and below 0.5; null: 0.1, which is 7.9 to 12.6 times.</summary>
    public double? Tolerance { get; set; }

    /// <summary>repeated: decimals that figures are rounded to before they are compared, 0 to 15; null: the indicator's own, with data every digit counts.</summary>
    public int? Decimals { get; set; }
}

/// <summary>Which values stand out. Standing out is no mistake: it is a reason to look.</summary>
/// <param name="Frame">What was analysed.</param>
/// <param name="Method">The method.</param>
/// <param name="Threshold">How far out is to be explained; null for repeated and unitError.</param>
/// <param name="HardThreshold">How far out is to be refused; null: nowhere.</param>
/// <param name="QuantileType">Type of quartiles; null where none are used.</param>
/// <param name="MadConstant">What the median absolute deviation is multiplied by; null where it is not used.</param>
/// <param name="HalfWidth">Values on each side; null but for hampel.</param>
/// <param name="U">How much size counts; null but for hidiroglouBerthelot.</param>
/// <param name="A">The least width; null but for hidiroglouBerthelot.</param>
/// <param name="Tolerance">How near to a power of ten; null but for unitError.</param>
/// <param name="Bases">What values were held to, one for each period that had any; empty for hampel, repeated and unitError, where each unit has its own.</param>
/// <param name="Units">One for each row of the frame's units, in their order.</param>
public sealed record OutlierAnalysis(
    AnalysisFrame Frame, string Method, double? Threshold, double? HardThreshold, int? QuantileType, double? MadConstant, int? HalfWidth, double? U, double? A, double? Tolerance,
    IReadOnlyList<OutlierBasis> Bases, IReadOnlyList<UnitOutlier> Units);

/// <summary>What the values of a period were held to, in the variable's unit; for hidiroglouBerthelot in that of effects.</summary>
/// <param name="Period">The period; null where there is but one.</param>
/// <param name="N">Values tested.</param>
/// <param name="Centre">The median; for zScore the mean.</param>
/// <param name="Scale">What a threshold of 1 measures: the interquartile range, the robust or the standard deviation; null for hidiroglouBerthelot, whose two sides differ.</param>
/// <param name="LowerQuartile">The lower quartile; null where it is not used.</param>
/// <param name="UpperQuartile">The upper quartile; null where it is not used.</param>
/// <param name="MedianRatio">The usual change, as a ratio to the period before; null but for hidiroglouBerthelot.</param>
/// <param name="Low">Below it a value stands out.</param>
/// <param name="High">Above it a value stands out.</param>
/// <param name="HardLow">Below it a value is to be refused; null: nowhere.</param>
/// <param name="HardHigh">Above it a value is to be refused; null: nowhere.</param>
public sealed record OutlierBasis(
    string? Period, int N, double? Centre, double? Scale, double? LowerQuartile, double? UpperQuartile, double? MedianRatio, double? Low, double? High, double? HardLow, double? HardHigh);

/// <summary>What was found of a value.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Period">The period of the row; null where there is but one.</param>
/// <param name="Value">The value; null when missing.</param>
/// <param name="Previous">The value that it was compared with, of the period before; null where the method compares otherwise, or there is none.</param>
/// <param name="Status">within; outlier; valueMissing; previousMissing; notPositive (a ratio has no meaning); breakBefore (the definition changed); windowIncomplete (too near to an end, or to a missing value).</param>
/// <param name="Severity">soft (to be explained) or hard (to be refused); null unless an outlier.</param>
/// <param name="Side">low or high; null unless an outlier, and for repeated.</param>
/// <param name="Score">How far out, comparable with the thresholds: negative is low; for unitError the decimal logarithm of the ratio. Null where it cannot be said.</param>
/// <param name="Low">Below it this value would stand out; for hidiroglouBerthelot a limit of its effect.</param>
/// <param name="High">Above it this value would stand out; for hidiroglouBerthelot a limit of its effect.</param>
/// <param name="Expected">The median or mean that it was compared with; null for methods against the period before.</param>
/// <param name="Ratio">Value over previous; null where the method has none.</param>
/// <param name="Effect">hidiroglouBerthelot: E, the change against the usual change, weighted by size.</param>
/// <param name="Factor">unitError: 10, 100, 1000, 0.1, 0.01 or 0.001, where the value seems to be so many times the right one.</param>
public sealed record UnitOutlier(
    string Unit, string? Period, double? Value, double? Previous, string Status, string? Severity, string? Side, double? Score, double? Low, double? High, double? Expected, double? Ratio,
    double? Effect, double? Factor);
