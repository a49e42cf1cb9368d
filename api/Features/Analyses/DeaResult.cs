namespace Benchlearning.Api.Features.Analyses;

/// <summary>What data envelopment analysis assumes of scale.</summary>
internal enum DeaReturns
{
    /// <summary>Constant returns: Charnes, Cooper and Rhodes (1978), CCR.</summary>
    Constant,

    /// <summary>Variable returns, sum(lambda) = 1: Banker, Charnes and Cooper (1984), BCC. The default.</summary>
    Variable,

    /// <summary>Non-increasing returns, sum(lambda) at most 1: NIRS.</summary>
    NonIncreasing,

    /// <summary>Non-decreasing returns, sum(lambda) at least 1: NDRS.</summary>
    NonDecreasing,
}

/// <summary>What a unit could change.</summary>
internal enum DeaOrientation
{
    /// <summary>Use less of all inputs in one proportion, for the same outputs. The default.</summary>
    Input,

    /// <summary>Make more of all outputs in one proportion, from the same inputs.</summary>
    Output,
}

/// <summary>How slacks are added up in the second stage.</summary>
internal enum DeaSlackWeights
{
    /// <summary>As they are, in the units of the data: what most programs do. The sum depends on the units. The default.</summary>
    Unweighted,

    /// <summary>Each over the range of its variable among the units (Cooper, Park and Pastor, 1999): free of units. A variable
    /// without range counts as it is over its value.</summary>
    RangeAdjusted,
}

/// <summary>How to measure.</summary>
/// <param name="Returns">What is assumed of scale.</param>
/// <param name="Orientation">What a unit could change.</param>
/// <param name="SlackWeights">How slacks are added up.</param>
/// <param name="Fixed">Variables that no unit can change, counted from 0, inputs first: they bound the comparison, but neither move with the score nor have slacks
/// that count (Banker and Morey, 1986). Null for none.</param>
internal sealed record DeaOptions(
    DeaReturns Returns = DeaReturns.Variable,
    DeaOrientation Orientation = DeaOrientation.Input,
    DeaSlackWeights SlackWeights = DeaSlackWeights.Unweighted,
    IReadOnlyList<int>? Fixed = null)
{
    /// <summary>Whether a variable is there to be changed, on either side.</summary>
    public bool IsFree(int variable) => Fixed is null || !Fixed.Contains(variable);

    /// <summary>Whether a variable moves with the score.</summary>
    /// <param name="variable">The variable, counted from 0, inputs first.</param>
    /// <param name="inputs">How many inputs there are.</param>
    public bool IsMoved(int variable, int inputs) => variable < inputs == (Orientation == DeaOrientation.Input) && IsFree(variable);
}

/// <summary>What became of a unit.</summary>
internal enum DeaStatus
{
    /// <summary>Nothing can be improved: score 1 and no slack.</summary>
    Efficient,

    /// <summary>No proportional improvement, score 1, but a slack: a single input could be less or output more.</summary>
    WeaklyEfficient,

    /// <summary>A proportional improvement is possible.</summary>
    Inefficient,

    /// <summary>Super-efficiency only: the unit is better than the frontier of the others.</summary>
    SuperEfficient,

    /// <summary>The unit cannot be compared with the frontier of the others at all; there is no score.</summary>
    Infeasible,
}

/// <summary>A number that optimal solutions do not agree on.</summary>
/// <param name="Low">The smallest in any optimal solution.</param>
/// <param name="High">The largest.</param>
internal readonly record struct DeaRange(double Low, double High)
{
    /// <summary>Whether all optimal solutions agree, to 1e-7 of the number or of 1.</summary>
    public bool IsUnique => High - Low <= 1e-7 * Math.Max(1, Math.Abs(High));
}

/// <summary>A slack: what is left to improve after the proportional improvement.</summary>
/// <param name="Value">In the units of the data; 0 is none.</param>
/// <param name="Range">The values that other optimal solutions of the second stage give.</param>
internal readonly record struct DeaSlack(double Value, DeaRange Range);

/// <summary>A unit on the frontier that another is compared with.</summary>
/// <param name="Unit">Its identifier.</param>
/// <param name="Lambda">How much of it the target is made of. 0 for a unit that is a peer in another optimal solution only.</param>
/// <param name="Range">The lambdas that other optimal solutions of the second stage give.</param>
internal sealed record DeaPeer(string Unit, double Lambda, DeaRange Range);

/// <summary>The efficiency of a unit.</summary>
/// <param name="Unit">Its identifier.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Score">Farrell's: theta, 0 to 1, for inputs; phi, 1 or more, for outputs. Null when infeasible.</param>
/// <param name="Efficiency">The score as a share of the best, 0 to 1 whichever the orientation: theta or 1/phi. Null when
/// infeasible.</param>
/// <param name="InputSlacks">Per input.</param>
/// <param name="OutputSlacks">Per output.</param>
/// <param name="InputTargets">Per input, in the units of the data: score times actual, less the slack.</param>
/// <param name="OutputTargets">Per output, in the units of the data: score times actual, plus the slack.</param>
/// <param name="Peers">Every unit that is a peer in some optimal solution, in the order of units.</param>
/// <param name="AreSlacksUnique">Whether every optimal solution has these slacks.</param>
/// <param name="ArePeersUnique">Whether every optimal solution has these lambdas.</param>
/// <param name="InputWeights">The dual of the first stage: the prices of inputs under which the unit looks best. With
/// <paramref name="OutputWeights"/> and <paramref name="Intercept"/> they prove the score. Not always unique.</param>
/// <param name="OutputWeights">The prices of outputs.</param>
/// <param name="Intercept">The price of the scale; 0 with constant returns.</param>
internal sealed record DeaScore(
    string Unit,
    DeaStatus Status,
    double? Score,
    double? Efficiency,
    IReadOnlyList<DeaSlack> InputSlacks,
    IReadOnlyList<DeaSlack> OutputSlacks,
    IReadOnlyList<double> InputTargets,
    IReadOnlyList<double> OutputTargets,
    IReadOnlyList<DeaPeer> Peers,
    bool AreSlacksUnique,
    bool ArePeersUnique,
    IReadOnlyList<double> InputWeights,
    IReadOnlyList<double> OutputWeights,
    double Intercept);
