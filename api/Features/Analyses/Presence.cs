namespace Benchlearning.Api.Features.Analyses;

/// <summary>
/// What counts as a value in every analysis: <see langword="null"/> is missing, and so is NaN, which is how the read model writes
/// it. Missing is never zero.
/// </summary>
internal static class Presence
{
    /// <summary>Says whether there is a value, and which.</summary>
    /// <exception cref="ArgumentException">The value is infinite: no indicator is, so the caller made a mistake.</exception>
    public static bool IsPresent(double? value, out double number)
    {
        number = value ?? double.NaN;
        if (double.IsInfinity(number))
        {
            throw new ArgumentException("An infinite value cannot be analysed.", nameof(value));
        }

        return !double.IsNaN(number);
    }

    /// <summary>The number itself, or <see langword="null"/> where it has no finite value: NaN and Infinity never leave an
    /// analysis.</summary>
    public static double? FiniteOrNull(double number) => double.IsFinite(number) ? number : null;
}
