namespace Benchlearning.Api.Features.Analyses;

// The steps of the simplex method: price the columns, choose one to enter and a row to leave, move, and now and then invert.
internal sealed partial class LinearProgram
{
    private void Price()
    {
        _duals.AsSpan().Clear();
        for (var row = 0; row < _rows; row++)
        {
            var cost = _costs[_basis[row]];
            if (cost != 0)
            {
                for (var i = 0; i < _rows; i++)
                {
                    _duals[i] += cost * _inverse[(row * _rows) + i];
                }
            }
        }
    }

    // The size is that of the terms, and of the largest cost: the duals carry its rounding errors, whatever the column.
    private (double Cost, double Size) ReducedCost(int column)
    {
        var (cost, size) = (_costs[column], _largestCost);
        var numbers = Column(column);
        for (var row = 0; row < numbers.Length; row++)
        {
            var term = _duals[row] * numbers[row];
            cost -= term;
            size += Math.Abs(term);
        }

        return (cost, size);
    }

    // The column that improves most for its size, or under Bland's rule the first that improves.
    private int Entering(bool isBland)
    {
        var best = -1;
        var most = 0.0;
        for (var column = 0; column < _total; column++)
        {
            if (_place[column] >= 0 || _held[column])
            {
                continue;
            }

            var (cost, size) = ReducedCost(column);
            var gain = _place[column] == AtUpper ? cost : -cost;
            if (gain > most && gain > OptimalityTolerance * size)
            {
                (best, most) = (column, gain);
                if (isBland)
                {
                    break;
                }
            }
        }

        return best;
    }

    private void Direct(int entering)
    {
        var numbers = Column(entering);
        for (var row = 0; row < _rows; row++)
        {
            var sum = 0.0;
            for (var i = 0; i < _rows; i++)
            {
                sum += _inverse[(row * _rows) + i] * numbers[i];
            }

            _direction[row] = sum;
        }
    }

    // The row that stops the step, or -1 where the entering column reaches its own other bound; ties to the largest pivot, under
    // Bland's rule to the first column.
    private (int Row, double Length) Leaving(int entering, int sign, bool isBland)
    {
        var largest = 0.0;
        foreach (var number in _direction)
        {
            largest = Math.Max(largest, Math.Abs(number));
        }

        var (leaving, shortest) = (-1, _upper[entering]);
        for (var row = 0; row < _rows; row++)
        {
            var slope = sign * _direction[row];
            if (Math.Abs(slope) <= PivotTolerance * largest)
            {
                continue;
            }

            var room = slope > 0 ? _values[row] : _upper[_basis[row]] - _values[row];
            var length = Math.Max(0, room) / Math.Abs(slope);
            var isTie = leaving >= 0 && Math.Abs(length - shortest) <= 1e-14 * (1 + shortest);
            var isBetter = isTie
                ? isBland ? _basis[row] < _basis[leaving] : Math.Abs(slope) > Math.Abs(_direction[leaving])
                : length < shortest;
            if (isBetter)
            {
                (leaving, shortest) = (row, isTie ? Math.Min(length, shortest) : length);
            }
        }

        return (leaving, shortest);
    }

    private void Move(int entering, int sign, int row, double length)
    {
        for (var i = 0; i < _rows; i++)
        {
            _values[i] -= sign * length * _direction[i];
        }

        if (row < 0)
        {
            _place[entering] = sign > 0 ? AtUpper : AtLower;
            return;
        }

        _place[_basis[row]] = sign * _direction[row] > 0 ? AtLower : AtUpper;
        _basis[row] = entering;
        _values[row] = (sign > 0 ? 0 : _upper[entering]) + (sign * length);
        _place[entering] = row;
        var pivot = _direction[row];
        var pivotRow = _inverse.AsSpan(row * _rows, _rows);
        foreach (ref var number in pivotRow)
        {
            number /= pivot;
        }

        for (var i = 0; i < _rows; i++)
        {
            var factor = _direction[i];
            if (i != row && factor != 0)
            {
                var target = _inverse.AsSpan(i * _rows, _rows);
                for (var k = 0; k < target.Length; k++)
                {
                    target[k] -= factor * pivotRow[k];
                }
            }
        }

        _stepsSinceInverse++;
    }

    // The inverse from the basis itself, and the values solved again, once more for what the first solution leaves over.
    private void Invert()
    {
        for (var row = 0; row < _rows; row++)
        {
            Column(_basis[row]).CopyTo(_work.AsSpan(row * _rows));
        }

        if (!DenseInverse.OfColumns(_work, _inverse, _rows))
        {
            throw new InvalidOperationException("The basis of the simplex method has no inverse.");
        }

        _values.AsSpan().Clear();
        Span<double> rest = _rows <= 128 ? stackalloc double[_rows] : new double[_rows];
        for (var round = 0; round < 2; round++)
        {
            _rightHandSide.CopyTo(rest);
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
                    var numbers = Column(column);
                    for (var i = 0; i < rest.Length; i++)
                    {
                        rest[i] -= numbers[i] * value;
                    }
                }
            }

            for (var row = 0; row < _rows; row++)
            {
                for (var i = 0; i < rest.Length; i++)
                {
                    _values[row] += _inverse[(row * _rows) + i] * rest[i];
                }
            }
        }

        _stepsSinceInverse = 0;
    }
}
