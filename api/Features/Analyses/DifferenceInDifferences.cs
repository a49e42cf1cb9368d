namespace Benchlearning.Api.Features.Analyses;

/// <summary>A unit before and after an action that some units took.</summary>
/// <param name="Unit">Its identifier.</param>
/// <param name="IsTreated">Whether it took the action.</param>
/// <param name="Before">Its values before, in order of time; null or NaN is missing.</param>
/// <param name="After">Its values after.</param>
internal sealed record ImpactUnit(string Unit, bool IsTreated, IReadOnlyList<double?> Before, IReadOnlyList<double?> After);

/// <summary>What became of an estimate.</summary>
internal enum ImpactStatus
{
    /// <summary>Estimated.</summary>
    Estimated,

    /// <summary>No unit with every value took the action, or none did not.</summary>
    NothingToCompare,
}

/// <summary>The means of both sides in a period, in the unit of the indicator; null where a side has no value.</summary>
internal readonly record struct ImpactGap(double? Treated, double? Others)
{
    /// <summary>The mean of the treated less the mean of the others; null where a side has no value.</summary>
    public double? Gap => Treated - Others;
}

/// <summary>The estimate of an action's effect.</summary>
/// <param name="Status">What became of it; figures are null unless estimated.</param>
/// <param name="Treated">Units that took the action: n1.</param>
/// <param name="Controls">Units that did not: n0.</param>
/// <param name="Effect">The difference in differences, in the unit of the indicator.</param>
/// <param name="TreatedChange">The mean change of the treated.</param>
/// <param name="ControlChange">The mean change of the others: what would have happened anyway, if trends are parallel.</param>
/// <param name="Error">Which error the interval is of.</param>
/// <param name="Errors">All the errors. Those of changes and of clusters are null with fewer than two units on a side.</param>
/// <param name="Low">The lower end of the interval by Student's t: of changes units - 2 degrees of freedom, of clusters units - 1, else
/// rows - 4.</param>
/// <param name="High">The upper end.</param>
/// <param name="PlaceboProbability">The share of placebo effects as far from 0, or farther, (1 + count)/(1 + placebos): each choice of
/// as many units as were treated, all of them when there are at most the limit, otherwise seeded draws.</param>
/// <param name="Placebos">How many placebo effects.</param>
/// <param name="PreTrendDifference">By how much more the treated rose a period before the action: the ordinary slope of the gap between
/// the sides over the periods before. Null with fewer than two.</param>
/// <param name="PreTrendProbability">Of a slope so far from 0 by chance, by Student's t; null with fewer than three periods, or when the
/// gaps lie on a line.</param>
/// <param name="Gaps">The means of the treated and of the others, per period, before and after.</param>
/// <param name="Excluded">Units that lack a value; with what is available, those that lack all.</param>
internal sealed record DifferenceInDifferencesResult(
    ImpactStatus Status,
    int Treated,
    int Controls,
    double? Effect,
    double? TreatedChange,
    double? ControlChange,
    DifferenceError Error,
    DifferenceErrors Errors,
    double? Low,
    double? High,
    double? PlaceboProbability,
    int Placebos,
    double? PreTrendDifference,
    double? PreTrendProbability,
    IReadOnlyList<ImpactGap> Gaps,
    IReadOnlyList<Exclusion> Excluded);

/// <summary>
/// Difference in differences (Card and Krueger, 1994): the mean change of the units that took an action less the mean change of those
/// that did not. Of units with every value this is the two-way estimate of a balanced panel, and the robust error of their changes is
/// clustered by unit (Bertrand, Duflo and Mullainathan, 2004); of what is available it is the regression of all values. It rests on
/// parallel trends, which the periods before can only make likely.
/// </summary>
internal static class DifferenceInDifferences
{
    /// <summary>All choices are looked at up to this many, and this many drawn beyond.</summary>
    public const int MostPlacebos = 5000;

    /// <summary>Estimates.</summary>
    /// <param name="units">The units, all with as many periods before and as many after.</param>
    /// <param name="level">The level of the interval, above 0 and below 1.</param>
    /// <param name="seed">The seed of placebo draws.</param>
    /// <param name="usesAvailable">True: every value there is counts, and the effect is that of the four cells' means. False: units that lack
    /// a value are left out.</param>
    /// <param name="error">Which error the interval is of; null: of changes, or of clusters with what is available.</param>
    /// <exception cref="ArgumentException">Units differ in periods, or there is none before or after, or a value is
    /// infinite; or the error of changes is asked of what is available.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is outside its range.</exception>
    public static DifferenceInDifferencesResult Of(
        IReadOnlyList<ImpactUnit> units, double level = 0.95, ulong seed = 1, bool usesAvailable = false, DifferenceError? error = null)
    {
        if (!(level is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, "A level lies between 0 and 1.");
        }

        if (units.Any(unit => unit.Before.Count == 0 || unit.After.Count == 0
            || unit.Before.Count != units[0].Before.Count || unit.After.Count != units[0].After.Count))
        {
            throw new ArgumentException("Every unit has the same periods, at least one before and one after.", nameof(units));
        }

        var used = error ?? (usesAvailable ? DifferenceError.Cluster : DifferenceError.Changes);
        if (usesAvailable && used == DifferenceError.Changes)
        {
            throw new ArgumentException("A unit without every value has no change.", nameof(error));
        }

        // The treated first: placebos are choices of places.
        var excluded = new List<Exclusion>();
        var present = units.Select(unit => (Unit: unit, Values: Values(unit))).ToList();
        foreach (var (unit, values) in present.Where(one => IsLeftOut(one.Values)))
        {
            excluded.Add(new Exclusion(unit.Unit, ExclusionReason.ValueMissing));
        }

        present = [.. present.Where(one => !IsLeftOut(one.Values)).OrderByDescending(static one => one.Unit.IsTreated)];
        var treated = present.Count(static one => one.Unit.IsTreated);
        var members = present.Select(static one => new TwoByTwoUnit(
            one.Unit.IsTreated, Present(one.Values[..one.Unit.Before.Count]), Present(one.Values[one.Unit.Before.Count..]))).ToArray();
        if (TwoByTwo.Of(members) is not { } cells)
        {
            return new DifferenceInDifferencesResult(
                ImpactStatus.NothingToCompare, treated, present.Count - treated, null, null, null, used, default, null, null, null, 0, null, null, [], excluded);
        }

        var errors = cells.Errors with { Changes = usesAvailable ? null : ChangeError(members, treated) };
        var freedom = used switch
        {
            DifferenceError.Changes => members.Length - 2,
            DifferenceError.Cluster => members.Length - 1,
            _ => cells.Rows - 4,
        };
        var reach = errors.Of(used) is { } size ? size * StudentDistribution.Critical(1 - level, freedom) : (double?)null;
        var gaps = Gaps(present.Select(static one => one.Values), treated);
        var (slope, chance) = PreTrend([.. gaps[..units[0].Before.Count].Select(static period => period.Gap)]);
        var (probability, placebos) = Placebo(members, treated, Math.Abs(cells.Effect), new StableRandom(seed));
        return new DifferenceInDifferencesResult(
            ImpactStatus.Estimated, treated, present.Count - treated, cells.Effect, cells.TreatedChange, cells.ControlChange, used, errors,
            cells.Effect - reach, cells.Effect + reach, probability, placebos, slope, chance, gaps, excluded);

        bool IsLeftOut(double?[] values) => usesAvailable ? Array.TrueForAll(values, static value => value is null) : Array.Exists(values, static value => value is null);
    }

    private static double?[] Values(ImpactUnit unit) =>
        [.. unit.Before.Concat(unit.After).Select(static value => Presence.IsPresent(value, out var number) ? number : (double?)null)];

    private static double[] Present(double?[] values) => [.. values.OfType<double>()];

    // Of the mean change of each unit, which is a cluster.
    private static double? ChangeError(TwoByTwoUnit[] members, int treated)
    {
        var changes = members.Select(static unit => Moments.Mean(unit.After).GetValueOrDefault() - Moments.Mean(unit.Before).GetValueOrDefault()).ToArray();
        return treated > 1 && members.Length - treated > 1
            ? LeastSquares.Fit(changes, [.. members.Select(static unit => unit.IsTreated ? 1.0 : 0)]).Coefficients[1].RobustError
            : null;
    }

    private static ImpactGap[] Gaps(IEnumerable<double?[]> present, int treated)
    {
        var values = present.ToArray();
        var gaps = new ImpactGap[values[0].Length];
        for (var period = 0; period < gaps.Length; period++)
        {
            gaps[period] = new ImpactGap(
                Moments.Mean([.. values[..treated].Select(unit => unit[period]).OfType<double>()]),
                Moments.Mean([.. values[treated..].Select(unit => unit[period]).OfType<double>()]));
        }

        return gaps;
    }

    private static (double? Slope, double? Probability) PreTrend(double?[] gaps)
    {
        var told = gaps.Index().Where(static gap => gap.Item is not null).ToArray();
        if (told.Length < 2)
        {
            return (null, null);
        }

        var fit = LeastSquares.Fit([.. told.Select(static gap => gap.Item!.Value)], [.. told.Select(static gap => (double)gap.Index)]);
        if (fit.Status != LeastSquaresStatus.Fitted)
        {
            return (null, null);
        }

        var slope = fit.Coefficients[1];
        return (slope.Value, slope.StandardError > 0 ? StudentDistribution.TwoSided(slope.Value / slope.StandardError.Value, fit.DegreesOfFreedom) : null);
    }

    private static (double Probability, int Placebos) Placebo(TwoByTwoUnit[] members, int treated, double effect, StableRandom random)
    {
        var n = members.Length;
        var sums = members.Select(static unit => new Sums(unit.Before.Sum(), unit.Before.Length, unit.After.Sum(), unit.After.Length)).ToArray();
        var total = sums.Aggregate(static (all, one) => all.Plus(one, 1));
        var isAll = Choices(n, treated) <= MostPlacebos + 1;
        int count = 0, placebos = 0;
        var places = Enumerable.Range(0, n).ToArray();
        var chosen = Enumerable.Range(0, treated).ToArray();
        for (var draw = 0; isAll ? Next(chosen, n) : draw < MostPlacebos; draw++)
        {
            if (!isAll)
            {
                random.Shuffle(places.AsSpan());
                places.AsSpan(0, treated).CopyTo(chosen);
            }

            var sum = chosen.Aggregate(default(Sums), (all, place) => all.Plus(sums[place], 1));
            var placebo = Math.Abs(sum.Change - total.Plus(sum, -1).Change);
            if (!double.IsNaN(placebo))
            {
                count += placebo >= effect * (1 - 1e-12) ? 1 : 0;
                placebos++;
            }
        }

        return ((1.0 + count) / (1.0 + placebos), placebos);
    }

    // Of some units: values before and after, and how many. The change is not a number where there is none.
    private readonly record struct Sums(double Before, int CountBefore, double After, int CountAfter)
    {
        public double Change => CountBefore == 0 || CountAfter == 0 ? double.NaN : (After / CountAfter) - (Before / CountBefore);

        public Sums Plus(Sums other, int sign) =>
            new(Before + (sign * other.Before), CountBefore + (sign * other.CountBefore), After + (sign * other.After), CountAfter + (sign * other.CountAfter));
    }

    private static double Choices(int n, int k)
    {
        var choices = 1.0;
        for (var i = 1; i <= k; i++)
        {
            choices *= (n - k + i) / (double)i;
        }

        return Math.Round(choices);
    }

    // The next choice in order; false after the last.
    private static bool Next(int[] chosen, int n)
    {
        var last = chosen.Length - 1;
        while (last >= 0 && chosen[last] == n - chosen.Length + last)
        {
            last--;
        }

        if (last < 0)
        {
            return false;
        }

        chosen[last]++;
        for (var i = last + 1; i < chosen.Length; i++)
        {
            chosen[i] = chosen[i - 1] + 1;
        }

        return true;
    }
}
