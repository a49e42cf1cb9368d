using System.Globalization;
using Benchlearning.Api.Platform.Errors;

namespace Benchlearning.Api.Features.Practices;

/// <summary>What holds for texts that people write here: plain text of a length that can be kept.</summary>
internal static class TextRules
{
    public const int LongestTitle = 200;
    public const int LongestReason = 500;
    public const int LongestAddress = 1000;

    /// <summary>Adds a finding for a text that is too long, blank though it is there, or has characters that no text has; null is no text.</summary>
    public static void Check(string pointer, string? text, int longest, Findings findings)
    {
        if (text is null)
            return;
        if (string.IsNullOrWhiteSpace(text))
            findings.Add(pointer, "blank", "Leave it out, or say something.");
        else if (text.Length > longest)
            findings.Add(pointer, "too-long", string.Create(CultureInfo.InvariantCulture, $"At most {longest} characters."), text);
        else if (text.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')))
            findings.Add(pointer, "invalid-character", "No control characters but the ends of lines.", text);
    }

    /// <summary>Adds a finding unless a text is there and can be kept.</summary>
    public static void Require(string pointer, string? text, int longest, Findings findings)
    {
        if (string.IsNullOrWhiteSpace(text))
            findings.Add(pointer, "required", "This must be said.");
        else
            Check(pointer, text, longest, findings);
    }

    /// <summary>Checks a text in two languages, of which one is enough.</summary>
    public static void RequireEither(string pointer, string? lv, string? en, int longest, Findings findings)
    {
        if (lv is null && en is null)
            findings.Add($"{pointer}Lv", "required", "Say it in Latvian or in English.");
        CheckBoth(pointer, lv, en, longest, findings);
    }

    /// <summary>Checks a text in two languages, which may be in neither.</summary>
    public static void CheckBoth(string pointer, string? lv, string? en, int longest, Findings findings)
    {
        Check($"{pointer}Lv", lv, longest, findings);
        Check($"{pointer}En", en, longest, findings);
    }

    /// <summary>Adds a finding for what is no address of https.</summary>
    public static void CheckAddress(string pointer, string? address, Findings findings)
    {
        if (string.IsNullOrWhiteSpace(address))
            findings.Add(pointer, "required", "Say where it is.");
        else if (address.Length > LongestAddress || !Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps || uri.UserInfo.Length > 0 || address.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter)))
            findings.Add(pointer, "invalid-address", string.Create(CultureInfo.InvariantCulture, $"An address begins with https://, names no user, and has at most {LongestAddress} characters."), address);
    }
}
