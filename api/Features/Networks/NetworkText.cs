using System.Text.Json;
using Benchlearning.Api.Features.Access;
using Benchlearning.Contracts;

namespace Benchlearning.Api.Features.Networks;

/// <summary>What holds for the texts, words and links that networks write.</summary>
internal static class NetworkText
{
    /// <summary>Most entries on a page of any list of networks.</summary>
    public const int MostOnPage = 200;

    public const int LongestName = 200;
    public const int LongestReason = 500;
    public const int LongestLink = 2000;

    public static readonly string[] MemberRoles = ["pilot", "member", "observer", "host"];
    public static readonly string[] ParticipantKinds = ["manager", "specialist", "politician", "union", "expert", "mentor"];
    public static readonly string[] Choices = ["practice", "ownIdea", "noneFits"];
    public static readonly string[] MeetingKinds = ["kickOff", "diagnosis", "results", "closing", "digital", "studyVisit"];
    public static readonly string[] AgendaParts = ["open", "closed"];
    public static readonly string[] MinutesStates = ["draft", "circulated", "approved"];
    public static readonly string[] SurveyChoices = ["none", "users", "residents", "councillors"];
    public static readonly string[] TaskStates = ["open", "submitted", "accepted", "returned"];
    public static readonly string[] Publications = ["members", "all"];

    /// <summary>Adds a finding for a text that is there and is not one short line; null is none.</summary>
    public static void CheckOptional(string pointer, string? text, int longest, Action<string, string, string, string?> add)
    {
        if (text is not null)
            AccessRules.CheckText(pointer, text, longest, add);
    }

    /// <summary>Adds a finding for a text of several lines that is empty, too long, or has control characters other than line breaks and tabs; null is none.</summary>
    public static void CheckLines(string pointer, string? text, int longest, Action<string, string, string, string?> add)
    {
        if (text is null)
            return;
        if (string.IsNullOrWhiteSpace(text))
            add(pointer, "required", "Say something, or leave it out.", text);
        else if (text.Length > longest)
            add(pointer, "too-long", FormattableString.Invariant($"At most {longest} characters."), text);
        else if (text.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')))
            add(pointer, "invalid-character", "No control characters but line breaks and tabs.", text);
    }

    /// <summary>Adds a finding for an address that is there and does not begin with https; null is none.</summary>
    public static void CheckLink(string pointer, string? link, Action<string, string, string, string?> add)
    {
        if (link is not null && (link.Length > LongestLink || !Uri.TryCreate(link, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps || address.UserInfo.Length > 0 || link.Any(letter => letter <= ' ')))
            add(pointer, "invalid-url", "An address begins with https:// and names no user.", link);
    }

    /// <summary>Adds a finding for a word that is missing or none of a list.</summary>
    public static void CheckWord(string pointer, string? word, IReadOnlyList<string> words, Action<string, string, string, string?, IReadOnlyList<string>?> add)
    {
        if (!words.Contains(word))
            add(pointer, word is null ? "required" : "unknown-value", $"One of: {string.Join(", ", words)}.", word, words);
    }

    /// <summary>Adds a finding where a list is longer than it may be.</summary>
    public static void CheckLength<T>(string pointer, IReadOnlyList<T>? list, int most, Action<string, string, string, string?> add)
    {
        if (list?.Count > most)
            add(pointer, "too-long", FormattableString.Invariant($"At most {most} entries."), null);
    }

    /// <summary>JSON as it is kept in a column.</summary>
    public static string Json<T>(T value) => JsonSerializer.Serialize(value, ContractJson.Default.Options);

    /// <summary>What <see cref="Json"/> has kept.</summary>
    public static IReadOnlyList<T> List<T>(string json) => JsonSerializer.Deserialize<IReadOnlyList<T>>(json, ContractJson.Default.Options)!;
}
