namespace Benchlearning.Api.Features.Analyses;

/// <summary>Which average of a group.</summary>
internal enum GroupAverageKind
{
    /// <summary>The mean of the units' values, every unit counting once.</summary>
    Mean,

    /// <summary>The mean of the units' values by a named weight.</summary>
    WeightedMean,

    /// <summary>The sum of numerators over the sum of denominators: the ratio of the group as if it were one unit.</summary>
    RatioOfSums,
}

/// <summary>A unit's value with its weight.</summary>
/// <param name="Unit">The unit's identifier.</param>
/// <param name="Value">The value, in the unit of the indicator; null or NaN is missing.</param>
/// <param name="Weight">The weight, such as population; null or NaN is missing.</param>
internal readonly record struct WeightedValue(string Unit, double? Value, double? Weight);

/// <summary>A unit's ratio in its two components.</summary>
/// <param name="Unit">The unit's identifier.</param>
/// <param name="Numerator">The numerator; null or NaN is missing.</param>
/// <param name="Denominator">The denominator; null or NaN is missing.</param>
internal readonly record struct RatioComponents(string Unit, double? Numerator, double? Denominator);

/// <summary>An average of a group, with what went into it.</summary>
/// <param name="Kind">Which average.</param>
/// <param name="Value">The average; null when no unit is left, or its size exceeds the largest double.</param>
/// <param name="Count">Units in the average.</param>
/// <param name="Missing">Units with no value, or for a ratio without one of its components.</param>
/// <param name="WeightName">What the weight is, as the caller named it; null where there is none.</param>
/// <param name="Excluded">Every unit left out, with the reason, in the order given.</param>
internal sealed record GroupAverageResult(
    GroupAverageKind Kind,
    double? Value,
    int Count,
    int Missing,
    string? WeightName,
    IReadOnlyList<Exclusion> Excluded);

/// <summary>
/// The averages of a group. A ratio indicator has two honest ones, and they differ: the mean of the units' ratios (what is usual
/// among units) and the ratio of sums (what the group as a whole has).
/// </summary>
internal static class GroupAverage
{
    /// <summary>The unweighted mean, sum(x)/n, in the unit of the indicator. Weights are ignored.</summary>
    /// <exception cref="ArgumentException">A value is infinite.</exception>
    public static GroupAverageResult Unweighted(ReadOnlySpan<WeightedValue> units)
    {
        var excluded = new List<Exclusion>();
        var values = new double[units.Length];
        var count = 0;
        foreach (var unit in units)
        {
            if (Presence.IsPresent(unit.Value, out var value))
            {
                values[count++] = value;
            }
            else
            {
                excluded.Add(new Exclusion(unit.Unit, ExclusionReason.ValueMissing));
            }
        }

        var mean = Moments.Mean(values.AsSpan(0, count));
        return new GroupAverageResult(GroupAverageKind.Mean, mean, count, excluded.Count, null, excluded);
    }

    /// <summary>
    /// The weighted mean, sum(w x)/sum(w), in the unit of the indicator and within the range of the values. A unit with no
    /// weight, or with one that is zero or negative, is left out and listed; no weight is ever assumed.
    /// </summary>
    /// <param name="units">The units.</param>
    /// <param name="weightName">What the weight is, for the answer: "population 2013".</param>
    /// <exception cref="ArgumentException">A value or weight is infinite, or the weight has no name.</exception>
    public static GroupAverageResult Weighted(ReadOnlySpan<WeightedValue> units, string weightName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(weightName);
        var excluded = new List<Exclusion>();
        var values = new double[units.Length];
        var weights = new double[units.Length];
        int count = 0, missing = 0;
        foreach (var unit in units)
        {
            var hasWeight = Presence.IsPresent(unit.Weight, out var weight);
            if (!Presence.IsPresent(unit.Value, out var value))
            {
                missing++;
                excluded.Add(new Exclusion(unit.Unit, ExclusionReason.ValueMissing));
            }
            else if (!hasWeight)
            {
                excluded.Add(new Exclusion(unit.Unit, ExclusionReason.WeightMissing));
            }
            else if (weight <= 0)
            {
                excluded.Add(new Exclusion(unit.Unit, ExclusionReason.WeightNotPositive));
            }
            else
            {
                values[count] = value;
                weights[count++] = weight;
            }
        }

        var mean = WeightedMean(values.AsSpan(0, count), weights.AsSpan(0, count));
        return new GroupAverageResult(GroupAverageKind.WeightedMean, mean, count, missing, weightName, excluded);
    }

    /// <summary>
    /// The ratio of sums, factor * sum(numerators)/sum(denominators). A unit without one of its components, or with a denominator
    /// that is zero or negative, is left out and listed.
    /// </summary>
    /// <param name="units">The units.</param>
    /// <param name="factor">What the ratio is per: 1 for a share, 100 for percent, 1000 for "per thousand".</param>
    /// <exception cref="ArgumentException">A component is infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not a finite number.</exception>
    public static GroupAverageResult RatioOfSums(ReadOnlySpan<RatioComponents> units, double factor = 1)
    {
        if (!double.IsFinite(factor))
        {
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "A factor is a finite number.");
        }

        var excluded = new List<Exclusion>();
        var numerators = new double[units.Length];
        var denominators = new double[units.Length];
        int count = 0, missing = 0;
        foreach (var unit in units)
        {
            var hasDenominator = Presence.IsPresent(unit.Denominator, out var denominator);
            if (!Presence.IsPresent(unit.Numerator, out var numerator))
            {
                missing++;
                excluded.Add(new Exclusion(unit.Unit, ExclusionReason.NumeratorMissing));
            }
            else if (!hasDenominator)
            {
                missing++;
                excluded.Add(new Exclusion(unit.Unit, ExclusionReason.DenominatorMissing));
            }
            else if (denominator <= 0)
            {
                excluded.Add(new Exclusion(unit.Unit, ExclusionReason.DenominatorNotPositive));
            }
            else
            {
                numerators[count] = numerator;
                denominators[count++] = denominator;
            }
        }

        // Means instead of sums: n cancels, and nothing overflows.
        var ratio = Moments.Mean(numerators.AsSpan(0, count)) / Moments.Mean(denominators.AsSpan(0, count)) * factor;
        var value = ratio is { } number ? Presence.FiniteOrNull(number) : null;
        return new GroupAverageResult(GroupAverageKind.RatioOfSums, value, count, missing, null, excluded);
    }

    private static double? WeightedMean(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        if (values.IsEmpty)
        {
            return null;
        }

        var valueExponent = Moments.Exponent(values);
        var weightExponent = Moments.Exponent(weights);
        var products = default(CompensatedSum);
        var total = default(CompensatedSum);
        double smallest = values[0], largest = values[0];
        for (var i = 0; i < values.Length; i++)
        {
            var weight = Math.ScaleB(weights[i], -weightExponent);
            products.Add(weight * Math.ScaleB(values[i], -valueExponent));
            total.Add(weight);
            smallest = Math.Min(smallest, values[i]);
            largest = Math.Max(largest, values[i]);
        }

        return Math.Clamp(Math.ScaleB(products.Total / total.Total, valueExponent), smallest, largest);
    }
}
