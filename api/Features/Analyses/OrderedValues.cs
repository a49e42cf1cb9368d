namespace Benchlearning.Api.Features.Analyses;

/// <summary>
/// The values of a group in ascending order, sorted once and then asked for quantiles, positions and summaries. Immutable, safe
/// to share between threads.
/// </summary>
internal sealed class OrderedValues
{
    private readonly double[] _values;
    private readonly int _count;

    private OrderedValues(double[] values, int count, int missing, int? decimals)
    {
        _values = values;
        _count = count;
        Missing = missing;
        Decimals = decimals;
    }

    /// <summary>The values present, ascending, in the unit of the indicator.</summary>
    public ReadOnlySpan<double> Ascending => _values.AsSpan(0, _count);

    /// <summary>How many values are present: n.</summary>
    public int Count => _count;

    /// <summary>How many are missing.</summary>
    public int Missing { get; }

    /// <summary>The decimals the values were rounded to; <see langword="null"/> if they were not.</summary>
    public int? Decimals { get; }

    /// <summary>Sorts a group's values.</summary>
    /// <param name="values">One value per unit, in any order; null or NaN is missing and only counted.</param>
    /// <param name="decimals">Published decimals (0 to 15) to round to first, so that ties are what a reader sees as ties;
    /// <see langword="null"/> keeps every digit.</param>
    /// <exception cref="ArgumentException">A value is infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="decimals"/> is outside 0 to 15.</exception>
    public static OrderedValues From(ReadOnlySpan<double?> values, int? decimals = null)
    {
        var present = new double[values.Length];
        var count = 0;
        foreach (var value in values)
        {
            if (Presence.IsPresent(value, out var number))
            {
                present[count++] = decimals is { } places ? Rounding.ToDecimals(number, places) : number;
            }
        }

        present.AsSpan(0, count).Sort();
        return new OrderedValues(present, count, values.Length - count, decimals);
    }

    /// <summary>A number as the group's values are held: rounded to the same decimals.</summary>
    public double Align(double value) => Decimals is { } places ? Rounding.ToDecimals(value, places) : value;

    /// <summary>How many values are strictly below <paramref name="value"/>, which must be aligned.</summary>
    public int CountBelow(double value)
    {
        int low = 0, high = _count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_values[middle] < value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>How many values are at or below <paramref name="value"/>, which must be aligned.</summary>
    public int CountAtOrBelow(double value)
    {
        int low = 0, high = _count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_values[middle] <= value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>
    /// The group on the scale of distance from the target: |x - target|, 0 within the tolerance, ascending. The count of missing
    /// and the decimals stay.
    /// </summary>
    public OrderedValues Deviations(Direction target)
    {
        var deviations = new double[_count];
        for (var i = 0; i < _count; i++)
        {
            deviations[i] = target.Deviation(_values[i], Decimals);
        }

        deviations.AsSpan().Sort();
        return new OrderedValues(deviations, _count, Missing, Decimals);
    }
}
