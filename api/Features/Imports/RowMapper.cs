using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Imports.Layouts;
using Benchlearning.Api.Features.Observations;
using Benchlearning.Api.Features.Observations.Selecting;
using Benchlearning.Api.Features.Territories;
using Benchlearning.Api.Platform.Errors;

namespace Benchlearning.Api.Features.Imports;

/// <summary>A declared rule of what a source calls something.</summary>
internal sealed record MappingRule(string Kind, string SourceName, int? IndicatorId, int? TerritoryId, string? Breakdown, decimal Factor);

/// <summary>A row understood: ready to be staged.</summary>
internal readonly record struct MappedRow(
    int Number, int IndicatorId, int IndicatorVersionId, int SourceId, int TerritoryId, int TerritoryVersionId, string Period, string Breakdown,
    decimal? Value, string? MissingReason, bool IsSuspect, string? ReasonLv, string? ReasonEn);

/// <summary>Something to say about a row.</summary>
/// <param name="Row">Number of the row; 0: the file as a whole.</param>
/// <param name="Rule">Stable code of the rule.</param>
/// <param name="Severity">refused, waiting, quarantined or warning.</param>
/// <param name="Field">The column; null: the row as a whole.</param>
/// <param name="Lv">What is wrong and what would be right, in Latvian.</param>
/// <param name="En">The same in English.</param>
/// <param name="Content">The row as received.</param>
internal readonly record struct RowFinding(int Row, string Rule, string Severity, string? Field, string Lv, string En, string Content);

/// <summary>
/// Understands rows: codes of ours as they are, a source's own names by its mapping rules with the declared unit conversion. What nobody declared
/// waits; what is wrong is refused with the reason.
/// </summary>
internal sealed class RowMapper
{
    private readonly Catalogue.Catalogue catalogue;
    private readonly int sourceId;
    private readonly DateOnly today;
    private readonly Dictionary<string, (CatalogueIndicator Indicator, decimal Factor)?> indicators = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TerritoryVersion?> territories = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Territory, string Period, int Indicator), TerritoryVersion?> versions = [];
    private readonly Dictionary<(int Indicator, string Breakdown), string?> breakdowns = [];
    private readonly ILookup<(string Kind, string Name), MappingRule> rules;

    public RowMapper(Catalogue.Catalogue catalogue, int sourceId, IEnumerable<MappingRule> rules, DateOnly today)
    {
        (this.catalogue, this.sourceId, this.today) = (catalogue, sourceId, today);
        this.rules = rules.ToLookup(rule => (rule.Kind, rule.SourceName));
    }

    /// <summary>The row understood; null with a finding otherwise.</summary>
    public MappedRow? Map(in SourceRow row, out RowFinding finding)
    {
        finding = default;
        if (FindIndicator(row.Indicator) is not { } indicator)
            finding = Waiting(row, "unmapped-indicator", "indicator", row.Indicator, catalogue.Indicators.Keys);
        else if (FindTerritory(row.Territory) is not { } bearer)
            finding = Waiting(row, "unmapped-territory", "territory", row.Territory, catalogue.Territories.Versions.Select(version => version.Code).OfType<string>());
        else if (!PeriodCode.IsWellFormed(row.Period) || PeriodCode.PeriodicityOf(row.Period) != indicator.Indicator.Current.Periodicity)
            finding = Refused(row, "invalid-period", "period", $"„{row.Period}” nav šī rādītāja periods; tas ir {indicator.Indicator.Current.Periodicity}.", $"'{row.Period}' is not a period of this indicator, which is {indicator.Indicator.Current.Periodicity}.");
        else if (PeriodCode.YearOf(row.Period) < PeriodCode.FirstYear)
            finding = Refused(row, "invalid-period", "period", $"Datubāze sākas ar {PeriodCode.FirstYear}. gadu.", $"The database begins with {PeriodCode.FirstYear}.");
        else if (PeriodCode.FirstDay(row.Period) > today)
            finding = Refused(row, "future-period", "period", $"Periods {row.Period} vēl nav sācies.", $"The period {row.Period} has not begun.");
        else if (VersionOn(bearer, row.Period, indicator.Indicator) is not { } valid)
            finding = Refused(row, "territory-not-valid", "territory", $"{bearer.NameLv} periodā {row.Period} nepastāvēja.", $"{bearer.NameEn} did not exist in {row.Period}.");
        else if (FindBreakdown(indicator.Indicator, row.Breakdown) is not { } breakdown)
            finding = Refused(row, "unknown-breakdown", "breakdown", $"Rādītājam nav dalījuma „{row.Breakdown}”.", $"The indicator has no breakdown '{row.Breakdown}'.");
        else
            return MapValue(row, indicator, bearer, valid, breakdown, out finding);
        return null;
    }

    private MappedRow? MapValue(in SourceRow row, (CatalogueIndicator Indicator, decimal Factor) indicator, TerritoryVersion bearer, TerritoryVersion valid, string breakdown, out RowFinding finding)
    {
        finding = default;
        decimal? value = null;
        string? missing = null;
        if (string.IsNullOrEmpty(row.Value))
        {
            missing = row.MissingReason ?? "notAvailable";
            if (!MissingReason.All.Contains(missing))
            {
                finding = Refused(row, "unknown-missing-reason", "missingReason", $"Iemesls ir viens no: {string.Join(", ", MissingReason.All)}.", $"The reason is one of: {string.Join(", ", MissingReason.All)}.");
                return null;
            }
        }
        else if (NumberText.Parse(row.Value, out var message) is { } number)
        {
            value = number * indicator.Factor;
        }
        else
        {
            finding = Refused(row, "not-a-number", "value", message.Lv, message.En);
            return null;
        }
        return new MappedRow(row.Number, indicator.Indicator.Id, indicator.Indicator.Current.Id, sourceId, bearer.TerritoryId, valid.Id, row.Period, breakdown,
            value, missing, row.Flag == "suspect", row.ReasonLv, row.ReasonEn ?? row.ReasonLv);
    }

    private (CatalogueIndicator Indicator, decimal Factor)? FindIndicator(string name)
    {
        if (indicators.TryGetValue(name, out var known))
            return known;
        var rule = rules[("indicator", name)].FirstOrDefault();
        (CatalogueIndicator, decimal)? found = rule is { IndicatorId: { } id } && catalogue.IndicatorsById.TryGetValue(id, out var mapped) ? (mapped, rule.Factor)
            : catalogue.Indicators.TryGetValue(name, out var own) ? (own, 1m) : null;
        return indicators[name] = found;
    }

    private TerritoryVersion? FindTerritory(string name)
    {
        if (territories.TryGetValue(name, out var known))
            return known;
        var rule = rules[("territory", name)].FirstOrDefault();
        var found = rule is { TerritoryId: { } id } ? catalogue.Territories.Latest(id) : catalogue.Territories.Find(name);
        return territories[name] = found;
    }

    private TerritoryVersion? VersionOn(TerritoryVersion bearer, string period, CatalogueIndicator indicator)
    {
        var key = (bearer.TerritoryId, period, indicator.Id);
        if (!versions.TryGetValue(key, out var valid))
            versions[key] = valid = catalogue.Territories.On(bearer.TerritoryId, indicator.Current.DayOf(period));
        return valid;
    }

    private string? FindBreakdown(CatalogueIndicator indicator, string text)
    {
        if (text.Length == 0)
            return text;
        if (breakdowns.TryGetValue((indicator.Id, text), out var known))
            return known;
        var stated = rules[("breakdown", text)].FirstOrDefault()?.Breakdown ?? text;
        string? found = null;
        if (stated.Split(',').All(pair => pair.Count(letter => letter == ':') == 1))
        {
            var parts = BreakdownSelection.Parse(stated);
            if (parts.All(part => indicator.Breakdowns.Contains(part.Key) && catalogue.Dimensions[part.Key].Categories.Any(category => category.Code == part.Value)))
                found = string.Join(',', parts.Select(part => $"{part.Key}:{part.Value}"));
        }
        return breakdowns[(indicator.Id, text)] = found;
    }

    private static RowFinding Refused(in SourceRow row, string rule, string field, string lv, string en) => new(row.Number, rule, "refused", field, lv, en, row.Content);

    private static RowFinding Waiting(in SourceRow row, string rule, string field, string name, IEnumerable<string> known)
    {
        var near = Nearest.To(name, known);
        var shown = name.Length <= 80 ? name : name[..80] + "…";
        return new RowFinding(row.Number, rule, "waiting", field,
            $"Nav zināms, kas ir „{shown}”; pievienojiet atbilstības likumu.{(near.Count > 0 ? $" Tuvākais: {near[0]}." : "")}",
            $"It is not known what '{shown}' is; add a mapping rule.{(near.Count > 0 ? $" Nearest: {near[0]}." : "")}", row.Content);
    }
}
