namespace Benchlearning.Api.Features.Analyses;

/// <summary>A value at a time.</summary>
/// <param name="Time">When: a year, or another number that grows evenly with time.</param>
/// <param name="Value">The value, in the unit of the indicator; null or NaN is missing.</param>
/// <param name="StartsAnew">Whether a break lies before it: a changed definition or boundary, so that earlier values are not
/// comparable.</param>
internal readonly record struct TimedValue(double Time, double? Value, bool StartsAnew = false);

/// <summary>Where a series is going.</summary>
internal enum TrendDirection
{
    /// <summary>Too few comparable points to say.</summary>
    NotEnoughPoints,

    /// <summary>No change that could not be chance.</summary>
    NoClearChange,

    /// <summary>The good way.</summary>
    Improving,

    /// <summary>The bad way.</summary>
    Worsening,

    /// <summary>Up, where neither way is good.</summary>
    Rising,

    /// <summary>Down, where neither way is good.</summary>
    Falling,
}

/// <summary>A straight line through a series.</summary>
/// <param name="PerPeriod">The slope, in the unit of the indicator for one of time.</param>
/// <param name="Low">The lower end of its interval; null with fewer than three points.</param>
/// <param name="High">The upper end.</param>
/// <param name="Intercept">The value of the line at time 0.</param>
internal sealed record TrendLine(double PerPeriod, double? Low, double? High, double Intercept);

/// <summary>What can be said of a series since its last break.</summary>
/// <param name="Count">Points used: n.</param>
/// <param name="Missing">Points without a value since the last break.</param>
/// <param name="BeforeBreak">Points not used because they lie before the last break.</param>
/// <param name="Median">The Theil-Sen line; null with fewer than two points, or out of range.</param>
/// <param name="LeastSquares">The ordinary line; null likewise.</param>
/// <param name="Kendall">The Mann-Kendall test; null with fewer than two points.</param>
/// <param name="Direction">Where the series is going.</param>
internal sealed record TrendResult(
    int Count,
    int Missing,
    int BeforeBreak,
    TrendLine? Median,
    TrendLine? LeastSquares,
    KendallResult? Kendall,
    TrendDirection Direction);

/// <summary>
/// The trend of one series. The Theil-Sen slope is the median of the slopes of all pairs of points, with the interval of Sen (1968)
/// from the variance of Kendall's S; the ordinary slope is by least squares with the interval of Student. The direction rests on
/// the Mann-Kendall test. Nothing is measured across a break, and nothing is filled in.
/// </summary>
internal static class Trend
{
    /// <summary>Fewest points for a direction: with fewer, no order of them is unusual enough.</summary>
    public const int FewestPoints = 5;

    /// <summary>Measures a series.</summary>
    /// <param name="series">The points in any order, each time once.</param>
    /// <param name="direction">The direction of goodness. With a target, improving is nearing it.</param>
    /// <param name="level">The level of intervals and of the test, above 0 and below 1.</param>
    /// <param name="last">How many of the last points to look at, 2 or more; null for all since the break.</param>
    /// <param name="decimals">Published decimals to round to first, so that ties are what a reader sees as ties.</param>
    /// <exception cref="ArgumentException">A time occurs twice or is not finite, or a value is infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level or the number of points is outside its range.</exception>
    public static TrendResult Of(
        IReadOnlyList<TimedValue> series, Direction direction, double level = 0.95, int? last = null, int? decimals = null)
    {
        if (!(level is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, "A level lies between 0 and 1.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(last ?? 2, 2, nameof(last));
        TimedValue[] ordered = [.. series.OrderBy(static point => point.Time)];
        for (var i = 0; i < ordered.Length; i++)
        {
            if (!double.IsFinite(ordered[i].Time) || (i > 0 && ordered[i].Time == ordered[i - 1].Time))
            {
                throw new ArgumentException("Each time is a finite number and occurs once.", nameof(series));
            }
        }

        var start = Math.Max(0, Array.FindLastIndex(ordered, static point => point.StartsAnew));
        var comparable = ordered[start..];
        var present = new List<(double Time, double Value)>(comparable.Length);
        foreach (var point in comparable)
        {
            if (Presence.IsPresent(point.Value, out var value))
            {
                present.Add((point.Time, decimals is { } places ? Rounding.ToDecimals(value, places) : value));
            }
        }

        var missing = comparable.Length - present.Count;
        var used = last is { } most && present.Count > most ? present[^most..] : present;
        if (used.Count < 2)
        {
            return new TrendResult(used.Count, missing, start, null, null, null, TrendDirection.NotEnoughPoints);
        }

        double[] times = [.. used.Select(static point => point.Time)];
        double[] values = [.. used.Select(static point => point.Value)];
        var kendall = Kendall.Of(times, values);
        return new TrendResult(
            used.Count, missing, start, TheilSen(times, values, kendall, level), Ordinary(times, values, level), kendall,
            Marker(times, values, direction, level, decimals));
    }

    private static TrendLine? TheilSen(double[] times, double[] values, KendallResult kendall, double level)
    {
        var slopes = new List<double>(times.Length * (times.Length - 1) / 2);
        for (var i = 0; i < times.Length; i++)
        {
            for (var k = i + 1; k < times.Length; k++)
            {
                slopes.Add((values[k] - values[i]) / (times[k] - times[i]));
            }
        }

        if (!slopes.TrueForAll(double.IsFinite))
        {
            return null;
        }

        double[] ascending = [.. slopes.Order()];
        var slope = Quantile.OfAscending(ascending, 0.5).GetValueOrDefault();
        var middle = Quantile.OfAscending([.. values.Order()], 0.5).GetValueOrDefault();
        var intercept = middle - (slope * Quantile.OfAscending(times, 0.5).GetValueOrDefault());
        if (!double.IsFinite(intercept))
        {
            return null;
        }

        if (times.Length < 3)
        {
            return new TrendLine(slope, null, null, intercept);
        }

        var reach = NormalDistribution.Quantile((1 + level) / 2) * Math.Sqrt(kendall.Variance);
        var upper = Math.Min((int)Math.Round((ascending.Length + reach) / 2), ascending.Length - 1);
        var lower = Math.Max((int)Math.Round((ascending.Length - reach) / 2) - 1, 0);
        return new TrendLine(slope, ascending[lower], ascending[upper], intercept);
    }

    private static TrendLine? Ordinary(double[] times, double[] values, double level)
    {
        var fit = LeastSquares.Fit(values, times);
        if (fit.Status != LeastSquaresStatus.Fitted)
        {
            return null;
        }

        var (slope, intercept) = (fit.Coefficients[1], fit.Coefficients[0].Value);
        var reach = fit.DegreesOfFreedom > 0
            ? slope.StandardError * StudentDistribution.Critical(1 - level, fit.DegreesOfFreedom)
            : null;
        return new TrendLine(
            slope.Value, Finite(slope.Value - reach), Finite(slope.Value + reach), intercept);

        static double? Finite(double? number) => number is { } present ? Presence.FiniteOrNull(present) : null;
    }

    private static TrendDirection Marker(double[] times, double[] values, Direction direction, double level, int? decimals)
    {
        if (times.Length < FewestPoints)
        {
            return TrendDirection.NotEnoughPoints;
        }

        var isNeutral = direction.Kind == DirectionKind.Neutral;
        var judged = isNeutral ? values : Array.ConvertAll(values, value => -direction.Badness(value, decimals));
        var test = Kendall.Of(times, judged);
        return test.Probability is not { } probability || probability > 1 - level ? TrendDirection.NoClearChange
            : isNeutral ? test.Score > 0 ? TrendDirection.Rising : TrendDirection.Falling
            : test.Score > 0 ? TrendDirection.Improving : TrendDirection.Worsening;
    }
}
