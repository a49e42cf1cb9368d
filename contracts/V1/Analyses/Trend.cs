using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Analyses;

/// <summary>What trends are told of, and how.</summary>
public sealed record TrendRequest : PanelRequest
{
    /// <summary>Code of the indicator, or a variable of data.</summary>
    [Required]
    public string? Variable { get; set; }

    /// <summary>higherIsBetter, lowerIsBetter or neutral; null: the indicator's own, with data neutral.</summary>
    public string? Direction { get; set; }

    /// <summary>Only so many of the last periods, 2 to 1000; null: all since the last break.</summary>
    public int? Last { get; set; }

    /// <summary>Level of intervals and of the test, above 0 and below 1; null: 0.95.</summary>
    public double? Level { get; set; }
}

/// <summary>Where every unit is going, and whether it gains on its group.</summary>
/// <param name="Frame">What was analysed; its units are rows of unit and period.</param>
/// <param name="Direction">The direction applied.</param>
/// <param name="Level">Level of intervals and of the test.</param>
/// <param name="GroupMedians">The median of the group in each period, and how its values spread.</param>
/// <param name="Units">One for each unit, in the order of the frame.</param>
public sealed record TrendAnalysis(AnalysisFrame Frame, string Direction, double Level, IReadOnlyList<PeriodMedian> GroupMedians, IReadOnlyList<UnitTrend> Units);

/// <summary>The middle of a group in a period.</summary>
/// <param name="Period">The period.</param>
/// <param name="Median">The median; null when nobody has a value.</param>
/// <param name="N">Values present.</param>
/// <param name="Minimum">The smallest value; null when nobody has one, like the others here.</param>
/// <param name="LowerQuartile">A quarter of the values lie below it.</param>
/// <param name="UpperQuartile">Three quarters of the values lie below it.</param>
/// <param name="Maximum">The largest value.</param>
public sealed record PeriodMedian(string Period, double? Median, int N, double? Minimum, double? LowerQuartile, double? UpperQuartile, double? Maximum);

/// <summary>Where a unit is going.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="N">Values used, since the last break.</param>
/// <param name="Missing">Periods without a value since the last break.</param>
/// <param name="BeforeBreak">Periods not used because they lie before the last break.</param>
/// <param name="First">The first value used; null when there is none.</param>
/// <param name="Last">The last value used.</param>
/// <param name="Change">Last less first, in the variable's unit (percentages: in points).</param>
/// <param name="PercentChange">The same in percent of the first; null where it has no meaning (from zero or below).</param>
/// <param name="GrowthRate">Compound growth a year, 0.05 is 5 %; null where it has no meaning.</param>
/// <param name="Slope">Median slope of Theil and Sen, in the variable's unit a year; null with fewer than two values.</param>
/// <param name="SlopeLow">Lower end of its interval; null with fewer than three values.</param>
/// <param name="SlopeHigh">Upper end.</param>
/// <param name="OrdinarySlope">Slope by least squares, in the variable's unit a year.</param>
/// <param name="OrdinarySlopeLow">Lower end of its interval.</param>
/// <param name="OrdinarySlopeHigh">Upper end.</param>
/// <param name="Tau">Kendall's tau-b with time, -1 to 1.</param>
/// <param name="Probability">Two-sided probability of such an order without a trend (Mann-Kendall).</param>
/// <param name="Travel">improving, worsening, rising, falling (where neither is good), noClearChange, or notEnoughPoints: fewer than five.</param>
/// <param name="Movement">Against the group: catchingUp, fallingBehind, pullingAhead, losingItsLead, keepingDistance or cannotTell.</param>
/// <param name="LastGap">How much better than the group's median in the last period; negative is worse; null where it cannot be told.</param>
public sealed record UnitTrend(
    string Unit, int N, int Missing, int BeforeBreak, double? First, double? Last, double? Change, double? PercentChange, double? GrowthRate, double? Slope, double? SlopeLow, double? SlopeHigh,
    double? OrdinarySlope, double? OrdinarySlopeLow, double? OrdinarySlopeHigh, double? Tau, double? Probability, string Travel, string Movement, double? LastGap);
