using System.Globalization;
using Benchlearning.Api.Platform.Errors;

namespace Benchlearning.Api.Features.Imports.Stewardship;

/// <summary>Texts that a steward writes.</summary>
internal static class Texts
{
    private const int LongestReason = 500;

    /// <summary>Adds a finding unless there is a reason of a length that can be kept.</summary>
    public static void CheckReason(string? reason, Findings findings)
    {
        if (string.IsNullOrWhiteSpace(reason))
            findings.Add("/reason", "required", "Say why; it is kept for ever.");
        CheckLength("/reason", reason, LongestReason, findings);
    }

    /// <summary>Adds a finding for a text that is too long, or that no database could keep.</summary>
    public static void CheckLength(string pointer, string? text, int longest, Findings findings)
    {
        if (text?.Length > longest)
            findings.Add(pointer, "too-long", string.Create(CultureInfo.InvariantCulture, $"At most {longest} characters."), text);
        else if (text?.Contains('\0', StringComparison.Ordinal) == true)
            findings.Add(pointer, "invalid-character", "The text holds a NUL character.");
    }
}
