namespace Benchlearning.Api.Features.Analyses;

/// <summary>
/// What a group looks like in nine numbers, all in the unit of the indicator. Quartiles are type 7 of Hyndman and Fan (1996).
/// Nothing is ever NaN or infinite: what cannot be said is null.
/// </summary>
/// <param name="Count">Values present: n.</param>
/// <param name="Missing">Values missing.</param>
/// <param name="Minimum">The smallest value; null when n is 0, like every figure below.</param>
/// <param name="LowerQuartile">A quarter of the values lie below it.</param>
/// <param name="Median">Half of the values lie below it.</param>
/// <param name="UpperQuartile">Three quarters of the values lie below it.</param>
/// <param name="Maximum">The largest value.</param>
/// <param name="Mean">The unweighted arithmetic mean.</param>
/// <param name="StandardDeviation">The sample standard deviation, with n - 1; null when n is below 2, 0 when all values are
/// equal.</param>
internal sealed record Distribution(
    int Count,
    int Missing,
    double? Minimum,
    double? LowerQuartile,
    double? Median,
    double? UpperQuartile,
    double? Maximum,
    double? Mean,
    double? StandardDeviation)
{
    /// <summary>Summarises a group ordered before.</summary>
    public static Distribution Of(OrderedValues group)
    {
        var values = group.Ascending;
        return new Distribution(
            group.Count,
            group.Missing,
            values.IsEmpty ? null : values[0],
            Quantile.OfAscending(values, 0.25),
            Quantile.OfAscending(values, 0.5),
            Quantile.OfAscending(values, 0.75),
            values.IsEmpty ? null : values[^1],
            Moments.Mean(values),
            Moments.StandardDeviation(values));
    }

    /// <summary>Orders and summarises a group.</summary>
    /// <param name="values">One value per unit, in any order; null or NaN is missing.</param>
    /// <param name="decimals">Published decimals (0 to 15) to round to first; <see langword="null"/> keeps every digit.</param>
    /// <exception cref="ArgumentException">A value is infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="decimals"/> is outside 0 to 15.</exception>
    public static Distribution Of(ReadOnlySpan<double?> values, int? decimals = null) => Of(OrderedValues.From(values, decimals));
}
