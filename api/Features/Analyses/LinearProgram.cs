namespace Benchlearning.Api.Features.Analyses;

/// <summary>How a linear program ended.</summary>
internal enum LinearProgramStatus
{
    /// <summary>A best point was found; the dual proves it.</summary>
    Optimal,

    /// <summary>No point satisfies the constraints.</summary>
    Infeasible,

    /// <summary>The objective has no bound.</summary>
    Unbounded,
}

/// <summary>
/// A small dense linear program: minimise c x subject to A x = b, 0 &lt;= x &lt;= u, by the revised simplex method with bounded
/// variables (Dantzig, 1963; Chvatal, 1983) and an explicit inverse of the basis. For programs with few rows, tens to a few hundred;
/// there it outruns a general solver, which spends its time on what a small program does not need.
/// <para>Columns are scaled by powers of two, which is exact; rows are the caller's to scale, best so that b is near 1. The
/// inverse is made anew every 64 steps and before a point is called optimal, and values are then solved with one step of
/// refinement. After 32 steps without progress the choice of columns falls back to Bland's rule (1977), which cannot cycle, until
/// there is progress again.</para>
/// <para>Objectives can follow one another: minimise one, keep its optimal face, minimise the next over it. The first objective
/// then stays exactly where it was, with no tolerance in a constraint. Not safe for use by several threads at once.</para>
/// </summary>
internal sealed partial class LinearProgram
{
    /// <summary>How far from feasible still is feasible, beside the largest of b.</summary>
    public const double FeasibilityTolerance = 1e-10;

    /// <summary>How negative a reduced cost may be at an optimum, beside the terms it is the difference of and the largest cost.</summary>
    public const double OptimalityTolerance = 1e-11;

    /// <summary>How near to zero a reduced cost is zero: the column belongs to the optimal face. Relative like the other.</summary>
    public const double FaceTolerance = 1e-9;

    private const double PivotTolerance = 1e-10;
    private const double ProgressTolerance = 1e-9;
    private const double ZeroValue = 1e-12;
    private const int StepsPerInverse = 64;
    private const int StepsBeforeBland = 32;
    private const int AtLower = -1;
    private const int AtUpper = -2;

    private readonly int _rows;
    private readonly int _columns;
    private readonly int _total; // one artificial column per row follows the caller's
    private readonly double[] _matrix; // column by column
    private readonly double[] _rightHandSide;
    private readonly double[] _upper;
    private readonly double[] _scale;
    private readonly double[] _costs;
    private readonly bool[] _held;
    private readonly int[] _basis; // the column of each row
    private readonly int[] _place; // the row of a basic column, else AtLower or AtUpper
    private readonly double[] _inverse; // row by row
    private readonly double[] _values; // of the basic columns, by row
    private readonly double[] _duals;
    private readonly double[] _direction;
    private readonly double[] _work;
    private double _largestCost;
    private int _stepsSinceInverse;
    private bool _isFeasible;

    /// <summary>States the constraints.</summary>
    /// <param name="matrix">A, column by column: rows times columns finite numbers.</param>
    /// <param name="rightHandSide">b, one finite number per row; at least one row.</param>
    /// <param name="upper">u, one per column, zero or more, infinity for none; <see langword="null"/> leaves all unbounded.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or a number is not allowed.</exception>
    public LinearProgram(ReadOnlySpan<double> matrix, ReadOnlySpan<double> rightHandSide, double[]? upper = null)
    {
        _rows = rightHandSide.Length;
        if (_rows == 0 || matrix.Length % _rows != 0 || (upper is not null && upper.Length * _rows != matrix.Length))
        {
            throw new ArgumentException("The matrix has not one number for each row and column.", nameof(matrix));
        }

        _columns = matrix.Length / _rows;
        _total = _columns + _rows;
        _matrix = new double[_total * _rows];
        _rightHandSide = rightHandSide.ToArray();
        _upper = new double[_total];
        _scale = new double[_total];
        _costs = new double[_total];
        _held = new bool[_total];
        _basis = new int[_rows];
        _place = new int[_total];
        _inverse = new double[_rows * _rows];
        _values = new double[_rows];
        _duals = new double[_rows];
        _direction = new double[_rows];
        _work = new double[_rows * _rows];
        _place.AsSpan().Fill(AtLower);
        _scale.AsSpan().Fill(1);
        for (var column = 0; column < _columns; column++)
        {
            var numbers = matrix.Slice(column * _rows, _rows);
            var exponent = Moments.Exponent(numbers);
            _scale[column] = Math.ScaleB(1, -exponent);
            _upper[column] = (upper?[column] ?? double.PositiveInfinity) / _scale[column];
            if (!(_upper[column] >= 0))
            {
                throw new ArgumentException("An upper bound is zero or more.", nameof(upper));
            }

            for (var row = 0; row < _rows; row++)
            {
                _matrix[(column * _rows) + row] = numbers[row] * _scale[column];
            }
        }

        if (!AllFinite(_matrix) || !AllFinite(_rightHandSide))
        {
            throw new ArgumentException("A linear program is made of finite numbers.", nameof(matrix));
        }

        StartFromSlacks();
    }

    /// <summary>The objective at the optimum.</summary>
    public double Objective { get; private set; }

    /// <summary>The value of a column; exactly 0 within 1e-12 of its scaled bound.</summary>
    public double Value(int column) => _place[column] switch
    {
        AtLower => 0,
        AtUpper => _upper[column] * _scale[column],
        var row => Math.Abs(_values[row]) <= ZeroValue ? 0 : _values[row] * _scale[column],
    };

    /// <summary>The dual of a row: by how much the objective grows with one more of b.</summary>
    public double Dual(int row) => _duals[row];

    /// <summary>The columns that may differ from zero somewhere on the optimal face that was kept.</summary>
    public IEnumerable<int> OpenColumns()
    {
        for (var column = 0; column < _columns; column++)
        {
            if (!_held[column])
            {
                yield return column;
            }
        }
    }

    /// <summary>Whether the optimal face that was kept is a single point as far as reduced costs can tell: every column outside
    /// the basis is held.</summary>
    public bool IsFaceAPoint => !OpenColumns().Any(column => _place[column] < 0);

    /// <summary>Minimises an objective, starting where the last one ended.</summary>
    /// <param name="costs">c, one finite number per column.</param>
    /// <exception cref="InvalidOperationException">More steps than any program of this size needs: a mistake in this class.</exception>
    public LinearProgramStatus Minimise(ReadOnlySpan<double> costs)
    {
        if (!_isFeasible)
        {
            _costs.AsSpan(0, _columns).Clear();
            _costs.AsSpan(_columns).Fill(1);
            _largestCost = 1;
            _ = Improve();
            var largest = 1.0;
            foreach (var number in _rightHandSide)
            {
                largest = Math.Max(largest, Math.Abs(number));
            }

            if (ObjectiveNow() > FeasibilityTolerance * largest)
            {
                return LinearProgramStatus.Infeasible;
            }

            _upper.AsSpan(_columns).Clear();
            _held.AsSpan(_columns).Fill(true);
            _isFeasible = true;
        }

        for (var column = 0; column < _columns; column++)
        {
            _costs[column] = costs[column] * _scale[column];
        }

        _costs.AsSpan(_columns).Clear();
        _largestCost = _costs.Max(Math.Abs);
        var isBounded = Improve();
        Objective = ObjectiveNow();
        return isBounded ? LinearProgramStatus.Optimal : LinearProgramStatus.Unbounded;
    }

    /// <summary>Keeps to the optimal face of the last objective: every column outside the basis whose reduced cost is not zero
    /// stays at its bound from now on.</summary>
    public void KeepOptimalFace()
    {
        for (var column = 0; column < _columns; column++)
        {
            if (_place[column] < 0 && !_held[column])
            {
                var (cost, size) = ReducedCost(column);
                _held[column] = Math.Abs(cost) > FaceTolerance * size;
            }
        }
    }

    private static bool AllFinite(double[] numbers) => Array.TrueForAll(numbers, double.IsFinite);

    // Slack columns where they fit, artificial ones for the other rows.
    private void StartFromSlacks()
    {
        _basis.AsSpan().Fill(-1);
        for (var column = 0; column < _columns; column++)
        {
            var numbers = Column(column);
            var row = numbers.IndexOfAnyExcept(0.0);
            if (row >= 0 && _basis[row] < 0 && numbers[(row + 1)..].IndexOfAnyExcept(0.0) < 0)
            {
                var value = _rightHandSide[row] / numbers[row];
                if (value >= 0 && value <= _upper[column])
                {
                    _basis[row] = column;
                }
            }
        }

        for (var row = 0; row < _rows; row++)
        {
            var artificial = _columns + row;
            _matrix[(artificial * _rows) + row] = _rightHandSide[row] < 0 ? -1 : 1;
            _upper[artificial] = double.PositiveInfinity;
            _basis[row] = _basis[row] < 0 ? artificial : _basis[row];
            _place[_basis[row]] = row;
        }

        Invert();
    }

    private Span<double> Column(int column) => _matrix.AsSpan(column * _rows, _rows);

    // Steps until no column improves the objective; false when it has no bound.
    private bool Improve()
    {
        var idle = 0;
        var limit = 2000 + (100 * _total);
        for (var step = 0; step < limit; step++)
        {
            Price();
            var entering = Entering(idle >= StepsBeforeBland);
            if (entering < 0)
            {
                if (_stepsSinceInverse == 0)
                {
                    return true;
                }

                Invert();
                continue;
            }

            var sign = _place[entering] == AtUpper ? -1 : 1;
            Direct(entering);
            var (row, length) = Leaving(entering, sign, idle >= StepsBeforeBland);
            if (double.IsPositiveInfinity(length))
            {
                return false;
            }

            idle = length > ProgressTolerance ? 0 : idle + 1;
            Move(entering, sign, row, length);
            if (_stepsSinceInverse >= StepsPerInverse)
            {
                Invert();
            }
        }

        throw new InvalidOperationException("The simplex method did not end.");
    }

    private double ObjectiveNow()
    {
        var sum = default(CompensatedSum);
        for (var column = 0; column < _total; column++)
        {
            var value = _place[column] switch
            {
                AtLower => 0,
                AtUpper => _upper[column],
                var row => _values[row],
            };
            if (value != 0)
            {
                sum.Add(_costs[column] * value);
            }
        }

        return sum.Total;
    }
}
