using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Observations;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Comparisons;

namespace Benchlearning.Api.Features.Comparisons;

/// <summary>Says a comparison in one sentence that needs no statistics to be understood.</summary>
internal static class ComparisonSentence
{
    public static string Of(IndicatorVersion version, string period, ComparedTerritory territory, GroupStatistics statistics, string language)
    {
        var culture = CultureInfo.GetCultureInfo(language == Language.English ? "en-GB" : "lv-LV");
        var name = version.Name(language);
        var when = PeriodCode.InWords(period, language == Language.English);
        if (territory.Value is not { } value)
            return Language.Pick(language, $"{territory.Name}: rādītājam „{name}” {when} nav skaitļa, tāpēc salīdzināt nevar.", $"{territory.Name}: there is no figure for “{name}” {when}, so it cannot be compared.");
        var shown = $"{value.ToString("N" + version.Decimals, culture)} {version.UnitSymbol(language)}";
        if (statistics.Median is not { } median)
            return Language.Pick(language, $"{territory.Name}: {name} {when} – {shown}; grupā nav neviena skaitļa, ar ko salīdzināt.", $"{territory.Name}: {name} {when} was {shown}; the group has no figure to compare with.");
        var middle = $"{median.ToString("N" + (version.Decimals + 1), culture)} {version.UnitSymbol(language)}";
        var place = territory.Rank is { } rank
            ? Language.Pick(language, $", {rank}. vieta no {territory.RankedAmong} (1. ir labākā)", $", place {rank} of {territory.RankedAmong} (1 is best)")
            : "";
        return Language.Pick(language,
            $"{territory.Name}: {name} {when} – {shown}{place}; grupas mediāna – {middle}.",
            $"{territory.Name}: {name} {when} was {shown}{place}; the group's median is {middle}.");
    }
}
