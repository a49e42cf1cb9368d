namespace Benchlearning.Api.Features.Analyses;

/// <summary>Comparable scores of units.</summary>
/// <param name="Scores">Per unit, one score per indicator; null where it is missing.</param>
/// <param name="WithoutSpread">Per indicator, whether it is left out because all units are the same in it.</param>
internal sealed record NormalisedScores(double?[][] Scores, bool[] WithoutSpread);

/// <summary>Makes the indicators of an index comparable; see <see cref="Normalisation"/> for the formulas.</summary>
internal static class IndexNormalisation
{
    // A spread this small beside the values is binary noise.
    private const double NoiseShare = 1e-12;

    /// <summary>Normalises every indicator over the units that have it.</summary>
    /// <param name="components">The indicators.</param>
    /// <param name="units">The units.</param>
    /// <param name="options">How.</param>
    /// <param name="excluded">Where missing values, and logarithms that do not exist, are listed.</param>
    public static NormalisedScores Of(
        IReadOnlyList<IndexComponent> components,
        IReadOnlyList<IndexUnit> units,
        IndexOptions options,
        List<Exclusion> excluded)
    {
        var scores = new double?[units.Count][];
        for (var unit = 0; unit < scores.Length; unit++)
        {
            scores[unit] = new double?[components.Count];
        }

        var withoutSpread = new bool[components.Count];
        for (var i = 0; i < withoutSpread.Length; i++)
        {
            var component = components[i];
            var values = new double?[units.Count];
            for (var unit = 0; unit < values.Length; unit++)
            {
                values[unit] = Value(component, units[unit], i, excluded);
            }

            var column = Column(component, values, units, options);
            withoutSpread[i] = column is null;
            for (var unit = 0; unit < values.Length; unit++)
            {
                scores[unit][i] = column?[unit];
            }
        }

        return new NormalisedScores(scores, withoutSpread);
    }

    private static double? Value(IndexComponent component, IndexUnit unit, int place, List<Exclusion> excluded)
    {
        if (!Presence.IsPresent(unit.Values[place], out var value))
        {
            excluded.Add(new Exclusion(unit.Unit, ExclusionReason.VariableMissing, component.Code));
            return null;
        }

        if (!component.IsLogarithmic)
        {
            return value;
        }

        if (value <= 0)
        {
            excluded.Add(new Exclusion(unit.Unit, ExclusionReason.LogarithmOfNonPositive, component.Code));
            return null;
        }

        return Math.Log(value);
    }

    // One score per unit; null when the indicator has no spread to compare by.
    private static double?[]? Column(
        IndexComponent component, double?[] values, IReadOnlyList<IndexUnit> units, IndexOptions options)
    {
        switch (component.Normalisation)
        {
            case Normalisation.None:
                return Array.ConvertAll(values, value => -Badness(component, value));
            case Normalisation.Goalposts:
                return Goalposts(component, values);
            case Normalisation.DistanceToReference:
                return ToReference(component, values);
            case Normalisation.ZScore when component.Base is { } standard:
                return Array.ConvertAll(values, value =>
                    Sign(component) * (Measure(component, value) - standard.Mean) / standard.Deviation);
        }

        if (!HasSpread(component, values))
        {
            return null;
        }

        double[] present = [.. values.Where(static value => value is not null).Select(value => Badness(component, value)!.Value)];
        return component.Normalisation switch
        {
            Normalisation.ZScore => ZScores(component, values, units, options),
            Normalisation.MinMax => MinMax(component, values, present, 0),
            Normalisation.MinMaxFrom1 => MinMax(component, values, present, 1),
            Normalisation.Rank => Standings(component, values, static (rank, n) => n + 1 - rank),
            Normalisation.Percentile => Standings(component, values, static (rank, n) => 100 * (n + 0.5 - rank) / n),
            _ => throw new ArgumentOutOfRangeException(nameof(component), component.Normalisation, "Unknown normalisation."),
        };
    }

    private static double? Badness(IndexComponent component, double? value) =>
        value is { } number ? component.Direction.Badness(number) : null;

    // What is standardised: the value itself, or with a target its distance.
    private static double? Measure(IndexComponent component, double? value) =>
        component.Direction.Kind == DirectionKind.Target ? Badness(component, value) : value;

    private static int Sign(IndexComponent component) => component.Direction.Kind == DirectionKind.HigherIsBetter ? 1 : -1;

    /// <summary>The mean and standard deviation that z-scores of an indicator are made with, in its unit: its logarithm's where that is
    /// taken, its distance's with a target. Null when the group has no spread.</summary>
    public static StandardBase? StandardOf(IndexComponent component, int place, IReadOnlyList<IndexUnit> units, IndexOptions options)
    {
        double?[] values = [.. units.Select(unit => Value(component, unit, place, []))];
        if (!HasSpread(component, values))
        {
            return null;
        }

        var (mean, deviation, exponent) = Standard(Array.ConvertAll(values, value => Measure(component, value)), units, options);
        return new StandardBase(Math.ScaleB(mean, exponent), Math.ScaleB(deviation, exponent));
    }

    private static bool HasSpread(IndexComponent component, double?[] values)
    {
        double[] present = [.. values.Where(static value => value is not null).Select(value => Badness(component, value)!.Value)];
        return present.Length > 1 && present.Max() - present.Min() > NoiseShare * present.Max(Math.Abs);
    }

    private static double?[] ZScores(
        IndexComponent component, double?[] values, IReadOnlyList<IndexUnit> units, IndexOptions options)
    {
        var measures = Array.ConvertAll(values, value => Measure(component, value));
        var (mean, deviation, exponent) = Standard(measures, units, options);
        var spread = Sign(component) * deviation;
        return Array.ConvertAll(measures, measure =>
            measure is { } number ? Presence.FiniteOrNull((Math.ScaleB(number, -exponent) - mean) / spread) : null);
    }

    // Over a power of two, so that nothing overflows.
    private static (double Mean, double Deviation, int Exponent) Standard(double?[] measures, IReadOnlyList<IndexUnit> units, IndexOptions options)
    {
        double[] present = [.. measures.OfType<double>()];
        var exponent = Moments.Exponent(present) + 1;
        var weight = default(CompensatedSum);
        var sum = default(CompensatedSum);
        var isWeighted = false;
        for (var unit = 0; unit < measures.Length; unit++)
        {
            if (measures[unit] is { } measure)
            {
                isWeighted |= units[unit].StatisticalWeight != units[0].StatisticalWeight;
                weight.Add(units[unit].StatisticalWeight);
                sum.Add(units[unit].StatisticalWeight * Math.ScaleB(measure, -exponent));
            }
        }

        var mean = sum.Total / weight.Total;
        var squares = default(CompensatedSum);
        for (var unit = 0; unit < measures.Length; unit++)
        {
            if (measures[unit] is { } measure)
            {
                var deviation = Math.ScaleB(measure, -exponent) - mean;
                squares.Add(units[unit].StatisticalWeight * deviation * deviation);
            }
        }

        var variance = squares.Total / weight.Total;
        variance *= options.IsSample && !isWeighted ? present.Length / (present.Length - 1.0) : 1;
        return (mean, Math.Sqrt(variance), exponent);
    }

    private static double?[] MinMax(IndexComponent component, double?[] values, double[] badness, double low)
    {
        var (best, worst) = (badness.Min(), badness.Max());
        return Array.ConvertAll(values, value => Badness(component, value) is { } own
            ? Presence.FiniteOrNull(low + ((100 - low) * (((worst / 2) - (own / 2)) / ((worst / 2) - (best / 2)))))
            : null);
    }

    private static double?[] Standings(IndexComponent component, double?[] values, Func<double, double, double> points)
    {
        var ranks = Ranks.Of(values, component.Direction, RankMethod.Fractional);
        double n = values.Count(static value => value is not null);
        return Array.ConvertAll(ranks, rank => rank is { } place ? points(place, n) : (double?)null);
    }

    private static double?[] Goalposts(IndexComponent component, double?[] values)
    {
        var low = component.IsLogarithmic ? Math.Log(component.Low!.Value) : component.Low!.Value;
        var high = component.IsLogarithmic ? Math.Log(component.High!.Value) : component.High!.Value;
        return Array.ConvertAll(values, value =>
        {
            var share = (value - low) / (high - low);
            return share is not { } way ? (double?)null
                : Math.Clamp(component.Direction.Kind == DirectionKind.LowerIsBetter ? 1 - way : way, 0, 1);
        });
    }

    private static double?[]? ToReference(IndexComponent component, double?[] values)
    {
        var isHigher = component.Direction.Kind == DirectionKind.HigherIsBetter;
        var reference = component.High ?? (isHigher ? values.Max() : values.Min());
        return reference is not { } mark || mark == 0
            ? null
            : Array.ConvertAll(values, value => value is { } number
                ? Presence.FiniteOrNull(100 * (isHigher ? number / mark : mark / number))
                : null);
    }
}
