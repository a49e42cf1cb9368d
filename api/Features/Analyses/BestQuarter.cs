namespace Benchlearning.Api.Features.Analyses;

/// <summary>
/// How far a unit is from the middle of its group and from the best quarter of it. Distances are in the unit of the indicator and
/// signed by goodness: positive is better than the mark, negative falls short of it.
/// </summary>
/// <param name="Median">The mark in the middle. With a target: the median of |x - target|.</param>
/// <param name="Threshold">Where the best quarter begins: the upper quartile when higher is better, the lower quartile when lower
/// is. With a target: the lower quartile of |x - target|.</param>
/// <param name="DistanceToMedian">How much better than the median; null when the unit has no value.</param>
/// <param name="DistanceToThreshold">How much better than the threshold; null when the unit has no value.</param>
/// <param name="InBestQuarter">Whether the unit reaches the threshold, both read at the published decimals; null when it has no
/// value.</param>
internal sealed record BestQuarterPosition(
    double Median,
    double Threshold,
    double? DistanceToMedian,
    double? DistanceToThreshold,
    bool? InBestQuarter);

/// <summary>The best quarter of a group as a mark to aim at: reached by some, so reachable, and not set by a single
/// outlier.</summary>
internal static class BestQuarter
{
    /// <summary>Places a value against the median and the best quarter of a group (quartiles of type 7, Hyndman and Fan,
    /// 1996).</summary>
    /// <param name="group">The group, ordered once. Whether it holds the unit itself is the caller's choice.</param>
    /// <param name="value">The unit's value; null or NaN is missing, and the marks alone are given.</param>
    /// <param name="direction">The direction of goodness. With a target everything is on the scale of |x - target|, 0 within the
    /// tolerance.</param>
    /// <returns>Null when the direction is neutral or the group empty.</returns>
    /// <exception cref="ArgumentException">The value is infinite.</exception>
    public static BestQuarterPosition? Of(OrderedValues group, double? value, Direction direction)
    {
        if (direction.Kind == DirectionKind.Neutral || group.Count == 0)
        {
            return null;
        }

        var onTarget = direction.Kind == DirectionKind.Target;
        var scale = onTarget ? group.Deviations(direction) : group;
        var higher = direction.Kind == DirectionKind.HigherIsBetter;
        var median = Quantile.OfAscending(scale.Ascending, 0.5).GetValueOrDefault();
        var threshold = Quantile.OfAscending(scale.Ascending, higher ? 0.75 : 0.25).GetValueOrDefault();
        if (!Presence.IsPresent(value, out var number))
        {
            return new BestQuarterPosition(median, threshold, null, null, null);
        }

        number = group.Align(number);
        number = onTarget ? direction.Deviation(number, group.Decimals) : number;
        var sign = higher ? 1 : -1;
        return new BestQuarterPosition(
            median,
            threshold,
            Presence.FiniteOrNull(sign * (number - median)),
            Presence.FiniteOrNull(sign * (number - threshold)),
            sign * scale.Align(number) >= sign * scale.Align(threshold));
    }
}
