namespace Benchlearning.Api.Features.Analyses;

/// <summary>The nine sample quantiles of Hyndman and Fan (1996), by their numbers.</summary>
internal enum QuantileType
{
    /// <summary>Inverse of the empirical distribution function; discontinuous.</summary>
    InvertedDistribution = 1,

    /// <summary>The same with averages at the jumps; discontinuous (SAS default).</summary>
    AveragedInvertedDistribution = 2,

    /// <summary>The observation numbered nearest to np, ties to the even number; discontinuous.</summary>
    ClosestObservation = 3,

    /// <summary>Linear interpolation of the empirical distribution function.</summary>
    InterpolatedInvertedDistribution = 4,

    /// <summary>Linear interpolation of the midpoints of its steps (Hazen, 1914).</summary>
    Hazen = 5,

    /// <summary>p(k) = k/(n + 1) (Weibull, 1939): Excel's .EXC, SPSS, Minitab.</summary>
    Weibull = 6,

    /// <summary>p(k) = (k - 1)/(n - 1) (Gumbel, 1939): Excel's .INC, R, NumPy. The default.</summary>
    Linear = 7,

    /// <summary>Approximately median-unbiased whatever the distribution; recommended by Hyndman and Fan.</summary>
    MedianUnbiased = 8,

    /// <summary>Approximately unbiased for the normal distribution (Blom, 1958).</summary>
    NormalUnbiased = 9,
}

/// <summary>
/// Sample quantiles after Hyndman, R. J. and Fan, Y. (1996), "Sample quantiles in statistical packages", The American
/// Statistician 50(4), 361-365: Q(p) = (1 - g) x[j] + g x[j + 1], where j is the whole part of np + m, and m and g depend on the
/// type.
/// </summary>
internal static class Quantile
{
    // The discontinuous types jump where np + m is whole. In binary 10 * 0.7 may be 6.999999999999999, and the answer would be
    // another observation; so a position this near to a whole number is one.
    private const double JumpGrid = 1e-9;

    // The continuous types only lose or gain the last digit; this keeps a whole position whole.
    private const double WholeSlack = 1e-12;

    /// <summary>The quantile of a group.</summary>
    /// <param name="group">The group, ordered once.</param>
    /// <param name="probability">p, 0 to 1.</param>
    /// <param name="type">The definition; 7 unless asked otherwise.</param>
    /// <returns>In the unit of the indicator, between the smallest and the largest value. Null for an empty group; the value
    /// itself when there is one.</returns>
    /// <exception cref="ArgumentOutOfRangeException">p is outside 0 to 1, or the type unknown.</exception>
    public static double? Of(OrderedValues group, double probability, QuantileType type = QuantileType.Linear) =>
        OfAscending(group.Ascending, probability, type);

    /// <summary>The quantile of finite values already in ascending order; see
    /// <see cref="Of(OrderedValues, double, QuantileType)"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">p is outside 0 to 1, or the type unknown.</exception>
    public static double? OfAscending(
        ReadOnlySpan<double> ascending, double probability, QuantileType type = QuantileType.Linear)
    {
        if (!(probability is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability lies between 0 and 1.");
        }

        if (!Enum.IsDefined(type))
        {
            throw new ArgumentOutOfRangeException(nameof(type), type, "The types are numbered 1 to 9.");
        }

        if (ascending.IsEmpty)
        {
            return null;
        }

        var (whole, fraction) = type <= QuantileType.ClosestObservation
            ? Jump(ascending.Length, probability, type)
            : Interpolation(ascending.Length, probability, type);

        // Observations before the first are the first, after the last the last.
        var last = ascending.Length - 1;
        var lower = ascending[Math.Clamp(whole - 1, 0, last)];
        var upper = ascending[Math.Clamp(whole, 0, last)];
        return Between(lower, upper, fraction);
    }

    private static (int Whole, double Fraction) Jump(int n, double probability, QuantileType type)
    {
        var position = (n * probability) - (type == QuantileType.ClosestObservation ? 0.5 : 0);
        var nearest = Math.Round(position);
        var isWhole = Math.Abs(position - nearest) <= JumpGrid;
        var whole = (int)(isWhole ? nearest : Math.Floor(position));
        return (whole, type switch
        {
            QuantileType.InvertedDistribution => isWhole ? 0 : 1,
            QuantileType.AveragedInvertedDistribution => isWhole ? 0.5 : 1,
            _ => isWhole && whole % 2 == 0 ? 0 : 1,
        });
    }

    private static (int Whole, double Fraction) Interpolation(int n, double probability, QuantileType type)
    {
        // Plotting positions p(k) = (k - a)/(n + 1 - a - b); all but type 4 have a = b.
        var (a, b) = type switch
        {
            QuantileType.InterpolatedInvertedDistribution => (0, 1),
            QuantileType.Hazen => (0.5, 0.5),
            QuantileType.Weibull => (0, 0),
            QuantileType.Linear => (1, 1),
            QuantileType.MedianUnbiased => (1 / 3.0, 1 / 3.0),
            _ => (3 / 8.0, 3 / 8.0),
        };
        var position = a + (probability * (n + 1 - a - b));
        var nearest = Math.Round(position);
        if (Math.Abs(position - nearest) <= WholeSlack)
        {
            return ((int)nearest, 0);
        }

        var whole = Math.Floor(position);
        return ((int)whole, position - whole);
    }

    // Never outside its ends, never decreasing in the fraction, no overflow between -1e308 and 1e308.
    private static double Between(double lower, double upper, double fraction)
    {
        if (fraction == 0 || lower == upper)
        {
            return lower;
        }

        if (fraction == 1)
        {
            return upper;
        }

        var gap = upper - lower;
        var value = double.IsFinite(gap) ? lower + (fraction * gap) : ((1 - fraction) * lower) + (fraction * upper);
        return Math.Clamp(value, lower, upper);
    }
}
