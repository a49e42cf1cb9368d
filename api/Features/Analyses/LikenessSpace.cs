using MathNet.Numerics.LinearAlgebra;

namespace Benchlearning.Api.Features.Analyses;

/// <summary>
/// Units as points that can be compared. Each variable is transformed and standardised over the units that take part: those that
/// have every variable; for Gower's coefficient those that have any.
/// </summary>
internal sealed class LikenessSpace
{
    private const int ComparedDecimals = 9;

    // A spread this small beside the values is binary noise, not variance.
    private const double NoiseShare = 1e-12;
    private const double LargestCondition = 1e10;

    private readonly Func<int, int, LikenessGap?> between;

    private LikenessSpace(List<(string Unit, double[] Values)> points, IReadOnlyList<string> variables, IReadOnlyList<string> withoutSpread, IReadOnlyList<Exclusion> excluded, LikenessFault? fault, Func<int, int, LikenessGap?> between)
    {
        Units = [.. points.Select(static point => point.Unit)];
        (Variables, WithoutSpread, Excluded, Fault, this.between) = (variables, withoutSpread, excluded, fault, between);
    }

    /// <summary>The units that take part, in the order given.</summary>
    public IReadOnlyList<string> Units { get; }

    /// <summary>The variables used, in the order given.</summary>
    public IReadOnlyList<string> Variables { get; }

    /// <summary>The variables left out because they are the same everywhere.</summary>
    public IReadOnlyList<string> WithoutSpread { get; }

    /// <summary>The units that take no part, one entry for each fault.</summary>
    public IReadOnlyList<Exclusion> Excluded { get; }

    /// <summary>Why nothing can be compared; null where it can.</summary>
    public LikenessFault? Fault { get; }

    /// <summary>How far two units are apart, by their places; null where they share no variable.</summary>
    public LikenessGap? Between(int one, int other) => between(one, other);

    /// <summary>Makes the points.</summary>
    /// <param name="candidates">The units.</param>
    /// <param name="variables">What they are compared by.</param>
    /// <param name="metric">How.</param>
    /// <exception cref="ArgumentException">An identifier or variable occurs twice, a unit has not one value per variable, or a value is infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative or not finite.</exception>
    public static LikenessSpace Of(IReadOnlyList<NeighbourCandidate> candidates, IReadOnlyList<NeighbourVariable> variables, NeighbourMetric metric = NeighbourMetric.ZEuclidean) =>
        Make(candidates, variables, metric, metric switch
        {
            NeighbourMetric.RobustZ => Standardisation.RobustZ,
            NeighbourMetric.Gower => Standardisation.Range,
            _ => Standardisation.ZScore,
        });

    /// <summary>Makes the points, for Euclidean distance of variables made comparable so.</summary>
    public static LikenessSpace Euclidean(IReadOnlyList<NeighbourCandidate> candidates, IReadOnlyList<NeighbourVariable> variables, Standardisation standardisation) =>
        Make(candidates, variables, NeighbourMetric.ZEuclidean, standardisation);

    private static LikenessSpace Make(IReadOnlyList<NeighbourCandidate> candidates, IReadOnlyList<NeighbourVariable> variables, NeighbourMetric metric, Standardisation standardisation)
    {
        Check(candidates, variables);
        var excluded = new List<Exclusion>();
        var points = new List<(string Unit, double[] Values)>(candidates.Count);
        foreach (var candidate in candidates)
        {
            if (Transformed(candidate, variables, metric == NeighbourMetric.Gower, excluded) is { } values)
            {
                points.Add((candidate.Unit, values));
            }
        }

        int[] asked = [.. Enumerable.Range(0, variables.Count).Where(i => variables[i].Weight > 0 && points.Count > 1)];
        int[] used = [.. asked.Where(i => Scaled(points, i, metric == NeighbourMetric.Gower ? variables[i].Kind : VariableKind.Numeric, standardisation))];
        string[] without = [.. asked.Except(used).Select(i => variables[i].Code)];
        // Beside the largest weight, so that doubling all weights changes no order.
        var largest = used.Length == 0 ? 1 : used.Max(i => variables[i].Weight);
        double[] weights = [.. used.Select(i => variables[i].Weight / largest)];
        LikenessFault? fault = null;
        Func<int, int, LikenessGap?> between;
        if (metric == NeighbourMetric.Gower)
        {
            between = (one, other) => GowerGap(points[one].Values, points[other].Values, variables, used, weights);
        }
        else if (metric == NeighbourMetric.Mahalanobis)
        {
            Matrix<double>? inverse = null;
            (inverse, fault) = used.Length == 0 ? (null, null) : InverseCorrelation(points, used);
            between = (one, other) => MahalanobisGap(points[one].Values, points[other].Values, used, inverse);
        }
        else
        {
            between = (one, other) => EuclideanGap(points[one].Values, points[other].Values, used, weights, largest);
        }

        return new LikenessSpace(points, [.. used.Select(i => variables[i].Code)], without, excluded, fault, between);
    }

    private static void Check(IReadOnlyList<NeighbourCandidate> candidates, IReadOnlyList<NeighbourVariable> variables)
    {
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

    // The values of a unit that can be compared; null, and the reasons noted, for one that cannot. NaN is a value that a pair goes without.
    private static double[]? Transformed(NeighbourCandidate candidate, IReadOnlyList<NeighbourVariable> variables, bool isPairwise, List<Exclusion> excluded)
    {
        var values = new double[variables.Count];
        var faults = new List<Exclusion>();
        var isAnyPresent = false;
        for (var i = 0; i < values.Length; i++)
        {
            var variable = variables[i];
            if (variable.Weight == 0)
            {
                continue;
            }

            if (!Presence.IsPresent(candidate.Values[i], out values[i]))
            {
                faults.Add(new Exclusion(candidate.Unit, ExclusionReason.VariableMissing, variable.Code));
                continue;
            }

            isAnyPresent = true;
            if (variable.Transform == NeighbourTransform.Logarithm)
            {
                if (values[i] <= 0)
                {
                    faults.Add(new Exclusion(candidate.Unit, ExclusionReason.LogarithmOfNonPositive, variable.Code));
                }

                values[i] = Math.Log(values[i]);
            }
        }

        var isIn = isPairwise ? isAnyPresent && faults.All(static fault => fault.Reason == ExclusionReason.VariableMissing) : faults.Count == 0;
        if (!isIn)
        {
            excluded.AddRange(faults);
        }

        return isIn ? values : null;
    }

    // Turns a variable into scores in place; says whether it sets any two units apart.
    private static bool Scaled(List<(string Unit, double[] Values)> points, int variable, VariableKind kind, Standardisation standardisation)
    {
        double[] column = [.. points.Select(point => point.Values[variable]).Where(static value => !double.IsNaN(value))];
        if (kind != VariableKind.Numeric)
        {
            return column.Distinct().Skip(1).Any();
        }

        if (column.Length == 0)
        {
            return false;
        }

        // A power of two changes no score, and keeps sums and differences of huge values in range.
        var exponent = Moments.Exponent(column) + 1;
        column = Array.ConvertAll(column, value => Math.ScaleB(value, -exponent));
        var (centre, spread) = standardisation switch
        {
            Standardisation.RobustZ => RobustSpread(column),
            Standardisation.Range or Standardisation.None => (column.Min(), column.Max() - column.Min()),
            _ => (Moments.Mean(column).GetValueOrDefault(), Moments.StandardDeviation(column).GetValueOrDefault()),
        };
        if (spread <= column.Max(Math.Abs) * NoiseShare)
        {
            return false;
        }

        foreach (var (_, values) in standardisation == Standardisation.None ? [] : points)
        {
            values[variable] = (Math.ScaleB(values[variable], -exponent) - centre) / spread;
        }

        return true;
    }

    private static (double Centre, double Spread) RobustSpread(double[] column)
    {
        var fence = Outliers.Robust(OrderedValues.From([.. column.Select(static value => (double?)value)]), RobustZ.NormalConsistent)!.Value.Fence;
        return (fence.LowAnchor, fence.LowScale);
    }

    private static LikenessGap EuclideanGap(double[] one, double[] other, int[] used, double[] weights, double largest)
    {
        var squares = new double?[used.Length];
        var squared = default(CompensatedSum);
        for (var i = 0; i < squares.Length; i++)
        {
            var difference = other[used[i]] - one[used[i]];
            var square = weights[i] * difference * difference;
            squares[i] = square;
            squared.Add(square);
        }

        var distance = Math.Sqrt(squared.Total);
        return new LikenessGap(Rounding.ToDecimals(distance, ComparedDecimals), distance * Math.Sqrt(largest), squares);
    }

    private static (Matrix<double>? Inverse, LikenessFault? Fault) InverseCorrelation(List<(string Unit, double[] Values)> points, int[] used)
    {
        if (points.Count <= used.Length)
        {
            return (null, LikenessFault.TooFewUnits);
        }

        var scores = Matrix<double>.Build.Dense(points.Count, used.Length, (unit, i) => points[unit].Values[used[i]]);
        var factors = (scores.TransposeThisAndMultiply(scores) / (points.Count - 1)).Evd(Symmetricity.Symmetric);
        var values = factors.EigenValues.Real();
        if (values.Maximum() > LargestCondition * values.Minimum())
        {
            return (null, LikenessFault.Collinear);
        }

        return (factors.EigenVectors * Matrix<double>.Build.DenseOfDiagonalVector(1 / values) * factors.EigenVectors.Transpose(), null);
    }

    private static LikenessGap? MahalanobisGap(double[] one, double[] other, int[] used, Matrix<double>? inverse)
    {
        if (inverse is null)
        {
            return used.Length == 0 ? new LikenessGap(0, 0, []) : null;
        }

        var gap = Vector<double>.Build.Dense(used.Length, i => other[used[i]] - one[used[i]]);
        var turned = inverse * gap;
        var distance = Math.Sqrt(Math.Max(0, gap.DotProduct(turned)));
        return new LikenessGap(Rounding.ToDecimals(distance, ComparedDecimals), distance, [.. gap.Zip(turned, static (first, second) => (double?)(first * second))]);
    }

    private static LikenessGap? GowerGap(double[] one, double[] other, IReadOnlyList<NeighbourVariable> variables, int[] used, double[] weights)
    {
        var parts = new double?[used.Length];
        var total = 0.0;
        for (var i = 0; i < parts.Length; i++)
        {
            var (first, second, kind) = (one[used[i]], other[used[i]], variables[used[i]].Kind);
            if (double.IsNaN(first) || double.IsNaN(second) || (kind == VariableKind.Presence && first == 0 && second == 0))
            {
                continue;
            }

            total += weights[i];
            parts[i] = weights[i] * (kind switch
            {
                VariableKind.Numeric => Math.Abs(first - second),
                VariableKind.Presence => (first == 0) == (second == 0) ? 0 : 1,
                _ => first == second ? 0 : 1,
            });
        }

        if (total == 0)
        {
            return used.Length == 0 ? new LikenessGap(0, 0, []) : null;
        }

        var distance = parts.Sum().GetValueOrDefault() / total;
        return new LikenessGap(Rounding.ToDecimals(distance, ComparedDecimals), distance, parts);
    }
}
