using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Analyses;

/// <summary>What efficiency is measured of, and how.</summary>
public sealed record EfficiencyRequest : AnalysisRequest
{
    /// <summary>What units use: codes of indicators, or variables of data.</summary>
    [Required, MinLength(1)]
    public IReadOnlyList<string>? Inputs { get; set; }

    /// <summary>What units make: codes of indicators, or variables of data.</summary>
    [Required, MinLength(1)]
    public IReadOnlyList<string>? Outputs { get; set; }

    /// <summary>What is assumed of scale: constant (CCR), variable (BCC), nonIncreasing (NIRS) or nonDecreasing (NDRS); null: variable.</summary>
    public string? Returns { get; set; }

    /// <summary>What a unit could change: input (use less) or output (make more); null: input.</summary>
    public string? Orientation { get; set; }

    /// <summary>How slacks are added up: unweighted, or rangeAdjusted (each over the range of its variable); null: unweighted.</summary>
    public string? SlackWeights { get; set; }

    /// <summary>
    /// Inputs that no unit can change, such as the number of inhabitants (with output orientation: outputs). They bound the comparison but are not to be reduced, and
    /// their slacks do not count (Banker and Morey, 1986); null: none.
    /// </summary>
    public IReadOnlyList<string>? NonDiscretionary { get; set; }

    /// <summary>Also measure each unit against the frontier of the others (Andersen and Petersen, 1993); null: false.</summary>
    public bool? SuperEfficiency { get; set; }

    /// <summary>Also tell scale efficiency and returns to scale; null: false.</summary>
    public bool? Scale { get; set; }

    /// <summary>Also tell how far the scores are from being exact, by bootstrap (Simar and Wilson, 1998); null: not.</summary>
    public BootstrapOptions? Bootstrap { get; set; }
}

/// <summary>How to bootstrap.</summary>
public sealed record BootstrapOptions
{
    /// <summary>How many times the frontier is drawn anew, 100 to 2000; null: 1000. Units times replications are at most 250,000.</summary>
    public int? Replications { get; set; }

    /// <summary>The seed of the draws, 0 or more; the same seed gives the same answer to the last digit; null: 1.</summary>
    public int? Seed { get; set; }

    /// <summary>Level of the intervals, above 0 and below 1; null: 0.95.</summary>
    public double? Level { get; set; }
}

/// <summary>Efficiency of every unit, by data envelopment analysis.</summary>
/// <param name="Frame">What was analysed.</param>
/// <param name="Returns">What was assumed of scale.</param>
/// <param name="Orientation">What a unit could change.</param>
/// <param name="SlackWeights">How slacks were added up.</param>
/// <param name="NonDiscretionary">Variables that no unit can change; empty for none.</param>
/// <param name="Bootstrap">How it was bootstrapped; null when it was not asked for.</param>
/// <param name="Units">One result for each unit of the frame, in its order.</param>
public sealed record EfficiencyAnalysis(
    AnalysisFrame Frame, string Returns, string Orientation, string SlackWeights, IReadOnlyList<string> NonDiscretionary, EfficiencyBootstrap? Bootstrap, IReadOnlyList<UnitEfficiency> Units);

/// <summary>How efficiency was bootstrapped.</summary>
/// <param name="Replications">How many times the frontier was drawn anew.</param>
/// <param name="Seed">The seed of the draws.</param>
/// <param name="Level">Level of the intervals.</param>
/// <param name="Bandwidth">How much the draws were smoothed; null when the scores have no spread: then nothing was drawn.</param>
public sealed record EfficiencyBootstrap(int Replications, int Seed, double Level, double? Bandwidth);

/// <summary>The efficiency of a unit.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Status">efficient; weaklyEfficient: score 1 but a slack; inefficient; excluded: a number is missing.</param>
/// <param name="Score">Farrell's: theta, 0 to 1, for inputs; phi, 1 or more, for outputs. Null when excluded.</param>
/// <param name="Efficiency">0 to 1 whichever the orientation: theta, or 1/phi. Null when excluded.</param>
/// <param name="Inputs">For each input: where it is and where it could be.</param>
/// <param name="Outputs">For each output: where it is and where it could be.</param>
/// <param name="Peers">The units that the target is made of.</param>
/// <param name="TimesPeer">How many other units' targets it is a part of.</param>
/// <param name="Intercept">Price of the scale: with the weights of inputs and outputs it proves the score. 0 with constant returns; null when excluded.</param>
/// <param name="AreSlacksUnique">False when other optimal solutions have other slacks; their ranges are given.</param>
/// <param name="ArePeersUnique">False when other optimal solutions have other peers or lambdas; their ranges are given.</param>
/// <param name="SuperEfficiency">The score against the frontier of the others; null when it was not asked for, or cannot be measured (superEfficiencyStatus says so).</param>
/// <param name="SuperEfficiencyStatus">superEfficient, efficient, weaklyEfficient, inefficient or infeasible; null when it was not asked for.</param>
/// <param name="IsOutlier">True for a super-efficiency beyond 1.2 (for outputs below 1/1.2): look whether the unit's numbers are right; null when it was not asked for.</param>
/// <param name="Scale">Scale efficiency; null when it was not asked for.</param>
/// <param name="Bootstrap">The score corrected for what the sample hides, with its interval; null when it was not asked for, or nothing could be drawn.</param>
public sealed record UnitEfficiency(
    string Unit, string Status, double? Score, double? Efficiency, IReadOnlyList<EfficiencyTarget> Inputs, IReadOnlyList<EfficiencyTarget> Outputs, IReadOnlyList<EfficiencyPeer> Peers,
    int TimesPeer, double? Intercept, bool AreSlacksUnique, bool ArePeersUnique, double? SuperEfficiency, string? SuperEfficiencyStatus, bool? IsOutlier, UnitScale? Scale,
    UnitBootstrap? Bootstrap);

/// <summary>Where a unit is in one variable, and where it could be.</summary>
/// <param name="Variable">The variable.</param>
/// <param name="Actual">Where it is, in the variable's unit.</param>
/// <param name="Target">Where it could be; where it is, for a variable that no unit can change.</param>
/// <param name="Radial">The proportional part of the way.</param>
/// <param name="Slack">What is left beyond that; 0 is none.</param>
/// <param name="SlackLow">The smallest slack of any optimal solution.</param>
/// <param name="SlackHigh">The largest.</param>
/// <param name="Weight">The price under which the unit looks best (the multiplier of the dual program), 0 or more; not always unique.</param>
public sealed record EfficiencyTarget(string Variable, double Actual, double Target, double Radial, double Slack, double SlackLow, double SlackHigh, double Weight);

/// <summary>A unit that another's target is made of.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Lambda">How much of it; 0 for a peer of another optimal solution.</param>
/// <param name="LambdaLow">The smallest of any optimal solution.</param>
/// <param name="LambdaHigh">The largest.</param>
public sealed record EfficiencyPeer(string Unit, double Lambda, double LambdaLow, double LambdaHigh);

/// <summary>What a unit loses by its size.</summary>
/// <param name="Efficiency">Efficiency with constant returns over that with variable returns, 0 to 1.</param>
/// <param name="Constant">Efficiency with constant returns, 0 to 1.</param>
/// <param name="Variable">Efficiency with variable returns, 0 to 1.</param>
/// <param name="Returns">constant; increasing: too small; decreasing: too large.</param>
public sealed record UnitScale(double? Efficiency, double Constant, double Variable, string Returns);

/// <summary>
/// The sampling error of a score. The frontier of the best that were seen lies inside the true one, and so scores look better than they are: bias tells by how much.
/// The corrected score is not to be shown without its interval.
/// </summary>
/// <param name="Bias">Mean of the bootstrap scores less the score.</param>
/// <param name="CorrectedScore">Score less bias.</param>
/// <param name="Low">Lower end of the interval of the true score.</param>
/// <param name="High">Upper end.</param>
/// <param name="Variance">Variance of the bootstrap scores.</param>
/// <param name="IsCorrectionWorthIt">False when the correction adds more noise than it removes (bias squared is at most three times the variance): then keep to the score and the interval.</param>
public sealed record UnitBootstrap(double Bias, double CorrectedScore, double Low, double High, double Variance, bool IsCorrectionWorthIt);
