namespace Benchlearning.Api.Features.Analyses;

/// <summary>
/// Groups of nearly equal size by rank (fifths, tenths), as the English public health bodies define them: PHE, now OHID,
/// Technical Guide "Assigning Deprivation Categories", and the function phe_quantile. With r the competition rank among n units,
/// q = k + 1 - ceil((n + 1 - r)/(n/k)), and 0 becomes 1. Units with equal values share a group.
/// </summary>
internal static class QuantileGroups
{
    /// <summary>
    /// The group of each unit: 1 holds the best, k the worst. The quotient is taken in whole numbers, exactly, so no unit changes
    /// group by a rounding error.
    /// </summary>
    /// <param name="values">One value per unit, in the unit of the indicator; null or NaN is missing, in no group and not
    /// counted.</param>
    /// <param name="groups">How many groups: k, 2 or more.</param>
    /// <param name="direction">The direction of goodness; neutral gives no groups, as it gives no ranks.</param>
    /// <param name="decimals">Published decimals (0 to 15) to round to before comparing; <see langword="null"/> compares every
    /// digit.</param>
    /// <returns>A group or null for each value, in the order given; all null with fewer present units than groups.</returns>
    /// <exception cref="ArgumentException">A value is infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two groups, or <paramref name="decimals"/> outside 0 to
    /// 15.</exception>
    public static int?[] Of(ReadOnlySpan<double?> values, int groups, Direction direction, int? decimals = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 2);
        var ranks = Ranks.Of(values, direction, RankMethod.Competition, decimals);
        long n = 0;
        foreach (var rank in ranks)
        {
            n += rank is null ? 0 : 1;
        }

        var result = new int?[values.Length];
        if (n < groups)
        {
            return result;
        }

        for (var i = 0; i < ranks.Length; i++)
        {
            if (ranks[i] is { } rank)
            {
                var worstFirst = n + 1 - (long)rank;
                var fromWorst = ((worstFirst * groups) + n - 1) / n; // rounded up
                result[i] = (int)(groups + 1 - fromWorst);
            }
        }

        return result;
    }
}
