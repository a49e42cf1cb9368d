using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Observations;
using Benchlearning.Api.Features.Observations.Selecting;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Contracts.V1.Practices;

namespace Benchlearning.Api.Features.Practices;

/// <summary>What a practice may say.</summary>
internal static class PracticeRules
{
    /// <summary>Most entries on a page of any list of practices.</summary>
    public const int MostOnPage = 100;

    public const int LongestProblem = 4000;
    public const int LongestText = 8000;
    public const int LongestComment = 2000;
    public const int MostDocuments = 20;
    public const int MostIndicators = 10;
    private const int LongestLegalBasis = 2000;
    private const int LongestPhone = 40;
    private const decimal MostEuro = 1e12m;
    private const int MostMonths = 600;
    private const decimal MostStaff = 100_000;

    public static readonly IReadOnlyList<string> Origins = ["municipal", "state", "foreign"];

    /// <summary>How well an effect is known, weakest first.</summary>
    public static readonly IReadOnlyList<string> Evidence = ["described", "observed", "measured", "evaluated"];

    /// <summary>Whether who keeps a practice of an origin must be a municipality, or must be none; null: the origin is none.</summary>
    public static bool? MustBeMunicipality(string? origin) => origin is not null && Origins.Contains(origin) ? origin == "municipal" : null;

    /// <summary>Names everything that is wrong with the settings of a practice.</summary>
    public static void Check(PracticeSettings settings, Catalogue.Catalogue catalogue, Findings findings)
    {
        TextRules.Require("/organisation", settings.Organisation, TextRules.LongestTitle, findings);
        CheckWord("/origin", settings.Origin, Origins, findings);
        CheckWord("/evidence", settings.Evidence, Evidence, findings);
        if (settings.Country is { } country && (settings.Origin != "foreign" || country.Length != 2 || !country.All(char.IsAsciiLetterUpper)))
            findings.Add("/country", "invalid-country", "A foreign practice may name its country by two letters of ISO 3166, such as NO.", country);
        CheckTheme("/theme", settings.Theme, catalogue, findings);
        TextRules.RequireEither("/title", settings.TitleLv, settings.TitleEn, TextRules.LongestTitle, findings);
        TextRules.CheckBoth("/problem", settings.ProblemLv, settings.ProblemEn, LongestProblem, findings);
        TextRules.CheckBoth("/solution", settings.SolutionLv, settings.SolutionEn, LongestText, findings);
        TextRules.CheckBoth("/steps", settings.StepsLv, settings.StepsEn, LongestText, findings);
        TextRules.CheckBoth("/legalBasis", settings.LegalBasisLv, settings.LegalBasisEn, LongestLegalBasis, findings);
        CheckRange("/costEuro", settings.CostEuro, 0, MostEuro, findings);
        CheckRange("/durationMonths", settings.DurationMonths, 1, MostMonths, findings);
        CheckRange("/staff", settings.Staff, 0, MostStaff, findings);
        TextRules.Check("/contactName", settings.ContactName, TextRules.LongestTitle, findings);
        TextRules.Check("/contactPhone", settings.ContactPhone, LongestPhone, findings);
        TextRules.Check("/contactEmail", settings.ContactEmail, TextRules.LongestTitle, findings);
        if (settings.ContactEmail is { } email && (email.Count(letter => letter == '@') != 1 || email.Any(char.IsWhiteSpace) || email.StartsWith('@') || email.EndsWith('@')))
            findings.Add("/contactEmail", "invalid-address", "An address of electronic mail is such as janis@cesis.lv.", email);
        CheckDocuments(settings.Documents, findings);
        CheckIndicators(settings.Indicators, catalogue, findings);
    }

    /// <summary>Adds a finding unless a theme is the code of a topic.</summary>
    public static void CheckTheme(string place, string? theme, Catalogue.Catalogue catalogue, Findings findings)
    {
        if (theme is null)
            findings.Add(place, "required", "Name the theme; GET /v1/topics lists the topics.");
        else if (!catalogue.Topics.Any(topic => topic.Code == theme))
            findings.Add(place, "unknown-code", $"There is no topic '{Excerpt.Of(theme)}'; GET /v1/topics lists them.", theme, Nearest.To(theme, catalogue.Topics.Select(topic => topic.Code), whenNone: 20));
    }

    /// <summary>Adds a finding unless a word is one of a list.</summary>
    public static void CheckWord(string pointer, string? word, IReadOnlyList<string> words, Findings findings)
    {
        if (word is null || !words.Contains(word))
            findings.Add(pointer, word is null ? "required" : "unknown-value", $"{pointer[1..]} is one of: {string.Join(", ", words)}.", word, words);
    }

    /// <summary>The indicator of a code; null with a finding when there is none.</summary>
    public static CatalogueIndicator? IndicatorOf(string pointer, string? code, Catalogue.Catalogue catalogue, Findings findings)
    {
        if (code is null)
            findings.Add(pointer, "required", "Name the indicator; GET /v1/indicators lists them.");
        else if (catalogue.Indicators.TryGetValue(code, out var indicator))
            return indicator;
        else
            Selection.UnknownIndicator(pointer, code, catalogue, findings);
        return null;
    }

    /// <summary>Adds a finding for a text that is no period of an indicator; null is none.</summary>
    public static void CheckPeriod(string pointer, string? period, CatalogueIndicator? indicator, Findings findings)
    {
        if (period is null)
            return;
        if (PeriodSelection.Parse(period, out var message) is not OnePeriod one)
            findings.Add(pointer, "invalid-period", message ?? "A period is such as 2013, 2013-Q2 or 2013-05.", period);
        else if (indicator is not null && PeriodCode.PeriodicityOf(one.Code) != indicator.Current.Periodicity)
            findings.Add(pointer, "wrong-periodicity", $"{indicator.Code} is {indicator.Current.Periodicity}.", period);
    }

    /// <summary>Checks two periods that belong together: neither, or a later after an earlier.</summary>
    public static void CheckPeriods(string place, string? before, string? after, CatalogueIndicator? indicator, Findings findings)
    {
        CheckPeriod($"{place}/before", before, indicator, findings);
        CheckPeriod($"{place}/after", after, indicator, findings);
        if (before is null != after is null)
            findings.Add($"{place}/{(before is null ? "before" : "after")}", "required", "before and after are given together, or neither.");
        else if (before is not null && string.CompareOrdinal(after, before) <= 0)
            findings.Add($"{place}/after", "out-of-range", "after lies after before.", after);
    }

    private static void CheckDocuments(IReadOnlyList<PracticeDocumentSettings>? documents, Findings findings)
    {
        if (documents?.Count > MostDocuments)
            findings.Add("/documents", "too-many", string.Create(CultureInfo.InvariantCulture, $"At most {MostDocuments} documents."));
        for (var index = 0; index < Math.Min(documents?.Count ?? 0, MostDocuments); index++)
        {
            TextRules.Require($"/documents/{index}/title", documents![index]?.Title, TextRules.LongestTitle, findings);
            TextRules.CheckAddress($"/documents/{index}/url", documents[index]?.Url, findings);
        }
    }

    private static void CheckIndicators(IReadOnlyList<PracticeIndicatorSettings>? indicators, Catalogue.Catalogue catalogue, Findings findings)
    {
        if (indicators?.Count > MostIndicators)
            findings.Add("/indicators", "too-many", string.Create(CultureInfo.InvariantCulture, $"At most {MostIndicators} indicators."));
        for (var index = 0; index < Math.Min(indicators?.Count ?? 0, MostIndicators); index++)
        {
            var (place, named) = ($"/indicators/{index}", indicators![index]);
            var indicator = IndicatorOf($"{place}/indicator", named?.Indicator, catalogue, findings);
            if (indicator is not null && indicators.Take(index).Any(earlier => earlier?.Indicator == indicator.Code))
                findings.Add($"{place}/indicator", "repeated-code", "The indicator is named twice.", indicator.Code);
            CheckPeriods(place, named?.Before, named?.After, indicator, findings);
        }
    }

    private static void CheckRange(string pointer, decimal? value, decimal least, decimal most, Findings findings)
    {
        if (value < least || value > most)
            findings.Add(pointer, "out-of-range", string.Create(CultureInfo.InvariantCulture, $"From {least} to {most}."), value.Value.ToString(CultureInfo.InvariantCulture));
    }
}
