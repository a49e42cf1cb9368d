using System.Globalization;

namespace Benchlearning.Api.Features.Imports;

/// <summary>
/// Reads a number as an exact decimal. Only one way of writing is taken: digits with a decimal point and a leading minus.
/// Anything that people could read in two ways is refused with the way it should be written; nothing is guessed.
/// </summary>
internal static class NumberText
{
    /// <summary>Values lie between minus and plus this.</summary>
    public const decimal Bound = 1_000_000_000_000_000m;

    private const int MostCharacters = 28;

    /// <summary>The number; null with a message in both languages when the text is not one.</summary>
    public static decimal? Parse(string text, out (string Lv, string En) message)
    {
        message = default;
        if (!text.Contains('\0', StringComparison.Ordinal) && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
        {
            if (value <= -Bound || value >= Bound)
                message = ("Skaitlis ir par lielu (robeža 10^15).", "The number is too large (the bound is 10^15).");
            else if (text.Length > MostCharacters)
                message = ($"Skaitlim ir pārāk daudz ciparu (pieļaujamas {MostCharacters} zīmes).", $"The number has too many digits (at most {MostCharacters} characters).");
            else
                return value;
            return null;
        }
        message = text switch
        {
            _ when text.Contains('\u2212', StringComparison.Ordinal) || text.Contains('\u2013', StringComparison.Ordinal) =>
                ("Tipogrāfiskā mīnusa vietā rakstiet -.", "Write - instead of the typographic minus."),
            _ when text.Contains(',', StringComparison.Ordinal) =>
                ("Decimālzīmi atdala ar punktu, bez tūkstošu atdalītāja: 1234.5.", "Write a decimal point and no thousands separator: 1234.5."),
            _ when text.Any(char.IsWhiteSpace) => ("Skaitlī nav atstarpju: 1234.5.", "A number has no spaces: 1234.5."),
            _ when text.Contains('%', StringComparison.Ordinal) => ("Rakstiet bez % zīmes: 4.89.", "Write it without the % sign: 4.89."),
            _ when text.Contains('e', StringComparison.OrdinalIgnoreCase) && text.Any(char.IsAsciiDigit) => ("Rakstiet bez eksponenta.", "Write it without an exponent."),
            _ => ("Tas nav skaitlis. Ja vērtības nav, atstājiet lauku tukšu.", "This is not a number. Leave the field empty where there is no value."),
        };
        return null;
    }
}
