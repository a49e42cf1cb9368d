namespace Benchlearning.Api.Features.Analyses;

/// <summary>How outliers are looked for.</summary>
internal enum OutlierMethod
{
    /// <summary>Fences at the quartiles, less or plus k interquartile ranges (Tukey, 1977). The default.</summary>
    Tukey,

    /// <summary>The modified z-score, 0.6745 (x - median)/MAD (Iglewicz and Hoaglin, 1993).</summary>
    IglewiczHoaglin,

    /// <summary>The standard score, (x - mean)/sd.</summary>
    ZScore,

    /// <summary>Each value against the median of its neighbours in a series (Hampel, 1974).</summary>
    Hampel,

    /// <summary>The change of each unit against the usual change (Hidiroglou and Berthelot, 1986).</summary>
    HidiroglouBerthelot,

    /// <summary>The very figure of the period before.</summary>
    Repeated,

    /// <summary>About 10, 100 or 1000 times the figure of the period before, or as little.</summary>
    UnitError,
}

/// <summary>What was found of a value.</summary>
internal enum OutlierStatus
{
    /// <summary>It does not stand out.</summary>
    Within,

    /// <summary>It stands out.</summary>
    Outlier,

    /// <summary>There is none.</summary>
    ValueMissing,

    /// <summary>There is none of the period before.</summary>
    PreviousMissing,

    /// <summary>A ratio has no meaning: it or the one before is zero or negative, or the ratio exceeds the largest double.</summary>
    NotPositive,

    /// <summary>The definition changed since the period before.</summary>
    BreakBefore,

    /// <summary>Too near to an end of the series, or to a missing value.</summary>
    WindowIncomplete,
}

/// <summary>How far out stands out.</summary>
/// <param name="Soft">From here a value is to be explained.</param>
/// <param name="Hard">From here it is to be refused; null: nowhere.</param>
internal readonly record struct OutlierThresholds(double Soft, double? Hard = null);

/// <summary>
/// What a value is held to: below <paramref name="LowAnchor"/> less so many <paramref name="LowScale"/> it stands out, and above
/// <paramref name="HighAnchor"/> plus so many <paramref name="HighScale"/>.
/// </summary>
/// <param name="LowAnchor">Where the way down begins: a quartile, or the middle.</param>
/// <param name="HighAnchor">Where the way up begins.</param>
/// <param name="LowScale">What it is measured in downwards, 0 or more.</param>
/// <param name="HighScale">What it is measured in upwards, 0 or more.</param>
internal readonly record struct OutlierFence(double LowAnchor, double HighAnchor, double LowScale, double HighScale)
{
    // A value this near to a limit is on it: what differs is binary noise.
    private const double NoiseShare = 1e-12;

    /// <summary>The lower limit for a threshold; null where it exceeds the largest double.</summary>
    public double? Low(double? threshold) => threshold is { } width ? Presence.FiniteOrNull(LowAnchor - (width * LowScale)) : null;

    /// <summary>The upper limit for a threshold; null where it exceeds the largest double.</summary>
    public double? High(double? threshold) => threshold is { } width ? Presence.FiniteOrNull(HighAnchor + (width * HighScale)) : null;

    /// <summary>Holds a value to the limits; on a limit is within.</summary>
    public OutlierScore Judge(double value, OutlierThresholds thresholds)
    {
        var gap = value > HighAnchor ? value - HighAnchor : value < LowAnchor ? value - LowAnchor : 0;
        var scale = gap > 0 ? HighScale : LowScale;
        var score = gap == 0 ? 0 : scale > 0 ? Presence.FiniteOrNull(gap / scale) : null;
        var isOut = IsBeyond(value, thresholds.Soft);
        return new OutlierScore(
            isOut ? OutlierStatus.Outlier : OutlierStatus.Within,
            score,
            isOut ? IsBeyond(value, thresholds.Hard) : null,
            isOut ? gap > 0 : null);
    }

    private bool IsBeyond(double value, double? threshold) =>
        Low(threshold) - value > Noise(value, LowAnchor, LowScale) || value - High(threshold) > Noise(value, HighAnchor, HighScale);

    private static double Noise(double value, double anchor, double scale) => NoiseShare * Math.Max(Math.Abs(value), Math.Max(Math.Abs(anchor), scale));
}

/// <summary>What was found of a value.</summary>
/// <param name="Status">What.</param>
/// <param name="Score">How far out, in the scale of its side; negative is low. Null where the scale is 0.</param>
/// <param name="IsHard">Whether it is to be refused; null unless an outlier.</param>
/// <param name="IsHigh">On which side; null unless an outlier with a side.</param>
internal readonly record struct OutlierScore(OutlierStatus Status, double? Score = null, bool? IsHard = null, bool? IsHigh = null);

/// <summary>A value beside that of the period before.</summary>
/// <param name="Value">The value; null is missing.</param>
/// <param name="Previous">That of the period before; null is missing.</param>
/// <param name="StartsAnew">Whether the definition changed between them.</param>
internal readonly record struct ValueChange(double? Value, double? Previous, bool StartsAnew = false)
{
    /// <summary>Why the two cannot be compared as a ratio; <see cref="OutlierStatus.Within"/> where they can.</summary>
    public OutlierStatus Comparability => Value is not { } value ? OutlierStatus.ValueMissing
        : Previous is not { } previous ? OutlierStatus.PreviousMissing
        : StartsAnew ? OutlierStatus.BreakBefore
        : value > 0 && previous > 0 && value / previous is > 0 and < double.PositiveInfinity ? OutlierStatus.Within
        : OutlierStatus.NotPositive;

    /// <summary>Value over previous; null where it has no meaning.</summary>
    public double? Ratio => Comparability == OutlierStatus.Within ? Value / Previous : null;
}

/// <summary>What a ratio edit found.</summary>
/// <param name="Count">Changes compared.</param>
/// <param name="MedianRatio">The usual change; null when there is none to compare, like all below.</param>
/// <param name="LowerQuartile">The lower quartile of effects.</param>
/// <param name="Median">The median effect.</param>
/// <param name="UpperQuartile">The upper quartile of effects.</param>
/// <param name="Fence">What effects are held to.</param>
/// <param name="Effects">E of each change, in the order given; null where it cannot be compared.</param>
/// <param name="Scores">What was found of each.</param>
internal sealed record RatioEdit(
    int Count, double? MedianRatio, double? LowerQuartile, double? Median, double? UpperQuartile, OutlierFence? Fence, IReadOnlyList<double?> Effects, IReadOnlyList<OutlierScore> Scores);

/// <summary>Values that stand out among others, along a series, or against the period before.</summary>
internal static class Outliers
{
    /// <summary>Tukey's fences (Exploratory Data Analysis, 1977): below Q1 - k (Q3 - Q1) or above Q3 + k (Q3 - Q1), k 1.5 and 3.</summary>
    /// <returns>Null for an empty group.</returns>
    public static OutlierFence? Tukey(OrderedValues group, QuantileType type = QuantileType.Linear) =>
        Quantile.Of(group, 0.25, type) is { } lower && Quantile.Of(group, 0.75, type) is { } upper
            ? new OutlierFence(lower, upper, upper - lower, upper - lower)
            : null;

    /// <summary>
    /// The modified z-score of Iglewicz and Hoaglin (How to Detect and Handle Outliers, 1993): |x - median| over constant times the
    /// median absolute deviation, beyond 3.5; with more than half of the values equal over 1.253314 times the mean absolute deviation.
    /// </summary>
    /// <returns>Null for an empty group; the scale, see <see cref="RobustScores"/>.</returns>
    public static (OutlierFence Fence, RobustScale Scale)? Robust(OrderedValues group, double constant)
    {
        if (Quantile.Of(group, 0.5) is not { } median)
        {
            return null;
        }

        var deviations = group.Ascending.ToArray();
        for (var i = 0; i < deviations.Length; i++)
        {
            deviations[i] = Math.Min(Math.Abs(deviations[i] - median), double.MaxValue);
        }

        deviations.AsSpan().Sort();
        var mad = Quantile.OfAscending(deviations, 0.5).GetValueOrDefault();
        var (scale, spread) = mad > 0
            ? (RobustScale.MedianAbsoluteDeviation, constant * mad)
            : (RobustScale.MeanAbsoluteDeviation, RobustZ.MeanDeviationConstant * Moments.Mean(deviations).GetValueOrDefault());
        return (new OutlierFence(median, median, spread, spread), spread > 0 ? scale : RobustScale.None);
    }

    /// <summary>The mean, and the sample standard deviation.</summary>
    /// <returns>Null for fewer than two values.</returns>
    public static OutlierFence? Standard(OrderedValues group) =>
        Moments.StandardDeviation(group.Ascending) is { } deviation && Moments.Mean(group.Ascending) is { } mean
            ? new OutlierFence(mean, mean, deviation, deviation)
            : null;

    /// <summary>
    /// Hampel's filter: each value against the median of itself and so many on each side, in constant times their median absolute
    /// deviation. With a deviation of 0 whatever is not the median stands out.
    /// </summary>
    /// <param name="series">The series in order of time; null is missing.</param>
    /// <param name="halfWidth">How many on each side, 1 or more.</param>
    /// <param name="constant">What the deviation is multiplied by.</param>
    /// <returns>One fence for each value; null where the window is incomplete: nothing is filled in.</returns>
    public static OutlierFence?[] Hampel(IReadOnlyList<double?> series, int halfWidth, double constant)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(halfWidth, 1);
        var fences = new OutlierFence?[series.Count];
        var window = new double[(2 * halfWidth) + 1];
        for (var i = halfWidth; i < series.Count - halfWidth; i++)
        {
            var count = 0;
            while (count < window.Length && Presence.IsPresent(series[i - halfWidth + count], out window[count]))
            {
                count++;
            }

            if (count == window.Length)
            {
                window.AsSpan().Sort();
                var median = window[halfWidth];
                var deviations = Array.ConvertAll(window, value => Math.Min(Math.Abs(value - median), double.MaxValue));
                deviations.AsSpan().Sort();
                var spread = constant * deviations[halfWidth];
                fences[i] = new OutlierFence(median, median, spread, spread);
            }
        }

        return fences;
    }

    /// <summary>
    /// The ratio edit of Hidiroglou and Berthelot (Survey Methodology 12, 1986, 73-83). With r = x(t)/x(t-1) and m its median, s is
    /// 1 - m/r below m and r/m - 1 from it on; E = s max(x(t), x(t-1))^U. A change stands out when E is outside
    /// (median - C d1, median + C d3), d1 = max(median - Q1, |A median|), d3 = max(Q3 - median, |A median|), of E.
    /// </summary>
    /// <param name="changes">The changes between two periods.</param>
    /// <param name="thresholds">C.</param>
    /// <param name="u">U, 0 to 1: how much size counts.</param>
    /// <param name="a">A, 0 to 1: the least width as a share of the median effect.</param>
    /// <param name="type">Type of quartiles.</param>
    public static RatioEdit HidiroglouBerthelot(
        IReadOnlyList<ValueChange> changes, OutlierThresholds thresholds, double u = 0.5, double a = 0.05, QuantileType type = QuantileType.Linear)
    {
        double?[] ratios = [.. changes.Select(static change => change.Ratio)];
        var usual = Quantile.Of(OrderedValues.From(ratios), 0.5);
        var effects = new double?[changes.Count];
        for (var i = 0; i < effects.Length; i++)
        {
            if (ratios[i] is { } ratio && usual is { } middle)
            {
                var effect = ratio < middle ? 1 - (middle / ratio) : (ratio / middle) - 1;
                effects[i] = Presence.FiniteOrNull(effect * Math.Pow(Math.Max(changes[i].Value!.Value, changes[i].Previous!.Value), u));
            }
        }

        var group = OrderedValues.From(effects);
        var (lower, median, upper) = (Quantile.Of(group, 0.25, type), Quantile.Of(group, 0.5, type), Quantile.Of(group, 0.75, type));
        OutlierFence? fence = median is { } centre
            ? new OutlierFence(
                centre, centre, Math.Max(centre - lower.GetValueOrDefault(), Math.Abs(a * centre)), Math.Max(upper.GetValueOrDefault() - centre, Math.Abs(a * centre)))
            : null;
        return new RatioEdit(group.Count, usual, lower, median, upper, fence, effects, [.. effects.Select(Judge)]);

        OutlierScore Judge(double? effect, int index) => effect is { } number && fence is { } limits
            ? limits.Judge(number, thresholds)
            : new OutlierScore(changes[index].Comparability is var why && why == OutlierStatus.Within ? OutlierStatus.NotPositive : why);
    }

    /// <summary>The very figure of the period before, and not zero: perhaps it was sent again. Soft.</summary>
    /// <param name="change">The change.</param>
    /// <param name="decimals">Published decimals to round to first; null compares every digit.</param>
    public static OutlierScore Repeated(ValueChange change, int? decimals = null)
    {
        if (change.Comparability is OutlierStatus.ValueMissing or OutlierStatus.PreviousMissing or OutlierStatus.BreakBefore)
        {
            return new OutlierScore(change.Comparability);
        }

        var (value, previous) = (Rounded(change.Value!.Value), Rounded(change.Previous!.Value));
        return value == previous && value != 0 ? new OutlierScore(OutlierStatus.Outlier, IsHard: false) : new OutlierScore(OutlierStatus.Within);

        double Rounded(double number) => decimals is { } places ? Rounding.ToDecimals(number, places) : number;
    }

    /// <summary>A figure that seems to be in another unit: log10 of its ratio to the one before is within a tolerance of 1, 2 or 3, or of -1, -2 or -3. Hard.</summary>
    /// <param name="change">The change.</param>
    /// <param name="tolerance">How near, in decimal logarithms, above 0 and below 0.5.</param>
    /// <returns>The score is the logarithm; the factor is null where there is none.</returns>
    public static (OutlierScore Score, double? Factor) UnitError(ValueChange change, double tolerance = 0.1)
    {
        if (change.Ratio is not { } ratio)
        {
            return (new OutlierScore(change.Comparability), null);
        }

        var logarithm = Math.Log10(ratio);
        var power = Math.Round(logarithm);
        return Math.Abs(power) is >= 1 and <= 3 && Math.Abs(logarithm - power) <= tolerance
            ? (new OutlierScore(OutlierStatus.Outlier, logarithm, IsHard: true, IsHigh: power > 0), Math.Pow(10, power))
            : (new OutlierScore(OutlierStatus.Within, logarithm), null);
    }
}
