namespace Benchlearning.Api.Features.Analyses;

/// <summary>Ways to say what share of a group a score is above.</summary>
internal enum PercentileRankMethod
{
    /// <summary>(below + equal/2)/n, the mid-percentile (Roscoe, 1975). The default.</summary>
    Mean,

    /// <summary>below/n.</summary>
    Strict,

    /// <summary>(below + equal)/n, the empirical distribution function.</summary>
    Weak,

    /// <summary>below/(n - 1), interpolated between members: Excel's PERCENTRANK.INC, without its cut to three digits.</summary>
    ExcelInclusive,

    /// <summary>(below + 1)/(n + 1), interpolated between members: Excel's PERCENTRANK.EXC, without its cut to three
    /// digits.</summary>
    ExcelExclusive,

    /// <summary>(better + 1)/n: the competition rank as a share of n, best first, as the Scottish benchmarking framework prints
    /// it.</summary>
    RankOverN,

    /// <summary>(r - 1/2)/n of a member with mean rank r (Hazen, 1914); equals the mean, but only members have it.</summary>
    Hazen,
}

/// <summary>The position of a score in a group as a share between 0 and 1.</summary>
internal static class PercentileRank
{
    /// <summary>
    /// The share of the group at or below the score, in one of the usual senses. All but
    /// <see cref="PercentileRankMethod.RankOverN"/> look at size alone, not at goodness. The score is rounded as the group's
    /// values are.
    /// </summary>
    /// <param name="group">The group, ordered once.</param>
    /// <param name="score">The score, in the unit of the indicator; it need not be a member's.</param>
    /// <param name="method">In which sense.</param>
    /// <param name="direction">The direction of goodness, used by <see cref="PercentileRankMethod.RankOverN"/> only.</param>
    /// <returns>
    /// 0 to 1. Null for an empty group; for the Excel methods when n is 1 or the score lies outside the group's range; for Hazen
    /// when the score is no member's; for rank over n when the score is no member's or the direction is neutral.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The score is NaN or infinite, or the method unknown.</exception>
    public static double? Of(
        OrderedValues group,
        double score,
        PercentileRankMethod method = PercentileRankMethod.Mean,
        Direction direction = default)
    {
        if (!double.IsFinite(score))
        {
            throw new ArgumentOutOfRangeException(nameof(score), score, "A score is a finite number.");
        }

        var aligned = group.Align(score);
        double n = group.Count;
        var below = group.CountBelow(aligned);
        var equal = group.CountAtOrBelow(aligned) - below;
        return method switch
        {
            _ when group.Count == 0 => null,
            PercentileRankMethod.Mean => (below + (equal / 2.0)) / n,
            PercentileRankMethod.Strict => below / n,
            PercentileRankMethod.Weak => (below + equal) / n,
            PercentileRankMethod.ExcelInclusive => group.Count == 1 ? null : Position(group, aligned, below, equal) / (n - 1),
            PercentileRankMethod.ExcelExclusive =>
                group.Count == 1 ? null : (Position(group, aligned, below, equal) + 1) / (n + 1),
            PercentileRankMethod.RankOverN => RankOverN(group, aligned, equal, direction),
            PercentileRankMethod.Hazen => equal == 0 ? null : (below + (equal / 2.0)) / n,
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, "Unknown kind of percentile rank."),
        };
    }

    // The number of values below a member; between two neighbouring members, in proportion to the distance to each.
    private static double? Position(OrderedValues group, double score, int below, int equal)
    {
        if (equal > 0)
        {
            return below;
        }

        if (below == 0 || below == group.Count)
        {
            return null;
        }

        var lower = group.Ascending[below - 1];
        var upper = group.Ascending[below];
        var belowLower = group.CountBelow(lower);
        var gap = upper - lower;
        var fraction = double.IsFinite(gap)
            ? (score - lower) / gap
            : ((score / 2) - (lower / 2)) / ((upper / 2) - (lower / 2)); // further apart than the largest double
        return belowLower + (fraction * (below - belowLower));
    }

    private static double? RankOverN(OrderedValues group, double score, int equal, Direction direction)
    {
        if (equal == 0 || direction.Kind == DirectionKind.Neutral)
        {
            return null;
        }

        var own = direction.Badness(score, group.Decimals);
        var better = 0;
        foreach (var value in group.Ascending)
        {
            if (direction.Badness(value, group.Decimals) < own)
            {
                better++;
            }
        }

        return (better + 1.0) / group.Count;
    }
}
