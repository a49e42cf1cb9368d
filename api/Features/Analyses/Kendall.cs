namespace Benchlearning.Api.Features.Analyses;

/// <summary>How a probability was found.</summary>
internal enum ProbabilityMethod
{
    /// <summary>By counting every order.</summary>
    Exact,

    /// <summary>By an approximation with the normal distribution.</summary>
    Normal,

    /// <summary>By Student's t distribution.</summary>
    Student,

    /// <summary>By random orders, seeded.</summary>
    Permutation,
}

/// <summary>Kendall's rank correlation.</summary>
/// <param name="Count">Pairs of numbers: n.</param>
/// <param name="Score">S: concordant less discordant pairs.</param>
/// <param name="Variance">The variance of S if there were no relation, with ties taken into account.</param>
/// <param name="TauB">S over sqrt((N - Tx)(N - Ty)), -1 to 1; null when a variable has one value only, or n is below 2.</param>
/// <param name="Probability">The two-sided probability of S as far from 0, or farther, without a relation; null where tau is, or
/// n is below 3.</param>
/// <param name="Method">How it was found.</param>
internal sealed record KendallResult(
    int Count, long Score, double Variance, double? TauB, double? Probability, ProbabilityMethod Method);

/// <summary>
/// Kendall's tau-b (Kendall, 1945) and the test of Mann (1945) that rests on S: exact by the number of permutations with each
/// number of inversions when nothing is tied and n is at most 50, otherwise by the normal distribution with continuity
/// correction, z = (|S| - 1)/sqrt(Var S).
/// </summary>
internal static class Kendall
{
    /// <summary>The most numbers counted exactly.</summary>
    public const int MostExact = 50;

    /// <summary>Relates two lists of numbers. For the Mann-Kendall test of a trend, x is time.</summary>
    /// <param name="x">Finite numbers.</param>
    /// <param name="y">As many finite numbers.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static KendallResult Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length)
        {
            throw new ArgumentException("There are as many x as y.", nameof(y));
        }

        var n = x.Length;
        long score = 0, pairs = (long)n * (n - 1) / 2, tiedX = 0, tiedY = 0;
        for (var i = 0; i < n; i++)
        {
            for (var k = i + 1; k < n; k++)
            {
                var (right, up) = (x[k].CompareTo(x[i]), y[k].CompareTo(y[i]));
                score += right * up;
                tiedX += right == 0 ? 1 : 0;
                tiedY += up == 0 ? 1 : 0;
            }
        }

        var variance = Variance(x, y);
        if (n < 2 || tiedX == pairs || tiedY == pairs)
        {
            return new KendallResult(n, score, variance, null, null, ProbabilityMethod.Normal);
        }

        var tau = Math.Clamp(score / (Math.Sqrt(pairs - tiedX) * Math.Sqrt(pairs - tiedY)), -1, 1);
        var isExact = tiedX == 0 && tiedY == 0 && n <= MostExact;
        var probability = isExact
            ? Exact(n, (pairs - Math.Abs(score)) / 2)
            : NormalDistribution.TwoSided(Math.Max(0, Math.Abs(score) - 1) / Math.Sqrt(variance));
        return new KendallResult(
            n, score, variance, tau, n < 3 ? null : Math.Min(1, probability),
            isExact ? ProbabilityMethod.Exact : ProbabilityMethod.Normal);
    }

    // Twice the share of permutations with at most this many inversions.
    private static double Exact(int n, long inversions)
    {
        var shares = new double[inversions + 1];
        shares[0] = 1;
        for (var size = 2; size <= n; size++)
        {
            // Adding an item to a permutation adds 0 to size - 1 inversions, each in 1/size of the orders.
            var window = 0.0;
            var next = new double[shares.Length];
            for (var i = 0; i < next.Length; i++)
            {
                window += shares[i] - (i >= size ? shares[i - size] : 0);
                next[i] = Math.Max(0, window) / size;
            }

            shares = next;
        }

        return 2 * shares.Sum();
    }

    // Kendall (1970), 4.3: with t the sizes of ties in x and u in y.
    private static double Variance(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double n = x.Length;
        var (x1, x2, x3) = Ties(x);
        var (y1, y2, y3) = Ties(y);
        var variance = ((n * (n - 1) * ((2 * n) + 5)) - x3 - y3) / 18;
        variance += n > 1 ? x1 * y1 / (2 * n * (n - 1)) : 0;
        variance += n > 2 ? x2 * y2 / (9 * n * (n - 1) * (n - 2)) : 0;
        return variance;
    }

    // The sums of t(t - 1), t(t - 1)(t - 2) and t(t - 1)(2t + 5) over ties.
    private static (double First, double Second, double Third) Ties(ReadOnlySpan<double> values)
    {
        var ordered = values.ToArray();
        Array.Sort(ordered);
        double first = 0, second = 0, third = 0;
        for (int start = 0, next; start < ordered.Length; start = next)
        {
            next = start + 1;
            while (next < ordered.Length && ordered[next] == ordered[start])
            {
                next++;
            }

            double t = next - start;
            first += t * (t - 1);
            second += t * (t - 1) * (t - 2);
            third += t * (t - 1) * ((2 * t) + 5);
        }

        return (first, second, third);
    }
}
