using MathNet.Numerics;

namespace Benchlearning.Api.Features.Analyses;

/// <summary>What a funnel plot shows.</summary>
internal enum FunnelKind
{
    /// <summary>A share: cases over people, 0 to 1.</summary>
    Proportion,

    /// <summary>A rate: events over time, people or expected events.</summary>
    Rate,

    /// <summary>A mean of so many measurements.</summary>
    Mean,
}

/// <summary>How the limits of a funnel are found.</summary>
internal enum FunnelLimits
{
    /// <summary>The binomial distribution with interpolation (Spiegelhalter, 2005), the Poisson distribution by chi-square. The
    /// default. For means the same as normal.</summary>
    Exact,

    /// <summary>Target plus and minus z standard errors, held within what is possible: what the English public health tool
    /// draws for proportions.</summary>
    Normal,
}

/// <summary>What is done when units differ more than chance allows.</summary>
internal enum Overdispersion
{
    /// <summary>Nothing. The default.</summary>
    Ignored,

    /// <summary>Limits widen by sqrt(phi), phi the mean of squared z-scores, winsorised by a tenth at each end.</summary>
    Multiplicative,

    /// <summary>A variance between units, tau^2 by DerSimonian and Laird (1986), is added to each unit's own.</summary>
    Additive,
}

/// <summary>A unit of a funnel.</summary>
/// <param name="Unit">Its identifier.</param>
/// <param name="Value">Proportions and rates: the count, 0 or more; means: the mean. Null or NaN is missing.</param>
/// <param name="Size">The denominator, above 0: people, expected events, measurements.</param>
internal readonly record struct FunnelUnit(string Unit, double? Value, double? Size);

/// <summary>Where a unit lies.</summary>
internal enum FunnelZone
{
    /// <summary>Within the 95 % limits: nothing but chance is needed.</summary>
    Within,

    /// <summary>Above the 95 % limit: one in forty by chance.</summary>
    High,

    /// <summary>Above the 99.8 % limit: one in a thousand by chance.</summary>
    VeryHigh,

    /// <summary>Below the 95 % limit.</summary>
    Low,

    /// <summary>Below the 99.8 % limit.</summary>
    VeryLow,
}

/// <summary>The limits at a size.</summary>
/// <param name="Size">The denominator.</param>
/// <param name="Low95">The lower 95 % limit.</param>
/// <param name="High95">The upper.</param>
/// <param name="Low998">The lower 99.8 % limit.</param>
/// <param name="High998">The upper.</param>
internal readonly record struct FunnelBand(double Size, double Low95, double High95, double Low998, double High998);

/// <summary>A point of the plot.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Value">What is drawn: count over size, or the mean.</param>
/// <param name="Band">The limits at its size.</param>
/// <param name="Zone">Where it lies; on a limit is within.</param>
internal sealed record FunnelPoint(string Unit, double Value, FunnelBand Band, FunnelZone Zone);

/// <summary>A funnel plot.</summary>
/// <param name="Target">The centre line; null when no unit has a value.</param>
/// <param name="Points">One per unit with a value, in the order given.</param>
/// <param name="Dispersion">phi: about 1 when chance alone is at work; null with fewer than two units.</param>
/// <param name="BetweenVariance">tau^2, on the scale of the z-scores' values; 0 unless additive.</param>
/// <param name="Excluded">The units left out, with the reason.</param>
/// <param name="Spread">The limits at any size; null without points.</param>
internal sealed record FunnelResult(
    double? Target,
    IReadOnlyList<FunnelPoint> Points,
    double? Dispersion,
    double BetweenVariance,
    IReadOnlyList<Exclusion> Excluded,
    FunnelSpread? Spread);

/// <summary>
/// Funnel plots (Spiegelhalter, 2005, Statistics in Medicine 24, 1185-1202): a unit's figure against its size, with the limits that
/// chance alone would keep 95 % and 99.8 % of units in. Small units vary more, and are not judged for it. With overdispersion,
/// proportions are taken on the scale of arcsine of the root, where their variance is 1/(4n).
/// </summary>
internal static class Funnel
{
    private const double WinsorisedShare = 0.1;

    /// <summary>Places every unit.</summary>
    /// <param name="units">The units.</param>
    /// <param name="kind">What is shown.</param>
    /// <param name="target">The centre line; null for the group as a whole: sum of counts over sum of sizes, or the mean weighted by
    /// size.</param>
    /// <param name="deviation">Means: the standard deviation of one measurement, above 0.</param>
    /// <param name="limits">How limits are found; with overdispersion always normal.</param>
    /// <param name="overdispersion">What is done when units differ more than chance allows.</param>
    /// <exception cref="ArgumentException">A value is infinite, a count negative, or a proportion above 1.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The target is not possible for the kind, or the deviation not a positive
    /// finite number.</exception>
    public static FunnelResult Of(
        IReadOnlyList<FunnelUnit> units,
        FunnelKind kind,
        double? target = null,
        double deviation = 1,
        FunnelLimits limits = FunnelLimits.Exact,
        Overdispersion overdispersion = Overdispersion.Ignored)
    {
        if (!double.IsFinite(deviation) || deviation <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "A deviation is a positive finite number.");
        }

        var excluded = new List<Exclusion>();
        var present = Present(units, kind, excluded);
        var centre = target ?? (present.Count == 0 ? null : GroupTarget(present, kind));
        if (centre is not { } mark || present.Count == 0)
        {
            return new FunnelResult(centre, [], null, 0, excluded, null);
        }

        if (!double.IsFinite(mark) || (kind != FunnelKind.Mean && mark < 0) || (kind == FunnelKind.Proportion && mark > 1))
        {
            throw new ArgumentOutOfRangeException(nameof(target), target, "The target is not possible.");
        }

        var (phi, between) = Dispersion(present, kind, mark, deviation);
        var spread = new FunnelSpread(
            kind, mark, deviation, limits, overdispersion, Math.Sqrt(Math.Max(1, phi ?? 1)),
            overdispersion == Overdispersion.Additive ? between : 0);
        var points = new List<FunnelPoint>(present.Count);
        foreach (var (unit, value, size) in present)
        {
            var band = spread.At(size);
            var zone = value > band.High998 ? FunnelZone.VeryHigh
                : value > band.High95 ? FunnelZone.High
                : value < band.Low998 ? FunnelZone.VeryLow
                : value < band.Low95 ? FunnelZone.Low
                : FunnelZone.Within;
            points.Add(new FunnelPoint(unit, value, band, zone));
        }

        return new FunnelResult(mark, points, phi, spread.BetweenVariance, excluded, spread);
    }

    private static List<(string Unit, double Value, double Size)> Present(
        IReadOnlyList<FunnelUnit> units, FunnelKind kind, List<Exclusion> excluded)
    {
        var present = new List<(string, double, double)>(units.Count);
        foreach (var unit in units)
        {
            var hasSize = Presence.IsPresent(unit.Size, out var size);
            if (!Presence.IsPresent(unit.Value, out var value))
            {
                excluded.Add(new Exclusion(unit.Unit, ExclusionReason.ValueMissing));
            }
            else if (!hasSize || size <= 0)
            {
                excluded.Add(new Exclusion(
                    unit.Unit, hasSize ? ExclusionReason.DenominatorNotPositive : ExclusionReason.DenominatorMissing));
            }
            else if (kind != FunnelKind.Mean && (value < 0 || (kind == FunnelKind.Proportion && value > size)))
            {
                throw new ArgumentException($"The count of '{unit.Unit}' is not possible.", nameof(units));
            }
            else
            {
                present.Add((unit.Unit, kind == FunnelKind.Mean ? value : value / size, size));
            }
        }

        return present;
    }

    private static double GroupTarget(List<(string Unit, double Value, double Size)> present, FunnelKind kind)
    {
        var sum = default(CompensatedSum);
        var total = default(CompensatedSum);
        foreach (var (_, value, size) in present)
        {
            sum.Add(value * size);
            total.Add(size);
        }

        var mean = sum.Total / total.Total;
        return kind == FunnelKind.Proportion ? Math.Clamp(mean, 0, 1) : mean;
    }

    private static (double? Phi, double Between) Dispersion(
        List<(string Unit, double Value, double Size)> present, FunnelKind kind, double target, double deviation)
    {
        if (present.Count < 2)
        {
            return (null, 0);
        }

        var scores = new double[present.Count];
        var weights = new double[present.Count];
        for (var i = 0; i < scores.Length; i++)
        {
            var error = FunnelSpread.Error(kind, target, deviation, present[i].Size);
            scores[i] = (FunnelSpread.Transformed(kind, present[i].Value) - FunnelSpread.Transformed(kind, target)) / error;
            weights[i] = 1 / (error * error);
        }

        if (!Array.TrueForAll(scores, double.IsFinite))
        {
            return (null, 0);
        }

        double[] ordered = [.. scores.Order()];
        var low = Quantile.OfAscending(ordered, WinsorisedShare).GetValueOrDefault();
        var high = Quantile.OfAscending(ordered, 1 - WinsorisedShare).GetValueOrDefault();
        var squares = scores.Sum(score => Math.Pow(Math.Clamp(score, low, high), 2));
        double n = scores.Length;
        var sum = weights.Sum();
        var between = (squares - (n - 1)) / (sum - (weights.Sum(static weight => weight * weight) / sum));
        return (squares / n, Math.Max(0, between));
    }
}

/// <summary>The limits of a funnel at any size, to draw its curves.</summary>
internal sealed record FunnelSpread(
    FunnelKind Kind,
    double Target,
    double Deviation,
    FunnelLimits Limits,
    Overdispersion Overdispersion,
    double Widening,
    double BetweenVariance)
{
    /// <summary>The limits at a size above 0.</summary>
    public FunnelBand At(double size)
    {
        var (low95, high95) = Interval(size, 0.95);
        var (low998, high998) = Interval(size, 0.998);
        return new FunnelBand(size, low95, high95, low998, high998);
    }

    /// <summary>The standard error at a size, on the scale of <see cref="Transformed"/>.</summary>
    internal static double Error(FunnelKind kind, double target, double deviation, double size) => kind switch
    {
        FunnelKind.Proportion => 1 / (2 * Math.Sqrt(size)),
        FunnelKind.Rate => Math.Sqrt(target / size),
        _ => deviation / Math.Sqrt(size),
    };

    /// <summary>The scale on which chance is even: arcsine of the root for proportions, the value itself otherwise.</summary>
    internal static double Transformed(FunnelKind kind, double value) =>
        kind == FunnelKind.Proportion ? Math.Asin(Math.Sqrt(value)) : value;

    private (double Low, double High) Interval(double size, double level)
    {
        var tail = (1 - level) / 2;
        var z = NormalDistribution.Quantile(1 - tail);
        if (Overdispersion != Overdispersion.Ignored)
        {
            var error = Error(Kind, Target, Deviation, size);
            var reach = z * (Overdispersion == Overdispersion.Additive
                ? Math.Sqrt((error * error) + BetweenVariance)
                : error * Widening);
            var centre = Transformed(Kind, Target);
            return Kind == FunnelKind.Proportion
                ? (Share(Math.Max(0, centre - reach)), Share(Math.Min(Math.PI / 2, centre + reach)))
                : (Kind == FunnelKind.Rate ? Math.Max(0, centre - reach) : centre - reach, centre + reach);
        }

        if (Limits == FunnelLimits.Exact && Kind == FunnelKind.Rate)
        {
            var (low, high) = PoissonLimits.Of(Target * size, level);
            return (low / size, high / size);
        }

        if (Limits == FunnelLimits.Exact && Kind == FunnelKind.Proportion)
        {
            return (BinomialLimit(size, tail), BinomialLimit(size, 1 - tail));
        }

        var step = z * (Kind switch
        {
            FunnelKind.Proportion => Math.Sqrt(Target * (1 - Target) / size),
            FunnelKind.Rate => Math.Sqrt(Target / size),
            _ => Deviation / Math.Sqrt(size),
        });
        return Kind switch
        {
            FunnelKind.Proportion => (Math.Max(0, Target - step), Math.Min(1, Target + step)),
            FunnelKind.Rate => (Math.Max(0, Target - step), Target + step),
            _ => (Target - step, Target + step),
        };
    }

    private static double Share(double angle) => Math.Pow(Math.Sin(angle), 2);

    // Spiegelhalter (2005), A.1.1: with r the smallest count whose probability of being reached from below is p or more, the limit
    // is (r - a)/n, a = (P(R <= r) - p)/P(R = r).
    private double BinomialLimit(double size, double probability)
    {
        if (Target is 0 or 1)
        {
            return Target;
        }

        double low = -1, high = Math.Ceiling(size);
        while (high - low > 1)
        {
            var middle = Math.Floor((low + high) / 2);
            if (AtOrBelow(size, middle) < probability)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        var below = AtOrBelow(size, high - 1);
        var share = (AtOrBelow(size, high) - probability) / (AtOrBelow(size, high) - below);
        return Math.Clamp((high - Math.Clamp(share, 0, 1)) / size, 0, 1);
    }

    private double AtOrBelow(double size, double count) => count < 0 ? 0
        : count >= size ? 1
        : SpecialFunctions.BetaRegularized(size - count, count + 1, 1 - Target);
}
