using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Analyses;

/// <summary>What the change of productivity is measured of, and how. Two periods or more: each is compared with the one before it.</summary>
public sealed record MalmquistRequest : PanelRequest
{
    /// <summary>What units use: codes of indicators, or variables of data.</summary>
    [Required, MinLength(1)]
    public IReadOnlyList<string>? Inputs { get; set; }

    /// <summary>What units make: codes of indicators, or variables of data.</summary>
    [Required, MinLength(1)]
    public IReadOnlyList<string>? Outputs { get; set; }

    /// <summary>What a unit could change: input (use less) or output (make more); null: input. Above 1 is progress in both.</summary>
    public string? Orientation { get; set; }
}

/// <summary>Change of productivity between periods, by the Malmquist index. Above 1 is progress, below 1 decline, in every factor and in both orientations.</summary>
/// <param name="Frame">What was analysed; its units are rows of unit and period.</param>
/// <param name="Orientation">What a unit could change.</param>
/// <param name="Periods">The periods in order of time; periods of the caller's own that are no period codes, in the order given.</param>
/// <param name="Steps">One for each pair of neighbouring periods.</param>
/// <param name="Units">The whole way of each unit, in the order of the frame, each once.</param>
public sealed record MalmquistAnalysis(
    AnalysisFrame Frame, string Orientation, IReadOnlyList<string> Periods, IReadOnlyList<ProductivityStep> Steps, IReadOnlyList<UnitProductivity> Units);

/// <summary>The change from one period to the next.</summary>
/// <param name="From">The earlier period.</param>
/// <param name="To">The later one.</param>
/// <param name="N">Units measured.</param>
/// <param name="Mean">Geometric means of the units measured.</param>
/// <param name="Units">One for each unit, in the order of units.</param>
public sealed record ProductivityStep(string From, string To, int N, ProductivityChange Mean, IReadOnlyList<UnitStep> Units);

/// <summary>The factors of a change: index = efficiencyChange x technicalChange, efficiencyChange = pureEfficiencyChange x scaleEfficiencyChange. Above 1 is progress.</summary>
/// <param name="Index">The Malmquist index of total factor productivity; null where it cannot be measured.</param>
/// <param name="EfficiencyChange">Catching up with the frontier of constant returns.</param>
/// <param name="TechnicalChange">The move of the frontier itself.</param>
/// <param name="PureEfficiencyChange">Catching up with the frontier of variable returns.</param>
/// <param name="ScaleEfficiencyChange">Coming nearer to the right size.</param>
public sealed record ProductivityChange(double? Index, double? EfficiencyChange, double? TechnicalChange, double? PureEfficiencyChange, double? ScaleEfficiencyChange);

/// <summary>The change of a unit from one period to the next, with the scores that it is made of: theta for inputs, phi for outputs.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Status">measured; missing: it lacks a number in one of the periods; infeasible: one of the periods cannot be measured by the frontier of the other.</param>
/// <param name="Missing">The figures that it lacks; empty when it lacks none.</param>
/// <param name="Change">The change in its factors; all null when a figure is missing.</param>
/// <param name="ScoreFrom">Score of the earlier period against its own frontier of constant returns; null when a figure is missing.</param>
/// <param name="ScoreTo">Score of the later period against its own frontier.</param>
/// <param name="ScoreFromByTo">Score of the earlier period against the frontier of the later; null when infeasible too.</param>
/// <param name="ScoreToByFrom">Score of the later period against the frontier of the earlier.</param>
/// <param name="VariableFrom">Score of the earlier period against its own frontier of variable returns.</param>
/// <param name="VariableTo">Score of the later period against its own frontier of variable returns.</param>
public sealed record UnitStep(
    string Unit, string Status, IReadOnlyList<MissingFigure> Missing, ProductivityChange Change,
    double? ScoreFrom, double? ScoreTo, double? ScoreFromByTo, double? ScoreToByFrom, double? VariableFrom, double? VariableTo);

/// <summary>A figure that a unit lacks.</summary>
/// <param name="Period">The period.</param>
/// <param name="Variable">The variable; null: the unit has no row of this period.</param>
public sealed record MissingFigure(string Period, string? Variable);

/// <summary>The whole way of a unit.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Total">The product of all steps; null where a step could not be measured.</param>
/// <param name="Mean">The geometric mean of all steps, the change of one step; null where a step could not be measured.</param>
public sealed record UnitProductivity(string Unit, ProductivityChange Total, ProductivityChange Mean);
