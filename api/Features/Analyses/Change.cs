namespace Benchlearning.Api.Features.Analyses;

/// <summary>
/// Change of one unit between two periods. Every method gives null when a value is missing (null or NaN), or the result exceeds
/// the largest double, and throws <see cref="ArgumentException"/> on an infinite value.
/// </summary>
internal static class Change
{
    /// <summary>The difference, last - first, in the unit of the indicator.</summary>
    public static double? Difference(double? first, double? last) =>
        Presence.IsPresent(first, out var from) & Presence.IsPresent(last, out var to) ? Presence.FiniteOrNull(to - from) : null;

    /// <summary>
    /// The change of a percentage in percentage points: last - first, both in percent. A share that rises from 4 % to 5 % rises
    /// by one point, which nobody should read as 25 %.
    /// </summary>
    public static double? Points(double? first, double? last) => Difference(first, last);

    /// <summary>
    /// The relative change in percent, 100 (last - first)/first: 25 means a quarter more. From 0 to 0 it is 0; from 0 to anything
    /// else, and from a negative base, it has no meaning and is null (the base rule of the Scottish benchmarking framework).
    /// </summary>
    public static double? Percent(double? first, double? last)
    {
        if (!(Presence.IsPresent(first, out var from) & Presence.IsPresent(last, out var to)) || from < 0)
        {
            return null;
        }

        if (from == 0)
        {
            return to == 0 ? 0 : null;
        }

        // The difference first keeps the digits of a small change; where it overflows, the quotient may not.
        var difference = to - from;
        return Presence.FiniteOrNull(double.IsFinite(difference) ? difference / from * 100 : ((to / from) - 1) * 100);
    }

    /// <summary>
    /// How far the unit moved the good way, in the unit of the indicator: positive is better, whichever way is good. With a
    /// target: by how much |x - target| fell. Null when the direction is neutral.
    /// </summary>
    public static double? Improvement(double? first, double? last, Direction direction)
    {
        var isComplete = Presence.IsPresent(first, out var from) & Presence.IsPresent(last, out var to);
        return isComplete && direction.Kind != DirectionKind.Neutral
            ? Presence.FiniteOrNull(direction.Badness(from) - direction.Badness(to))
            : null;
    }

    /// <summary>
    /// The compound annual growth rate, (last/first)^(1/years) - 1, as a share a year: 0.05 is 5 %. Null when first is zero or
    /// negative or last is negative; -1 when last is 0.
    /// </summary>
    /// <param name="first">The value at the beginning.</param>
    /// <param name="last">The value at the end.</param>
    /// <param name="years">The years between, not the number of values: 4 from 2009 to 2013. May be a fraction.</param>
    /// <exception cref="ArgumentOutOfRangeException">The years are not a positive finite number.</exception>
    public static double? CompoundAnnualGrowthRate(double? first, double? last, double years)
    {
        if (!double.IsFinite(years) || years <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(years), years, "A span of years is a positive finite number.");
        }

        if (!(Presence.IsPresent(first, out var from) & Presence.IsPresent(last, out var to)) || from <= 0 || to < 0)
        {
            return null;
        }

        // Between 1e-300 and 1e300 the quotient leaves the range of doubles although its root does not.
        var quotient = to / from;
        var isOutOfRange = !double.IsNormal(quotient) && to > 0;
        var growth = isOutOfRange ? Math.Exp((Math.Log(to) - Math.Log(from)) / years) : Math.Pow(quotient, 1 / years);
        return Presence.FiniteOrNull(growth - 1);
    }
}
