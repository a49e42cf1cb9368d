using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Benchlearning.Api.Features.Analyses;

/// <summary>
/// The mixture of some columns nearest to a target: minimise |y - X w| with w at least 0 and adding up to 1, by the active set of Lawson
/// and Hanson (1974) with the sum held by each step's own equation. Where mixtures tie, one of them.
/// </summary>
internal static class SimplexLeastSquares
{
    private const double Tolerance = 1e-10;

    /// <summary>Solves.</summary>
    /// <param name="target">y, finite numbers.</param>
    /// <param name="columns">The columns of X, at least one, each as long as y.</param>
    /// <returns>One weight per column.</returns>
    public static double[] Solve(ReadOnlySpan<double> target, IReadOnlyList<double[]> columns)
    {
        // Differences from the target: |y - X w| = |D w| when the weights add up to 1. Beside the largest, so tolerances fit.
        var rows = target.Length;
        var scale = 0.0;
        var differences = Matrix<double>.Build.Dense(rows, columns.Count);
        for (var column = 0; column < columns.Count; column++)
        {
            for (var row = 0; row < rows; row++)
            {
                differences[row, column] = columns[column][row] - target[row];
                scale = Math.Max(scale, Math.Abs(differences[row, column]));
            }
        }

        differences /= scale > 0 ? scale : 1;
        var start = Enumerable.Range(0, columns.Count).MinBy(column => differences.Column(column).L2Norm());
        var weights = new double[columns.Count];
        weights[start] = 1;
        List<int> free = [start];
        for (var step = 0; step < 50 * (columns.Count + 1); step++)
        {
            var residual = differences * Vector<double>.Build.DenseOfArray(weights);
            var gradient = differences.TransposeThisAndMultiply(residual);
            var level = free.Max(column => gradient[column]);
            var entering = Enumerable.Range(0, columns.Count).Where(column => !free.Contains(column))
                .OrderBy(column => gradient[column]).Cast<int?>().FirstOrDefault();
            if (entering is not { } column || gradient[column] >= level - (Tolerance * Math.Max(1, residual.L2Norm())))
            {
                break;
            }

            free.Add(column);
            if (!Descend(differences, weights, free))
            {
                break;
            }
        }

        return weights;
    }

    // Moves to the best mixture of the free columns, dropping those that reach 0 on the way; false when nothing moved.
    private static bool Descend(Matrix<double> differences, double[] weights, List<int> free)
    {
        var hasMoved = false;
        while (true)
        {
            var best = Unbounded(differences, free);
            var (length, stopping) = (1.0, -1);
            foreach (var (place, column) in free.Index())
            {
                if (best[place] < 0 && weights[column] / (weights[column] - best[place]) < length)
                {
                    (length, stopping) = (weights[column] / (weights[column] - best[place]), column);
                }
            }

            foreach (var (place, column) in free.Index())
            {
                hasMoved |= length > 0 && Math.Abs(best[place] - weights[column]) > Tolerance * Tolerance;
                weights[column] = Math.Max(0, weights[column] + (length * (best[place] - weights[column])));
            }

            if (stopping < 0)
            {
                return hasMoved;
            }

            weights[stopping] = 0;
            _ = free.Remove(stopping);
            var total = weights.Sum();
            foreach (var column in free)
            {
                weights[column] /= total;
            }
        }
    }

    // The best weights of the free columns that add up to 1, of any sign: the first is 1 less the others. The smallest such
    // solution where columns are combinations of each other, by the singular values.
    private static double[] Unbounded(Matrix<double> differences, List<int> free)
    {
        var weights = new double[free.Count];
        weights[0] = 1;
        if (free.Count > 1)
        {
            var first = differences.Column(free[0]);
            var design = Matrix<double>.Build.DenseOfColumnVectors(free.Skip(1).Select(column => differences.Column(column) - first));
            Svd<double> factors = design.Svd();
            var projected = factors.U.TransposeThisAndMultiply(-first);
            var scaled = Vector<double>.Build.Dense(factors.VT.RowCount);
            for (var i = 0; i < factors.S.Count; i++)
            {
                scaled[i] = factors.S[i] > 1e-12 * factors.S[0] ? projected[i] / factors.S[i] : 0;
            }

            var others = factors.VT.TransposeThisAndMultiply(scaled);
            for (var i = 1; i < weights.Length; i++)
            {
                weights[i] = others[i - 1];
                weights[0] -= others[i - 1];
            }
        }

        return weights;
    }
}
