namespace Benchlearning.Api.Features.Analyses;

/// <summary>What the spread of a robust score was measured by.</summary>
internal enum RobustScale
{
    /// <summary>No spread: every value is the median, or there is none. No scores.</summary>
    None,

    /// <summary>The median absolute deviation from the median.</summary>
    MedianAbsoluteDeviation,

    /// <summary>The mean absolute deviation from the median, because more than half of the values are equal. Say so to the
    /// reader.</summary>
    MeanAbsoluteDeviation,
}

/// <summary>Robust scores of a group.</summary>
/// <param name="Scores">A score or null for each value, in the order given; in robust standard deviations, positive above the
/// median.</param>
/// <param name="Median">The median, in the unit of the indicator; null for an empty group.</param>
/// <param name="MedianAbsoluteDeviation">The raw MAD, in the unit of the indicator; null for an empty group, or when it exceeds
/// the largest double.</param>
/// <param name="Scale">What the spread was measured by.</param>
internal sealed record RobustScores(
    IReadOnlyList<double?> Scores, double? Median, double? MedianAbsoluteDeviation, RobustScale Scale);

/// <summary>
/// The distance of each value from the median in robust standard deviations: z = (x - median)/(c MAD), MAD the median absolute
/// deviation (Hampel, 1974). With MAD = 0, z = (x - median)/(1.253314 meanAD), meanAD the mean absolute deviation from the median
/// (Iglewicz and Hoaglin, 1993; 1.253314 = sqrt(pi/2)).
/// </summary>
internal static class RobustZ
{
    /// <summary>Makes the MAD estimate the standard deviation of a normal distribution. The default.</summary>
    public const double NormalConsistent = 1.4826;

    /// <summary>The MAD as it is: the scores of the English Office for Local Government.</summary>
    public const double Raw = 1;

    /// <summary>The modified z-score of Iglewicz and Hoaglin (1993), 0.6745 (x - median)/MAD: the same as 1.4826 to four
    /// digits.</summary>
    public const double IglewiczHoaglin = 1 / 0.6745;

    /// <summary>Makes the mean absolute deviation estimate the standard deviation of a normal distribution, sqrt(pi/2).</summary>
    public const double MeanDeviationConstant = 1.253314;

    /// <summary>Scores a group.</summary>
    /// <param name="values">One value per unit, in any unit; null or NaN is missing, gets no score and is not counted.</param>
    /// <param name="madConstant">c, a positive number: <see cref="NormalConsistent"/>, <see cref="Raw"/> or another.</param>
    /// <param name="decimals">Published decimals (0 to 15) to round to first, so that binary noise is no spread;
    /// <see langword="null"/> keeps every digit.</param>
    /// <returns>All null with the scale <see cref="RobustScale.None"/> when the values have no spread. A score too large for a
    /// double is null.</returns>
    /// <exception cref="ArgumentException">A value is infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The constant is not a positive finite number, or <paramref name="decimals"/>
    /// is outside 0 to 15.</exception>
    public static RobustScores Of(
        ReadOnlySpan<double?> values, double madConstant = NormalConsistent, int? decimals = null)
    {
        if (!double.IsFinite(madConstant) || madConstant <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(madConstant), madConstant, "A constant is a positive finite number.");
        }

        var group = OrderedValues.From(values, decimals);
        var scores = new double?[values.Length];
        if (Quantile.Of(group, 0.5) is not { } median)
        {
            return new RobustScores(scores, null, null, RobustScale.None);
        }

        // Scores have no unit, so everything is divided by a power of two first: exact, and no difference overflows.
        var exponent = Moments.Exponent(group.Ascending) + 1;
        var centre = Math.ScaleB(median, -exponent);
        var deviations = new double[group.Count];
        for (var i = 0; i < deviations.Length; i++)
        {
            deviations[i] = Math.Abs(Math.ScaleB(group.Ascending[i], -exponent) - centre);
        }

        deviations.AsSpan().Sort();
        var mad = Quantile.OfAscending(deviations, 0.5).GetValueOrDefault();
        var (scale, spread) = mad > 0
            ? (RobustScale.MedianAbsoluteDeviation, madConstant * mad)
            : (RobustScale.MeanAbsoluteDeviation, MeanDeviationConstant * Moments.Mean(deviations).GetValueOrDefault());
        if (spread == 0)
        {
            return new RobustScores(scores, median, 0, RobustScale.None);
        }

        for (var i = 0; i < values.Length; i++)
        {
            if (Presence.IsPresent(values[i], out var value))
            {
                scores[i] = Presence.FiniteOrNull((Math.ScaleB(group.Align(value), -exponent) - centre) / spread);
            }
        }

        return new RobustScores(scores, median, Presence.FiniteOrNull(Math.ScaleB(mad, exponent)), scale);
    }
}
