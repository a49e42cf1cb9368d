using Benchlearning.Api.Features.Analyses;

namespace Benchlearning.Api.Features.Practices;

/// <summary>
/// Who does clearly better. A unit does, when it is better than the one that asks by at least half of the interquartile range of the group (Hyndman and Fan's type 7,
/// 1996), and at least as good as the middle of the group: what lies nearer may be chance, and what is below the middle is no example.
/// </summary>
internal static class BetterUnits
{
    private const double ClearShare = 0.5;

    /// <summary>Places of the units that do clearly better, best first.</summary>
    /// <param name="value">The figure of the one that asks.</param>
    /// <param name="others">The figures of the others; null is missing.</param>
    /// <param name="direction">The direction of goodness; with a target the distance from it counts. Neutral: nobody is better.</param>
    /// <param name="decimals">Decimals at which figures are compared.</param>
    public static IReadOnlyList<int> Of(double value, IReadOnlyList<double?> others, Direction direction, int decimals)
    {
        if (direction.Kind == DirectionKind.Neutral)
            return [];
        var own = Badness(value, direction, decimals);
        var all = others.Select(other => other is { } figure ? Badness(figure, direction, decimals) : (double?)null).ToArray();
        var ascending = all.OfType<double>().Append(own).Order().ToArray();
        var middle = Quantile.OfAscending(ascending, 0.5).GetValueOrDefault();
        var clear = ClearShare * (Quantile.OfAscending(ascending, 0.75).GetValueOrDefault() - Quantile.OfAscending(ascending, 0.25).GetValueOrDefault());
        return [.. Enumerable.Range(0, all.Length).Where(place => all[place] is { } other && other < own && own - other >= clear && other <= middle).OrderBy(place => all[place]).ThenBy(place => place)];
    }

    /// <summary>The less the better.</summary>
    private static double Badness(double figure, Direction direction, int decimals) => direction.Kind switch
    {
        DirectionKind.HigherIsBetter => -Math.Round(figure, decimals),
        DirectionKind.LowerIsBetter => Math.Round(figure, decimals),
        _ => direction.Deviation(figure, decimals),
    };
}
