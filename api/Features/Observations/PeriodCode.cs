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

    /// <summary>How far two periods lie apart, to choose the nearest: -1 for the same period, else the years between.</summary>
    public static int Distance(string one, string other) => one == other ? -1 : Math.Abs(YearOf(one) - YearOf(other));

    /// <summary>The period right after another, of the same length.</summary>
    public static string Following(string code)
    {
        var year = YearOf(code);
        if (code.Length == 4)
            return string.Create(CultureInfo.InvariantCulture, $"{year + 1:0000}");
        var isQuarter = code[5] == 'Q';
        var part = isQuarter ? code[6] - '0' : int.Parse(code.AsSpan(5), CultureInfo.InvariantCulture);
        var isLast = part == (isQuarter ? 4 : 12);
        (year, part) = isLast ? (year + 1, 1) : (year, part + 1);
        return isQuarter ? string.Create(CultureInfo.InvariantCulture, $"{year:0000}-Q{part}") : string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{part:00}");
    }

    /// <summary>The last period of a periodicity that has ended on a day.</summary>
    public static string LastEnded(DateOnly day, string periodicity)
    {
        var next = day.AddDays(1); // the first day after: the period before the one it lies in has ended
        var (year, month) = (next.Year, next.Month);
        return periodicity switch
        {
            "quarterly" when month <= 3 => string.Create(CultureInfo.InvariantCulture, $"{year - 1:0000}-Q4"),
            "quarterly" => string.Create(CultureInfo.InvariantCulture, $"{year:0000}-Q{(month - 1) / 3}"),
            "monthly" when month == 1 => string.Create(CultureInfo.InvariantCulture, $"{year - 1:0000}-12"),
            "monthly" => string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{month - 1:00}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{year - 1:0000}"),
        };
    }

    /// <summary>A period as it stands in a sentence: "2013. gadā", "2013. gada maijā"; "in 2013", "in May 2013", "in the second quarter of 2013".</summary>
    public static string InWords(string code, bool isEnglish)
    {
        var year = code[..4];
        if (code.Length == 4)
            return isEnglish ? $"in {year}" : $"{year}. gadā";
        if (code[5] == 'Q')
            return isEnglish ? $"in the {EnglishQuarters[code[6] - '1']} quarter of {year}" : $"{year}. gada {code[6]}. ceturksnī";
        var month = int.Parse(code.AsSpan(5), CultureInfo.InvariantCulture) - 1;
        return isEnglish ? $"in {EnglishMonths[month]} {year}" : $"{year}. gada {LatvianMonths[month]}";
    }

    private static readonly string[] EnglishQuarters = ["first", "second", "third", "fourth"];

    private static readonly string[] EnglishMonths =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    private static readonly string[] LatvianMonths =
        ["janvārī", "februārī", "martā", "aprīlī", "maijā", "jūnijā", "jūlijā", "augustā", "septembrī", "oktobrī", "novembrī", "decembrī"];

    private static bool IsDigits(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
            if (!char.IsAsciiDigit(character))
                return false;
        return true;
    }
}
