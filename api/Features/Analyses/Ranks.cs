namespace Benchlearning.Api.Features.Analyses;

/// <summary>How units with equal values share ranks.</summary>
internal enum RankMethod
{
    /// <summary>"1224": one more than the number of strictly better units. The default.</summary>
    Competition,

    /// <summary>"1334": the number of units that are better or equal.</summary>
    Modified,

    /// <summary>"1223": one more than the number of distinct better values.</summary>
    Dense,

    /// <summary>"1 2.5 2.5 4": the mean of the places the equal units take together.</summary>
    Fractional,

    /// <summary>"1234": equal units in the order they were given.</summary>
    Ordinal,
}

/// <summary>Ranks of the units of a group: 1 is the best.</summary>
internal static class Ranks
{
    private const int StackLimit = 256;

    /// <summary>
    /// Ranks values by the direction of the indicator. Units with a target are ranked by |x - target|, all within the tolerance
    /// being equal. The ranks of n present units lie between 1 and n; fractional and ordinal ranks always add up to n(n + 1)/2.
    /// </summary>
    /// <param name="values">One value per unit, in the unit of the indicator; null or NaN is missing, neither ranked nor
    /// counted.</param>
    /// <param name="direction">The direction of goodness; neutral gives no rank to anyone.</param>
    /// <param name="method">How ties share ranks. Ordinal alone depends on the order given: give units in the order of their
    /// identifiers to have a stable answer.</param>
    /// <param name="decimals">Published decimals (0 to 15) to round to before comparing, so that binary noise makes no order;
    /// <see langword="null"/> compares every digit.</param>
    /// <returns>A rank or null for each value, in the order given. All equal: all 1 (modified n, fractional (n + 1)/2). Empty for
    /// none.</returns>
    /// <exception cref="ArgumentException">A value is infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The method is unknown, or <paramref name="decimals"/> outside 0 to
    /// 15.</exception>
    public static double?[] Of(
        ReadOnlySpan<double?> values, Direction direction, RankMethod method = RankMethod.Competition, int? decimals = null)
    {
        if (!Enum.IsDefined(method))
        {
            throw new ArgumentOutOfRangeException(nameof(method), method, "Unknown method of ranking.");
        }

        var ranks = new double?[values.Length];
        if (direction.Kind == DirectionKind.Neutral)
        {
            return ranks;
        }

        Span<double> keys = values.Length <= StackLimit ? stackalloc double[values.Length] : new double[values.Length];
        Span<int> units = values.Length <= StackLimit ? stackalloc int[values.Length] : new int[values.Length];
        var count = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (Presence.IsPresent(values[i], out var value))
            {
                keys[count] = direction.Badness(decimals is { } places ? Rounding.ToDecimals(value, places) : value, decimals);
                units[count++] = i;
            }
        }

        keys = keys[..count];
        units = units[..count];
        keys.Sort(units);

        var distinct = 0;
        for (int first = 0, next; first < count; first = next)
        {
            next = first + 1;
            while (next < count && keys[next] == keys[first])
            {
                next++;
            }

            distinct++;
            var equal = units[first..next];
            if (method == RankMethod.Ordinal)
            {
                equal.Sort(); // the sort by key is not stable
            }

            for (var i = 0; i < equal.Length; i++)
            {
                ranks[equal[i]] = method switch
                {
                    RankMethod.Competition => first + 1,
                    RankMethod.Modified => next,
                    RankMethod.Dense => distinct,
                    RankMethod.Fractional => (first + 1 + next) / 2.0,
                    _ => first + 1 + i,
                };
            }
        }

        return ranks;
    }
}
