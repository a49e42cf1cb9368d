using System.Globalization;
using Benchlearning.Api.Features.Observations;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.Time;
using Benchlearning.Contracts.V1.Comparisons;
using Benchlearning.Contracts.V1.Engagement;

namespace Benchlearning.Api.Features.Engagement;

/// <summary>Says what a briefing tells, in sentences that need no statistics to be understood.</summary>
/// <param name="language">lv or en.</param>
internal sealed class BriefingWords(string language)
{
    private readonly CultureInfo culture = CultureInfo.GetCultureInfo(language == Language.English ? "en-GB" : "lv-LV");

    public string Of(string lv, string en) => Language.Pick(language, lv, en);

    public string Decided(DateOnly day, string number) => Of($"Domes lēmums {Day(day)} Nr. {number}.", $"Decided by the council on {Day(day)}, No. {number}.");

    public string Begun(DateOnly day, int done, int actions) => Of($"Īsteno kopš {Day(day)}; izdarīti darbi: {done} no {actions}.", $"Under way since {Day(day)}; {done} of {actions} {(actions == 1 ? "action" : "actions")} done.");

    public string LookedAtAgain(DateOnly day) => Of($"Nākamreiz izvērtē {Day(day)}", $"Looked at again on {Day(day)}.");

    /// <summary>A figure with its unit.</summary>
    public string Figure(decimal value, int decimals, string symbol)
    {
        var number = Number(value, decimals);
        return symbol.Length == 0 ? number : $"{number}\u00A0{symbol}";
    }

    public string Number(decimal value, int decimals) => value.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), culture).Replace('-', '−');

    /// <summary>A difference with its sign; that of two percentages is in percentage points.</summary>
    public string Difference(decimal value, int decimals, string symbol)
    {
        var number = Number(Math.Abs(value), decimals);
        var signed = value > 0 ? $"+{number}" : value < 0 ? $"−{number}" : number;
        return symbol.Length == 0 ? signed : $"{signed}\u00A0{Points(symbol)}";
    }

    /// <summary>The day of an instant, in Riga: 26.11.2026., 26 November 2026.</summary>
    public string Day(DateTimeOffset instant) => Day(Riga.DayOf(instant));

    private string Day(DateOnly day) => day.ToString(Of("dd.MM.yyyy.", "d MMMM yyyy"), culture);

    public string Strengths(int count) => count switch
    {
        1 => Of("Stiprā puse", "One strength"),
        2 => Of("Divas stiprās puses", "Two strengths"),
        3 => Of("Trīs stiprās puses", "Three strengths"),
        _ => Of("Stiprās puses", "Strengths"),
    };

    public string Gaps(int count) => count switch
    {
        1 => Of("Vājā puse", "One gap"),
        2 => Of("Divas vājās puses", "Two gaps"),
        3 => Of("Trīs vājās puses", "Three gaps"),
        _ => Of("Vājās puses", "Gaps"),
    };

    public string DataOf(DateTimeOffset instant) => Of($"Dati uz {Day(instant)}", $"Data as of {Day(instant)}");

    public string DoBetter => Of("Labāk veicas:", "Who does better:");
    public string WhatChanged => Of("Kas mainījies", "What changed");
    public string NothingChanged => Of("Nav divu salīdzināmu periodu.", "There are no two periods to compare.");
    public string OurPlans => Of("Mūsu plāni", "Our plans");
    public string NotBegun => Of("Darbs vēl nav sākts.", "Work has not begun.");
    public string AllFigures => Of("Visi skaitļi", "All figures");
    public string Table => Of("Visu skaitļu tabula", "Table of all figures");
    public string TableHint => Of("1. vieta ir labākā. Izmaiņa – pret iepriekšējo periodu. n – cik grupas pašvaldībām skaitlis ir.", "Place 1 is best. Change: against the period before. n: how many members of the group have a figure.");
    public string Indicator => Of("Rādītājs", "Indicator");
    public string Period => Of("Periods", "Period");
    public string OurFigure => Of("Pašvaldība", "Municipality");
    public string Median => Of("Mediāna", "Median");
    public string Place => Of("Vieta", "Place");
    public string ChangeHead => Of("Izmaiņa", "Change");
    public string WhyTrust => Of("Kāpēc šiem skaitļiem var ticēt", "Why these figures can be trusted");
    public string ComparedWith => Of("Salīdzināts ar", "Compared with");
    public string SourcesAndNotes => Of("Avoti un piezīmes", "Sources and notes");
    public string Maker => Of("Sagatavots automātiski no publicētiem datiem.", "Made automatically from published data.");

    /// <summary>Who does better, and what they do: names, each with the titles of its practices.</summary>
    public string Examples(BriefingPoint point) =>
        string.Join("; ", point.Better.Select(example => example.Practices.Count == 0 ? example.Name
            : $"{example.Name} ({string.Join(", ", example.Practices.Select(practice => Of($"„{practice.Title}”", $"“{practice.Title}”")))})")) + ".";

    public string Practices => Of("Ko dalībnieki dara", "What members do");
    public string Plans => Of("Dalībnieku plāni", "Plans of members");
    public string Member => Of("Dalībnieks", "Member");

    /// <summary>How far a network is.</summary>
    public string HeadlineOfNetwork(NetworkCycleRow? cycle, int figures, int plans) => cycle is null
        ? Of("Tīklam vēl nav neviena cikla.", "The network has no cycle yet.")
        : Of($"{cycle.Number}. cikls: {cycle.State}. Salīdzina {cycle.Territories.Length} pašvaldības; rādītāji ar datiem: {figures}; pieņemtie vai sāktie plāni: {plans}.",
            $"Cycle {cycle.Number}: {cycle.State}. {cycle.Territories.Length} municipalities compare themselves; indicators with data: {figures}; plans decided or begun: {plans}.");

    /// <summary>Who stands best among members, and how far they lie apart.</summary>
    public string AmongMembers(Comparison comparison)
    {
        var (indicator, points) = (comparison.Indicator, comparison.Distribution);
        var (first, last) = (points[0], points[^1]);
        string Shown(DistributionPoint point) => Figure(point.Value, indicator.Decimals, indicator.UnitSymbol);
        var median = comparison.Statistics.Median is { } middle ? Of($" Mediāna – {Middle(middle, indicator)}.", $" The median is {Middle(middle, indicator)}.") : "";
        return first.Rank is null
            ? Of($"{Capital(When(comparison.Period))} no {Shown(last)} ({last.Name}) līdz {Shown(first)} ({first.Name}).{median}", $"From {Shown(last)} ({last.Name}) to {Shown(first)} ({first.Name}) {When(comparison.Period)}.{median}")
            : Of($"{Capital(When(comparison.Period))} vislabāk veicas: {first.Name} – {Shown(first)}; vājāk par visiem: {last.Name} – {Shown(last)}.{median}",
                $"Best {When(comparison.Period)}: {first.Name}, {Shown(first)}; weakest: {last.Name}, {Shown(last)}.{median}");
    }

    /// <summary>Name and unit of a line of the table, whose figures stand without it.</summary>
    public static string NameWithUnit(BriefingFigure figure) => figure.UnitSymbol.Length == 0 ? figure.Name : $"{figure.Name}, {figure.UnitSymbol}";

    /// <summary>The municipality's figure in the table; a dash where it is missing.</summary>
    public string Own(BriefingFigure figure) => figure.Value is { } value ? Number(value, figure.Decimals) : "–";

    public string MedianOf(BriefingFigure figure) => figure.Median is { } median ? Number(median, DecimalsOfMedian(median, figure.Decimals)) : "–";

    public string PlaceOf(BriefingFigure figure) => figure.Rank is { } rank ? Of($"{rank}. no {figure.RankedAmong}", $"{rank} of {figure.RankedAmong}") : "–";

    public string ChangeOf(BriefingFigure figure) => figure.Change is { } change ? Difference(change, figure.Decimals, "") : "–";

    public string Headline(int better, int equal, int worse) => (better + equal + worse) switch
    {
        0 => Of("Nav neviena rādītāja, pēc kura varētu vērtēt vietu grupā.", "There is no indicator by which a place in the group could be judged."),
        var all => Of(
            $"Vērtējami rādītāji: {all}. Labāk nekā grupas mediāna – {better}, vājāk – {worse}" + (equal > 0 ? $", vienādi – {equal}." : "."),
            $"Of {all} {(all == 1 ? "indicator" : "indicators")} that can be judged, {better} {(better == 1 ? "is" : "are")} better than the group's median and {worse} {(worse == 1 ? "is" : "are")} behind it"
            + (equal > 0 ? $"; {equal} {(equal == 1 ? "equals" : "equal")} it." : ".")),
    };

    /// <summary>Where the municipality stands.</summary>
    public string Position(Comparison comparison)
    {
        var (indicator, territory, when) = (comparison.Indicator, comparison.Territory, When(comparison.Period));
        if (territory.Value is not { } value)
            return Of($"{Capital(when)} skaitļa nav.", $"There is no figure {when}.");
        var shown = Figure(value, indicator.Decimals, indicator.UnitSymbol);
        var place = territory.Rank is { } rank ? Of($", {rank}. vieta no {territory.RankedAmong}", $", place {rank} of {territory.RankedAmong}") : "";
        var median = comparison.Statistics.Median is { } middle ? Of($"; grupas mediāna – {Middle(middle, indicator)}", $"; the group's median is {Middle(middle, indicator)}") : "";
        return Of($"{Capital(when)} – {shown}{place}{median}.", $"{shown} {when}{place}{median}.");
    }

    /// <summary>How far it is to the best quarter of the group; null when it is within, or when that cannot be told.</summary>
    public string? ToTheBest(Comparison comparison)
    {
        if (comparison.Territory.DistanceToBestQuarter is not { } distance || distance <= 0)
            return null;
        var shown = Figure(distance, comparison.Indicator.Decimals, Points(comparison.Indicator.UnitSymbol));
        return Of($"Līdz labākajai ceturtdaļai – {shown}.", $"To the best quarter: {shown}.");
    }

    /// <summary>What changed, and how the group changed meanwhile.</summary>
    public string Change(ComparedIndicator indicator, string earlierPeriod, decimal earlier, string period, decimal value, string? development, decimal? groupChange)
    {
        var (from, to) = (Figure(earlier, indicator.Decimals, indicator.UnitSymbol), Figure(value, indicator.Decimals, indicator.UnitSymbol));
        var judged = development switch
        {
            "better" => Of(" Tas ir labāk.", " That is better."),
            "worse" => Of(" Tas ir sliktāk.", " That is worse."),
            _ => "",
        };
        var group = groupChange is { } changed ? Of($" Grupas mediānas izmaiņa: {Difference(changed, indicator.Decimals, indicator.UnitSymbol)}.", $" The group's median changed by {Difference(changed, indicator.Decimals, indicator.UnitSymbol)}.") : "";
        return earlier == value
            ? Of($"{Capital(When(earlierPeriod))} un {When(period)} – {to}.", $"{to} both {When(earlierPeriod)} and {When(period)}.") + group
            : Of($"{Capital(When(earlierPeriod))} – {from}, {When(period)} – {to}.", $"From {from} {When(earlierPeriod)} to {to} {When(period)}.") + judged + group;
    }

    /// <summary>Why the figures can be trusted.</summary>
    public IReadOnlyList<string> Trust(int compared, int sources, int complete, int comparisons, int corrected, int flagged) =>
    [
        Of($"Visi skaitļi ir publicēti: {compared} no {sources} {(IsOne(sources) ? "avota" : "avotiem")}; datubāzē katram ir definīcija, avots un visas redakcijas.",
            $"All figures are published: {compared} of the municipality, from {sources} {(sources == 1 ? "source" : "sources")}; the database has the definition, source and all revisions of each."),
        Of($"Pilnīgi salīdzinājumi (skaitlis ir katrai grupas pašvaldībai): {complete} no {comparisons}.",
            $"Comparisons in which every member of the group has a figure: {complete} of {comparisons}."),
        corrected + flagged == 0
            ? Of("Neviens no pašvaldības skaitļiem kopš pirmās publicēšanas nav labots, un nevienam nav piezīmes.", "None of the municipality's figures was corrected since it was first published, and none carries a remark.")
            : Of($"Kopš pirmās publicēšanas laboti pašvaldības skaitļi: {corrected} (agrākās vērtības ir saglabātas); ar piezīmi (aizdomīgs, aplēse vai pārrāvums): {flagged}.",
                $"Of the municipality's figures, corrected since first published: {corrected} (the earlier values are kept); with a remark (suspect, estimated or a break): {flagged}."),
        Of("Aprēķināts no datiem, kādi tie bija šeit nosauktajā brīdī; pēc tā paša brīža datiem atbilde vienmēr ir tāda pati.", "Computed from the data as they were at the instant named here; asked again as of it, the answer is always the same."),
    ];

    /// <summary>A median may lie between two figures.</summary>
    private string Middle(decimal median, ComparedIndicator indicator) => Figure(median, DecimalsOfMedian(median, indicator.Decimals), indicator.UnitSymbol);

    private static int DecimalsOfMedian(decimal median, int decimals) => decimals < 2 && decimal.Round(median, decimals) != median ? decimals + 1 : decimals;

    private string Points(string symbol) => symbol == "%" ? Of("procentpunkti", "percentage points") : symbol;

    private string When(string period) => PeriodCode.InWords(period, language == Language.English);

    private static string Capital(string text) => string.Concat(char.ToUpperInvariant(text[0]).ToString(), text.AsSpan(1));

    private static bool IsOne(int count) => count % 10 == 1 && count % 100 != 11;
}
