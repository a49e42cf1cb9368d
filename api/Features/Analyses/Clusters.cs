namespace Benchlearning.Api.Features.Analyses;

/// <summary>How units are put into clusters.</summary>
internal enum ClusterMethod
{
    /// <summary>Ward's (1963): join the two clusters that add least to the squared distances within. The default.</summary>
    Ward,

    /// <summary>Partitioning around medoids (Kaufman and Rousseeuw, 1990): real units as centres.</summary>
    Medoids,
}

/// <summary>A join of Ward's method.</summary>
/// <param name="First">A unit, or with n and more the join numbered so from n on.</param>
/// <param name="Second">The other.</param>
/// <param name="Height">The distance at which they join, in standard deviations: the root of twice what the join adds.</param>
internal readonly record struct ClusterJoin(int First, int Second, double Height);

/// <summary>A clustering.</summary>
/// <param name="Units">The units clustered, in the order given.</param>
/// <param name="Clusters">The cluster of each, from 1, numbered in the order in which they first occur.</param>
/// <param name="Silhouettes">How well each fits, -1 to 1 (Rousseeuw, 1987); 0 for a unit alone in its cluster.</param>
/// <param name="MeanSilhouette">Their mean: below 0.25 there is no structure to speak of. Null with one cluster.</param>
/// <param name="Medoids">Medoids: the unit at the centre of each cluster; empty for Ward.</param>
/// <param name="Joins">Ward: every join, lowest first; empty for medoids.</param>
/// <param name="WithoutVariance">Variables left out because they are the same everywhere.</param>
/// <param name="Excluded">Units that lack a variable.</param>
internal sealed record ClusterResult(
    IReadOnlyList<string> Units,
    IReadOnlyList<int> Clusters,
    IReadOnlyList<double> Silhouettes,
    double? MeanSilhouette,
    IReadOnlyList<string> Medoids,
    IReadOnlyList<ClusterJoin> Joins,
    IReadOnlyList<string> WithoutVariance,
    IReadOnlyList<Exclusion> Excluded);

/// <summary>
/// Groups of similar units, by standardised Euclidean distance (each variable less its mean over its sample standard deviation).
/// Explorative: another choice of variables or of the number gives other groups. Ties are settled by the order of units, so give
/// them in the order of their identifiers.
/// </summary>
internal static class Clusters
{
    private const double NoiseShare = 1e-12;
    private const int MostRounds = 200;

    /// <summary>Clusters units.</summary>
    /// <param name="units">The units with one value per variable.</param>
    /// <param name="variables">The names of the variables.</param>
    /// <param name="count">How many clusters, 1 or more; as many as there are units at most.</param>
    /// <param name="method">How.</param>
    /// <exception cref="ArgumentException">A unit occurs twice, has not one value per variable, or a value is infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1, or above the number of complete units.</exception>
    public static ClusterResult Of(
        IReadOnlyList<NeighbourCandidate> units,
        IReadOnlyList<string> variables,
        int count,
        ClusterMethod method = ClusterMethod.Ward)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var excluded = new List<Exclusion>();
        var names = new List<string>(units.Count);
        var rows = new List<double[]>(units.Count);
        foreach (var unit in units)
        {
            if (unit.Values.Count != variables.Count || units.Count(other => other.Unit == unit.Unit) > 1)
            {
                throw new ArgumentException(
                    $"The unit '{unit.Unit}' occurs twice or has not one value per variable.", nameof(units));
            }

            if (Complete(unit, variables, excluded) is { } values)
            {
                names.Add(unit.Unit);
                rows.Add(values);
            }
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Math.Max(1, names.Count));
        var withoutVariance = new List<string>();
        var distances = Distances(rows, variables, withoutVariance);
        List<ClusterJoin> joins = [];
        int[] medoids = [];
        int[] clusters;
        if (method == ClusterMethod.Ward)
        {
            joins = Ward(distances);
            clusters = Cut(joins, names.Count, count);
        }
        else
        {
            medoids = Medoids(distances, Math.Min(count, names.Count));
            clusters = [.. Enumerable.Range(0, names.Count).Select(unit => Nearest(distances, medoids, unit))];
        }

        var (numbers, order) = Numbered(clusters);
        var silhouettes = Silhouettes(distances, numbers);
        return new ClusterResult(
            names, numbers, silhouettes, order.Count < 2 ? null : Moments.Mean(silhouettes),
            medoids.Length == 0 ? [] : [.. order.Select(cluster => names[medoids[cluster]])], joins, withoutVariance, excluded);
    }

    private static double[]? Complete(NeighbourCandidate unit, IReadOnlyList<string> variables, List<Exclusion> excluded)
    {
        var values = new double[variables.Count];
        var isComplete = true;
        for (var i = 0; i < values.Length; i++)
        {
            if (!Presence.IsPresent(unit.Values[i], out values[i]))
            {
                isComplete = false;
                excluded.Add(new Exclusion(unit.Unit, ExclusionReason.VariableMissing, variables[i]));
            }
        }

        return isComplete ? values : null;
    }

    private static double[,] Distances(List<double[]> rows, IReadOnlyList<string> variables, List<string> withoutVariance)
    {
        var squares = new double[rows.Count, rows.Count];
        for (var variable = 0; variable < variables.Count && rows.Count > 1; variable++)
        {
            double[] column = [.. rows.Select(row => row[variable])];
            var exponent = Moments.Exponent(column) + 1;
            column = Array.ConvertAll(column, value => Math.ScaleB(value, -exponent));
            var spread = Moments.StandardDeviation(column).GetValueOrDefault();
            if (spread <= column.Max(Math.Abs) * NoiseShare)
            {
                withoutVariance.Add(variables[variable]);
                continue;
            }

            for (var i = 0; i < column.Length; i++)
            {
                for (var k = 0; k < column.Length; k++)
                {
                    var gap = (column[i] - column[k]) / spread;
                    squares[i, k] += gap * gap;
                }
            }
        }

        for (var i = 0; i < rows.Count; i++)
        {
            for (var k = 0; k < rows.Count; k++)
            {
                squares[i, k] = Math.Sqrt(squares[i, k]);
            }
        }

        return squares;
    }

    // By the recurrence of Lance and Williams (1967) on squared distances.
    private static List<ClusterJoin> Ward(double[,] distances)
    {
        var n = distances.GetLength(0);
        var squares = new double[n, n];
        var sizes = new double[n];
        var labels = Enumerable.Range(0, n).ToArray();
        var isOpen = new bool[n];
        isOpen.AsSpan().Fill(true);
        sizes.AsSpan().Fill(1);
        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < n; k++)
            {
                squares[i, k] = distances[i, k] * distances[i, k];
            }
        }

        var joins = new List<ClusterJoin>(n);
        for (var join = 0; join < n - 1; join++)
        {
            var (first, second) = Closest(squares, isOpen);
            joins.Add(new ClusterJoin(labels[first], labels[second], Math.Sqrt(squares[first, second])));
            for (var other = 0; other < n; other++)
            {
                if (isOpen[other] && other != first && other != second)
                {
                    var joined = (((sizes[first] + sizes[other]) * squares[first, other])
                        + ((sizes[second] + sizes[other]) * squares[second, other])
                        - (sizes[other] * squares[first, second])) / (sizes[first] + sizes[second] + sizes[other]);
                    squares[first, other] = squares[other, first] = Math.Max(0, joined);
                }
            }

            sizes[first] += sizes[second];
            isOpen[second] = false;
            labels[first] = n + join;
        }

        return joins;
    }

    private static (int First, int Second) Closest(double[,] squares, bool[] isOpen)
    {
        var (first, second, least) = (-1, -1, double.PositiveInfinity);
        for (var i = 0; i < isOpen.Length; i++)
        {
            for (var k = i + 1; k < isOpen.Length && isOpen[i]; k++)
            {
                // Noise makes no order: a later pair must be nearer by more.
                if (isOpen[k] && squares[i, k] < least - (1e-12 * (first < 0 ? 0 : least)))
                {
                    (first, second, least) = (i, k, squares[i, k]);
                }
            }
        }

        return (first, second);
    }

    private static int[] Cut(List<ClusterJoin> joins, int n, int count)
    {
        var parents = Enumerable.Range(0, n + joins.Count).ToArray();
        for (var join = 0; join < n - count; join++)
        {
            parents[Root(joins[join].First)] = n + join;
            parents[Root(joins[join].Second)] = n + join;
        }

        return [.. Enumerable.Range(0, n).Select(Root)];

        int Root(int place)
        {
            while (parents[place] != place)
            {
                place = parents[place];
            }

            return place;
        }
    }

    // Build greedily, then swap as long as it helps.
    private static int[] Medoids(double[,] distances, int count)
    {
        var n = distances.GetLength(0);
        List<int> chosen = [];
        while (chosen.Count < count)
        {
            chosen.Add(Enumerable.Range(0, n).Where(unit => !chosen.Contains(unit))
                .MinBy(unit => Rounding.ToDecimals(Cost(distances, [.. chosen, unit]), 9)));
        }

        var medoids = chosen.ToArray();
        var cost = Cost(distances, medoids);
        for (var round = 0; round < MostRounds; round++)
        {
            var (best, place, unit) = (cost, -1, -1);
            for (var i = 0; i < medoids.Length; i++)
            {
                for (var other = 0; other < n; other++)
                {
                    var swapped = (int[])medoids.Clone();
                    swapped[i] = other;
                    var now = Cost(distances, swapped);
                    if (now < best - (1e-9 * (1 + best)))
                    {
                        (best, place, unit) = (now, i, other);
                    }
                }
            }

            if (place < 0)
            {
                break;
            }

            medoids[place] = unit;
            cost = best;
        }

        return medoids;
    }

    private static double Cost(double[,] distances, int[] medoids)
    {
        var sum = 0.0;
        for (var unit = 0; unit < distances.GetLength(0); unit++)
        {
            sum += distances[unit, medoids[Nearest(distances, medoids, unit)]];
        }

        return sum;
    }

    private static int Nearest(double[,] distances, int[] medoids, int unit)
    {
        var best = 0;
        for (var i = 1; i < medoids.Length; i++)
        {
            best = distances[unit, medoids[i]] < distances[unit, medoids[best]] ? i : best;
        }

        return best;
    }

    private static (int[] Numbers, List<int> Order) Numbered(int[] clusters)
    {
        var order = new List<int>();
        var numbers = new int[clusters.Length];
        for (var unit = 0; unit < clusters.Length; unit++)
        {
            if (!order.Contains(clusters[unit]))
            {
                order.Add(clusters[unit]);
            }

            numbers[unit] = order.IndexOf(clusters[unit]) + 1;
        }

        return (numbers, order);
    }

    // s = (b - a)/max(a, b): a the mean distance within the own cluster, b to the nearest other.
    private static double[] Silhouettes(double[,] distances, int[] clusters)
    {
        var silhouettes = new double[clusters.Length];
        var count = clusters.Length == 0 ? 0 : clusters.Max();
        for (var unit = 0; unit < clusters.Length && count > 1; unit++)
        {
            var sums = new double[count + 1];
            var sizes = new int[count + 1];
            for (var other = 0; other < clusters.Length; other++)
            {
                sums[clusters[other]] += distances[unit, other];
                sizes[clusters[other]]++;
            }

            var own = clusters[unit];
            if (sizes[own] > 1)
            {
                var within = sums[own] / (sizes[own] - 1);
                var nearest = Enumerable.Range(1, count).Where(cluster => cluster != own).Min(cluster => sums[cluster] / sizes[cluster]);
                var larger = Math.Max(within, nearest);
                silhouettes[unit] = larger > 0 ? (nearest - within) / larger : 0;
            }
        }

        return silhouettes;
    }
}
