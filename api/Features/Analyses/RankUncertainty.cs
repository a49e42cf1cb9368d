namespace Benchlearning.Api.Features.Analyses;

/// <summary>A value with its standard error.</summary>
/// <param name="Unit">The unit's identifier.</param>
/// <param name="Value">The value, in the unit of the indicator; null or NaN is missing.</param>
/// <param name="StandardError">Its standard error, 0 or more, in the same unit; null or NaN is missing.</param>
internal readonly record struct UncertainValue(string Unit, double? Value, double? StandardError);

/// <summary>The rank of a unit as far as its value is known.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Rank">The competition rank of the values as they are, 1 the best.</param>
/// <param name="Expected">The rank to be expected: 1 plus the probability of each other being better.</param>
/// <param name="Low">The best rank that the tests leave open.</param>
/// <param name="High">The worst.</param>
internal sealed record UncertainRank(string Unit, double Rank, double Expected, int Low, int High);

/// <summary>Ranks with their uncertainty.</summary>
/// <param name="Ranks">One per unit with a value and an error, in the order given.</param>
/// <param name="Excluded">The others, with the reason.</param>
internal sealed record UncertainRanks(IReadOnlyList<UncertainRank> Ranks, IReadOnlyList<Exclusion> Excluded);

/// <summary>
/// Ranks of values that have errors. The expected rank is that of Laird and Louis (1989), E = 1 + sum over others of
/// Phi((better by)/sqrt(s_i^2 + s_j^2)), ties counting a half. The interval is from pairwise tests: low is 1 plus the number of units
/// surely better, high is n less the number surely worse; sure means beyond the critical value with Bonferroni's correction, for the
/// n - 1 tests of one unit, or for all n(n - 1)/2 pairs when the intervals of all units are to hold at once (Mogstad, Romano, Shaikh
/// and Wilhelm, 2024).
/// </summary>
internal static class RankUncertainty
{
    /// <summary>Ranks.</summary>
    /// <param name="values">The values with their errors, independent of each other.</param>
    /// <param name="direction">More or less is better; a target and neutral have no sides to test.</param>
    /// <param name="level">The level of the intervals, above 0 and below 1.</param>
    /// <param name="isSimultaneous">Whether the intervals of all units hold at once.</param>
    /// <exception cref="ArgumentException">The direction has no sides, or a value is infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is outside its range, or an error negative.</exception>
    public static UncertainRanks Of(
        IReadOnlyList<UncertainValue> values, Direction direction, double level = 0.95, bool isSimultaneous = false)
    {
        if (direction.Kind is not (DirectionKind.HigherIsBetter or DirectionKind.LowerIsBetter))
        {
            throw new ArgumentException("Ranks with errors need more, or less, to be better.", nameof(direction));
        }

        if (!(level is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, "A level lies between 0 and 1.");
        }

        var excluded = new List<Exclusion>();
        var present = new List<(string Unit, double Value, double Error)>(values.Count);
        foreach (var one in values)
        {
            var hasError = Presence.IsPresent(one.StandardError, out var error);
            if (!Presence.IsPresent(one.Value, out var value))
            {
                excluded.Add(new Exclusion(one.Unit, ExclusionReason.ValueMissing));
            }
            else if (!hasError)
            {
                excluded.Add(new Exclusion(one.Unit, ExclusionReason.VariableMissing, "standard error"));
            }
            else
            {
                ArgumentOutOfRangeException.ThrowIfNegative(error, nameof(values));
                present.Add((one.Unit, value, error));
            }
        }

        double n = present.Count;
        var tests = isSimultaneous ? n * (n - 1) / 2 : n - 1;
        var critical = n < 2 ? 0 : NormalDistribution.Quantile(1 - ((1 - level) / (2 * tests)));
        var ranks = Ranks.Of([.. present.Select(static one => (double?)one.Value)], direction);
        var results = new UncertainRank[present.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = Against(present, i, ranks[i].GetValueOrDefault(), direction, critical);
        }

        return new UncertainRanks(results, excluded);
    }

    private static UncertainRank Against(
        List<(string Unit, double Value, double Error)> present, int unit, double rank, Direction direction, double critical)
    {
        var own = present[unit];
        var expected = default(CompensatedSum);
        expected.Add(1);
        int better = 0, worse = 0;
        for (var other = 0; other < present.Count; other++)
        {
            if (other == unit)
            {
                continue;
            }

            var gap = (present[other].Value - own.Value) * (direction.Kind == DirectionKind.HigherIsBetter ? 1 : -1);
            var error = double.Hypot(present[other].Error, own.Error);
            var score = gap == 0 ? 0 : gap / error; // infinite when both are exact
            expected.Add(NormalDistribution.Cumulative(score));
            better += score > critical ? 1 : 0;
            worse += score < -critical ? 1 : 0;
        }

        return new UncertainRank(own.Unit, rank, expected.Total, 1 + better, present.Count - worse);
    }
}
