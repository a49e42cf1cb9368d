namespace Benchlearning.Api.Features.Analyses;

/// <summary>
/// Means and spreads of finite numbers that neither overflow nor underflow on the way: numbers are scaled by a power of two,
/// which is exact, and summed with Neumaier's compensation (1974).
/// </summary>
internal static class Moments
{
    /// <summary>The power of two to divide by, so that the largest of the numbers is about 1. 0 when all are zero or none is
    /// given.</summary>
    public static int Exponent(ReadOnlySpan<double> values)
    {
        var largest = 0.0;
        foreach (var value in values)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest == 0 ? 0 : Math.ILogB(largest);
    }

    /// <summary>The arithmetic mean; never outside the range of the values, exactly the value when all are equal. Null for
    /// none.</summary>
    public static double? Mean(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            return null;
        }

        var exponent = Exponent(values);
        var sum = default(CompensatedSum);
        double smallest = values[0], largest = values[0];
        foreach (var value in values)
        {
            sum.Add(Math.ScaleB(value, -exponent));
            smallest = Math.Min(smallest, value);
            largest = Math.Max(largest, value);
        }

        return Math.Clamp(Math.ScaleB(sum.Total / values.Length, exponent), smallest, largest);
    }

    /// <summary>
    /// The sample standard deviation, with n - 1, in two passes and in the unit of the values. Null for fewer than two values,
    /// and for values so far apart that it would exceed the largest double; exactly 0 when all are equal.
    /// </summary>
    public static double? StandardDeviation(ReadOnlySpan<double> values)
    {
        if (values.Length < 2)
        {
            return null;
        }

        var exponent = Exponent(values);
        var sum = default(CompensatedSum);
        var allEqual = true;
        foreach (var value in values)
        {
            sum.Add(Math.ScaleB(value, -exponent));
            allEqual &= value == values[0];
        }

        if (allEqual)
        {
            return 0;
        }

        // The second term takes back the rounding error of the mean (Chan, Golub and LeVeque, 1983).
        var mean = sum.Total / values.Length;
        var squares = default(CompensatedSum);
        var deviations = default(CompensatedSum);
        foreach (var value in values)
        {
            var deviation = Math.ScaleB(value, -exponent) - mean;
            squares.Add(deviation * deviation);
            deviations.Add(deviation);
        }

        var total = squares.Total - (deviations.Total * deviations.Total / values.Length);
        return Presence.FiniteOrNull(Math.ScaleB(Math.Sqrt(Math.Max(0, total) / (values.Length - 1)), exponent));
    }

    /// <summary>
    /// The adjusted Fisher-Pearson coefficient of skewness, sqrt(n(n - 1))/(n - 2) m3/m2^1.5 (Joanes and Gill, 1998, G1), as Excel's
    /// SKEW. Null for fewer than three values, and when all are equal.
    /// </summary>
    public static double? Skewness(ReadOnlySpan<double> values)
    {
        if (values.Length < 3)
        {
            return null;
        }

        var exponent = Exponent(values);
        double[] scaled = new double[values.Length];
        for (var i = 0; i < scaled.Length; i++)
        {
            scaled[i] = Math.ScaleB(values[i], -exponent);
        }

        var mean = Mean(scaled).GetValueOrDefault();
        var squares = default(CompensatedSum);
        var cubes = default(CompensatedSum);
        foreach (var value in scaled)
        {
            var deviation = value - mean;
            squares.Add(deviation * deviation);
            cubes.Add(deviation * deviation * deviation);
        }

        double n = scaled.Length;
        return Presence.FiniteOrNull(
            Math.Sqrt(n * (n - 1)) / (n - 2) * (cubes.Total / n) / Math.Pow(squares.Total / n, 1.5));
    }
}

/// <summary>A running sum that carries the digits lost at each step (Neumaier, 1974). A mutable value: never pass a
/// copy.</summary>
internal struct CompensatedSum
{
    private double _sum;
    private double _lost;

    /// <summary>The sum so far.</summary>
    public readonly double Total => _sum + _lost;

    /// <summary>Adds a finite number.</summary>
    public void Add(double value)
    {
        var next = _sum + value;
        _lost += Math.Abs(_sum) >= Math.Abs(value) ? _sum - next + value : value - next + _sum;
        _sum = next;
    }
}
