namespace Benchlearning.Api.Features.Analyses;

/// <summary>A unit over time.</summary>
/// <param name="Unit">Its identifier.</param>
/// <param name="Before">Its values before the action, in order of time; null or NaN is missing.</param>
/// <param name="After">Its values after.</param>
/// <param name="Predictors">What else it is matched by, in the order of the weights; null: the values before alone.</param>
internal sealed record ControlSeries(string Unit, IReadOnlyList<double?> Before, IReadOnlyList<double?> After, IReadOnlyList<double?>? Predictors = null);

/// <summary>How much of a unit is in the synthetic one.</summary>
/// <param name="Unit">Its identifier.</param>
/// <param name="Weight">0 to 1; the weights add up to 1.</param>
internal sealed record ControlWeight(string Unit, double Weight);

/// <summary>Another unit, treated as if it had acted.</summary>
/// <param name="Unit">Its identifier.</param>
/// <param name="FitBefore">Its root mean squared gap before.</param>
/// <param name="Ratio">Its root mean squared gap after over that before; null when the fit is perfect.</param>
/// <param name="Gaps">Actual less synthetic, per period.</param>
internal sealed record ControlPlacebo(string Unit, double FitBefore, double? Ratio, IReadOnlyList<double> Gaps);

/// <summary>How alike the unit and its mixture are in a predictor.</summary>
/// <param name="Own">Of the unit.</param>
/// <param name="Synthetic">Of the mixture.</param>
/// <param name="Mean">Of the other units.</param>
/// <param name="Low">The smallest of the other units.</param>
/// <param name="High">The largest.</param>
internal readonly record struct PredictorBalance(double Own, double Synthetic, double Mean, double Low, double High);

/// <summary>The effect of an action on one unit, against a mixture of others.</summary>
/// <param name="Status">What became of it; figures are null unless estimated.</param>
/// <param name="Weights">The units of the mixture, weights of at least 1e-6, in the order given.</param>
/// <param name="Actual">The unit's values, per period, before and after.</param>
/// <param name="Gaps">Actual less synthetic, per period, before and after.</param>
/// <param name="Effect">The mean gap after.</param>
/// <param name="FitBefore">The root mean squared gap before: how well the mixture follows.</param>
/// <param name="FitAfter">The root mean squared gap after.</param>
/// <param name="Ratio">The root mean squared gap after over that before; null when the fit is perfect.</param>
/// <param name="PlaceboProbability">The rank of the ratio among those of all units, each treated in turn as if it had acted, over
/// their number: it cannot be smaller than 1 over the number of units.</param>
/// <param name="Placebos">Each other unit as a placebo, in the order given; none where there is one other unit alone.</param>
/// <param name="Balance">The predictors, in their order.</param>
/// <param name="IsOutsideHull">Whether the unit lies above, or below, all others in some period before: no mixture can follow
/// it there.</param>
/// <param name="HasPoorFit">Whether the gap before is larger than the standard deviation of the unit's own values before: its own mean
/// would follow it as well. False with one period before.</param>
/// <param name="Excluded">Units that lack a value.</param>
internal sealed record SyntheticControlResult(
    ImpactStatus Status,
    IReadOnlyList<ControlWeight> Weights,
    IReadOnlyList<double> Actual,
    IReadOnlyList<double> Gaps,
    double? Effect,
    double? FitBefore,
    double? FitAfter,
    double? Ratio,
    double? PlaceboProbability,
    IReadOnlyList<ControlPlacebo> Placebos,
    IReadOnlyList<PredictorBalance> Balance,
    bool IsOutsideHull,
    bool HasPoorFit,
    IReadOnlyList<Exclusion> Excluded);

/// <summary>
/// Synthetic control (Abadie, Diamond and Hainmueller, 2010): the mixture of other units, weights at least 0 and adding up to 1, that was
/// nearest to the unit before the action. Nearest in the outcome of every period before, each counting the same; or, with predictors,
/// in these, each over its standard deviation among the units and counting by its given weight. V, as the weights are called, is not
/// searched for: searches have many answers, and a given V can be repeated. The quadratic program is solved by an active set over the
/// simplex. Inference by placebos.
/// </summary>
internal static class SyntheticControl
{
    private const double SmallestWeight = 1e-6;

    // A fit this much better than the values are large is perfect but for rounding.
    private const double Perfect = 1e-12;

    /// <summary>Estimates.</summary>
    /// <param name="unit">The unit that acted.</param>
    /// <param name="others">The units that did not, all with the same periods.</param>
    /// <param name="weights">How much each predictor counts, 0 or more; null: there are none.</param>
    /// <exception cref="ArgumentException">Periods or predictors differ, or there is no period before or after, or a value is infinite.</exception>
    public static SyntheticControlResult Of(ControlSeries unit, IReadOnlyList<ControlSeries> others, IReadOnlyList<double>? weights = null)
    {
        var before = unit.Before.Count;
        if (before == 0 || unit.After.Count == 0
            || others.Any(other => other.Before.Count != before || other.After.Count != unit.After.Count)
            || others.Append(unit).Any(one => one.Predictors?.Count != weights?.Count))
        {
            throw new ArgumentException("Every unit has the same periods and predictors, at least one period before and one after.", nameof(others));
        }

        var excluded = new List<Exclusion>();
        var own = Complete(unit, excluded);
        var series = others.Select(other => Complete(other, excluded)).OfType<CompleteSeries>().ToList();
        if (own is null || series.Count == 0)
        {
            return new SyntheticControlResult(
                ImpactStatus.NothingToCompare, [], [], [], null, null, null, null, null, [], [], false, false, excluded);
        }

        var (mixture, gaps) = Fit(own, series, before, weights);
        var ratio = Ratio(gaps, own, before);
        var placebos = new List<ControlPlacebo>(series.Count);
        var asLarge = 1;
        for (var i = 0; i < series.Count && series.Count > 1; i++)
        {
            // The unit that acted is no part of another's mixture: its values after are not what they would have been.
            var (_, placebo) = Fit(series[i], [.. series.Where((_, other) => other != i)], before, weights);
            var of = Ratio(placebo, series[i], before);
            placebos.Add(new ControlPlacebo(series[i].Unit, RootMeanSquare(placebo.AsSpan(0, before)), of, placebo));
            asLarge += (of ?? double.PositiveInfinity) >= (ratio ?? double.PositiveInfinity) ? 1 : 0;
        }

        var fit = RootMeanSquare(gaps.AsSpan(0, before));
        return new SyntheticControlResult(
            ImpactStatus.Estimated,
            [.. series.Zip(mixture, static (one, weight) => new ControlWeight(one.Unit, weight)).Where(static one => one.Weight >= SmallestWeight)],
            own.Values,
            gaps,
            Moments.Mean(gaps.AsSpan(before)),
            fit,
            RootMeanSquare(gaps.AsSpan(before)),
            ratio,
            placebos.Count == 0 ? null : asLarge / (placebos.Count + 1.0),
            placebos,
            [.. own.Predictors.Select((value, place) => new PredictorBalance(
                value, Mix(mixture, series, one => one.Predictors[place]), Moments.Mean([.. series.Select(one => one.Predictors[place])]).GetValueOrDefault(),
                series.Min(one => one.Predictors[place]), series.Max(one => one.Predictors[place])))],
            Enumerable.Range(0, before).Any(period =>
                series.TrueForAll(other => other.Values[period] < own.Values[period]) || series.TrueForAll(other => other.Values[period] > own.Values[period])),
            fit > Moments.StandardDeviation(own.Values.AsSpan(0, before)) && !IsPerfect(fit, own),
            excluded);
    }

    private sealed record CompleteSeries(string Unit, double[] Values, double[] Predictors);

    private static CompleteSeries? Complete(ControlSeries unit, List<Exclusion> excluded)
    {
        double?[] all = [.. unit.Before, .. unit.After, .. unit.Predictors ?? []];
        var values = new double[all.Length];
        for (var i = 0; i < all.Length; i++)
        {
            if (!Presence.IsPresent(all[i], out values[i]))
            {
                excluded.Add(new Exclusion(unit.Unit, ExclusionReason.ValueMissing));
                return null;
            }
        }

        var periods = unit.Before.Count + unit.After.Count;
        return new CompleteSeries(unit.Unit, values[..periods], values[periods..]);
    }

    private static (double[] Weights, double[] Gaps) Fit(CompleteSeries own, List<CompleteSeries> others, int before, IReadOnlyList<double>? importance)
    {
        var scales = importance?.Select((weight, place) => Scale(weight, [.. others.Append(own).Select(one => one.Predictors[place])])).ToArray();
        double[] Matched(CompleteSeries one) => scales is null ? one.Values[..before] : [.. one.Predictors.Zip(scales, static (value, scale) => value * scale)];
        var weights = SimplexLeastSquares.Solve(Matched(own), [.. others.Select(Matched)]);
        return (weights, [.. own.Values.Select((value, period) => value - Mix(weights, others, one => one.Values[period]))]);
    }

    // Over its standard deviation; a predictor that is the same everywhere says nothing whatever its scale.
    private static double Scale(double weight, double[] values) => Moments.StandardDeviation(values) is > 0 and { } deviation ? Math.Sqrt(weight) / deviation : 0;

    private static double Mix(double[] weights, List<CompleteSeries> others, Func<CompleteSeries, double> value)
    {
        var sum = default(CompensatedSum);
        for (var i = 0; i < weights.Length; i++)
        {
            sum.Add(weights[i] * value(others[i]));
        }

        return sum.Total;
    }

    private static double? Ratio(double[] gaps, CompleteSeries own, int before)
    {
        var fit = RootMeanSquare(gaps.AsSpan(0, before));
        return IsPerfect(fit, own) ? null : Presence.FiniteOrNull(RootMeanSquare(gaps.AsSpan(before)) / fit);
    }

    private static bool IsPerfect(double fit, CompleteSeries own) => fit <= Perfect * own.Values.Max(Math.Abs);

    private static double RootMeanSquare(ReadOnlySpan<double> numbers)
    {
        var exponent = Moments.Exponent(numbers);
        var sum = default(CompensatedSum);
        foreach (var number in numbers)
        {
            var scaled = Math.ScaleB(number, -exponent);
            sum.Add(scaled * scaled);
        }

        return Math.ScaleB(Math.Sqrt(sum.Total / numbers.Length), exponent);
    }
}
