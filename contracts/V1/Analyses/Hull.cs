using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Analyses;

/// <summary>What efficiency is measured of against real units only, and how.</summary>
public sealed record HullRequest : AnalysisRequest
{
    /// <summary>What units use: codes of indicators, or variables of data.</summary>
    [Required, MinLength(1)]
    public IReadOnlyList<string>? Inputs { get; set; }

    /// <summary>What units make: codes of indicators, or variables of data.</summary>
    [Required, MinLength(1)]
    public IReadOnlyList<string>? Outputs { get; set; }

    /// <summary>What a unit could change: input (use less) or output (make more); null: input.</summary>
    public string? Orientation { get; set; }
}

/// <summary>Efficiency of every unit against the free disposal hull.</summary>
/// <param name="Frame">What was analysed.</param>
/// <param name="Orientation">What a unit could change.</param>
/// <param name="Units">One result for each unit of the frame, in its order.</param>
public sealed record HullAnalysis(AnalysisFrame Frame, string Orientation, IReadOnlyList<UnitHull> Units);

/// <summary>The efficiency of a unit against real units only.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Status">efficient; weaklyEfficient: score 1 but a peer does better in one variable; inefficient; excluded: a number is missing.</param>
/// <param name="Score">Theta, above 0 to 1, for inputs; phi, 1 or more, for outputs. Null when excluded.</param>
/// <param name="Efficiency">0 to 1 whichever the orientation: theta, or 1/phi. Null when excluded.</param>
/// <param name="Peers">Every unit that gives this score, all of them where several are tied; the unit itself when nobody does better.</param>
public sealed record UnitHull(string Unit, string Status, double? Score, double? Efficiency, IReadOnlyList<RealPeer> Peers);

/// <summary>A real unit that another is measured by: its numbers are the target.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Inputs">For each input: where the measured unit is, and where this one is.</param>
/// <param name="Outputs">For each output: where the measured unit is, and where this one is.</param>
public sealed record RealPeer(string Unit, IReadOnlyList<HullTarget> Inputs, IReadOnlyList<HullTarget> Outputs);

/// <summary>Where a unit is in one variable, and where its peer is.</summary>
/// <param name="Variable">The variable.</param>
/// <param name="Actual">Where the unit is, in the variable's unit.</param>
/// <param name="Target">Where the peer is.</param>
/// <param name="Radial">The proportional part of the way.</param>
/// <param name="Slack">What is left beyond that; 0 is none.</param>
public sealed record HullTarget(string Variable, double Actual, double Target, double Radial, double Slack);
