using System.Globalization;
using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Contracts.V1.Surveys;

namespace Benchlearning.Api.Features.Surveys;

/// <summary>What holds for every survey.</summary>
internal static class SurveyRules
{
    public const string Tokens = "tokens";
    public const string Aggregates = "aggregates";

    public const int MostQuestions = 40;
    public const int MostGroups = 5;
    public const int MostCategories = 20;
    public const int LongestText = 500;

    /// <summary>Most tokens of one order, and of a survey.</summary>
    public const int MostTokensAtOnce = 5000;

    public const int MostTokens = 200_000;

    public const int UsualMinimum = 5;
    public const int LeastMinimum = 3;
    public const int MostMinimum = 100;

    /// <summary>Most days from the first to the last.</summary>
    public const int MostDays = 400;

    public const int MostOnPage = 200;

    public static readonly IReadOnlyList<string> Audiences = ["users", "residents", "councillors"];
    public static readonly IReadOnlyList<string> Modes = [Tokens, Aggregates];
    public static readonly IReadOnlyList<string> States = ["planned", "open", "closed", "published"];

    /// <summary>Names everything that is wrong with a set of questions.</summary>
    public static void Check(QuestionSetSettings settings, IReadOnlyCollection<string> indicators, Action<string, string, string, string?, IReadOnlyList<string>?> add)
    {
        CheckTexts("", settings.TitleLv, settings.TitleEn, "title", AccessRules.LongestName, AddPlain);
        CheckOneOf("/audience", settings.Audience, Audiences, add);
        CheckCount("/questions", settings.Questions?.Count ?? 0, 1, MostQuestions, AddPlain);
        CheckCodes("/questions", [.. (settings.Questions ?? []).Select(question => question?.Code)], AddPlain);
        for (var index = 0; index < Math.Min(settings.Questions?.Count ?? 0, MostQuestions); index++)
        {
            var (place, question) = ($"/questions/{index.ToString(CultureInfo.InvariantCulture)}", settings.Questions![index]);
            CheckTexts(place, question?.TextLv, question?.TextEn, "text", LongestText, AddPlain);
            AccessRules.CheckKnown($"{place}/indicator", "indicator", question?.Indicator, indicators, add);
        }
        CheckCount("/groups", settings.Groups?.Count ?? 0, 0, MostGroups, AddPlain);
        CheckCodes("/groups", [.. (settings.Groups ?? []).Select(group => group?.Code)], AddPlain);
        for (var index = 0; index < Math.Min(settings.Groups?.Count ?? 0, MostGroups); index++)
        {
            var (place, group) = ($"/groups/{index.ToString(CultureInfo.InvariantCulture)}", settings.Groups![index]);
            CheckTexts(place, group?.NameLv, group?.NameEn, "name", AccessRules.LongestName, AddPlain);
            CheckCount($"{place}/categories", group?.Categories?.Count ?? 0, 2, MostCategories, AddPlain);
            CheckCodes($"{place}/categories", [.. (group?.Categories ?? []).Select(category => category?.Code)], AddPlain);
            for (var category = 0; category < Math.Min(group?.Categories?.Count ?? 0, MostCategories); category++)
                CheckTexts($"{place}/categories/{category.ToString(CultureInfo.InvariantCulture)}", group!.Categories![category]?.NameLv, group.Categories[category]?.NameEn, "name", AccessRules.LongestName, AddPlain);
        }

        void AddPlain(string pointer, string code, string message, string? value) => add(pointer, code, message, value, null);
    }

    /// <summary>Adds a finding unless a value is there and one of some.</summary>
    public static void CheckOneOf(string pointer, string? value, IReadOnlyList<string> allowed, Action<string, string, string, string?, IReadOnlyList<string>?> add)
    {
        if (value is null || !allowed.Contains(value))
            add(pointer, value is null ? "required" : "unknown-value", $"One of {string.Join(", ", allowed)}.", value, allowed);
    }

    public static void CheckCount(string pointer, int count, int least, int most, Action<string, string, string, string?> add)
    {
        if (count < least || count > most)
            add(pointer, "out-of-range", string.Create(CultureInfo.InvariantCulture, $"{least} to {most} entries."), count.ToString(CultureInfo.InvariantCulture));
    }

    private static void CheckTexts(string place, string? lv, string? en, string name, int longest, Action<string, string, string, string?> add)
    {
        AccessRules.CheckText($"{place}/{name}Lv", lv, longest, add);
        AccessRules.CheckText($"{place}/{name}En", en, longest, add);
    }

    /// <summary>Codes are words with hyphens, each once.</summary>
    private static void CheckCodes(string place, IReadOnlyList<string?> codes, Action<string, string, string, string?> add)
    {
        for (var index = 0; index < codes.Count; index++)
        {
            var pointer = $"{place}/{index.ToString(CultureInfo.InvariantCulture)}/code";
            CodeOfWords.Check(codes[index] ?? "", "overall", (_, rule, message, value) => add(pointer, rule, message, value));
            if (codes[index] is { } code && codes.Take(index).Contains(code))
                add(pointer, "repeated-code", "Another one has this code.", code);
        }
    }
}
