namespace Benchlearning.Api.Features.Analyses;

/// <summary>How firmly a unit holds its rank.</summary>
/// <param name="Unit">Its identifier.</param>
/// <param name="Rank">Its rank with the weights as they are; null when it has no index.</param>
/// <param name="Best">The best rank in any draw.</param>
/// <param name="Low">The rank that 5 % of the draws are better than or at.</param>
/// <param name="Median">The middle of its ranks.</param>
/// <param name="High">The rank that 95 % of the draws are better than or at.</param>
/// <param name="Worst">The worst rank in any draw.</param>
internal sealed record RankRange(
    string Unit, double? Rank, double? Best, double? Low, double? Median, double? High, double? Worst);

/// <summary>What leaving one indicator out does.</summary>
/// <param name="Component">The indicator left out.</param>
/// <param name="LargestShift">By how many ranks the unit moves that moves most.</param>
/// <param name="MeanShift">By how many ranks units move on average.</param>
internal sealed record IndexOmission(string Component, double LargestShift, double MeanShift);

/// <summary>How much an index depends on choices that could have been others.</summary>
/// <param name="Ranks">One range per unit, in the order given.</param>
/// <param name="Omissions">One per indicator used, when there are two or more.</param>
/// <param name="PairsReversed">The share of pairs of units, over all draws, that change places; 0 is a firm order.</param>
/// <param name="Draws">How many draws.</param>
/// <param name="Seed">The seed, to repeat it.</param>
internal sealed record IndexSensitivityResult(
    IReadOnlyList<RankRange> Ranks, IReadOnlyList<IndexOmission> Omissions, double? PairsReversed, int Draws, ulong Seed);

/// <summary>
/// The sensitivity of the ranks of an index to its weights: each weight is multiplied by a number between 1 - spread and
/// 1 + spread, uniformly and independently, and all are scaled to add up to 1; and each indicator is left out in turn (Saisana,
/// Saltelli and Tarantola, 2005).
/// </summary>
internal static class IndexSensitivity
{
    /// <summary>The most draws.</summary>
    public const int MostDraws = 10_000;

    /// <summary>Draws weights and ranks the units anew each time.</summary>
    /// <param name="components">The indicators.</param>
    /// <param name="units">The units.</param>
    /// <param name="options">How the index is made; <see langword="null"/> for the defaults.</param>
    /// <param name="spread">How far weights are moved, above 0 to 1: 0.2 is a fifth up or down.</param>
    /// <param name="draws">How many draws, 1 to <see cref="MostDraws"/>.</param>
    /// <param name="seed">The seed: the same gives the same answer.</param>
    /// <exception cref="ArgumentException">The definition makes no sense; see <see cref="CompositeIndex"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The spread or the number of draws is outside its range.</exception>
    public static IndexSensitivityResult Of(
        IReadOnlyList<IndexComponent> components,
        IReadOnlyList<IndexUnit> units,
        IndexOptions? options = null,
        double spread = 0.2,
        int draws = 1000,
        ulong seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(draws, MostDraws);
        if (!(spread is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(spread), spread, "A spread is above 0, at most 1.");
        }

        options ??= new IndexOptions();
        var index = CompositeIndex.Of(components, units, options);
        var normalised = IndexNormalisation.Of(components, units, options, []);
        var weights = components.Select((one, i) => normalised.WithoutSpread[i] ? 0 : one.Weight).ToArray();
        var official = index.Scores.Select(static one => one.Rank).ToArray();
        var ranks = new double[units.Count][];
        for (var unit = 0; unit < ranks.Length; unit++)
        {
            ranks[unit] = new double[draws];
        }

        var random = new StableRandom(seed);
        long reversed = 0, pairs = 0;
        for (var draw = 0; draw < draws; draw++)
        {
            var drawn = Array.ConvertAll(weights, weight => weight * (1 + (spread * ((2 * random.Uniform()) - 1))));
            var places = RanksWith(normalised, drawn, options);
            for (var unit = 0; unit < ranks.Length; unit++)
            {
                ranks[unit][draw] = places[unit].GetValueOrDefault();
            }

            CountReversed(official, places, ref reversed, ref pairs);
        }

        return new IndexSensitivityResult(
            [.. units.Select((unit, i) => Range(unit.Unit, official[i], ranks[i]))],
            Omissions(components, normalised, weights, official, options),
            pairs == 0 ? null : (double)reversed / pairs,
            draws,
            seed);
    }

    private static double?[] RanksWith(NormalisedScores normalised, double[] weights, IndexOptions options) => Ranks.Of(
        [.. CompositeIndex.Aggregate(normalised.Scores, weights, options).Select(static one => one.Value)],
        Direction.HigherIsBetter, RankMethod.Competition, 9);

    private static void CountReversed(double?[] before, double?[] after, ref long reversed, ref long pairs)
    {
        for (var i = 0; i < before.Length; i++)
        {
            for (var k = i + 1; k < before.Length; k++)
            {
                if (before[i] - before[k] is { } gap && gap != 0 && after[i] - after[k] is { } now)
                {
                    pairs++;
                    reversed += gap * now < 0 ? 1 : 0;
                }
            }
        }
    }

    private static RankRange Range(string unit, double? rank, double[] ranks)
    {
        if (rank is null)
        {
            return new RankRange(unit, null, null, null, null, null, null);
        }

        Array.Sort(ranks);
        return new RankRange(unit, rank, ranks[0], At(0.05), At(0.5), At(0.95), ranks[^1]);

        double? At(double share) => Quantile.OfAscending(ranks, share, QuantileType.InvertedDistribution);
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
                var places = RanksWith(normalised, [.. weights[..i], 0, .. weights[(i + 1)..]], options);
                double[] shifts = [.. official.Zip(places, static (before, after) => before - after).OfType<double>().Select(Math.Abs)];
                omissions.Add(new IndexOmission(
                    components[i].Code, shifts.Length == 0 ? 0 : shifts.Max(), Moments.Mean(shifts).GetValueOrDefault()));
            }
        }

        return omissions;
    }
}
