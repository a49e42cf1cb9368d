using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Imports.Layouts;
using Benchlearning.Api.Features.Observations;
using Benchlearning.Api.Features.Territories;
using Benchlearning.Api.Platform.Errors;

namespace Benchlearning.Api.Features.Imports;

/// <summary>A declared rule of what a source calls something; IsIgnored: rows with the name are left out, for the reason given.</summary>
internal sealed record DeclaredName(string Kind, string SourceName, int? IndicatorId, int? TerritoryId, string? Breakdown, decimal Factor, bool IsIgnored, string Reason);

/// <summary>A row understood: ready to be staged. Value or MissingReason is null, never both. Flags null: not stated.</summary>
internal readonly record struct MappedRow(
    int Number, int IndicatorId, int IndicatorVersionId, int TerritoryId, int TerritoryVersionId, string Period, string Breakdown,
    decimal? Value, string? MissingReason, string[]? Flags, string? ReasonLv, string? ReasonEn);

/// <summary>
/// Understands rows: codes of ours as they are, a source's own names by its mapping rules with the declared unit conversion. What nobody declared
/// waits; what is wrong is refused with the reason. Memory does not grow with the file.
/// </summary>
internal sealed class RowMapper
{
    /// <summary>Rule of a row that is left out by decision.</summary>
    public const string IgnoredName = "ignored-name";

    /// <summary>Characters of a name at most; what is longer is no name, and nobody could map it.</summary>
    public const int LongestName = 300;

    /// <summary>Rule of a row that is of a territory which its sender may not send for.</summary>
    public const string NotOwnTerritory = "not-own-territory";

    private const int MostRemembered = 10_000;
    private const int LongestRemembered = 200;

    private static readonly Dictionary<string, string[]> FlagLists = new(StringComparer.Ordinal) { [""] = [], ["suspect"] = ["suspect"] };

    private readonly Catalogue.Catalogue catalogue;
    private readonly DateOnly today;
    private readonly ILookup<(string Kind, string Name), DeclaredName> rules;
    private readonly bool hasIgnored;
    private readonly HashSet<int>? own;
    private readonly string[] territoryCodes;
    private readonly Dictionary<string, (CatalogueIndicator, decimal)> indicators = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TerritoryVersion> territories = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Territory, DateOnly Day), TerritoryVersion?> versions = [];
    private readonly Dictionary<(int Indicator, string Breakdown), string> breakdowns = [];
    private readonly Dictionary<(string Field, string Name), (string Lv, string En)> unknown = [];

    /// <param name="catalogue">What there is.</param>
    /// <param name="rules">What the source calls it.</param>
    /// <param name="today">Periods after this day have not begun.</param>
    /// <param name="territories">Territories that rows may be of; null: every one.</param>
    public RowMapper(Catalogue.Catalogue catalogue, IEnumerable<DeclaredName> rules, DateOnly today, IEnumerable<int>? territories = null)
    {
        (this.catalogue, this.today, own) = (catalogue, today, territories?.ToHashSet());
        this.rules = rules.ToLookup(rule => (rule.Kind, rule.SourceName));
        hasIgnored = this.rules.Any(named => named.Any(rule => rule.IsIgnored));
        territoryCodes = [.. catalogue.Territories.Versions.Select(version => version.Code).OfType<string>().Distinct()];
    }

    /// <summary>The row understood; null with a finding otherwise.</summary>
    public MappedRow? Map(in SourceRow row, out RowFinding finding)
    {
        finding = default;
        if (row.Problem is { } problem)
            finding = Refused(row, problem.Rule, problem.Field, problem.Lv, problem.En);
        else if (hasIgnored && IgnoredBy(row) is { } ignored)
            finding = Ignored(row, ignored);
        else if (own is not null && FindTerritory(row.Territory) is { } named && !own.Contains(named.TerritoryId))
            finding = Refused(row, NotOwnTerritory, "territory", $"{named.NameLv} nav sūtītāja pašvaldība: sūtīt drīkst savas pašvaldības vērtības.", $"{named.NameEn} is not the sender's municipality: one sends values of the own municipality.");
        else if (FindIndicator(row.Indicator) is not var (indicator, factor))
            finding = Waiting(row, "unknown-indicator", "indicator", row.Indicator, catalogue.Indicators.Keys);
        else if (FindTerritory(row.Territory) is not { } bearer)
            finding = Waiting(row, "unknown-territory", "territory", row.Territory, territoryCodes);
        else if (!PeriodCode.IsWellFormed(row.Period) || PeriodCode.YearOf(row.Period) == 0 || PeriodCode.PeriodicityOf(row.Period) != indicator.Current.Periodicity)
            finding = Refused(row, "invalid-period", "period", $"{Excerpt.Of(row.Period)} nav šī rādītāja periods ({indicator.Current.Periodicity}).", $"{Excerpt.Of(row.Period)} is not a period of this indicator ({indicator.Current.Periodicity}).");
        else if (PeriodCode.YearOf(row.Period) < PeriodCode.FirstYear)
            finding = Refused(row, "invalid-period", "period", $"Datubāze sākas ar {PeriodCode.FirstYear}. gadu.", $"The database begins with {PeriodCode.FirstYear}.");
        else if (PeriodCode.FirstDay(row.Period) > today)
            finding = Refused(row, "future-period", "period", $"Periods {row.Period} vēl nav sācies.", $"The period {row.Period} has not begun.");
        else if (VersionOn(bearer, indicator.VersionFor(row.Period).DayOf(row.Period)) is not { } valid)
            finding = Refused(row, "territory-not-valid", "territory", $"{bearer.NameLv} periodā {row.Period} nepastāvēja.", $"{bearer.NameEn} did not exist in {row.Period}.");
        else if (FindBreakdown(indicator, row.Breakdown) is not { } breakdown)
            finding = Waiting(row, "unknown-breakdown", "breakdown", row.Breakdown, indicator.Breakdowns);
        else if (FlagsOf(row.Flags, out var areKnown) is var flags && !areKnown)
            finding = Refused(row, "unknown-flag", "flag", $"Karodziņi ir: {string.Join(", ", ObservationFlags.All)}.", $"Flags are: {string.Join(", ", ObservationFlags.All)}.");
        else if (row.ReasonLv.Contains('\0', StringComparison.Ordinal) || row.ReasonEn.Contains('\0', StringComparison.Ordinal))
            finding = Refused(row, "control-character", "reason_lv", "Tekstā ir NUL zīme.", "The text holds a NUL character.");
        else if (ValueOf(row, factor, out var missing, ref finding) is var value && (value is not null || missing is not null))
            return new MappedRow(row.Number, indicator.Id, indicator.VersionFor(row.Period).Id, bearer.TerritoryId, valid.Id, row.Period, breakdown,
                value, missing, flags, NullWhenEmpty(row.ReasonLv) ?? NullWhenEmpty(row.ReasonEn), NullWhenEmpty(row.ReasonEn) ?? NullWhenEmpty(row.ReasonLv));
        return null;
    }

    /// <summary>The value or, in its place, the reason of its absence; neither with a finding.</summary>
    private static decimal? ValueOf(in SourceRow row, decimal factor, out string? missing, ref RowFinding finding)
    {
        missing = null;
        if (row.Value.Length == 0)
        {
            if (row.MissingReason.Length == 0)
                missing = "notAvailable";
            else if (MissingReason.All.Contains(row.MissingReason))
                missing = row.MissingReason;
            else
                finding = Refused(row, "unknown-missing-reason", "missingReason", $"Iemesls ir viens no: {string.Join(", ", MissingReason.All)}.", $"The reason is one of: {string.Join(", ", MissingReason.All)}.");
            return null;
        }
        if (row.MissingReason.Length > 0)
        {
            finding = Refused(row, "value-and-reason", "missingReason", "Ir gan vērtība, gan iemesls, kāpēc tās nav.", "There is both a value and a reason why there is none.");
            return null;
        }
        if (NumberText.Parse(row.Value, out var message) is not { } number)
        {
            finding = Refused(row, "not-a-number", "value", message.Lv, message.En);
            return null;
        }
        if (factor == 1)
            return number;
        if (Math.Abs((double)number * (double)factor) < (double)NumberText.Bound)
            return number * factor;
        finding = Refused(row, "not-a-number", "value", "Skaitlis pēc pārrēķina ir par lielu (robeža 10^15).", "The number is too large after conversion (the bound is 10^15).");
        return null;
    }

    private (CatalogueIndicator Indicator, decimal Factor)? FindIndicator(string name)
    {
        if (indicators.TryGetValue(name, out var known))
            return known;
        (CatalogueIndicator, decimal)? found = rules[("indicator", name)].FirstOrDefault() is { IndicatorId: { } id } rule && catalogue.IndicatorsById.TryGetValue(id, out var mapped) ? (mapped, rule.Factor)
            : catalogue.Indicators.TryGetValue(name, out var own) ? (own, 1m) : null;
        if (found is { } remembered)
            indicators[name] = remembered;
        return found;
    }

    private TerritoryVersion? FindTerritory(string name)
    {
        if (territories.TryGetValue(name, out var known))
            return known;
        var found = rules[("territory", name)].FirstOrDefault() is { TerritoryId: { } id } ? catalogue.Territories.Latest(id) : catalogue.Territories.Find(name);
        if (found is not null)
            territories[name] = found;
        return found;
    }

    private TerritoryVersion? VersionOn(TerritoryVersion bearer, DateOnly day)
    {
        var key = (bearer.TerritoryId, day);
        if (!versions.TryGetValue(key, out var valid))
            versions[key] = valid = catalogue.Territories.On(bearer.TerritoryId, day);
        return valid;
    }

    /// <summary>A breakdown as it is stored, dimensions in order; null when the indicator has no such dimension or category.</summary>
    private string? FindBreakdown(CatalogueIndicator indicator, string text)
    {
        if (text.Length == 0)
            return text;
        if (breakdowns.TryGetValue((indicator.Id, text), out var known))
            return known;
        var stated = rules[("breakdown", text)].FirstOrDefault()?.Breakdown ?? text;
        var parts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in stated.Split(','))
            if (pair.Split(':') is not [var dimension, var category] || !indicator.Breakdowns.Contains(dimension)
                || !catalogue.Dimensions[dimension].Categories.Any(candidate => candidate.Code == category) || !parts.TryAdd(dimension, category))
                return null;
        return breakdowns[(indicator.Id, text)] = string.Join(',', parts.Select(part => $"{part.Key}:{part.Value}"));
    }

    private static string[]? FlagsOf(string? text, out bool areKnown)
    {
        areKnown = true;
        if (text is null || FlagLists.TryGetValue(text, out var known))
            return text is null ? null : FlagLists[text];
        var flags = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct().ToArray();
        areKnown = flags.All(ObservationFlags.All.Contains);
        return flags;
    }

    private static string? NullWhenEmpty(string text) => text.Length == 0 ? null : text;

    private static RowFinding Refused(in SourceRow row, string rule, string? field, string lv, string en) => new(row.Number, rule, "refused", field, lv, en, row.Content());

    private DeclaredName? IgnoredBy(in SourceRow row) =>
        rules[("indicator", row.Indicator)].Concat(rules[("territory", row.Territory)]).Concat(rules[("breakdown", row.Breakdown)]).FirstOrDefault(rule => rule.IsIgnored);

    private static RowFinding Ignored(in SourceRow row, DeclaredName rule) => new(row.Number, IgnoredName, "refused", rule.Kind,
        $"„{Excerpt.Of(rule.SourceName)}” pēc lēmuma neņem vērā: {rule.Reason}", $"'{Excerpt.Of(rule.SourceName)}' is left out by decision: {rule.Reason}", row.Content(), "rejected");

    private RowFinding Waiting(in SourceRow row, string rule, string field, string name, IEnumerable<string> known)
    {
        if (name.Length > LongestName)
            return Refused(row, "invalid-name", field, $"Nosaukumā ir vairāk nekā {LongestName} zīmes.", $"The name has more than {LongestName} characters.");
        if (unknown.Count >= MostRemembered)
            unknown.Clear();
        if (!unknown.TryGetValue((field, name), out var message))
        {
            var near = Nearest.To(name, known);
            message = ($"Nav zināms, kas ir „{Excerpt.Of(name)}”; vajadzīga atbilstība.{(near.Count > 0 ? $" Tuvākais: {near[0]}." : "")}",
                $"It is not known what '{Excerpt.Of(name)}' is; a mapping rule is needed.{(near.Count > 0 ? $" Nearest: {near[0]}." : "")}");
            if (name.Length <= LongestRemembered)
                unknown[(field, name)] = message;
        }
        return new RowFinding(row.Number, rule, "waiting", field, message.Lv, message.En, row.Content());
    }
}
