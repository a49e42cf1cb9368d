using System.Globalization;
using System.Text.RegularExpressions;

namespace Benchlearning.Api.Features.Imports.Layouts;

/// <summary>How the file writes numbers, as far as its form tells.</summary>
internal enum NumberWriting
{
    /// <summary>The form does not tell: only what can be read in one way is taken.</summary>
    Unknown,

    /// <summary>Comma-separated: 1,121.45.</summary>
    English,

    /// <summary>Semicolon-separated, as programs in Latvian write: 1 121,45.</summary>
    Latvian,
}

/// <summary>
/// Numbers as RAIM's export writes them, made into decimal text; a percentage becomes the fraction that Excel holds (4.89% is 0.0489), so that one
/// mapping rule fits both forms. What could be read in two ways is refused.
/// </summary>
internal static partial class RaimNumber
{
    private static readonly RowProblem Ambiguous = new("ambiguous-number",
        "Skaitli var saprast divējādi: nav skaidrs, vai komats vai punkts atdala tūkstošus vai decimālzīmes.",
        "The number can be read in two ways: it is not clear whether the comma or point separates thousands or decimals.");

    private static readonly RowProblem NoSign = new("percent-sign-missing",
        "Kolonna ir procentos, bet skaitlim nav % zīmes: nav skaidrs, vai 0.5 ir 0,5 % vai 50 %.",
        "The column is in per cent, but the number has no % sign: it is not clear whether 0.5 is 0.5 % or 50 %.");

    /// <summary>The text as decimal text; empty for what states that there is no value. A text that is no number stays as it is, and is refused later.</summary>
    /// <param name="text">As in the cell.</param>
    /// <param name="isPercent">True where the header of the column says that it is in per cent.</param>
    /// <param name="writing">How the file writes numbers.</param>
    /// <param name="problem">Why it cannot be taken; null when it can.</param>
    public static string Read(string text, bool isPercent, NumberWriting writing, out RowProblem? problem)
    {
        problem = null;
        var cell = text.Trim();
        if (cell is "" or ".." or "…")
            return "";
        var hasSign = cell.EndsWith('%');
        var number = hasSign ? cell[..^1].TrimEnd() : cell;
        if (Plain().IsMatch(number))
        {
            if (writing == NumberWriting.Latvian && number.Contains('.', StringComparison.Ordinal))
                problem = Ambiguous;
        }
        else if (writing != NumberWriting.Latvian && EnglishThousands().IsMatch(number) && (writing == NumberWriting.English || number.Contains('.', StringComparison.Ordinal) || number.Count(letter => letter == ',') > 1))
            number = number.Replace(",", "", StringComparison.Ordinal);
        else if (writing != NumberWriting.English && LatvianNumber().IsMatch(number) && (writing == NumberWriting.Latvian || !EnglishThousands().IsMatch(number)))
            number = Spaces().Replace(number, "").Replace(',', '.');
        else if (number.All(letter => char.IsAsciiDigit(letter) || letter is ',' or '.' or ' ' or '\u00A0' or '-'))
            problem = Ambiguous;
        else
            return cell;
        if (problem is null && isPercent && !hasSign)
            problem = NoSign;
        return problem is null && hasSign ? (decimal.Parse(number, CultureInfo.InvariantCulture) / 100).ToString(CultureInfo.InvariantCulture) : number;
    }

    [GeneratedRegex(@"^-?\d{1,20}(\.\d{1,20})?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Plain();

    [GeneratedRegex(@"^-?\d{1,3}(,\d{3}){1,6}(\.\d{1,20})?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EnglishThousands();

    [GeneratedRegex(@"^-?(\d{1,3}([ \u00A0\u202F]\d{3}){1,6}|\d{1,20})(,\d{1,20})?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LatvianNumber();

    [GeneratedRegex(@"[ \u00A0\u202F]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Spaces();
}
