namespace Benchlearning.Api.Features.Analyses;

/// <summary>The inverse of a small dense matrix by Gauss-Jordan elimination with partial pivoting.</summary>
internal static class DenseInverse
{
    /// <summary>Inverts a matrix.</summary>
    /// <param name="columns">The matrix, column by column; overwritten.</param>
    /// <param name="inverse">Where its inverse is written, row by row.</param>
    /// <param name="size">Rows, and columns.</param>
    /// <returns>False when the matrix is singular to working precision; the inverse is then meaningless.</returns>
    public static bool OfColumns(Span<double> columns, Span<double> inverse, int size)
    {
        // Column by column, the matrix is its transpose row by row; the transpose of its inverse is turned back at the end.
        inverse.Clear();
        for (var i = 0; i < size; i++)
        {
            inverse[(i * size) + i] = 1;
        }

        for (var pivot = 0; pivot < size; pivot++)
        {
            var best = pivot;
            for (var row = pivot + 1; row < size; row++)
            {
                if (Math.Abs(columns[(row * size) + pivot]) > Math.Abs(columns[(best * size) + pivot]))
                {
                    best = row;
                }
            }

            var value = columns[(best * size) + pivot];
            if (Math.Abs(value) < 1e-14)
            {
                return false;
            }

            Swap(columns, best, pivot, size);
            Swap(inverse, best, pivot, size);
            Scale(columns.Slice(pivot * size, size), value);
            Scale(inverse.Slice(pivot * size, size), value);
            for (var row = 0; row < size; row++)
            {
                var factor = columns[(row * size) + pivot];
                if (row != pivot && factor != 0)
                {
                    Subtract(columns.Slice(row * size, size), columns.Slice(pivot * size, size), factor);
                    Subtract(inverse.Slice(row * size, size), inverse.Slice(pivot * size, size), factor);
                }
            }
        }

        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < row; column++)
            {
                ref var below = ref inverse[(row * size) + column];
                ref var above = ref inverse[(column * size) + row];
                (below, above) = (above, below);
            }
        }

        return true;
    }

    private static void Swap(Span<double> matrix, int first, int second, int size)
    {
        if (first != second)
        {
            for (var i = 0; i < size; i++)
            {
                (matrix[(first * size) + i], matrix[(second * size) + i]) =
                    (matrix[(second * size) + i], matrix[(first * size) + i]);
            }
        }
    }

    private static void Scale(Span<double> row, double divisor)
    {
        foreach (ref var number in row)
        {
            number /= divisor;
        }
    }

    private static void Subtract(Span<double> target, ReadOnlySpan<double> row, double factor)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] -= factor * row[i];
        }
    }
}
