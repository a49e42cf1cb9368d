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

/// <summary>The means of both sides in a period, in the unit of the indicator.</summary>
internal readonly record struct ImpactGap(double Treated, double Others)
{
    /// <summary>The mean of the treated less the mean of the others.</summary>
    public double Gap => Treated - Others;
}

/// <summary>The estimate of an action's effect.</summary>
/// <param name="Status">What became of it; figures are null unless estimated.</param>
/// <param name="Treated">Units that took the action: n1.</param>
/// <param name="Controls">Units that did not: n0.</param>
/// <param name="Effect">The difference in differences, in the unit of the indicator.</param>
/// <param name="TreatedChange">The mean change of the treated.</param>
/// <param name="ControlChange">The mean change of the others: what would have happened anyway, if trends are parallel.</param>
/// <param name="StandardError">By cluster: each unit is one cluster (HC1 on changes). Null with fewer than two units on a
/// side.</param>
/// <param name="Low">The lower end of the interval by Student's t, n - 2 degrees of freedom.</param>
/// <param name="High">The upper end.</param>
/// <param name="PlaceboProbability">The share of placebo effects as far from 0, or farther, (1 + count)/(1 + placebos): each choice of
/// as many units as were treated, all of them when there are at most the limit, otherwise seeded draws.</param>
/// <param name="Placebos">How many placebo effects.</param>
/// <param name="PreTrendDifference">By how much more the treated rose a period before the action: the ordinary slope of the gap between
/// the sides over the periods before. Null with fewer than two.</param>
/// <param name="Gaps">The means of the treated and of the others, per period, before and after.</param>
/// <param name="Excluded">Units that lack a value.</param>
internal sealed record DifferenceInDifferencesResult(
    ImpactStatus Status,
    int Treated,
    int Controls,
    double? Effect,
    double? TreatedChange,
    double? ControlChange,
    double? StandardError,
    double? Low,
    double? High,
    double? PlaceboProbability,
    int Placebos,
    double? PreTrendDifference,
    IReadOnlyList<ImpactGap> Gaps,
    IReadOnlyList<Exclusion> Excluded);

/// <summary>
/// Difference in differences (Card and Krueger, 1994): the mean change of the units that took an action less the mean change of those
/// that did not. On changes of unit means before and after this is the two-way estimate of a balanced panel, and its robust error is
/// clustered by unit (Bertrand, Duflo and Mullainathan, 2004). It rests on parallel trends, which the periods before can only
/// make likely.
/// </summary>
internal static class DifferenceInDifferences
{
    /// <summary>All choices are looked at up to this many, and this many drawn beyond.</summary>
    public const int MostPlacebos = 5000;

    /// <summary>Estimates.</summary>
    /// <param name="units">The units, all with as many periods before and as many after.</param>
    /// <param name="level">The level of the interval, above 0 and below 1.</param>
    /// <param name="seed">The seed of placebo draws.</param>
    /// <exception cref="ArgumentException">Units differ in periods, or there is none before or after, or a value is
    /// infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is outside its range.</exception>
    public static DifferenceInDifferencesResult Of(IReadOnlyList<ImpactUnit> units, double level = 0.95, ulong seed = 1)
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

        var excluded = new List<Exclusion>();
        var complete = new List<(bool IsTreated, double[] Values, double Change)>(units.Count);
        foreach (var unit in units)
        {
            if (Complete(unit) is { } values)
            {
                var before = Moments.Mean(values.AsSpan(0, unit.Before.Count)).GetValueOrDefault();
                complete.Add((unit.IsTreated, values, Moments.Mean(values.AsSpan(unit.Before.Count)).GetValueOrDefault() - before));
            }
            else
            {
                excluded.Add(new Exclusion(unit.Unit, ExclusionReason.ValueMissing));
            }
        }

        // The treated first: placebos are choices of places.
        complete.Sort(static (left, right) => right.IsTreated.CompareTo(left.IsTreated));
        var treated = complete.Count(static unit => unit.IsTreated);
        var controls = complete.Count - treated;
        if (treated == 0 || controls == 0)
        {
            return new DifferenceInDifferencesResult(
                ImpactStatus.NothingToCompare, treated, controls, null, null, null, null, null, null, null, 0, null, [], excluded);
        }

        var changes = complete.Select(static unit => unit.Change).ToArray();
        var fit = LeastSquares.Fit(changes, [.. complete.Select(static unit => unit.IsTreated ? 1.0 : 0)]);
        var effect = fit.Coefficients[1];
        var error = treated > 1 && controls > 1 ? effect.RobustError : null;
        var reach = error is null ? null : error * StudentDistribution.Critical(1 - level, fit.DegreesOfFreedom);
        var gaps = Gaps(complete, treated);
        var (probability, placebos) = Placebo(changes, treated, Math.Abs(effect.Value), new StableRandom(seed));
        return new DifferenceInDifferencesResult(
            ImpactStatus.Estimated, treated, controls, effect.Value, fit.Coefficients[0].Value + effect.Value,
            fit.Coefficients[0].Value, error, effect.Value - reach, effect.Value + reach, probability, placebos,
            PreTrend([.. gaps.Take(units[0].Before.Count).Select(static period => period.Gap)]), gaps, excluded);
    }

    private static double[]? Complete(ImpactUnit unit)
    {
        double?[] all = [.. unit.Before, .. unit.After];
        var values = new double[all.Length];
        for (var i = 0; i < all.Length; i++)
        {
            if (!Presence.IsPresent(all[i], out values[i]))
            {
                return null;
            }
        }

        return values;
    }

    private static ImpactGap[] Gaps(List<(bool IsTreated, double[] Values, double Change)> complete, int treated)
    {
        var gaps = new ImpactGap[complete[0].Values.Length];
        for (var period = 0; period < gaps.Length; period++)
        {
            double[] column = [.. complete.Select(unit => unit.Values[period])];
            gaps[period] = new ImpactGap(
                Moments.Mean(column.AsSpan(0, treated)).GetValueOrDefault(),
                Moments.Mean(column.AsSpan(treated)).GetValueOrDefault());
        }

        return gaps;
    }

    private static double? PreTrend(ReadOnlySpan<double> gaps)
    {
        if (gaps.Length < 2)
        {
            return null;
        }

        var fit = LeastSquares.Fit(gaps, [.. Enumerable.Range(0, gaps.Length).Select(static period => (double)period)]);
        return fit.Status == LeastSquaresStatus.Fitted ? fit.Coefficients[1].Value : null;
    }

    private static (double Probability, int Placebos) Placebo(double[] changes, int treated, double effect, StableRandom random)
    {
        var n = changes.Length;
        var total = changes.Sum();
        var isAll = Choices(n, treated) <= MostPlacebos + 1;
        int count = 0, placebos = 0;
        var places = Enumerable.Range(0, n).ToArray();
        var chosen = Enumerable.Range(0, treated).ToArray();
        while (isAll ? Next(chosen, n) : placebos < MostPlacebos)
        {
            if (!isAll)
            {
                random.Shuffle(places.AsSpan());
                places.AsSpan(0, treated).CopyTo(chosen);
            }

            var sum = chosen.Sum(place => changes[place]);
            var placebo = (sum / treated) - ((total - sum) / (n - treated));
            count += Math.Abs(placebo) >= effect * (1 - 1e-12) ? 1 : 0;
            placebos++;
        }

        return ((1.0 + count) / (1.0 + placebos), placebos);
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
