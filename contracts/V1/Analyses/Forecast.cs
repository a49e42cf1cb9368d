using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Analyses;

/// <summary>What to carry on, and how. territory is the unit whose series it is; with data of a single unit it may be left out.</summary>
public sealed record ForecastRequest : PanelRequest
{
    /// <summary>Code of the indicator, or a variable of data.</summary>
    [Required]
    public string? Variable { get; set; }

    /// <summary>naive, drift, simpleSmoothing, holt or dampedHolt; null: the one with the least corrected criterion (AICc), drift for a short series.</summary>
    public string? Method { get; set; }

    /// <summary>How many periods ahead, 1 to 30; null: 3.</summary>
    public int? Horizon { get; set; }

    /// <summary>Level of intervals, above 0 and below 1; null: 0.95.</summary>
    public double? Level { get; set; }

    /// <summary>How strongly values move the level, 0 to 1; null: found. With a method that smooths.</summary>
    public double? Alpha { get; set; }

    /// <summary>How strongly they move the trend, 0 to 1: beta* of Hyndman and Athanasopoulos (R's beta is alpha times it); null: found. With alpha.</summary>
    public double? BetaStar { get; set; }

    /// <summary>How much of a damped trend is left after a period, 0.8 to 0.98; null: found. With alpha.</summary>
    public double? Phi { get; set; }

    /// <summary>The least possible value: 0 for counts and shares; null: none.</summary>
    public double? Least { get; set; }

    /// <summary>The largest possible value: 100 for percentages; null: none.</summary>
    public double? Most { get; set; }
}

/// <summary>A series carried on.</summary>
/// <param name="Frame">What was analysed; its units are the periods of the series.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Method">The method used: drift where the series is too short for the one asked for.</param>
/// <param name="Alpha">Smoothing of the level; null for methods that do not smooth.</param>
/// <param name="BetaStar">Smoothing of the trend.</param>
/// <param name="Phi">What is left of the trend after a period.</param>
/// <param name="Level">Level of intervals.</param>
/// <param name="Points">One for each period ahead; none after a single value or none.</param>
/// <param name="ResidualDeviation">Deviation of one-step errors within the series; null with too few values.</param>
/// <param name="CorrectedCriterion">AICc; null with too few values.</param>
/// <param name="BacktestError">Mean size of errors when each value of the last third is forecast from those before it, in the variable's unit; null with fewer than six values.</param>
/// <param name="NaiveBacktestError">The same of the naive method: one that does no better is not worth its trouble.</param>
/// <param name="IsClamped">True when a value or an end was held within least and most.</param>
public sealed record ForecastAnalysis(
    AnalysisFrame Frame, string Unit, string Method, double? Alpha, double? BetaStar, double? Phi, double Level, IReadOnlyList<ForecastStep> Points, double? ResidualDeviation, double? CorrectedCriterion,
    double? BacktestError, double? NaiveBacktestError, bool IsClamped);

/// <summary>A value to come.</summary>
/// <param name="Step">How many periods ahead, from 1.</param>
/// <param name="Period">The period; null where periods of the caller's own are no period codes.</param>
/// <param name="Value">The expected value.</param>
/// <param name="Low">Lower end of its interval; null without residuals.</param>
/// <param name="High">Upper end.</param>
public sealed record ForecastStep(int Step, string? Period, double Value, double? Low, double? High);
