namespace Benchlearning.Api.Features.Analyses;

/// <summary>
/// Rounding to the decimals an indicator is published with, half away from zero: the way people round by hand, so that what is
/// ranked is what is read. Values are compared for ties only after it.
/// </summary>
internal static class Rounding
{
    /// <summary>The most decimals a <see cref="double"/> is rounded to.</summary>
    public const int MostDecimals = 15;

    // How near to a half, in units of the last published place, still is a half.
    private const double HalfSlack = 1e-9;

    // The same relative to the number: four units in the last place, for numbers whose own grain is coarser than HalfSlack.
    private const double RelativeSlack = 1.0 / (1L << 50);

    // Above this, four units in the last place would no longer be small beside a half.
    private const double SlackCeiling = 1L << 47;

    // From here on a double has no digits left behind the published ones.
    private const double GrainCeiling = 1L << 52;

    private static readonly double[] PowersOfTen =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>Rounds exactly: 2.675 to two decimals is 2.68, -2.675 is -2.68, 2.6749999 is 2.67.</summary>
    /// <param name="value">The value, in the unit of the indicator.</param>
    /// <param name="decimals">Decimals to keep, 0 to 28.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="decimals"/> is outside 0 to 28.</exception>
    public static decimal ToDecimals(decimal value, int decimals) =>
        Math.Round(value, decimals, MidpointRounding.AwayFromZero);

    /// <summary>
    /// Rounds a binary number as its reader would round the decimal it stands for. A number within 1e-9 of a half, counted in
    /// units of the last kept place, is a half: 2.675, stored as 2.67499999999999982, gives 2.68, and a sum that misses a half by
    /// 4e-16 rounds as the half does. Equal results are equal bit for bit, and there is no negative zero. A number too large to
    /// have digits behind the kept ones is returned as it is.
    /// </summary>
    /// <param name="value">The value, in the unit of the indicator.</param>
    /// <param name="decimals">Decimals to keep, 0 to 15.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="decimals"/> is outside 0 to 15, or <paramref name="value"/>
    /// is NaN or infinite.</exception>
    public static double ToDecimals(double value, int decimals)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(decimals);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(decimals, MostDecimals);
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "Only a finite number can be rounded.");
        }

        var power = PowersOfTen[decimals];
        var scaled = Math.Abs(value) * power;
        if (scaled >= GrainCeiling)
        {
            return value;
        }

        var slack = scaled < SlackCeiling ? Math.Max(HalfSlack, scaled * RelativeSlack) : 0;
        var rounded = Math.Floor(scaled + 0.5 + slack) / power;
        return value < 0 && rounded > 0 ? -rounded : rounded;
    }
}
