using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Analyses;

/// <summary>What quantiles are told of, and how. With data.groups each group is told of too, after all units together.</summary>
public sealed record QuantileRequest : AnalysisRequest
{
    /// <summary>Code of the indicator, or a variable of data.</summary>
    [Required]
    public string? Variable { get; set; }

    /// <summary>1 to 100 probabilities from 0 to 1; null: 0, 0.25, 0.5, 0.75 and 1.</summary>
    public IReadOnlyList<double>? Probabilities { get; set; }

    /// <summary>Type of quantiles by Hyndman and Fan, 1 to 9; null: 7. In place of types.</summary>
    public int? Type { get; set; }

    /// <summary>Several types beside each other, each 1 to 9; null: type alone.</summary>
    public IReadOnlyList<int>? Types { get; set; }

    /// <summary>What the median absolute deviation is multiplied by, above 0; null: 1, the raw deviation.</summary>
    public double? MadConstant { get; set; }

    /// <summary>Decimals that values are rounded to first, 0 to 15; null: the indicator's own, with data every digit counts.</summary>
    public int? Decimals { get; set; }
}

/// <summary>What groups look like.</summary>
/// <param name="Frame">What was analysed.</param>
/// <param name="Probabilities">The probabilities, in the order of the values of each list of quantiles.</param>
/// <param name="MadConstant">What median absolute deviations are multiplied by.</param>
/// <param name="Groups">All units together first, then each group of the data by its name.</param>
public sealed record QuantileAnalysis(AnalysisFrame Frame, IReadOnlyList<double> Probabilities, double MadConstant, IReadOnlyList<GroupQuantiles> Groups);

/// <summary>What a group looks like, in the variable's unit. Null where there are too few values.</summary>
/// <param name="Group">Name of the group; null: all units together.</param>
/// <param name="N">Values present.</param>
/// <param name="Missing">Values missing.</param>
/// <param name="Minimum">The smallest.</param>
/// <param name="Maximum">The largest.</param>
/// <param name="Mean">The unweighted mean.</param>
/// <param name="WeightedMean">The mean weighted by data's weights, over the units that have one above 0; null without them.</param>
/// <param name="StandardDeviation">The sample standard deviation, with n - 1.</param>
/// <param name="CoefficientOfVariation">The standard deviation as a share of the mean; null where the mean is not above 0.</param>
/// <param name="MedianAbsoluteDeviation">The median absolute deviation from the median, times madConstant.</param>
/// <param name="Skewness">The adjusted Fisher-Pearson coefficient, as Excel's SKEW; 0 is symmetric. Null with fewer than 3 values, or all equal.</param>
/// <param name="Quantiles">One for each type asked for.</param>
public sealed record GroupQuantiles(
    string? Group, int N, int Missing, double? Minimum, double? Maximum, double? Mean, double? WeightedMean, double? StandardDeviation, double? CoefficientOfVariation,
    double? MedianAbsoluteDeviation, double? Skewness, IReadOnlyList<TypedQuantiles> Quantiles);

/// <summary>Quantiles of one type.</summary>
/// <param name="Type">Type by Hyndman and Fan, 1 to 9.</param>
/// <param name="Values">One for each probability, in their order; null for an empty group.</param>
/// <param name="InterquartileRange">From the quantile of 0.25 to that of 0.75, of this type; null for an empty group.</param>
public sealed record TypedQuantiles(int Type, IReadOnlyList<double?> Values, double? InterquartileRange);
