namespace Benchlearning.Api.Features.Analyses;

/// <summary>
/// The envelopment program of one point against the frontier of some units. With X and Y their inputs and outputs, for inputs:
/// minimise theta subject to X lambda + s- = theta x, Y lambda - s+ = y; for outputs: maximise phi subject to X lambda + s- = x,
/// Y lambda - s+ = phi y; lambda, s-, s+ at least 0, and sum(lambda) free, 1, at most 1 or at least 1 by the returns to scale.
/// <para>The second stage goes over the optimal face of the first, so that the score stays exactly what it was, and maximises the
/// sum of slacks there. Rows are scaled by the point's own numbers.</para>
/// </summary>
internal sealed class DeaProgram
{
    private const double SmallestScaleShare = 1e-9;

    private readonly DeaOptions _options;
    private readonly int _lambdas;
    private readonly int _variables;
    private readonly int _inputs;
    private readonly int _skipped;
    private readonly double[] _scales;
    private readonly LinearProgram _program;
    private readonly int _columns;

    /// <summary>States the program.</summary>
    /// <param name="frontier">The units compared with.</param>
    /// <param name="point">The numbers of the point, inputs first, in the units of the data.</param>
    /// <param name="options">How to measure.</param>
    /// <param name="skipped">A unit of the frontier that does not take part, for super-efficiency; -1 for none.</param>
    public DeaProgram(DeaData frontier, ReadOnlySpan<double> point, DeaOptions options, int skipped = -1)
    {
        _options = options;
        _skipped = skipped;
        _inputs = frontier.Inputs;
        _variables = frontier.Inputs + frontier.Outputs;
        _lambdas = frontier.Count - (skipped >= 0 ? 1 : 0);
        _scales = Scales(frontier, point);
        var hasScaleRow = options.Returns != DeaReturns.Constant;
        var hasScaleSlack = options.Returns is DeaReturns.NonIncreasing or DeaReturns.NonDecreasing;
        var rows = _variables + (hasScaleRow ? 1 : 0);
        _columns = _lambdas + _variables + (hasScaleSlack ? 1 : 0) + 1;
        var matrix = new double[rows * _columns];
        for (var lambda = 0; lambda < _lambdas; lambda++)
        {
            var numbers = frontier.Of(UnitOf(lambda));
            var column = matrix.AsSpan(lambda * rows, rows);
            for (var variable = 0; variable < _variables; variable++)
            {
                column[variable] = numbers[variable] / _scales[variable];
            }

            if (hasScaleRow)
            {
                column[_variables] = 1;
            }
        }

        for (var variable = 0; variable < _variables; variable++)
        {
            matrix[(SlackColumn(variable) * rows) + variable] = variable < _inputs ? 1 : -1;
        }

        if (hasScaleSlack)
        {
            matrix[((_columns - 2) * rows) + _variables] = options.Returns == DeaReturns.NonIncreasing ? 1 : -1;
        }

        var rightHandSide = new double[rows];
        var score = matrix.AsSpan((_columns - 1) * rows, rows);
        for (var variable = 0; variable < _variables; variable++)
        {
            var isMoved = options.IsMoved(variable, _inputs);
            (isMoved ? score : rightHandSide)[variable] = (isMoved ? -1 : 1) * (point[variable] / _scales[variable]);
        }

        if (hasScaleRow)
        {
            rightHandSide[_variables] = 1;
        }

        _program = new LinearProgram(matrix, rightHandSide);
    }

    /// <summary>The prices of the variables that prove the score, in the units of the data; see <see cref="DeaScore"/>. Known
    /// after <see cref="Score"/>.</summary>
    public double[] Weights { get; private set; } = [];

    /// <summary>The price of the scale.</summary>
    public double Intercept { get; private set; }

    /// <summary>What each variable's slack is counted in: the point's own number, or a typical one where that is 0.</summary>
    public IReadOnlyList<double> VariableScales => _scales;

    /// <summary>The first stage: Farrell's score, theta or phi. Null when the point cannot be compared with the frontier.</summary>
    public double? Score()
    {
        var costs = new double[_columns];
        costs[^1] = _options.Orientation == DeaOrientation.Input ? 1 : -1;
        if (_program.Minimise(costs) != LinearProgramStatus.Optimal)
        {
            return null;
        }

        Weights = new double[_variables];
        for (var variable = 0; variable < _variables; variable++)
        {
            Weights[variable] = (variable < _inputs ? -1 : 1) * _program.Dual(variable) / _scales[variable];
        }

        Intercept = _options.Returns == DeaReturns.Constant ? 0 : costs[^1] * _program.Dual(_variables);
        var score = _program.Value(_columns - 1);
        return Math.Abs(score - 1) <= 1e-12 ? 1 : score;
    }

    /// <summary>
    /// The second stage: the largest weighted sum of slacks at that score. Where weights differ so much that the least are lost
    /// beside the largest, and where several solutions are best, the sum of slacks beside the point's own numbers decides.
    /// </summary>
    /// <param name="weights">One weight per variable, on slacks in the units of the data: positive, or 0 for one that does not count.</param>
    public void MaximiseSlacks(ReadOnlySpan<double> weights)
    {
        _program.KeepOptimalFace();
        var largest = 0.0;
        for (var variable = 0; variable < _variables; variable++)
        {
            largest = Math.Max(largest, weights[variable] * _scales[variable]);
        }

        var costs = new double[_columns];
        for (var variable = 0; variable < _variables; variable++)
        {
            costs[SlackColumn(variable)] = -(weights[variable] * _scales[variable] / largest);
        }

        _ = _program.Minimise(costs);
        _program.KeepOptimalFace();
        for (var variable = 0; variable < _variables; variable++)
        {
            costs[SlackColumn(variable)] = _options.IsFree(variable) ? -1 : 0;
        }

        _ = _program.Minimise(costs);
    }

    /// <summary>The slacks of the second stage, in the units of the data.</summary>
    public double[] Slacks()
    {
        var slacks = new double[_variables];
        for (var variable = 0; variable < _variables; variable++)
        {
            slacks[variable] = _program.Value(SlackColumn(variable)) * _scales[variable];
        }

        return slacks;
    }

    /// <summary>The lambdas of the second stage, one per unit of the frontier.</summary>
    public double[] Lambdas(int units)
    {
        var lambdas = new double[units];
        for (var lambda = 0; lambda < _lambdas; lambda++)
        {
            lambdas[UnitOf(lambda)] = _program.Value(lambda);
        }

        return lambdas;
    }

    /// <summary>The ranges of slacks and lambdas over all optimal solutions of the second stage. Moves the program, so slacks and
    /// lambdas are to be read before.</summary>
    public (DeaRange[] Slacks, DeaRange[] Lambdas) Ranges(double[] slacks, double[] lambdas)
    {
        var slackRanges = Array.ConvertAll(slacks, static value => new DeaRange(value, value));
        var lambdaRanges = Array.ConvertAll(lambdas, static value => new DeaRange(value, value));
        if (_program.IsFaceAPoint)
        {
            return (slackRanges, lambdaRanges);
        }

        var costs = new double[_columns];
        foreach (var column in _program.OpenColumns().Where(column => column < _lambdas + _variables).ToArray())
        {
            costs[column] = 1;
            _ = _program.Minimise(costs);
            var low = _program.Value(column);
            costs[column] = -1;
            _ = _program.Minimise(costs);
            var high = _program.Value(column);
            costs[column] = 0;
            if (column < _lambdas)
            {
                var unit = UnitOf(column);
                lambdaRanges[unit] = Around(lambdas[unit], low, high);
            }
            else
            {
                var variable = column - _lambdas;
                slackRanges[variable] = Around(slacks[variable], low * _scales[variable], high * _scales[variable]);
            }
        }

        return (slackRanges, lambdaRanges);
    }

    private static DeaRange Around(double value, double low, double high) => new(Math.Min(low, value), Math.Max(high, value));

    private static double[] Scales(DeaData frontier, ReadOnlySpan<double> point)
    {
        var scales = new double[point.Length];
        for (var unit = 0; unit < frontier.Count; unit++)
        {
            var numbers = frontier.Of(unit);
            for (var variable = 0; variable < scales.Length; variable++)
            {
                scales[variable] = Math.Max(scales[variable], numbers[variable]);
            }
        }

        for (var variable = 0; variable < scales.Length; variable++)
        {
            var own = point[variable] > scales[variable] * SmallestScaleShare ? point[variable] : scales[variable];
            scales[variable] = own > 0 ? own : 1;
        }

        return scales;
    }

    private int UnitOf(int lambda) => _skipped >= 0 && lambda >= _skipped ? lambda + 1 : lambda;

    private int SlackColumn(int variable) => _lambdas + variable;
}
