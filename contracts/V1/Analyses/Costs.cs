using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Analyses;

/// <summary>What a cost is the product of, and what it is compared with.</summary>
public sealed record CostRequest : AnalysisRequest
{
    /// <summary>1 to 10 factors whose product is the cost, such as cost per user, users per member of the target group, and target group per inhabitant.</summary>
    [Required, MinLength(1), MaxLength(10)]
    public IReadOnlyList<CostFactorDefinition>? Factors { get; set; }

    /// <summary>
    /// What each unit is compared with: mean (of each factor over the units), ratioOfSums (each factor of the group as if it were one unit; all factors must be ratios), or
    /// unit (referenceUnit). Null: unit with a referenceUnit, else ratioOfSums where all factors are ratios, else mean.
    /// </summary>
    public string? Reference { get; set; }

    /// <summary>The unit that the others are compared with: code of a municipality of the group, or a unit of data.</summary>
    public string? ReferenceUnit { get; set; }

    /// <summary>How the difference is split: lmdi (logarithmic mean, Ang, 2005; of positive factors, others are split by shapley), or shapley; null: lmdi.</summary>
    public string? Method { get; set; }
}

/// <summary>A factor of a cost: a variable, or a numerator over a denominator.</summary>
public sealed record CostFactorDefinition
{
    /// <summary>Code of the indicator, or a variable of data. Not with numerator and denominator.</summary>
    public string? Variable { get; set; }

    /// <summary>With denominator: what is divided. Code of an indicator, or a variable of data; several factors may name the same.</summary>
    public string? Numerator { get; set; }

    /// <summary>With numerator: what it is divided by, above 0.</summary>
    public string? Denominator { get; set; }

    /// <summary>Its name in the answer; null: variable, or numerator/denominator.</summary>
    public string? Name { get; set; }

    /// <summary>What the factor is: price (cost of one unit of service), volume (how much of it is used), need (how many need it) or other; null: other.</summary>
    public string? Kind { get; set; }
}

/// <summary>Why each unit costs more or less than the reference.</summary>
/// <param name="Frame">What was analysed.</param>
/// <param name="Method">How differences were split.</param>
/// <param name="Reference">What units were compared with.</param>
/// <param name="ReferenceUnit">The unit that they were compared with; null where it was the group.</param>
/// <param name="ReferenceCost">The product of the reference's factors; null when no unit takes part.</param>
/// <param name="MeanCost">The mean of the units' own costs; with mean it differs from referenceCost where factors go together.</param>
/// <param name="Factors">The factors, in the order given.</param>
/// <param name="Units">One result for each unit of the frame, in its order.</param>
public sealed record CostAnalysis(
    AnalysisFrame Frame, string Method, string Reference, string? ReferenceUnit, double? ReferenceCost, double? MeanCost, IReadOnlyList<CostFactorReference> Factors, IReadOnlyList<UnitCost> Units);

/// <summary>A factor of the cost.</summary>
/// <param name="Factor">Its name.</param>
/// <param name="Kind">price, volume, need or other.</param>
/// <param name="Reference">Its value for the reference; null when no unit takes part.</param>
public sealed record CostFactorReference(string Factor, string Kind, double? Reference);

/// <summary>Why a unit costs more or less than the reference.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Status">split; excluded: a number is missing or a denominator is not above 0; outOfRange: the product is beyond the largest number.</param>
/// <param name="Cost">The product of its factors; null unless split, like all below.</param>
/// <param name="Difference">Cost less the reference's.</param>
/// <param name="DifferencePercent">The difference in percent of the reference's cost; null where that is not above 0.</param>
/// <param name="Method">How it was split: shapley where a factor is not above 0.</param>
/// <param name="Contributions">One for each factor, in their order; they add up to the difference.</param>
/// <param name="ByKind">The same added up by kind.</param>
/// <param name="FirstOrderResidual">What the changes of one factor alone (Laspeyres) leave unexplained.</param>
public sealed record UnitCost(
    string Unit, string Status, double? Cost, double? Difference, double? DifferencePercent, string? Method, IReadOnlyList<FactorContribution> Contributions,
    IReadOnlyDictionary<string, double> ByKind, double? FirstOrderResidual);

/// <summary>What a factor contributes to a difference.</summary>
/// <param name="Factor">The factor.</param>
/// <param name="Value">Its value for the unit.</param>
/// <param name="Contribution">In the unit of the cost.</param>
/// <param name="Share">Of the difference: 1 is all of it, negative works against it; null when there is none.</param>
/// <param name="FirstOrder">What this factor alone would change if the others were the reference's (Laspeyres), for comparison.</param>
public sealed record FactorContribution(string Factor, double Value, double Contribution, double? Share, double FirstOrder);

/// <summary>What a cost is expected from.</summary>
public sealed record ExpectedCostRequest : AnalysisRequest
{
    /// <summary>The cost, per inhabitant or in total. Code of the indicator, or a variable of data.</summary>
    [Required]
    public string? Variable { get; set; }

    /// <summary>1 to 20 needs that the cost is expected from, by regression over the group. Codes of indicators, or variables of data. Not with reference.</summary>
    [MinLength(1), MaxLength(20)]
    public IReadOnlyList<string>? Needs { get; set; }

    /// <summary>In place of needs: the variable that is each unit's expected (standard, reference) cost already, in the unit of the cost.</summary>
    public string? Reference { get; set; }

    /// <summary>Inhabitants, above 0: with it gaps are also told in total. Code of an indicator, or a variable of data.</summary>
    public string? Population { get; set; }

    /// <summary>True: the cost is a total and is divided by population first; null or false: it is as it is.</summary>
    public bool? IsTotal { get; set; }

    /// <summary>With needs: the weight of each unit, above 0, as of a larger unit whose cost varies less; null: weights of data, or all the same (ordinary least squares).</summary>
    public string? Weight { get; set; }

    /// <summary>With needs: the errors that tests and intervals of coefficients are of: classical, hc1 or hc3 (both allow errors of unequal size); null: hc3.</summary>
    public string? StandardErrorType { get; set; }

    /// <summary>Level of the intervals, above 0 and below 1; null: 0.95.</summary>
    public double? Level { get; set; }
}

/// <summary>What each unit could be expected to cost, and how far it is from that.</summary>
/// <param name="Frame">What was analysed.</param>
/// <param name="Method">ols, wls (weighted), or given (the reference was given).</param>
/// <param name="StandardErrorType">The errors that tests and intervals of coefficients are of; null where the reference was given.</param>
/// <param name="Level">Level of the intervals.</param>
/// <param name="Regression">The regression; null where the reference was given.</param>
/// <param name="Units">One result for each unit of the frame, in its order.</param>
public sealed record ExpectedCostAnalysis(
    AnalysisFrame Frame, string Method, string? StandardErrorType, double Level, CostRegression? Regression, IReadOnlyList<UnitExpectedCost> Units);

/// <summary>How cost depends on needs, by least squares.</summary>
/// <param name="N">Units in it.</param>
/// <param name="DegreesOfFreedom">Units less coefficients.</param>
/// <param name="RSquared">Share of the differences in cost that needs explain, 0 to 1; null when all cost the same.</param>
/// <param name="RSquaredAdjusted">The same, allowing for the number of needs.</param>
/// <param name="ResidualDeviation">Residual standard deviation, in the unit of the cost (of a unit of weight 1).</param>
/// <param name="F">F of all needs together, by classical errors; null when the fit is perfect or all cost the same.</param>
/// <param name="FProbability">Its probability if no need mattered.</param>
/// <param name="ConditionNumber">Of the constant and the needs, each scaled to length 1 (Belsley, Kuh and Welsch, 1980): above 30 coefficients are hard to tell apart.</param>
/// <param name="Coefficients">The constant first, then one for each need.</param>
public sealed record CostRegression(
    int N, int DegreesOfFreedom, double? RSquared, double? RSquaredAdjusted, double ResidualDeviation, double? F, double? FProbability, double? ConditionNumber,
    IReadOnlyList<CostCoefficient> Coefficients);

/// <summary>A coefficient of a regression.</summary>
/// <param name="Variable">The need; null for the constant.</param>
/// <param name="Value">Cost for one more of the need.</param>
/// <param name="StandardError">The classical one.</param>
/// <param name="Hc1">White's robust error with n/(n - k) (MacKinnon and White, 1985).</param>
/// <param name="Hc3">The same of residuals over 1 - leverage, better for few units; null where a unit has leverage 1.</param>
/// <param name="T">Value over the error chosen; null where that is null or 0.</param>
/// <param name="Probability">Of so large a t, on either side, if the need did not matter; Student's with the degrees of freedom.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="VarianceInflation">VIF: how much the need's relation to the others inflates the variance, 1 is not at all; null for the constant.</param>
public sealed record CostCoefficient(
    string? Variable, double Value, double StandardError, double Hc1, double? Hc3, double? T, double? Probability, double? Low, double? High, double? VarianceInflation);

/// <summary>What a unit costs beside what could be expected.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Status">expected, or excluded: a number is missing or not above 0 where it must be.</param>
/// <param name="Cost">What it costs (per inhabitant, where it was divided by population); null when excluded, like all below.</param>
/// <param name="Expected">What could be expected.</param>
/// <param name="Gap">Cost less expected.</param>
/// <param name="GapPercent">(cost - expected)/expected x 100; null where the expected cost is not above 0.</param>
/// <param name="GapTotal">The gap times population; null without population.</param>
/// <param name="Low">Lower end of the prediction interval: where most units of such needs are. Null where the reference was given.</param>
/// <param name="High">Upper end.</param>
/// <param name="Place">within, above or below the prediction interval; null where the reference was given.</param>
/// <param name="Leverage">How much the unit draws the fit to itself, 0 to 1; null where the reference was given, like all below.</param>
/// <param name="StandardisedResidual">The gap over its own standard error.</param>
/// <param name="CookDistance">How far all expected costs would move without the unit (Cook, 1977).</param>
/// <param name="IsInfluential">True where Cook's distance is beyond 4/n.</param>
public sealed record UnitExpectedCost(
    string Unit, string Status, double? Cost, double? Expected, double? Gap, double? GapPercent, double? GapTotal, double? Low, double? High, string? Place, double? Leverage,
    double? StandardisedResidual, double? CookDistance, bool? IsInfluential);

/// <summary>Which amounts are to be told in the money of one period.</summary>
public sealed record RealCostRequest : PanelRequest
{
    /// <summary>Amounts in the money of their periods. Code of the indicator, or a variable of data.</summary>
    [Required]
    public string? Variable { get; set; }

    /// <summary>The price index of each period, above 0 and of any base, by period. Not with priceVariable.</summary>
    public IReadOnlyDictionary<string, double>? PriceIndex { get; set; }

    /// <summary>In place of priceIndex: the variable with the price index of each row. Code of an indicator, or a variable of data.</summary>
    public string? PriceVariable { get; set; }

    /// <summary>The period whose money is used; it needs a price index, not amounts. Null: the last period of the amounts.</summary>
    public string? Base { get; set; }

    /// <summary>Inhabitants, above 0: amounts are divided by it. Code of an indicator, or a variable of data; null: amounts are as they are.</summary>
    public string? Population { get; set; }
}

/// <summary>Amounts in the money of one period.</summary>
/// <param name="Frame">What was analysed; its units are rows of unit and period.</param>
/// <param name="Base">The period whose money is used.</param>
/// <param name="Rows">One for each row of the frame, in its order.</param>
/// <param name="Units">One for each unit, in their order.</param>
public sealed record RealCostAnalysis(AnalysisFrame Frame, string Base, IReadOnlyList<RealCostRow> Rows, IReadOnlyList<UnitRealCost> Units);

/// <summary>An amount.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Period">The period.</param>
/// <param name="Nominal">In the money of the period (per inhabitant, where population was given); null is missing.</param>
/// <param name="PriceIndex">The price index of the period; null is missing.</param>
/// <param name="Real">nominal x price index of the base/price index of the period; null where a number is missing.</param>
public sealed record RealCostRow(string Unit, string Period, double? Nominal, double? PriceIndex, double? Real);

/// <summary>How a unit's amounts changed from its first period with all numbers to its last.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="From">The first period with a real amount; null when there is none.</param>
/// <param name="To">The last.</param>
/// <param name="NominalPercent">Change in percent in the money of the periods; null where the first amount is not above 0.</param>
/// <param name="RealPercent">Change in percent in the money of the base.</param>
public sealed record UnitRealCost(string Unit, string? From, string? To, double? NominalPercent, double? RealPercent);
