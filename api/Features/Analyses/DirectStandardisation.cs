namespace Benchlearning.Api.Features.Analyses;

/// <summary>A stratum of people, such as an age, and what it counts in the standard population.</summary>
/// <param name="Events">Counted in the municipality, 0 or more; null or NaN is missing.</param>
/// <param name="Population">Of the municipality, above 0.</param>
/// <param name="Standard">Of the standard population, 0 or more.</param>
internal readonly record struct StandardStratum(double? Events, double? Population, double? Standard);

/// <summary>A rate as it would be with the standard population.</summary>
/// <param name="Status">What became of it; figures are null unless standardised.</param>
/// <param name="Observed">Events counted.</param>
/// <param name="Population">People.</param>
/// <param name="Rate">The directly standardised rate, per multiplier.</param>
/// <param name="RateLow">The lower limit; null, as the upper, where nothing was counted.</param>
/// <param name="RateHigh">The upper limit.</param>
/// <param name="Method">How the limits of the count were found.</param>
internal sealed record DirectResult(
    StandardisationStatus Status, double? Observed, double? Population, double? Rate, double? RateLow, double? RateHigh, PoissonLimitMethod Method);

/// <summary>
/// Direct standardisation: sum of w_i O_i/n_i over sum of w_i, the rate that a municipality would have with the standard's ages. Limits
/// carry those of the count over: rate + sqrt(V/O) (limit of O - O), with V = sum of w_i^2 O_i/n_i^2 over (sum of w_i)^2 (Dobson et al.,
/// 1991), as the English public health bodies do.
/// </summary>
internal static class DirectStandardisation
{
    /// <summary>Standardises.</summary>
    /// <param name="strata">The strata; together the whole population.</param>
    /// <param name="multiplier">What the rate is per: 1000 for "per thousand".</param>
    /// <param name="level">The level of the limits, above 0 and below 1.</param>
    /// <param name="method">How the limits of the count are found; null: exact below 10 events, Byar's from there on.</param>
    /// <exception cref="ArgumentOutOfRangeException">Events or a standard are negative, a population is not above 0, or the multiplier is not a
    /// positive finite number.</exception>
    public static DirectResult Of(IReadOnlyList<StandardStratum> strata, double multiplier = 1, double level = 0.95, PoissonLimitMethod? method = null)
    {
        if (!double.IsFinite(multiplier) || multiplier <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(multiplier), multiplier, "A multiplier is a positive finite number.");
        }

        var isComplete = true;
        var (observed, people, weights, rates, variance) = (default(CompensatedSum), default(CompensatedSum), default(CompensatedSum), default(CompensatedSum), default(CompensatedSum));
        foreach (var stratum in strata)
        {
            if (Presence.IsPresent(stratum.Events, out var events)
                & Presence.IsPresent(stratum.Population, out var population)
                & Presence.IsPresent(stratum.Standard, out var standard))
            {
                ArgumentOutOfRangeException.ThrowIfNegative(events, nameof(strata));
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(population, nameof(strata));
                ArgumentOutOfRangeException.ThrowIfNegative(standard, nameof(strata));
                observed.Add(events);
                people.Add(population);
                weights.Add(standard);
                rates.Add(standard * (events / population));
                variance.Add(standard / population * standard * (events / population));
            }
            else
            {
                isComplete = false;
            }
        }

        var count = observed.Total;
        var used = method ?? (count < PoissonLimits.FewestForByar ? PoissonLimitMethod.Exact : PoissonLimitMethod.Byar);
        if (!isComplete || !(weights.Total > 0))
        {
            return new DirectResult(isComplete ? StandardisationStatus.NothingExpected : StandardisationStatus.NumberMissing, isComplete ? count : null, isComplete ? people.Total : null, null, null, null, used);
        }

        var rate = rates.Total / weights.Total * multiplier;
        var grain = count > 0 ? Math.Sqrt(variance.Total / count) / weights.Total * multiplier : double.NaN;
        var (low, high) = PoissonLimits.Of(count, level, used);
        return new DirectResult(
            StandardisationStatus.Standardised, count, people.Total, Presence.FiniteOrNull(rate),
            Presence.FiniteOrNull(rate + (grain * (low - count))), Presence.FiniteOrNull(rate + (grain * (high - count))), used);
    }
}
