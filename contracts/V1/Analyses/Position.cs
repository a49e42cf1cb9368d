using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Analyses;

/// <summary>What positions are told of, and how.</summary>
public sealed record PositionRequest : AnalysisRequest
{
    /// <summary>Code of the indicator, or a variable of data.</summary>
    [Required]
    public string? Variable { get; set; }

    /// <summary>higherIsBetter, lowerIsBetter, target or neutral; null: the indicator's own, with data neutral.</summary>
    public string? Direction { get; set; }

    /// <summary>The target, with direction target.</summary>
    public double? Target { get; set; }

    /// <summary>How far from the target is as good as on it, 0 or more; null: 0.</summary>
    public double? Tolerance { get; set; }

    /// <summary>How equal values share ranks: competition (1224), modified (1334), dense (1223), fractional (1 2.5 2.5 4) or ordinal (1234); null: competition.</summary>
    public string? Ranks { get; set; }

    /// <summary>In what sense a percentile rank: mean, strict, weak, excelInclusive, excelExclusive, rankOverN or hazen; null: mean.</summary>
    public string? Percentiles { get; set; }

    /// <summary>Type of quantiles by Hyndman and Fan, 1 to 9; null: 7.</summary>
    public int? QuantileType { get; set; }

    /// <summary>In how many groups of nearly equal size, 2 to 100; null: 4.</summary>
    public int? QuantileGroups { get; set; }

    /// <summary>What the median absolute deviation is multiplied by, above 0; null: 1.4826.</summary>
    public double? MadConstant { get; set; }

    /// <summary>Decimals that values are rounded to before they are compared, 0 to 15; null: the indicator's own, with data every digit counts.</summary>
    public int? Decimals { get; set; }

    /// <summary>At most 100 numbers whose percentile ranks in the group are asked, in the variable's unit: a target, or the figure of somebody outside; null: none.</summary>
    public IReadOnlyList<double>? Scores { get; set; }

    /// <summary>Code of the indicator, or a variable of data, with the standard error of each value, 0 or more: ranks are then told with their uncertainty. Null: values are taken as exact.</summary>
    public string? StandardErrors { get; set; }

    /// <summary>With standardErrors: level of the rank intervals, above 0 and below 1; null: 0.95.</summary>
    public double? Level { get; set; }

    /// <summary>With standardErrors: true when the intervals of all units are to hold at once; null or false: each for itself.</summary>
    public bool? IsSimultaneous { get; set; }
}

/// <summary>Where every unit stands.</summary>
/// <param name="Frame">What was analysed.</param>
/// <param name="Direction">The direction applied.</param>
/// <param name="Ranks">How equal values share ranks.</param>
/// <param name="Percentiles">In what sense percentile ranks are.</param>
/// <param name="QuantileType">Type of quantiles.</param>
/// <param name="Distribution">What the group looks like.</param>
/// <param name="RobustScale">What robust scores were measured by: none, medianAbsoluteDeviation, or meanAbsoluteDeviation where more than half of the values are equal.</param>
/// <param name="Scores">One for each number asked for, in their order; empty without any.</param>
/// <param name="Level">Level of the rank intervals; null without standard errors.</param>
/// <param name="IsSimultaneous">Whether the rank intervals of all units hold at once; null without standard errors.</param>
/// <param name="Units">One for each unit of the frame, in its order.</param>
public sealed record PositionAnalysis(
    AnalysisFrame Frame, string Direction, string Ranks, string Percentiles, int QuantileType, GroupDistribution Distribution, string RobustScale, IReadOnlyList<PlacedScore> Scores, double? Level, bool? IsSimultaneous,
    IReadOnlyList<UnitPosition> Units);

/// <summary>What a group looks like, in the variable's unit. Null where there are too few values.</summary>
/// <param name="N">Values present.</param>
/// <param name="Missing">Values missing.</param>
/// <param name="Minimum">The smallest.</param>
/// <param name="LowerQuartile">A quarter of the values lie below it.</param>
/// <param name="Median">Half of the values lie below it.</param>
/// <param name="UpperQuartile">Three quarters of the values lie below it.</param>
/// <param name="Maximum">The largest.</param>
/// <param name="Mean">The unweighted mean.</param>
/// <param name="WeightedMean">The mean weighted by data's weights; null without them.</param>
/// <param name="StandardDeviation">The sample standard deviation, with n - 1.</param>
/// <param name="MedianAbsoluteDeviation">The raw median absolute deviation from the median.</param>
public sealed record GroupDistribution(
    int N, int Missing, double? Minimum, double? LowerQuartile, double? Median, double? UpperQuartile, double? Maximum, double? Mean, double? WeightedMean, double? StandardDeviation,
    double? MedianAbsoluteDeviation);

/// <summary>Where a unit stands. Null where its value is missing, or the direction is neutral and goodness is asked.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Value">Its value.</param>
/// <param name="Rank">1 is best.</param>
/// <param name="Percentile">Share of the group at or below it, in the sense asked for, 0 to 1.</param>
/// <param name="QuantileGroup">1 holds the best.</param>
/// <param name="Light">Traffic light by quartiles: good, middle or poor. It is relative: the best of a poor group is still good.</param>
/// <param name="Z">Distance from the mean in standard deviations.</param>
/// <param name="RobustZ">Distance from the median in robust standard deviations.</param>
/// <param name="FromMean">Distance from the mean, in the variable's unit.</param>
/// <param name="FromMedian">Distance from the median, in the variable's unit.</param>
/// <param name="ToBestQuarter">How far to the threshold of the best quarter, in the variable's unit; 0 within it.</param>
/// <param name="Uncertainty">How sure the rank is; null without standard errors, or where the unit has none.</param>
public sealed record UnitPosition(
    string Unit, double? Value, double? Rank, double? Percentile, int? QuantileGroup, string? Light, double? Z, double? RobustZ, double? FromMean, double? FromMedian, double? ToBestQuarter,
    UnitRankUncertainty? Uncertainty);

/// <summary>How sure a rank is, among the units that have a standard error.</summary>
/// <param name="StandardError">The standard error of the value, in the variable's unit.</param>
/// <param name="ExpectedRank">The rank to be expected (Laird and Louis): 1 plus the probability of each other being better.</param>
/// <param name="BestRank">The best rank that pairwise tests leave open.</param>
/// <param name="WorstRank">The worst rank that pairwise tests leave open.</param>
public sealed record UnitRankUncertainty(double StandardError, double ExpectedRank, int BestRank, int WorstRank);

/// <summary>Where a number would stand in the group.</summary>
/// <param name="Score">The number.</param>
/// <param name="Percentile">Share of the group at or below it, in the sense asked for, 0 to 1; null where that sense has none for it.</param>
public sealed record PlacedScore(double Score, double? Percentile);
