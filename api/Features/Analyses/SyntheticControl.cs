namespace Benchlearning.Api.Features.Analyses;

/// <summary>A unit over time.</summary>
/// <param name="Unit">Its identifier.</param>
/// <param name="Before">Its values before the action, in order of time; null or NaN is missing.</param>
/// <param name="After">Its values after.</param>
internal sealed record ControlSeries(string Unit, IReadOnlyList<double?> Before, IReadOnlyList<double?> After);

/// <summary>How much of a unit is in the synthetic one.</summary>
/// <param name="Unit">Its identifier.</param>
/// <param name="Weight">0 to 1; the weights add up to 1.</param>
internal sealed record ControlWeight(string Unit, double Weight);

/// <summary>The effect of an action on one unit, against a mixture of others.</summary>
/// <param name="Status">What became of it; figures are null unless estimated.</param>
/// <param name="Weights">The units of the mixture, weights of at least 1e-6, in the order given.</param>
/// <param name="Gaps">Actual less synthetic, per period, before and after.</param>
/// <param name="Effect">The mean gap after.</param>
/// <param name="FitBefore">The root mean squared gap before: how well the mixture follows.</param>
/// <param name="Ratio">The root mean squared gap after over that before; null when the fit is perfect.</param>
/// <param name="PlaceboProbability">The rank of the ratio among those of all units, each treated in turn as if it had acted, over
/// their number: it cannot be smaller than 1 over the number of units.</param>
/// <param name="Placebos">The gaps of each other unit as a placebo, in the order given.</param>
/// <param name="IsOutsideHull">Whether the unit lies above, or below, all others in some period before: no mixture can follow
/// it there.</param>
/// <param name="Excluded">Units that lack a value.</param>
internal sealed record SyntheticControlResult(
    ImpactStatus Status,
    IReadOnlyList<ControlWeight> Weights,
    IReadOnlyList<double> Gaps,
    double? Effect,
    double? FitBefore,
    double? Ratio,
    double? PlaceboProbability,
    IReadOnlyList<IReadOnlyList<double>> Placebos,
    bool IsOutsideHull,
    IReadOnlyList<Exclusion> Excluded);

/// <summary>
/// Synthetic control (Abadie, Diamond and Hainmueller, 2010) matched on the outcome alone: the mixture of other units, weights at least
/// 0 and adding up to 1, that was nearest to the unit in the periods before, every period counting the same. The quadratic program is
/// solved by an active set over the simplex. Inference by placebos.
/// </summary>
internal static class SyntheticControl
{
    private const double SmallestWeight = 1e-6;

    /// <summary>Estimates.</summary>
    /// <param name="unit">The unit that acted.</param>
    /// <param name="others">The units that did not, all with the same periods.</param>
    /// <exception cref="ArgumentException">Periods differ, or there is none before or after, or a value is infinite.</exception>
    public static SyntheticControlResult Of(ControlSeries unit, IReadOnlyList<ControlSeries> others)
    {
        var before = unit.Before.Count;
        if (before == 0 || unit.After.Count == 0
            || others.Any(other => other.Before.Count != before || other.After.Count != unit.After.Count))
        {
            throw new ArgumentException("Every unit has the same periods, at least one before and one after.", nameof(others));
        }

        var excluded = new List<Exclusion>();
        var own = Complete(unit, excluded);
        var names = new List<string>(others.Count);
        var series = new List<double[]>(others.Count);
        foreach (var other in others)
        {
            if (Complete(other, excluded) is { } values)
            {
                names.Add(other.Unit);
                series.Add(values);
            }
        }

        if (own is null || series.Count == 0)
        {
            return new SyntheticControlResult(
                ImpactStatus.NothingToCompare, [], [], null, null, null, null, [], false, excluded);
        }

        var (weights, gaps) = Fit(own, series, before);
        var ratio = Ratio(gaps, before);
        var placebos = new List<double[]>(series.Count);
        var asLarge = 1;
        for (var i = 0; i < series.Count && series.Count > 1; i++)
        {
            // The unit that acted is no part of another's mixture: its values after are not what they would have been.
            var (_, placebo) = Fit(series[i], [.. series.Where((_, other) => other != i)], before);
            placebos.Add(placebo);
            asLarge += (Ratio(placebo, before) ?? double.PositiveInfinity) >= (ratio ?? double.PositiveInfinity) ? 1 : 0;
        }

        return new SyntheticControlResult(
            ImpactStatus.Estimated,
            [.. names.Zip(weights, static (name, weight) => new ControlWeight(name, weight)).Where(static one => one.Weight >= SmallestWeight)],
            gaps,
            Moments.Mean(gaps.AsSpan(before)),
            RootMeanSquare(gaps.AsSpan(0, before)),
            ratio,
            placebos.Count == 0 ? null : asLarge / (placebos.Count + 1.0),
            placebos,
            Enumerable.Range(0, before).Any(period =>
                series.TrueForAll(other => other[period] < own[period]) || series.TrueForAll(other => other[period] > own[period])),
            excluded);
    }

    private static double[]? Complete(ControlSeries unit, List<Exclusion> excluded)
    {
        double?[] all = [.. unit.Before, .. unit.After];
        var values = new double[all.Length];
        for (var i = 0; i < all.Length; i++)
        {
            if (!Presence.IsPresent(all[i], out values[i]))
            {
                excluded.Add(new Exclusion(unit.Unit, ExclusionReason.ValueMissing));
                return null;
            }
        }

        return values;
    }

    private static (double[] Weights, double[] Gaps) Fit(double[] own, List<double[]> others, int before)
    {
        var weights = SimplexLeastSquares.Solve(own.AsSpan(0, before), [.. others.Select(other => other[..before])]);
        var gaps = new double[own.Length];
        for (var period = 0; period < gaps.Length; period++)
        {
            var sum = default(CompensatedSum);
            for (var i = 0; i < weights.Length; i++)
            {
                sum.Add(weights[i] * others[i][period]);
            }

            gaps[period] = own[period] - sum.Total;
        }

        return (weights, gaps);
    }

    private static double? Ratio(double[] gaps, int before)
    {
        var fit = RootMeanSquare(gaps.AsSpan(0, before));
        return fit > 0 ? Presence.FiniteOrNull(RootMeanSquare(gaps.AsSpan(before)) / fit) : null;
    }

    private static double RootMeanSquare(ReadOnlySpan<double> numbers)
    {
        var sum = default(CompensatedSum);
        foreach (var number in numbers)
        {
            sum.Add(number * number);
        }

        return Math.Sqrt(sum.Total / numbers.Length);
    }
}
