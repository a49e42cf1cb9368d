namespace Benchlearning.Api.Features.Analyses;

/// <summary>A correlation coefficient.</summary>
internal enum CorrelationKind
{
    /// <summary>Pearson (1895): how near the points are to a straight line.</summary>
    Pearson,

    /// <summary>Spearman (1904): Pearson's of the ranks, ties sharing their mean; how near to any rising or falling curve.</summary>
    Spearman,

    /// <summary>Kendall's tau-b: by how many more pairs agree in order than disagree.</summary>
    Kendall,
}

/// <summary>How two variables go together. Related is not caused.</summary>
/// <param name="Kind">Which coefficient.</param>
/// <param name="Count">Units that have both values: n.</param>
/// <param name="Missing">Units that lack one or both.</param>
/// <param name="Coefficient">-1 to 1; null when n is below 2, or a variable is the same everywhere.</param>
/// <param name="Low">The lower end of its interval; null when n is below 4.</param>
/// <param name="High">The upper end.</param>
/// <param name="Probability">The two-sided probability of one as far from 0, or farther, without a relation; null when n is below
/// 3.</param>
/// <param name="Method">How the probability was found.</param>
internal sealed record CorrelationResult(
    CorrelationKind Kind,
    int Count,
    int Missing,
    double? Coefficient,
    double? Low,
    double? High,
    double? Probability,
    ProbabilityMethod Method);

/// <summary>
/// Correlation coefficients with intervals by Fisher's z (1921), atanh(r) plus and minus q s: s = 1/sqrt(n - 3) for Pearson,
/// sqrt((1 + r^2/2)/(n - 3)) for Spearman (Bonett and Wright, 2000), sqrt(0.437/(n - 4)) for Kendall (Fieller, Hartley and
/// Pearson, 1957). Probabilities of Pearson and Spearman by t = r sqrt((n - 2)/(1 - r^2)) with n - 2 degrees of freedom; of Kendall
/// see <see cref="Kendall"/>.
/// </summary>
internal static class Correlation
{
    // A spread this small beside the values is binary noise.
    private const double NoiseShare = 1e-12;

    /// <summary>Relates two variables over the units that have both.</summary>
    /// <param name="x">One value per unit; null or NaN is missing.</param>
    /// <param name="y">One value per unit, in the same order.</param>
    /// <param name="kind">Which coefficient.</param>
    /// <param name="level">The level of the interval, above 0 and below 1.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a value is infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is outside its range, or the kind unknown.</exception>
    public static CorrelationResult Of(
        ReadOnlySpan<double?> x, ReadOnlySpan<double?> y, CorrelationKind kind = CorrelationKind.Pearson, double level = 0.95)
    {
        if (x.Length != y.Length)
        {
            throw new ArgumentException("There are as many x as y.", nameof(y));
        }

        if (!(level is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, "A level lies between 0 and 1.");
        }

        var first = new List<double>(x.Length);
        var second = new List<double>(x.Length);
        for (var i = 0; i < x.Length; i++)
        {
            if (Presence.IsPresent(x[i], out var across) & Presence.IsPresent(y[i], out var up))
            {
                first.Add(across);
                second.Add(up);
            }
        }

        var missing = x.Length - first.Count;
        return kind switch
        {
            CorrelationKind.Pearson => Linear(kind, [.. first], [.. second], missing, level),
            CorrelationKind.Spearman => Linear(kind, MeanRanks(first), MeanRanks(second), missing, level),
            CorrelationKind.Kendall => Ordered([.. first], [.. second], missing, level),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of correlation."),
        };
    }

    private static CorrelationResult Linear(CorrelationKind kind, double[] x, double[] y, int missing, double level)
    {
        var n = x.Length;
        if (Scores(x) is not { } first || Scores(y) is not { } second)
        {
            return new CorrelationResult(kind, n, missing, null, null, null, null, ProbabilityMethod.Student);
        }

        var products = default(CompensatedSum);
        for (var i = 0; i < n; i++)
        {
            products.Add(first[i] * second[i]);
        }

        var r = Math.Clamp(products.Total, -1, 1);
        r = Math.Abs(r) > 1 - 1e-15 ? Math.Sign(r) : r;
        var probability = n < 3 ? (double?)null
            : Math.Abs(r) == 1 ? 0 : StudentDistribution.TwoSided(r * Math.Sqrt((n - 2) / ((1 - r) * (1 + r))), n - 2);
        var spread = kind == CorrelationKind.Pearson ? 1 : Math.Sqrt(1 + (r * r / 2));
        var (low, high) = Interval(r, n > 3 ? spread / Math.Sqrt(n - 3) : null, level);
        return new CorrelationResult(kind, n, missing, r, low, high, probability, ProbabilityMethod.Student);
    }

    private static CorrelationResult Ordered(double[] x, double[] y, int missing, double level)
    {
        var n = x.Length;
        var result = Kendall.Of(x, y);
        var (low, high) = result.TauB is { } tau ? Interval(tau, n > 4 ? Math.Sqrt(0.437 / (n - 4)) : null, level) : (null, null);
        return new CorrelationResult(
            CorrelationKind.Kendall, n, missing, result.TauB, low, high, result.Probability, result.Method);
    }

    private static (double? Low, double? High) Interval(double r, double? error, double level)
    {
        if (error is not { } width)
        {
            return (null, null);
        }

        if (Math.Abs(r) == 1)
        {
            return (r, r);
        }

        var reach = NormalDistribution.Quantile((1 + level) / 2) * width;
        return (Math.Tanh(Math.Atanh(r) - reach), Math.Tanh(Math.Atanh(r) + reach));
    }

    // Deviations from the mean, of length 1 together; null when there are none.
    private static double[]? Scores(double[] values)
    {
        if (values.Length < 2)
        {
            return null;
        }

        var exponent = Moments.Exponent(values) + 1;
        var scaled = Array.ConvertAll(values, value => Math.ScaleB(value, -exponent));
        var mean = Moments.Mean(scaled).GetValueOrDefault();
        var deviations = Array.ConvertAll(scaled, value => value - mean);
        var largest = deviations.Max(Math.Abs);
        if (largest <= NoiseShare)
        {
            return null;
        }

        var squares = default(CompensatedSum);
        foreach (var deviation in deviations)
        {
            squares.Add(deviation / largest * (deviation / largest));
        }

        var length = largest * Math.Sqrt(squares.Total);
        return Array.ConvertAll(deviations, deviation => deviation / length);
    }

    private static double[] MeanRanks(List<double> values)
    {
        var ranks = Ranks.Of([.. values.Select(static value => (double?)value)], Direction.LowerIsBetter, RankMethod.Fractional);
        return Array.ConvertAll(ranks, static rank => rank.GetValueOrDefault());
    }
}
