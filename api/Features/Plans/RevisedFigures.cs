using Benchlearning.Contracts.V1.Plans;

namespace Benchlearning.Api.Features.Plans;

/// <summary>Which figures of an evaluation are published otherwise by now.</summary>
internal static class RevisedFigures
{
    /// <summary>Those that differ, in the order of the cells.</summary>
    /// <param name="used">The cells that it rests on.</param>
    /// <param name="now">Their figures now, in the same order; null: none is published.</param>
    /// <param name="catalogue">Knows their codes.</param>
    public static IReadOnlyList<RevisedFigure> Of(IReadOnlyList<UsedCell> used, IReadOnlyList<decimal?> now, Catalogue.Catalogue catalogue) =>
        [.. used.Zip(now).Where(pair => pair.First.Value != pair.Second).Select(pair => new RevisedFigure(
            catalogue.IndicatorsById[pair.First.IndicatorId].Code, catalogue.Territories.Latest(pair.First.TerritoryId).Identity, pair.First.Period, pair.First.Value, pair.Second))];
}
