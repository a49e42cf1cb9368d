namespace Benchlearning.Api.Features.Analyses;

/// <summary>What a group of people, such as an age, contributes.</summary>
/// <param name="Population">Of the municipality in this group, 0 or more; null or NaN is missing.</param>
/// <param name="ReferenceCount">Events in the reference population, 0 or more.</param>
/// <param name="ReferencePopulation">The reference population of this group, above 0.</param>
internal readonly record struct StandardisationGroup(double? Population, double? ReferenceCount, double? ReferencePopulation);

/// <summary>What became of a standardisation.</summary>
internal enum StandardisationStatus
{
    /// <summary>Standardised.</summary>
    Standardised,

    /// <summary>A number is missing; nothing is filled in.</summary>
    NumberMissing,

    /// <summary>Nothing is expected, so there is nothing to compare with.</summary>
    NothingExpected,
}

/// <summary>Observed events beside those expected.</summary>
/// <param name="Status">What became of it; the figures are null unless standardised.</param>
/// <param name="Observed">O, the events counted.</param>
/// <param name="Expected">E, the events there would be at the reference's rates.</param>
/// <param name="Ratio">O/E; 1 is as expected.</param>
/// <param name="RatioLow">The lower limit of the ratio.</param>
/// <param name="RatioHigh">The upper limit.</param>
/// <param name="Rate">The ratio times the reference's crude rate, per multiplier.</param>
/// <param name="RateLow">The lower limit of the rate.</param>
/// <param name="RateHigh">The upper limit.</param>
/// <param name="Method">How the limits were found.</param>
internal sealed record StandardisationResult(
    StandardisationStatus Status,
    double? Observed,
    double? Expected,
    double? Ratio,
    double? RatioLow,
    double? RatioHigh,
    double? Rate,
    double? RateLow,
    double? RateHigh,
    PoissonLimitMethod Method);

/// <summary>
/// Indirect standardisation: the events counted over those expected if each group of people had the reference's rate, O/E with
/// E = sum of n_i R_i/N_i, and as a rate O/E times the reference's crude rate (the English public health bodies' ISR and SMR).
/// Limits are those of the count O over E: exact below 10 events, Byar's from there on, unless one is asked for.
/// </summary>
internal static class IndirectStandardisation
{
    /// <summary>Standardises.</summary>
    /// <param name="observed">The events counted in the municipality, 0 or more; null or NaN is missing.</param>
    /// <param name="groups">The groups of people; together the whole population.</param>
    /// <param name="multiplier">What the rate is per: 1000 for "per thousand".</param>
    /// <param name="level">The level of the limits, above 0 and below 1.</param>
    /// <param name="method">How limits are found; null chooses by the count.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count or population is negative, a reference population is 0, or the
    /// multiplier not a positive finite number.</exception>
    public static StandardisationResult Of(
        double? observed,
        IReadOnlyList<StandardisationGroup> groups,
        double multiplier = 1,
        double level = 0.95,
        PoissonLimitMethod? method = null)
    {
        if (!double.IsFinite(multiplier) || multiplier <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(multiplier), multiplier, "A multiplier is a positive finite number.");
        }

        var isComplete = Presence.IsPresent(observed, out var count);
        ArgumentOutOfRangeException.ThrowIfLessThan(isComplete ? count : 0, 0, nameof(observed));
        var expected = default(CompensatedSum);
        var events = default(CompensatedSum);
        var people = default(CompensatedSum);
        foreach (var group in groups)
        {
            if (Presence.IsPresent(group.Population, out var population)
                & Presence.IsPresent(group.ReferenceCount, out var referenceCount)
                & Presence.IsPresent(group.ReferencePopulation, out var referencePopulation))
            {
                ArgumentOutOfRangeException.ThrowIfNegative(population, nameof(groups));
                ArgumentOutOfRangeException.ThrowIfNegative(referenceCount, nameof(groups));
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(referencePopulation, nameof(groups));
                expected.Add(population * (referenceCount / referencePopulation));
                events.Add(referenceCount);
                people.Add(referencePopulation);
            }
            else
            {
                isComplete = false;
            }
        }

        var used = method ?? (count < PoissonLimits.FewestForByar ? PoissonLimitMethod.Exact : PoissonLimitMethod.Byar);
        if (!isComplete || !(expected.Total > 0))
        {
            var status = isComplete ? StandardisationStatus.NothingExpected : StandardisationStatus.NumberMissing;
            return new StandardisationResult(
                status, isComplete ? count : null, isComplete ? expected.Total : null, null, null, null, null, null, null, used);
        }

        var (low, high) = PoissonLimits.Of(count, level, used);
        var crude = events.Total / people.Total * multiplier;
        return new StandardisationResult(
            StandardisationStatus.Standardised,
            count,
            expected.Total,
            Presence.FiniteOrNull(count / expected.Total),
            Presence.FiniteOrNull(low / expected.Total),
            Presence.FiniteOrNull(high / expected.Total),
            Presence.FiniteOrNull(count / expected.Total * crude),
            Presence.FiniteOrNull(low / expected.Total * crude),
            Presence.FiniteOrNull(high / expected.Total * crude),
            used);
    }
}
