namespace Benchlearning.Api.Features.Analyses;

/// <summary>How firmly a unit holds its rank. Null for a unit that has no index.</summary>
/// <param name="Unit">Its identifier.</param>
/// <param name="Rank">Its rank with the weights as they are.</param>
/// <param name="Best">The best rank in any draw.</param>
/// <param name="Low">The rank that 5 % of the draws are better than or at.</param>
/// <param name="Median">The middle of its ranks.</param>
/// <param name="High">The rank that 95 % of the draws are better than or at.</param>
/// <param name="Worst">The worst rank in any draw.</param>
internal sealed record RankRange(
    string Unit, double? Rank, double? Best, double? Low, double? Median, double? High, double? Worst);

/// <summary>What another choice does to the ranks of the units that have an index without it.</summary>
/// <param name="Ranks">Their ranks with it, in the order of the units; null where there is none.</param>
/// <param name="LargestShift">By how many ranks the unit moves that moves most.</param>
/// <param name="MeanShift">By how many ranks units move on average.</param>
/// <param name="PairsReversed">The share of pairs of units that change places; null when there is no pair.</param>
internal sealed record IndexShift(IReadOnlyList<double?> Ranks, double LargestShift, double MeanShift, double? PairsReversed);

/// <summary>What leaving one indicator out does.</summary>
/// <param name="Component">The indicator left out.</param>
/// <param name="Shift">What that does.</param>
internal sealed record IndexOmission(string Component, IndexShift Shift);

/// <summary>What another way of making the index does.</summary>
/// <param name="Normalisation">How every indicator is then made comparable.</param>
/// <param name="Aggregation">How scores are then put together.</param>
/// <param name="Shift">What that does.</param>
internal sealed record IndexAlternative(Normalisation Normalisation, Aggregation Aggregation, IndexShift Shift);

/// <summary>How much an index depends on choices that could have been others.</summary>
/// <param name="Ranks">One range per unit, in the order given.</param>
/// <param name="Omissions">One per indicator used, when there are two or more.</param>
/// <param name="Alternatives">One for each other way of making it.</param>
/// <param name="PairsReversed">The share of pairs of units, over all draws, that change places; 0 is a firm order.</param>
/// <param name="MeanShift">By how many ranks units move on average, over all draws.</param>
/// <param name="Draws">How many draws.</param>
/// <param name="Seed">The seed, to repeat it.</param>
internal sealed record IndexSensitivityResult(
    IReadOnlyList<RankRange> Ranks,
    IReadOnlyList<IndexOmission> Omissions,
    IReadOnlyList<IndexAlternative> Alternatives,
    double? PairsReversed,
    double? MeanShift,
    int Draws,
    ulong Seed);

/// <summary>
/// The sensitivity of the ranks of an index (Saisana, Saltelli and Tarantola, 2005): each weight is multiplied by a number between
/// 1 - spread and 1 + spread, uniformly and independently, and all are scaled to add up to 1; each indicator is left out in turn; and
/// the index is made in the other usual ways. Only units that have an index are ranked.
/// </summary>
internal static class IndexSensitivity
{
    /// <summary>The most draws.</summary>
    public const int MostDraws = 10_000;

    // A geometric mean needs scores above 0, so it goes with scores from 1 to 100.
    private static readonly (Normalisation Normalisation, Aggregation Aggregation)[] OtherWays =
    [
        (Normalisation.ZScore, Aggregation.Arithmetic), (Normalisation.MinMax, Aggregation.Arithmetic), (Normalisation.Rank, Aggregation.Arithmetic),
        (Normalisation.Percentile, Aggregation.Arithmetic), (Normalisation.MinMaxFrom1, Aggregation.Geometric),
    ];

    /// <summary>Draws weights and ranks the units anew each time.</summary>
    /// <param name="components">The indicators.</param>
    /// <param name="units">The units.</param>
    /// <param name="options">How the index is made; <see langword="null"/> for the defaults.</param>
    /// <param name="spread">How far weights are moved, above 0 to 1: 0.2 is a fifth up or down.</param>
    /// <param name="draws">How many draws, 1 to <see cref="MostDraws"/>.</param>
    /// <param name="seed">The seed: the same gives the same answer.</param>
    /// <param name="cancellationToken">Stops the drawing.</param>
    /// <exception cref="ArgumentException">The definition makes no sense; see <see cref="CompositeIndex"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The spread or the number of draws is outside its range.</exception>
    public static IndexSensitivityResult Of(
        IReadOnlyList<IndexComponent> components,
        IReadOnlyList<IndexUnit> units,
        IndexOptions? options = null,
        double spread = 0.2,
        int draws = 1000,
        ulong seed = 1,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(draws, MostDraws);
        if (!(spread is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(spread), spread, "A spread is above 0, at most 1.");
        }

        options ??= new IndexOptions();
        double?[] official = [.. CompositeIndex.Of(components, units, options).Scores.Select(static one => one.Rank)];
        var order = WithNaN(official);
        var normalised = IndexNormalisation.Of(components, units, options, []);
        var weights = components.Select((one, i) => normalised.WithoutSpread[i] ? 0 : one.Weight).ToArray();
        List<double>[] ranks = [.. units.Select(_ => new List<double>(draws))];
        var random = new StableRandom(seed);
        var shifts = default(CompensatedSum);
        long reversed = 0, pairs = 0, moves = 0;
        for (var draw = 0; draw < draws; draw++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var drawn = Array.ConvertAll(weights, weight => weight * (1 + (spread * ((2 * random.Uniform()) - 1))));
            var places = RanksWith(normalised, drawn, options, official);
            for (var unit = 0; unit < ranks.Length; unit++)
            {
                if (places[unit] is { } place)
                {
                    ranks[unit].Add(place);
                    shifts.Add(Math.Abs(place - official[unit]!.Value));
                    moves++;
                }
            }

            CountReversed(order, WithNaN(places), ref reversed, ref pairs);
        }

        return new IndexSensitivityResult(
            [.. units.Select((unit, i) => Range(unit.Unit, official[i], ranks[i]))],
            Omissions(components, normalised, weights, official, options),
            Alternatives(components, units, official, options),
            pairs == 0 ? null : (double)reversed / pairs,
            moves == 0 ? null : shifts.Total / moves,
            draws,
            seed);
    }

    // Among the units that have an official rank: another choice may bring in others, which would move everybody.
    private static double?[] RanksWith(NormalisedScores normalised, double[] weights, IndexOptions options, double?[] official) => Ranks.Of(
        [.. CompositeIndex.Aggregate(normalised.Scores, weights, options).Select((one, unit) => official[unit] is null ? null : one.Value)],
        Direction.HigherIsBetter, RankMethod.Competition, 9);

    // NaN is no rank, and compares with nothing.
    private static void CountReversed(double[] before, double[] after, ref long reversed, ref long pairs)
    {
        for (var i = 0; i < before.Length; i++)
        {
            if (!double.IsNaN(before[i]) && !double.IsNaN(after[i]))
            {
                for (var k = i + 1; k < before.Length; k++)
                {
                    var gap = before[i] - before[k];
                    var now = after[i] - after[k];
                    pairs += gap != 0 && !double.IsNaN(gap + now) ? 1 : 0;
                    reversed += gap * now < 0 ? 1 : 0;
                }
            }
        }
    }

    private static double[] WithNaN(double?[] ranks) => Array.ConvertAll(ranks, static rank => rank ?? double.NaN);

    private static IndexShift Shift(double?[] official, double?[] places)
    {
        double[] shifts = [.. official.Zip(places, static (before, after) => before - after).OfType<double>().Select(Math.Abs)];
        long reversed = 0, pairs = 0;
        CountReversed(WithNaN(official), WithNaN(places), ref reversed, ref pairs);
        return new IndexShift(
            places, shifts.Length == 0 ? 0 : shifts.Max(), Moments.Mean(shifts).GetValueOrDefault(), pairs == 0 ? null : (double)reversed / pairs);
    }

    private static RankRange Range(string unit, double? rank, List<double> ranks)
    {
        if (rank is null || ranks.Count == 0)
        {
            return new RankRange(unit, rank, null, null, null, null, null);
        }

        double[] ascending = [.. ranks.Order()];
        return new RankRange(unit, rank, ascending[0], At(0.05), At(0.5), At(0.95), ascending[^1]);

        double? At(double share) => Quantile.OfAscending(ascending, share, QuantileType.InvertedDistribution);
    }

    private static List<IndexOmission> Omissions(
        IReadOnlyList<IndexComponent> components,
        NormalisedScores normalised,
        double[] weights,
        double?[] official,
        IndexOptions options)
    {
        var omissions = new List<IndexOmission>();
        if (weights.Count(static weight => weight > 0) < 2)
        {
            return omissions;
        }

        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] > 0)
            {
                var places = RanksWith(normalised, [.. weights[..i], 0, .. weights[(i + 1)..]], options, official);
                omissions.Add(new IndexOmission(components[i].Code, Shift(official, places)));
            }
        }

        return omissions;
    }

    private static List<IndexAlternative> Alternatives(
        IReadOnlyList<IndexComponent> components, IReadOnlyList<IndexUnit> units, double?[] official, IndexOptions options)
    {
        var alternatives = new List<IndexAlternative>();
        foreach (var (normalisation, aggregation) in OtherWays)
        {
            if (aggregation != options.Aggregation || components.Any(component => component.Normalisation != normalisation))
            {
                IndexComponent[] others = [.. components.Select(component => component with { Normalisation = normalisation, Low = null, High = null, Base = null })];
                var way = options with { Aggregation = aggregation };
                var normalised = IndexNormalisation.Of(others, units, way, []);
                var weights = others.Select((one, i) => normalised.WithoutSpread[i] ? 0 : one.Weight).ToArray();
                alternatives.Add(new IndexAlternative(normalisation, aggregation, Shift(official, RanksWith(normalised, weights, way, official))));
            }
        }

        return alternatives;
    }
}
