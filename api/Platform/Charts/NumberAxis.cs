namespace Benchlearning.Api.Platform.Charts;

/// <summary>An axis whose ends and ticks are round numbers: 1, 2 or 5 times a power of ten.</summary>
/// <param name="Minimum">The first tick.</param>
/// <param name="Maximum">The last tick, always above the first.</param>
/// <param name="Ticks">Ascending, both ends included.</param>
/// <param name="Decimals">Decimals that tell the ticks apart.</param>
internal sealed record NumberAxis(double Minimum, double Maximum, IReadOnlyList<double> Ticks, int Decimals)
{
    /// <summary>The smallest axis that holds both values with about <paramref name="intervals"/> intervals.</summary>
    /// <param name="lowest">Finite.</param>
    /// <param name="highest">Finite, not below <paramref name="lowest"/>.</param>
    /// <param name="intervals">Wished for; the axis may have up to two more or a few less.</param>
    /// <param name="decimals">Ticks are never finer than the indicator's decimals: no half persons.</param>
    public static NumberAxis Covering(double lowest, double highest, int intervals, int decimals)
    {
        var finest = Math.Pow(10, -Math.Clamp(decimals, 0, 300));
        var resolution = Math.Max(Math.Abs(lowest), Math.Abs(highest)) * 1e-12;
        var step = NiceStep(Math.Max((highest - lowest) / intervals, Math.Max(finest, resolution)));

        var first = Math.Floor((lowest / step) + 1e-9);
        var last = Math.Ceiling((highest / step) - 1e-9);
        if (last <= first)
            last = first + 1;

        var ticks = new double[(int)(last - first) + 1];
        for (var index = 0; index < ticks.Length; index++)
            ticks[index] = (first + index) * step;
        var needed = Math.Max(0, -(int)Math.Floor(Math.Log10(step) + 1e-9));
        return new NumberAxis(ticks[0], ticks[^1], ticks, needed);
    }

    /// <summary>Where a value lies on a line that starts at <paramref name="start"/> and is <paramref name="length"/> long.</summary>
    public double Position(double value, double start, double length) =>
        start + (Math.Clamp((value - Minimum) / (Maximum - Minimum), 0, 1) * length);

    private static double NiceStep(double rough)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough) + 1e-9));
        var share = rough / power;
        return power * (share <= 1 + 1e-9 ? 1 : share <= 2 + 1e-9 ? 2 : share <= 5 + 1e-9 ? 5 : 10);
    }
}
