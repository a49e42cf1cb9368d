namespace Benchlearning.Api.Features.Analyses;

/// <summary>How an indicator crosses a reform of territories, a property of the indicator.</summary>
internal enum ConversionRule
{
    /// <summary>Ranks, quantiles, indices, medians: not from the parts' values.</summary>
    NotConvertible,

    /// <summary>Counts and amounts: add up.</summary>
    Sum,

    /// <summary>Means of something per head of a known weight: sum(w x)/sum(w).</summary>
    WeightedMean,

    /// <summary>Ratios with known components: factor * sum(numerators)/sum(denominators).</summary>
    Recompute,
}

/// <summary>What became of a conversion.</summary>
internal enum ConversionStatus
{
    /// <summary>From every part.</summary>
    Complete,

    /// <summary>From some of the parts, as the caller allowed; read the coverage.</summary>
    Partial,

    /// <summary>No value: a part is missing.</summary>
    PartMissing,

    /// <summary>No value: the indicator cannot be converted.</summary>
    NotConvertible,

    /// <summary>No value: there are no parts.</summary>
    NoParts,

    /// <summary>No value: the weights or the denominators add up to zero.</summary>
    NothingToDivideBy,

    /// <summary>No value: the arithmetic leaves the range of decimals, 28 digits.</summary>
    OutOfRange,

    /// <summary>An estimate, by an official share of the whole.</summary>
    Estimated,

    /// <summary>No value: the share of the whole is not known officially.</summary>
    ShareUnknown,
}

/// <summary>One of the territories that became one.</summary>
/// <param name="Unit">Its identifier.</param>
/// <param name="Value">Its value; needed by sum and weighted mean.</param>
/// <param name="Weight">Its weight, such as population, zero or more; needed by weighted mean, and by every rule to tell the
/// coverage.</param>
/// <param name="Numerator">The numerator of its ratio; needed by recompute.</param>
/// <param name="Denominator">The denominator of its ratio; needed by recompute.</param>
internal readonly record struct TerritorialPart(
    string Unit, decimal? Value, decimal? Weight = null, decimal? Numerator = null, decimal? Denominator = null);

/// <summary>A value on other boundaries, with the story of its making.</summary>
/// <param name="Value">The value, in the unit of the indicator, unrounded; null where there is none.</param>
/// <param name="Status">What became of the conversion.</param>
/// <param name="Rule">The rule used.</param>
/// <param name="Parts">How many parts the territory has: n.</param>
/// <param name="PartsPresent">How many of them had what the rule needs.</param>
/// <param name="Coverage">The share of weight present, 0 to 1; 1 when no part is missing. Null when a weight needed for it is
/// unknown.</param>
/// <param name="MissingParts">The parts that lacked something, in the order given.</param>
internal sealed record TerritorialConversion(
    decimal? Value,
    ConversionStatus Status,
    ConversionRule Rule,
    int Parts,
    int PartsPresent,
    decimal? Coverage,
    IReadOnlyList<string> MissingParts);

/// <summary>
/// The arithmetic of values across a reform of territories, in decimals, as the values are stored. An average of ratios is never
/// taken for the ratio, and ranks are never averaged.
/// </summary>
internal static class TerritorialMerge
{
    /// <summary>Combines the parts of a territory into its value.</summary>
    /// <param name="rule">The indicator's rule.</param>
    /// <param name="parts">All parts of the territory, those without a value too.</param>
    /// <param name="factor">For recompute, what the ratio is per: 1 for a share, 100 for percent, 1000 for "per
    /// thousand".</param>
    /// <param name="minimumCoverage">1 is strict, the default: any missing part leaves no value. Below 1, a weighted mean or a
    /// recomputed ratio may stand on parts with at least this share of the weight. A sum is always strict: without a part it is
    /// not a smaller estimate but another number.</param>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative, the minimum coverage is not above 0 and at most 1, or
    /// the rule is unknown.</exception>
    public static TerritorialConversion Combine(
        ConversionRule rule, ReadOnlySpan<TerritorialPart> parts, decimal factor = 1, decimal minimumCoverage = 1)
    {
        if (!Enum.IsDefined(rule))
        {
            throw new ArgumentOutOfRangeException(nameof(rule), rule, "Unknown rule of conversion.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(minimumCoverage, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minimumCoverage, 1);

        var present = new List<TerritorialPart>(parts.Length);
        var missing = new List<string>();
        foreach (var part in parts)
        {
            if (part.Weight < 0)
            {
                throw new ArgumentOutOfRangeException(nameof(parts), part.Weight, $"The weight of '{part.Unit}' is negative.");
            }

            if (HasWhatIsNeeded(rule, part))
            {
                present.Add(part);
            }
            else
            {
                missing.Add(part.Unit);
            }
        }

        var coverage = parts.IsEmpty ? null : Coverage(rule, parts, missing.Count);
        var status = parts switch
        {
            [] => ConversionStatus.NoParts,
            _ when rule == ConversionRule.NotConvertible => ConversionStatus.NotConvertible,
            _ when missing.Count == 0 => ConversionStatus.Complete,
            _ when rule != ConversionRule.Sum && minimumCoverage < 1 && coverage >= minimumCoverage => ConversionStatus.Partial,
            _ => ConversionStatus.PartMissing,
        };

        decimal? value = null;
        if (status is ConversionStatus.Complete or ConversionStatus.Partial)
        {
            (value, status) = Calculate(rule, present, factor, status);
        }

        return new TerritorialConversion(value, status, rule, parts.Length, present.Count, coverage, missing);
    }

    /// <summary>
    /// The value of a part split off a territory. A count or an amount is divided by the official share; a mean or a ratio is
    /// taken over as it was. Both are estimates and say so.
    /// </summary>
    /// <param name="rule">The indicator's rule.</param>
    /// <param name="whole">The value of the territory before the split; null is missing.</param>
    /// <param name="share">The part's official share of the population, 0 to 1; null where none is known, and then nothing is
    /// estimated.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is outside 0 to 1, or the rule is unknown.</exception>
    public static (decimal? Value, ConversionStatus Status) Allocate(ConversionRule rule, decimal? whole, decimal? share)
    {
        if (share is < 0 or > 1)
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share lies between 0 and 1.");
        }

        return rule switch
        {
            ConversionRule.NotConvertible => (null, ConversionStatus.NotConvertible),
            _ when share is null => (null, ConversionStatus.ShareUnknown),
            _ when whole is null => (null, ConversionStatus.PartMissing),
            ConversionRule.Sum => (whole * share, ConversionStatus.Estimated),
            ConversionRule.WeightedMean or ConversionRule.Recompute => (whole, ConversionStatus.Estimated),
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "Unknown rule of conversion."),
        };
    }

    /// <summary>An official share of a divided territory, as a part of another: counts, weights and components are divided, a mean is taken over as it was.</summary>
    /// <param name="rule">The indicator's rule.</param>
    /// <param name="whole">The territory before it was divided.</param>
    /// <param name="share">The share, 0 to 1.</param>
    public static TerritorialPart Share(ConversionRule rule, in TerritorialPart whole, decimal share) => new(
        whole.Unit, rule == ConversionRule.Sum ? whole.Value * share : whole.Value, whole.Weight * share, whole.Numerator * share, whole.Denominator * share);

    private static bool HasWhatIsNeeded(ConversionRule rule, in TerritorialPart part) => rule switch
    {
        ConversionRule.WeightedMean => part is { Value: not null, Weight: not null },
        ConversionRule.Recompute => part is { Numerator: not null, Denominator: not null },
        _ => part.Value is not null,
    };

    private static decimal? Coverage(ConversionRule rule, ReadOnlySpan<TerritorialPart> parts, int missing)
    {
        if (missing == 0)
        {
            return 1;
        }

        try
        {
            decimal covered = 0, whole = 0;
            foreach (var part in parts)
            {
                if (part.Weight is not { } weight)
                {
                    return null;
                }

                whole += weight;
                covered += HasWhatIsNeeded(rule, part) ? weight : 0;
            }

            return whole == 0 ? null : covered / whole;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static (decimal? Value, ConversionStatus Status) Calculate(
        ConversionRule rule, List<TerritorialPart> parts, decimal factor, ConversionStatus status)
    {
        try
        {
            decimal above = 0, below = 0;
            foreach (var part in parts)
            {
                var weight = part.Weight.GetValueOrDefault();
                var value = part.Value.GetValueOrDefault();
                above += rule switch
                {
                    ConversionRule.Sum => value,
                    ConversionRule.WeightedMean => weight * value,
                    _ => part.Numerator.GetValueOrDefault(),
                };
                below += rule == ConversionRule.WeightedMean ? weight : part.Denominator.GetValueOrDefault();
            }

            return rule switch
            {
                ConversionRule.Sum => (above, status),
                _ when below == 0 => (null, ConversionStatus.NothingToDivideBy),
                ConversionRule.WeightedMean => (above / below, status),
                _ => (above * factor / below, status),
            };
        }
        catch (OverflowException)
        {
            return (null, ConversionStatus.OutOfRange);
        }
    }
}
