using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Analyses;

/// <summary>Whose action is judged, since when, and by a mixture of whom.</summary>
public sealed record SyntheticControlRequest : PanelRequest
{
    /// <summary>The outcome: code of the indicator, or a variable of data.</summary>
    [Required]
    public string? Variable { get; set; }

    /// <summary>The unit that took the action: code of a municipality, or a unit of data.</summary>
    [Required]
    public string? Treated { get; set; }

    /// <summary>The units that it may be a mixture of, none of which took the action; null: all the others of the group.</summary>
    public IReadOnlyList<string>? Donors { get; set; }

    /// <summary>The first period with the action; those before it are before.</summary>
    [Required]
    public string? Since { get; set; }

    /// <summary>1 to 50 predictors that the mixture is matched by; null: by the outcome of every period before.</summary>
    [MinLength(1), MaxLength(50)]
    public IReadOnlyList<OutcomePredictor>? Predictors { get; set; }

    /// <summary>
    /// What each predictor counts (the diagonal of V): outcomeOnly (there are none), inverseVariance (each the same once divided by its standard deviation), or given (by weight, once divided by
    /// its standard deviation, as R's Synth reports V). Null: outcomeOnly without predictors, given where they have weights, else inverseVariance.
    /// </summary>
    public string? PredictorWeights { get; set; }

    /// <summary>The probability of chance below 1 - level is called distinguishable, above 0 and below 1; null: 0.95.</summary>
    public double? Level { get; set; }
}

/// <summary>A predictor of the outcome: the mean of a variable over periods before the action.</summary>
public sealed record OutcomePredictor
{
    /// <summary>Code of the indicator, or a variable of data; may be the outcome itself.</summary>
    [Required]
    public string? Variable { get; set; }

    /// <summary>The first period of the mean; null: the first of all.</summary>
    public string? From { get; set; }

    /// <summary>The last period of the mean, before the action; null: the last before it.</summary>
    public string? To { get; set; }

    /// <summary>With predictorWeights given: how much it counts, 0 or more; only proportions matter.</summary>
    public double? Weight { get; set; }
}

/// <summary>The effect of an action on one unit, by synthetic control.</summary>
/// <param name="Frame">What was analysed; its units are rows of unit and period.</param>
/// <param name="Status">estimated, or nothingToCompare: the unit lacks a value, or no donor has every value.</param>
/// <param name="Treated">The unit that took the action.</param>
/// <param name="PredictorWeights">What predictors counted by.</param>
/// <param name="Conclusion">distinguishable: so large a gap is rare among placebos; notDistinguishable: it is not; cannotTell: placebos are too few for the level, or the mixture does not follow before the action.</param>
/// <param name="Effect">Mean gap after, in the variable's unit; null unless estimated, like all figures below.</param>
/// <param name="FitBefore">RMSPE before: root mean squared gap.</param>
/// <param name="FitAfter">RMSPE after.</param>
/// <param name="Ratio">RMSPE after over that before; null when the mixture follows perfectly.</param>
/// <param name="PlaceboRank">Rank of the ratio among all units, 1 is the largest; ties count against the unit.</param>
/// <param name="PlaceboProbability">Rank over the number of units; null with one donor.</param>
/// <param name="SmallestProbability">What it cannot be smaller than: 1 over the number of units.</param>
/// <param name="IsOutsideHull">True where the unit lies above or below all donors in some period before: no mixture can follow it there.</param>
/// <param name="HasPoorFit">True where RMSPE before is larger than the standard deviation of the unit's own values before.</param>
/// <param name="Donors">Every donor with its weight, in order; the weights add up to 1.</param>
/// <param name="Predictors">How alike the unit and its mixture are; empty without predictors.</param>
/// <param name="Periods">Actual and synthetic values in each period.</param>
/// <param name="Placebos">Each donor treated as if it had acted.</param>
public sealed record SyntheticControlAnalysis(
    AnalysisFrame Frame, string Status, string Treated, string PredictorWeights, string Conclusion, double? Effect, double? FitBefore, double? FitAfter, double? Ratio, int? PlaceboRank,
    double? PlaceboProbability, double? SmallestProbability, bool IsOutsideHull, bool HasPoorFit, IReadOnlyList<DonorWeight> Donors, IReadOnlyList<PredictorMatch> Predictors,
    IReadOnlyList<SyntheticPeriod> Periods, IReadOnlyList<PlaceboUnit> Placebos);

/// <summary>A donor.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Weight">How much of it is in the mixture, 0 to 1.</param>
public sealed record DonorWeight(string Unit, double Weight);

/// <summary>How alike the unit and its mixture are in a predictor.</summary>
/// <param name="Variable">The variable.</param>
/// <param name="From">First period of the mean.</param>
/// <param name="To">Last period of the mean.</param>
/// <param name="Weight">What it counted, of 1.</param>
/// <param name="Treated">Mean of the unit.</param>
/// <param name="Synthetic">Mean of the mixture.</param>
/// <param name="DonorMean">Mean of all donors, each counting the same.</param>
/// <param name="IsOutside">True where the unit lies above or below all donors.</param>
public sealed record PredictorMatch(string Variable, string From, string To, double Weight, double Treated, double Synthetic, double DonorMean, bool IsOutside);

/// <summary>A period of a synthetic control.</summary>
/// <param name="Period">The period.</param>
/// <param name="Actual">Value of the unit.</param>
/// <param name="Synthetic">Value of its mixture.</param>
/// <param name="Gap">Actual less synthetic.</param>
/// <param name="IsAfter">True from the action on.</param>
public sealed record SyntheticPeriod(string Period, double Actual, double Synthetic, double Gap, bool IsAfter);

/// <summary>A donor treated as if it had acted.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="FitBefore">RMSPE before.</param>
/// <param name="Ratio">RMSPE after over that before; null when its mixture follows perfectly.</param>
/// <param name="Gaps">Actual less synthetic in each period.</param>
public sealed record PlaceboUnit(string Unit, double FitBefore, double? Ratio, IReadOnlyList<double> Gaps);
