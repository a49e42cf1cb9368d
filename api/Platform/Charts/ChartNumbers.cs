using System.Globalization;

namespace Benchlearning.Api.Platform.Charts;

/// <summary>Numbers as a reader sees them.</summary>
internal static class ChartNumbers
{
    /// <summary>Beyond this, digits of a double mean nothing: powers of ten are written instead.</summary>
    private const double LargestPlain = 1e15;

    /// <summary>Beyond this, the arithmetic of an axis would overflow.</summary>
    private const double LargestDrawn = 1e305;

    /// <summary>Beyond this, nobody counts zeros: powers of ten are written, and nothing is rounded.</summary>
    private const int MostDecimals = 10;

    private static readonly NumberFormatInfo Latvian = Format(",", "\u00A0");
    private static readonly NumberFormatInfo English = Format(".", ",");

    /// <summary>The value, or null where it is missing or is not a finite number that can be drawn.</summary>
    public static double? Drawable(double? value) =>
        value is { } number && double.IsFinite(number) && Math.Abs(number) <= LargestDrawn ? number : null;

    /// <summary>
    /// Rounded half away from zero on the decimal notation, as PostgreSQL rounds <c>numeric</c>: 2.675 gives 2.68. Values
    /// are shown and compared so.
    /// </summary>
    public static double Round(double value, int decimals) =>
        Math.Abs(value) < LargestPlain && decimals <= MostDecimals
            ? (double)Math.Round((decimal)value, Math.Max(decimals, 0), MidpointRounding.AwayFromZero)
            : value;

    /// <summary>For example <c>−1 234,5</c> in Latvian and <c>−1,234.5</c> in English. Never a negative zero.</summary>
    public static string Text(double value, int decimals, ChartLanguage language)
    {
        var format = language == ChartLanguage.Latvian ? Latvian : English;
        if (Math.Abs(value) >= LargestPlain || (decimals > MostDecimals && value != 0))
            return value.ToString("0.###E+0", format);
        var rounded = Round(value, decimals);
        return (rounded == 0 ? 0d : rounded).ToString("N" + (decimals > MostDecimals ? 0 : Math.Max(decimals, 0)), format);
    }

    /// <summary>The number and its unit: <c>8,1 %</c>, <c>8.1%</c>, <c>737,63 EUR</c>.</summary>
    public static string Text(double value, ChartUnit unit, ChartLanguage language)
    {
        var number = Text(value, unit.Decimals, language);
        if (string.IsNullOrWhiteSpace(unit.Symbol))
            return number;
        return unit.Symbol == "%" && language == ChartLanguage.English ? number + "%" : number + "\u00A0" + unit.Symbol;
    }

    private static NumberFormatInfo Format(string decimalSeparator, string groupSeparator) => new()
    {
        NumberDecimalSeparator = decimalSeparator,
        NumberGroupSeparator = groupSeparator,
        NegativeSign = "\u2212",
    };
}
