namespace Benchlearning.Api.Features.Analyses;

/// <summary>How probabilities of many tests are corrected.</summary>
internal enum MultipleTestingMethod
{
    /// <summary>Holm (1979): the chance of even one false find stays below the level. The default.</summary>
    Holm,

    /// <summary>Benjamini and Hochberg (1995): the share of false finds among all finds stays below the level on average.</summary>
    BenjaminiHochberg,
}

/// <summary>
/// Corrects the probabilities of many tests made at once: of twenty relations that do not exist, one is found at 5 % on average.
/// With p in ascending order: Holm max over k up to i of min(1, (m - k + 1) p(k)); Benjamini and Hochberg min over k from i of
/// min(1, m p(k)/k).
/// </summary>
internal static class MultipleTesting
{
    /// <summary>Corrects.</summary>
    /// <param name="probabilities">0 to 1 each; null was not tested, stays null and does not count.</param>
    /// <param name="method">How.</param>
    /// <returns>Corrected probabilities in the order given, none smaller than it was.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A probability is outside 0 to 1, or the method unknown.</exception>
    public static double?[] Adjust(
        ReadOnlySpan<double?> probabilities, MultipleTestingMethod method = MultipleTestingMethod.Holm)
    {
        if (!Enum.IsDefined(method))
        {
            throw new ArgumentOutOfRangeException(nameof(method), method, "Unknown correction.");
        }

        var order = new List<int>(probabilities.Length);
        var given = probabilities.ToArray();
        for (var i = 0; i < given.Length; i++)
        {
            if (given[i] is { } probability)
            {
                if (!(probability is >= 0 and <= 1))
                {
                    throw new ArgumentOutOfRangeException(
                        nameof(probabilities), probability, "A probability lies between 0 and 1.");
                }

                order.Add(i);
            }
        }

        order.Sort((left, right) => given[left]!.Value.CompareTo(given[right]!.Value));
        var adjusted = new double?[given.Length];
        var m = order.Count;
        if (method == MultipleTestingMethod.Holm)
        {
            var largest = 0.0;
            for (var k = 0; k < m; k++)
            {
                largest = Math.Max(largest, Math.Min(1, (m - k) * given[order[k]]!.Value));
                adjusted[order[k]] = largest;
            }
        }
        else
        {
            var smallest = 1.0;
            for (var k = m - 1; k >= 0; k--)
            {
                smallest = Math.Min(smallest, m * given[order[k]]!.Value / (k + 1));
                adjusted[order[k]] = smallest;
            }
        }

        return adjusted;
    }
}
