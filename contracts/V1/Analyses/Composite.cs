using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Analyses;

/// <summary>What an index is made of, and how.</summary>
public record CompositeRequest : AnalysisRequest
{
    /// <summary>1 to 50 components; their weights add up to 1. In place of definition.</summary>
    [MaxLength(50)]
    public IReadOnlyList<CompositeComponent>? Components { get; set; }

    /// <summary>
    /// Code of a known index, in place of components: territory-development-index, of active-enterprises-per-1000 (weight 0.25), unemployment-rate (0.15, less is better), needy-person-share (0.10,
    /// less), recorded-offences-per-1000 (0.05, less), natural-balance-per-1000 (0.10), migration-balance-per-1000 (0.10), above-working-age-per-1000 (0.05, less) and income-tax-per-capita (0.20).
    /// Data bring variables of these names.
    /// </summary>
    public string? Definition { get; set; }

    /// <summary>Version of the definition; null: the one valid at the end of period, without a period the latest.</summary>
    public int? DefinitionVersion { get; set; }

    /// <summary>level: scores by the mean and deviation of the same period; change: by those of the period before, so that the index shows what has changed; null: level. change is for zScore.</summary>
    public string? Form { get; set; }

    /// <summary>With change: the period whose mean and deviation are used; null: the year before. Not with data.</summary>
    public string? BasePeriod { get; set; }

    /// <summary>With change and data: the mean and deviation of each variable in the period before.</summary>
    public IReadOnlyDictionary<string, StandardBasis>? Base { get; set; }

    /// <summary>Other weights to try beside the official ones: one for each variable, 0 or more, adding up to 1; null: none.</summary>
    public IReadOnlyDictionary<string, double>? WhatIfWeights { get; set; }

    /// <summary>arithmetic: a good score makes up for a bad one; geometric: a bad one pulls down more, and scores must be above 0; null: arithmetic.</summary>
    public string? Aggregation { get; set; }

    /// <summary>What becomes of a unit that lacks a figure: leaveOut, or renormalise (the weights it has are scaled up to 1); null: leaveOut.</summary>
    public string? Missing { get; set; }

    /// <summary>With renormalise: the least sum of weights that a unit must have, above 0 to 1; null: 0.6.</summary>
    public double? MinimumCoverage { get; set; }

    /// <summary>True: deviations are of a sample (n - 1); null or false: of the whole group (n), as in the territory development index.</summary>
    public bool? IsSample { get; set; }
}

/// <summary>A mean and a deviation that scores are made with.</summary>
public sealed record StandardBasis
{
    /// <summary>The mean, in the variable's unit.</summary>
    [Required]
    public double? Mean { get; set; }

    /// <summary>The standard deviation, above 0.</summary>
    [Required]
    public double? Deviation { get; set; }
}

/// <summary>A component of an index.</summary>
public sealed record CompositeComponent
{
    /// <summary>Code of the indicator, or a variable of data.</summary>
    [Required]
    public string? Variable { get; set; }

    /// <summary>Its weight, 0 to 1; null for all components: equal weights.</summary>
    public double? Weight { get; set; }

    /// <summary>higherIsBetter, lowerIsBetter or target; null: the indicator's own, which then must not be neutral; with data higherIsBetter.</summary>
    public string? Direction { get; set; }

    /// <summary>The target, with direction target.</summary>
    public double? Target { get; set; }

    /// <summary>How it is made comparable: zScore, minMax, minMaxFrom1, rank, percentile, distanceToReference, goalposts or none; null: zScore.</summary>
    public string? Normalisation { get; set; }

    /// <summary>With goalposts: where 0 is, in the variable's unit.</summary>
    public double? Low { get; set; }

    /// <summary>With goalposts: where 1 is. With distanceToReference: the reference; null: the best of the group.</summary>
    public double? High { get; set; }

    /// <summary>True: the logarithm is taken first, of goalposts too; null: false.</summary>
    public bool? IsLogarithmic { get; set; }

    /// <summary>With zScore: a mean from elsewhere, such as of the year before; with deviation.</summary>
    public double? Mean { get; set; }

    /// <summary>With zScore: the standard deviation that belongs to mean, above 0.</summary>
    public double? Deviation { get; set; }
}

/// <summary>An index of every unit.</summary>
/// <param name="Frame">What was analysed.</param>
/// <param name="Definition">The known index; null where components were given.</param>
/// <param name="Form">level or change.</param>
/// <param name="BasePeriod">The period whose mean and deviation were used for change; null otherwise, and for data.</param>
/// <param name="Aggregation">How scores were put together.</param>
/// <param name="Missing">What became of units that lack a figure.</param>
/// <param name="MinimumCoverage">The least sum of weights that a unit had to have; null with leaveOut.</param>
/// <param name="IsSample">Whether deviations are of a sample.</param>
/// <param name="Components">What it was made of, in the order given.</param>
/// <param name="WithoutSpread">Components left out because they are the same for every unit, or have fewer than two values; the weights of the others are scaled up.</param>
/// <param name="PrincipalComponent">What the first principal component says of the components; null where there is nothing to say. It is information, and moves no weight.</param>
/// <param name="Units">One for each unit of the frame, in its order.</param>
public sealed record CompositeAnalysis(
    AnalysisFrame Frame, IndexVersion? Definition, string Form, string? BasePeriod, string Aggregation, string Missing, double? MinimumCoverage, bool IsSample, IReadOnlyList<UsedComponent> Components,
    IReadOnlyList<string> WithoutSpread, PrincipalComponentInformation? PrincipalComponent, IReadOnlyList<UnitComposite> Units);

/// <summary>A version of a known index.</summary>
/// <param name="Code">The index.</param>
/// <param name="Version">The version; one that was used never changes.</param>
/// <param name="Name">Its name in the asked language.</param>
/// <param name="ValidFrom">First day of its validity; null: not known.</param>
/// <param name="ValidTo">Last day of its validity; null: it is in force.</param>
/// <param name="Source">Where it is defined.</param>
public sealed record IndexVersion(string Code, int Version, string Name, DateOnly? ValidFrom, DateOnly? ValidTo, string Source);

/// <summary>A component as it was used.</summary>
/// <param name="Variable">Code of the indicator, or the variable of data.</param>
/// <param name="Weight">Its weight.</param>
/// <param name="WhatIfWeight">The weight tried beside it; null without such weights.</param>
/// <param name="Direction">Which way is better.</param>
/// <param name="Normalisation">How it was made comparable.</param>
/// <param name="Mean">zScore: the mean that scores are made with, in the variable's unit; null otherwise, and without spread.</param>
/// <param name="Deviation">zScore: the standard deviation that scores are made with; null otherwise, and without spread.</param>
public sealed record UsedComponent(string Variable, double Weight, double? WhatIfWeight, string Direction, string Normalisation, double? Mean, double? Deviation);

/// <summary>The first principal component of the correlations: what goes together, not what matters.</summary>
/// <param name="N">Units with every component.</param>
/// <param name="ExplainedShare">The share of the variance that one number can carry, 0 to 1.</param>
/// <param name="Loadings">One for each component that varies.</param>
public sealed record PrincipalComponentInformation(int N, double ExplainedShare, IReadOnlyList<PrincipalLoading> Loadings);

/// <summary>A component's part in the first principal component.</summary>
/// <param name="Variable">The component.</param>
/// <param name="Loading">Its correlation with the first principal component, -1 to 1.</param>
/// <param name="Weight">The weight that the principal component would give it: the squared loading over the sum of all.</param>
public sealed record PrincipalLoading(string Variable, double Loading, double Weight);

/// <summary>The index of a unit.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Status">scored; indicatorMissing; scoreNotPositive: a geometric index of such a score does not exist.</param>
/// <param name="Value">The index; null unless scored.</param>
/// <param name="Rank">1 is best; null unless scored.</param>
/// <param name="Coverage">Sum of the weights of the components it has, 0 to 1.</param>
/// <param name="Contributions">What each component adds.</param>
/// <param name="WhatIf">Its index with the weights tried; null without such weights.</param>
public sealed record UnitComposite(
    string Unit, string Status, double? Value, double? Rank, double Coverage, IReadOnlyList<ComponentContribution> Contributions, WhatIfComposite? WhatIf);

/// <summary>The index of a unit with other weights. Null where it has none.</summary>
/// <param name="Value">The index.</param>
/// <param name="Rank">1 is best.</param>
/// <param name="RankChange">By how many ranks the unit moves: negative is better.</param>
public sealed record WhatIfComposite(double? Value, double? Rank, double? RankChange);

/// <summary>What a component adds to an index.</summary>
/// <param name="Variable">The component.</param>
/// <param name="Score">Its comparable score, more is better; null when missing.</param>
/// <param name="Weight">Its weight, after scaling up.</param>
/// <param name="Contribution">Weight times score, or for a geometric index weight times the score's logarithm; they add up to the index, or to its logarithm.</param>
public sealed record ComponentContribution(string Variable, double? Score, double Weight, double? Contribution);

/// <summary>An index, and how far its choices are tried. Sensitivity is of the index as it is: whatIfWeights belong to the index itself.</summary>
public sealed record SensitivityRequest : CompositeRequest
{
    /// <summary>How many times weights are drawn, 1 to 10000; null: 1000.</summary>
    public int? Draws { get; set; }

    /// <summary>How far each weight is moved, above 0 to 1: 0.2 is up to a fifth up or down; null: 0.2.</summary>
    public double? Spread { get; set; }

    /// <summary>Where the draws begin, 0 or more: the same gives the same answer; null: 1.</summary>
    public long? Seed { get; set; }
}

/// <summary>How firmly units hold their ranks in an index.</summary>
/// <param name="Frame">What was analysed.</param>
/// <param name="Definition">The known index; null where components were given.</param>
/// <param name="Form">level or change.</param>
/// <param name="Aggregation">How scores were put together.</param>
/// <param name="Components">What the index was made of, in the order given.</param>
/// <param name="Draws">How many times weights were drawn.</param>
/// <param name="Spread">How far each weight was moved.</param>
/// <param name="Seed">Where the draws began.</param>
/// <param name="PairsReversed">Share of the pairs of units, over all draws, that change places; 0 is a firm order. Null when there is no pair.</param>
/// <param name="MeanShift">By how many ranks units move on average, over all draws; null when no unit has an index.</param>
/// <param name="Omissions">What leaving out each component does; empty with one component.</param>
/// <param name="Alternatives">What other usual ways of making the index do.</param>
/// <param name="Units">One for each unit of the frame, in its order.</param>
public sealed record SensitivityAnalysis(
    AnalysisFrame Frame, IndexVersion? Definition, string Form, string Aggregation, IReadOnlyList<UsedComponent> Components, int Draws, double Spread, long Seed, double? PairsReversed,
    double? MeanShift, IReadOnlyList<ComponentOmission> Omissions, IReadOnlyList<IndexWay> Alternatives, IReadOnlyList<UnitRankRange> Units);

/// <summary>What leaving out a component does.</summary>
/// <param name="Variable">The component.</param>
/// <param name="LargestShift">By how many ranks the unit moves that moves most.</param>
/// <param name="MeanShift">By how many ranks units move on average.</param>
/// <param name="PairsReversed">Share of the pairs of units that change places; null when there is no pair.</param>
/// <param name="Ranks">Ranks without it, one for each unit of the frame; null where there is none.</param>
public sealed record ComponentOmission(string Variable, double LargestShift, double MeanShift, double? PairsReversed, IReadOnlyList<double?> Ranks);

/// <summary>What another way of making the index does.</summary>
/// <param name="Normalisation">How every component is then made comparable.</param>
/// <param name="Aggregation">How scores are then put together.</param>
/// <param name="LargestShift">By how many ranks the unit moves that moves most.</param>
/// <param name="MeanShift">By how many ranks units move on average.</param>
/// <param name="PairsReversed">Share of the pairs of units that change places; null when there is no pair.</param>
/// <param name="Ranks">Ranks so, one for each unit of the frame; null where there is none.</param>
public sealed record IndexWay(string Normalisation, string Aggregation, double LargestShift, double MeanShift, double? PairsReversed, IReadOnlyList<double?> Ranks);

/// <summary>How firmly a unit holds its rank. Null where it has no index.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Rank">Its rank with the weights as they are.</param>
/// <param name="Best">Its best rank in any draw.</param>
/// <param name="Low">The rank that it reaches or betters in 5 % of the draws.</param>
/// <param name="Median">The middle of its ranks.</param>
/// <param name="High">The rank that it reaches or betters in 95 % of the draws.</param>
/// <param name="Worst">Its worst rank in any draw.</param>
public sealed record UnitRankRange(string Unit, double? Rank, double? Best, double? Low, double? Median, double? High, double? Worst);
