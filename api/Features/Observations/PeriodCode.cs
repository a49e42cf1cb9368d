using System.Globalization;

namespace Benchlearning.Api.Features.Observations;

/// <summary>Period codes: 2013 (year), 2013-Q2 (quarter), 2013-05 (month). As text they sort rightly within one periodicity.</summary>
internal static class PeriodCode
{
    /// <summary>First year that this database covers.</summary>
    public const int FirstYear = 2009;

    /// <summary>True for a well-formed period, whatever its year.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> code)
    {
        if (code.Length < 4 || !IsDigits(code[..4]))
            return false;
        return code.Length switch
        {
            4 => true,
            7 when code[4] == '-' && code[5] == 'Q' => code[6] is >= '1' and <= '4',
            7 when code[4] == '-' && IsDigits(code[5..]) => int.Parse(code[5..], CultureInfo.InvariantCulture) is >= 1 and <= 12,
            _ => false,
        };
    }

    /// <summary>annual, quarterly or monthly.</summary>
    public static string PeriodicityOf(string code) => code.Length == 4 ? "annual" : code[5] == 'Q' ? "quarterly" : "monthly";

    /// <summary>Last day of a well-formed period.</summary>
    public static DateOnly LastDay(string code)
    {
        var year = int.Parse(code.AsSpan(0, 4), CultureInfo.InvariantCulture);
        var month = code.Length == 4 ? 12 : code[5] == 'Q' ? (code[6] - '0') * 3 : int.Parse(code.AsSpan(5), CultureInfo.InvariantCulture);
        return new DateOnly(year, month, DateTime.DaysInMonth(year, month));
    }

    /// <summary>First day of a well-formed period.</summary>
    public static DateOnly FirstDay(string code)
    {
        var month = code.Length == 4 ? 1 : code[5] == 'Q' ? ((code[6] - '0') * 3) - 2 : int.Parse(code.AsSpan(5), CultureInfo.InvariantCulture);
        return new DateOnly(YearOf(code), month, 1);
    }

    public static int YearOf(string code) => int.Parse(code.AsSpan(0, 4), CultureInfo.InvariantCulture);

    private static bool IsDigits(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
            if (!char.IsAsciiDigit(character))
                return false;
        return true;
    }
}
