using Benchlearning.Api.Features.Analyses;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Comparisons;
using Benchlearning.Api.Features.Territories;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Plans;

namespace Benchlearning.Api.Features.Plans;

/// <summary>A cell that an evaluation rests on. Value null: nothing was published.</summary>
internal sealed record UsedCell(int IndicatorId, int TerritoryId, string Period, decimal? Value);

/// <summary>What plans are judged by: the published figures that everybody sees, whoever asks.</summary>
internal sealed class PlanFigures(GroupComparison figures, CatalogueWatch watch)
{
    /// <summary>Most periods before the action that are looked at.</summary>
    private const int MostBefore = 6;

    /// <summary>The published figure of a municipality; null: none is.</summary>
    public async Task<decimal?> FigureAsync(CatalogueIndicator indicator, int territoryId, string period, CancellationToken cancellationToken) =>
        FigureIn(await ReadAsync(indicator, "all", cancellationToken), indicator, territoryId, period);

    /// <summary>The published figures of some cells now.</summary>
    public async Task<IReadOnlyList<decimal?>> FiguresAsync(IReadOnlyList<UsedCell> cells, CancellationToken cancellationToken)
    {
        var byIndicator = new Dictionary<int, ComparisonData>();
        foreach (var id in cells.Select(cell => cell.IndicatorId).Distinct())
            byIndicator[id] = await ReadAsync(watch.Current.IndicatorsById[id], "all", cancellationToken);
        return [.. cells.Select(cell => FigureIn(byIndicator[cell.IndicatorId], watch.Current.IndicatorsById[cell.IndicatorId], cell.TerritoryId, cell.Period))];
    }

    /// <summary>Judges a target of a municipality, and tells which figures that rests on.</summary>
    /// <param name="target">The target, with value and periods.</param>
    /// <param name="territoryId">The municipality.</param>
    /// <param name="group">What it is judged against, such as similar:8: as it is in the period of the baseline.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<(EvaluatedTarget Result, IReadOnlyList<UsedCell> Cells)> EvaluateAsync(PlanTarget target, int territoryId, string group, CancellationToken cancellationToken)
    {
        var indicator = watch.Current.Indicators[target.Indicator];
        var (baseline, until, aim) = (target.BaselinePeriod!, target.TargetPeriod!, target.TargetValue!.Value);
        var data = await ReadAsync(indicator, group, cancellationToken);
        var periods = data.PeriodsOf(indicator);
        var before = periods.Where(period => string.CompareOrdinal(period, baseline) <= 0).TakeLast(MostBefore).ToArray();
        var after = periods.Where(period => string.CompareOrdinal(period, baseline) > 0 && string.CompareOrdinal(period, until) <= 0).ToArray();
        var others = MembersOf(data, group, indicator, territoryId, baseline).Where(member => member.TerritoryId != territoryId).ToArray();
        var cells = others.Select(member => member.TerritoryId).Prepend(territoryId).SelectMany(unit => before.Concat(after).Append(until).Distinct(StringComparer.Ordinal)
            .Select(period => new UsedCell(indicator.Id, unit, period, FigureIn(data, indicator, unit, period)))).ToArray();
        var value = FigureIn(data, indicator, territoryId, until);
        var version = indicator.VersionFor(until);
        var isMet = TargetReached.Of(target.BaselineValue, aim, value, GroupComparison.DirectionOf(version).Kind);
        var found = before.Length == 0 || after.Length == 0 ? null : DifferenceInDifferences.Of(
        [
            new ImpactUnit("own", true, Series(territoryId, before), Series(territoryId, after)),
            .. others.Select(member => new ImpactUnit(member.Identity, false, Series(member.TerritoryId, before), Series(member.TerritoryId, after))),
        ]);
        var (effect, compared) = (Derived(found?.Effect), found?.Effect is null ? 0 : found.Controls);
        return (new EvaluatedTarget(
            indicator.Code, baseline, target.BaselineValue, until, aim, value, isMet, effect, Derived(found?.TreatedChange), Derived(found?.ControlChange), compared,
            found?.Effect is null ? null : found.PlaceboProbability, Derived(found?.PreTrendDifference),
            EffectInWords.Of(version.NameLv, value, aim, isMet, effect, found?.PlaceboProbability, compared, Language.Latvian),
            EffectInWords.Of(version.NameEn, value, aim, isMet, effect, found?.PlaceboProbability, compared, Language.English)), cells);

        double?[] Series(int unit, string[] over) => [.. over.Select(period => data.Figure(indicator, unit, period))];

        decimal? Derived(double? number) => number is { } known && double.IsFinite(known) ? FixedNumber.AsDecimal(known, version.Decimals + GroupComparison.ExtraDecimals) : null;
    }

    private Task<ComparisonData> ReadAsync(CatalogueIndicator indicator, string group, CancellationToken cancellationToken) =>
        figures.ReadAsync(watch.Current, [indicator], GroupChoice.Resolve(group, null, false, watch.Current, new Findings()), null, cancellationToken);

    private static IReadOnlyList<TerritoryVersion> MembersOf(ComparisonData data, string group, CatalogueIndicator indicator, int territoryId, string period)
    {
        var (choice, day) = (GroupChoice.Resolve(group, null, false, data.Catalogue, new Findings()), indicator.Current.DayOf(period));
        if (choice.Declared is { } declared)
            return data.Catalogue.Members(declared, day).Members;
        return data.Catalogue.Territories.On(territoryId, day) is { } focal ? SimilarMunicipalities.Of(data, choice, focal, indicator, period, day, Language.English).Members : [];
    }

    private static decimal? FigureIn(ComparisonData data, CatalogueIndicator indicator, int territoryId, string period) =>
        data.Figure(indicator, territoryId, period) is { } value ? FixedNumber.AsDecimal(value, indicator.VersionFor(period).Decimals) : null;
}
