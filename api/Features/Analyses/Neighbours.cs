namespace Benchlearning.Api.Features.Analyses;

/// <summary>What is done to a variable before it is standardised.</summary>
internal enum NeighbourTransform
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The natural logarithm: for sizes, where twice as large matters more than so many more.</summary>
    Logarithm,
}

/// <summary>A variable two units are compared by.</summary>
/// <param name="Code">Its name in the answer.</param>
/// <param name="Weight">How much its squared difference counts, 0 or more; 0 leaves the variable out.</param>
/// <param name="Transform">What is done to it first.</param>
internal sealed record NeighbourVariable(string Code, double Weight = 1, NeighbourTransform Transform = NeighbourTransform.None);

/// <summary>A unit with its values.</summary>
/// <param name="Unit">Its identifier.</param>
/// <param name="Values">One value per variable, in the same order; null or NaN is missing.</param>
internal sealed record NeighbourCandidate(string Unit, IReadOnlyList<double?> Values);

/// <summary>How much one variable sets two units apart.</summary>
/// <param name="Variable">The variable.</param>
/// <param name="Share">Its share of the squared distance, 0 to 1; the shares of a neighbour add up to 1. Null when the
/// distance is 0 at nine decimals.</param>
internal sealed record NeighbourShare(string Variable, double? Share);

/// <summary>A similar unit.</summary>
/// <param name="Unit">Its identifier.</param>
/// <param name="Rank">Its place, 1 the nearest. Equal distances are placed by identifier.</param>
/// <param name="Distance">The distance, in standard deviations; 0 is the same in everything compared.</param>
/// <param name="Shares">What the distance is made of, one entry for each variable used.</param>
internal sealed record Neighbour(string Unit, int Rank, double Distance, IReadOnlyList<NeighbourShare> Shares);

/// <summary>What a reader of neighbours should be told.</summary>
internal enum NeighbourWarningKind
{
    /// <summary>The named variable is the same everywhere and was left out.</summary>
    VariableWithoutVariance,

    /// <summary>The focal unit itself lacks a variable; nothing can be compared with it.</summary>
    FocalUnitExcluded,

    /// <summary>No variable is left to compare by.</summary>
    NoVariableLeft,

    /// <summary>Fewer comparable units than were asked for.</summary>
    FewerThanAsked,

    /// <summary>The last neighbour is as far away as one that was left out.</summary>
    TieAtTheEnd,
}

/// <summary>A warning.</summary>
/// <param name="Kind">What about.</param>
/// <param name="Variable">The variable concerned; otherwise <see langword="null"/>.</param>
internal sealed record NeighbourWarning(NeighbourWarningKind Kind, string? Variable = null);

/// <summary>The units most similar to one.</summary>
/// <param name="Focal">The unit they are similar to.</param>
/// <param name="Nearest">The neighbours, nearest first.</param>
/// <param name="Compared">How many units the focal one was compared with, itself not counted.</param>
/// <param name="Excluded">The units left out and why, one entry for each fault, in the order given.</param>
/// <param name="Warnings">What to tell the reader.</param>
internal sealed record NeighbourResult(
    string Focal,
    IReadOnlyList<Neighbour> Nearest,
    int Compared,
    IReadOnlyList<Exclusion> Excluded,
    IReadOnlyList<NeighbourWarning> Warnings);

/// <summary>
/// Nearest neighbours by standardised Euclidean distance: d(i, f) = sqrt(sum of w (z(i) - z(f))^2), where z is a variable,
/// transformed, less its mean and over its sample standard deviation (n - 1) among all units that have every variable, the focal
/// one included. The method of the CIPFA Nearest Neighbours model. Not symmetric: that A is near to B does not make B one of the
/// nearest to A.
/// </summary>
internal static class Neighbours
{
    // Distances are compared at this many decimals of a standard deviation, so that binary noise makes no order.
    private const int ComparedDecimals = 9;

    // A spread this small beside the values is binary noise, not variance.
    private const double NoiseShare = 1e-12;

    /// <summary>Finds the k nearest neighbours of a unit.</summary>
    /// <param name="focal">The unit; one of the candidates.</param>
    /// <param name="candidates">The units of the scope, the focal one included. Which units may be compared at all is the
    /// caller's choice.</param>
    /// <param name="variables">What to compare by.</param>
    /// <param name="k">How many neighbours, 1 or more.</param>
    /// <returns>
    /// Fewer than k neighbours, with a warning, where there are fewer comparable units. A unit that lacks a variable, or is zero
    /// or negative where the logarithm is taken, is left out with the reason. A variable without variance is left out with a
    /// warning.
    /// </returns>
    /// <exception cref="ArgumentException">The focal unit is not among the candidates, an identifier or variable occurs twice, a
    /// candidate has not one value per variable, or a value is infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">k is below 1, or a weight is negative or not finite.</exception>
    public static NeighbourResult Of(
        string focal, IReadOnlyList<NeighbourCandidate> candidates, IReadOnlyList<NeighbourVariable> variables, int k)
    {
        Check(focal, candidates, variables, k);
        var excluded = new List<Exclusion>();
        var warnings = new List<NeighbourWarning>();
        var complete = new List<(string Unit, double[] Values)>(candidates.Count);
        foreach (var candidate in candidates)
        {
            if (Transformed(candidate, variables, excluded) is { } values)
            {
                complete.Add((candidate.Unit, values));
            }
        }

        var self = complete.FindIndex(unit => unit.Unit == focal);
        if (self < 0)
        {
            warnings.Add(new NeighbourWarning(NeighbourWarningKind.FocalUnitExcluded));
            return new NeighbourResult(focal, [], 0, excluded, warnings);
        }

        var used = Standardise(complete, variables, warnings);
        var compared = complete.Count - 1;
        if (used.Count == 0 && compared > 0)
        {
            warnings.Add(new NeighbourWarning(NeighbourWarningKind.NoVariableLeft));
            return new NeighbourResult(focal, [], compared, excluded, warnings);
        }

        if (compared < k)
        {
            warnings.Add(new NeighbourWarning(NeighbourWarningKind.FewerThanAsked));
        }

        var nearest = Nearest(complete, self, variables, used, k, warnings);
        return new NeighbourResult(focal, nearest, compared, excluded, warnings);
    }

    private static void Check(
        string focal, IReadOnlyList<NeighbourCandidate> candidates, IReadOnlyList<NeighbourVariable> variables, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        var units = new HashSet<string>(StringComparer.Ordinal);
        foreach (var candidate in candidates)
        {
            if (!units.Add(candidate.Unit))
            {
                throw new ArgumentException($"The unit '{candidate.Unit}' occurs twice.", nameof(candidates));
            }

            if (candidate.Values.Count != variables.Count)
            {
                throw new ArgumentException($"The unit '{candidate.Unit}' has not one value per variable.", nameof(candidates));
            }
        }

        if (!units.Contains(focal))
        {
            throw new ArgumentException($"The unit '{focal}' is not among the candidates.", nameof(focal));
        }

        var codes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var variable in variables)
        {
            if (!codes.Add(variable.Code))
            {
                throw new ArgumentException($"The variable '{variable.Code}' occurs twice.", nameof(variables));
            }

            if (!double.IsFinite(variable.Weight) || variable.Weight < 0)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(variables), variable.Weight, $"The weight of '{variable.Code}' is not a finite number, zero or more.");
            }
        }
    }

    // The values of a unit that can be compared; null, and the reasons noted, for one that cannot.
    private static double[]? Transformed(
        NeighbourCandidate candidate, IReadOnlyList<NeighbourVariable> variables, List<Exclusion> excluded)
    {
        var values = new double[variables.Count];
        var isComplete = true;
        for (var i = 0; i < values.Length; i++)
        {
            var variable = variables[i];
            if (variable.Weight == 0)
            {
                continue;
            }

            ExclusionReason? fault = null;
            if (!Presence.IsPresent(candidate.Values[i], out values[i]))
            {
                fault = ExclusionReason.VariableMissing;
            }
            else if (variable.Transform == NeighbourTransform.Logarithm)
            {
                fault = values[i] > 0 ? null : ExclusionReason.LogarithmOfNonPositive;
                values[i] = Math.Log(values[i]);
            }

            if (fault is { } reason)
            {
                isComplete = false;
                excluded.Add(new Exclusion(candidate.Unit, reason, variable.Code));
            }
        }

        return isComplete ? values : null;
    }

    // Turns values into scores in place; says which variables are left to compare by.
    private static List<int> Standardise(
        List<(string Unit, double[] Values)> complete,
        IReadOnlyList<NeighbourVariable> variables,
        List<NeighbourWarning> warnings)
    {
        var used = new List<int>(variables.Count);
        var column = new double[complete.Count];
        for (var i = 0; i < variables.Count; i++)
        {
            if (variables[i].Weight == 0 || complete.Count < 2)
            {
                continue;
            }

            for (var unit = 0; unit < column.Length; unit++)
            {
                column[unit] = complete[unit].Values[i];
            }

            // A power of two changes no score, and keeps sums and differences of huge values in range.
            var exponent = Moments.Exponent(column) + 1;
            var largest = 0.0;
            for (var unit = 0; unit < column.Length; unit++)
            {
                column[unit] = Math.ScaleB(column[unit], -exponent);
                largest = Math.Max(largest, Math.Abs(column[unit]));
            }

            var mean = Moments.Mean(column).GetValueOrDefault();
            var spread = Moments.StandardDeviation(column).GetValueOrDefault();
            if (spread <= largest * NoiseShare)
            {
                warnings.Add(new NeighbourWarning(NeighbourWarningKind.VariableWithoutVariance, variables[i].Code));
                continue;
            }

            used.Add(i);
            for (var unit = 0; unit < column.Length; unit++)
            {
                complete[unit].Values[i] = (column[unit] - mean) / spread;
            }
        }

        return used;
    }

    private static List<Neighbour> Nearest(
        List<(string Unit, double[] Values)> complete,
        int self,
        IReadOnlyList<NeighbourVariable> variables,
        List<int> used,
        int k,
        List<NeighbourWarning> warnings)
    {
        // Beside the largest weight, so that doubling all weights changes no order.
        var largestWeight = used.Count == 0 ? 1 : used.Max(i => variables[i].Weight);
        var focal = complete[self].Values;
        var order = new List<(double Compared, string Unit, double Squared, double[] Squares)>(complete.Count);
        for (var unit = 0; unit < complete.Count; unit++)
        {
            if (unit != self)
            {
                var squares = new double[used.Count];
                var squared = default(CompensatedSum);
                for (var i = 0; i < squares.Length; i++)
                {
                    var difference = complete[unit].Values[used[i]] - focal[used[i]];
                    squares[i] = variables[used[i]].Weight / largestWeight * difference * difference;
                    squared.Add(squares[i]);
                }

                var compared = Rounding.ToDecimals(Math.Sqrt(squared.Total), ComparedDecimals);
                order.Add((compared, complete[unit].Unit, squared.Total, squares));
            }
        }

        order.Sort(static (left, right) => left.Compared != right.Compared
            ? left.Compared.CompareTo(right.Compared)
            : string.CompareOrdinal(left.Unit, right.Unit));
        if (order.Count > k && order[k].Compared == order[k - 1].Compared)
        {
            warnings.Add(new NeighbourWarning(NeighbourWarningKind.TieAtTheEnd));
        }

        var nearest = new List<Neighbour>(Math.Min(k, order.Count));
        foreach (var (compared, unit, squared, squares) in order.Take(k))
        {
            var shares = new NeighbourShare[squares.Length];
            for (var i = 0; i < shares.Length; i++)
            {
                shares[i] = new NeighbourShare(variables[used[i]].Code, compared == 0 ? null : squares[i] / squared);
            }

            nearest.Add(new Neighbour(unit, nearest.Count + 1, Math.Sqrt(squared) * Math.Sqrt(largestWeight), shares));
        }

        return nearest;
    }
}
