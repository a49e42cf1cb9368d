using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Contracts.V1.Access;

namespace Benchlearning.Api.Features.Access;

/// <summary>What holds for everything that administrators of access write.</summary>
internal static class AccessRules
{
    /// <summary>Most entries on a page of any list of access.</summary>
    public const int MostOnPage = 200;

    public const int LongestName = 200;
    public const int LongestReason = 500;
    private const int LongestTokenName = 500;

    /// <summary>Who sees the cycles of a network: its members, or whoever may come in.</summary>
    public static readonly string[] NetworkVisibilities = ["members", "public"];

    /// <summary>Adds a finding unless a text is there, one line, and short enough.</summary>
    public static void CheckText(string pointer, string? text, int longest, Action<string, string, string, string?> add)
    {
        if (string.IsNullOrWhiteSpace(text))
            add(pointer, "required", "This must be said.", null);
        else if (text.Length > longest)
            add(pointer, "too-long", string.Create(CultureInfo.InvariantCulture, $"At most {longest} characters."), text);
        else if (text.Any(char.IsControl))
            add(pointer, "invalid-character", "One line without control characters.", text);
    }

    /// <summary>Adds a finding for a code that is none of those known; null is no code.</summary>
    public static void CheckKnown(string place, string what, string? code, IReadOnlyCollection<string> known, Action<string, string, string, string?, IReadOnlyList<string>?> add)
    {
        if (code is not null && !known.Contains(code))
            add(place, "unknown-code", $"There is no {what} '{Excerpt.Of(code)}'.", code, Nearest.To(code, known, whenNone: 20));
    }

    /// <summary>Names everything that is wrong with the settings of a client.</summary>
    public static void CheckClient(ApiClientSettings settings, IReadOnlyCollection<string> organisations, Action<string, string, string, string?, IReadOnlyList<string>?> add)
    {
        CheckText("/name", settings.Name, LongestName, AddPlain);
        if (settings.Organisation is null)
            AddPlain("/organisation", "required", "Name the organisation that owns the client.", null);
        CheckKnown("/organisation", "organisation", settings.Organisation, organisations, add);
        if (settings.Issuer is null != settings.Subject is null)
            AddPlain(settings.Issuer is null ? "/issuer" : "/subject", "required", "issuer and subject are given together, or neither.", null);
        foreach (var (pointer, text) in new[] { ("/issuer", settings.Issuer), ("/subject", settings.Subject) })
            if (text is not null)
                CheckText(pointer, text, LongestTokenName, AddPlain);

        void AddPlain(string pointer, string code, string message, string? value) => add(pointer, code, message, value, null);
    }

    /// <summary>One text for everything that a request asks for, so that a repeated one is known.</summary>
    public static string HashOf(params IEnumerable<object?> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts.Select(part => Convert.ToString(part, CultureInfo.InvariantCulture))))));
}
