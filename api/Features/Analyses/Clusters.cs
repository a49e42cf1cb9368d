namespace Benchlearning.Api.Features.Analyses;

/// <summary>How units are put into clusters.</summary>
internal enum ClusterMethod
{
    /// <summary>Ward's (1963): join the two clusters that add least to the squared distances within. The default.</summary>
    Ward,

    /// <summary>Join the two clusters whose units are nearest on average (UPGMA).</summary>
    Average,

    /// <summary>Join the two clusters whose farthest units are nearest.</summary>
    Complete,

    /// <summary>Join the two clusters whose nearest units are nearest.</summary>
    Single,

    /// <summary>Partitioning around medoids (Kaufman and Rousseeuw, 1990): real units as centres.</summary>
    Medoids,
}

/// <summary>A join of two clusters.</summary>
/// <param name="First">A unit, or with n and more the join numbered so from n on.</param>
/// <param name="Second">The other.</param>
/// <param name="Height">The distance at which they join, in standard deviations; for Ward the root of twice what the join adds.</param>
/// <param name="Size">Units in the joined cluster.</param>
internal readonly record struct ClusterJoin(int First, int Second, double Height, int Size);

/// <summary>How well so many clusters fit.</summary>
/// <param name="Count">How many.</param>
/// <param name="MeanSilhouette">The mean silhouette.</param>
internal readonly record struct ClusterChoice(int Count, double MeanSilhouette);

/// <summary>A clustering.</summary>
/// <param name="Units">The units clustered, in the order given.</param>
/// <param name="Clusters">The cluster of each, from 1, numbered in the order in which they first occur.</param>
/// <param name="Silhouettes">How well each fits, -1 to 1 (Rousseeuw, 1987); 0 for a unit alone in its cluster.</param>
/// <param name="Nearest">The cluster that each fits next best, null where there is but one.</param>
/// <param name="MeanSilhouette">Their mean: below 0.25 there is no structure to speak of. Null with one cluster.</param>
/// <param name="Medoids">The unit of each cluster that is nearest to the others of it.</param>
/// <param name="Joins">Every join, lowest first; empty for medoids.</param>
/// <param name="Choices">What was chosen from, where the number was to be chosen.</param>
/// <param name="WithoutVariance">Variables left out because they are the same everywhere.</param>
/// <param name="Excluded">Units that lack a variable.</param>
internal sealed record ClusterResult(
    IReadOnlyList<string> Units,
    IReadOnlyList<int> Clusters,
    IReadOnlyList<double> Silhouettes,
    IReadOnlyList<int?> Nearest,
    double? MeanSilhouette,
    IReadOnlyList<string> Medoids,
    IReadOnlyList<ClusterJoin> Joins,
    IReadOnlyList<ClusterChoice> Choices,
    IReadOnlyList<string> WithoutVariance,
    IReadOnlyList<Exclusion> Excluded);

/// <summary>
/// Groups of similar units, by the distances of a <see cref="LikenessSpace"/>. Explorative: another choice of variables or of the
/// number gives other groups. Ties are settled by the order of units, so give them in the order of their identifiers.
/// </summary>
internal static class Clusters
{
    /// <summary>The most clusters that a number is chosen from, unless asked otherwise.</summary>
    public const int UsualMost = 6;

    private const int MostRounds = 200;

    /// <summary>Clusters units.</summary>
    /// <param name="space">The units that take part, with their distances.</param>
    /// <param name="count">How many clusters, 1 or more, as many as there are units at most; null: the number from 2 to
    /// <paramref name="mostCount"/> with the largest mean silhouette, the smallest of equal ones.</param>
    /// <param name="method">How.</param>
    /// <param name="mostCount">The most to choose from; less than the number of units in any case.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1, or above the number of complete units.</exception>
    public static ClusterResult Of(LikenessSpace space, int? count = null, ClusterMethod method = ClusterMethod.Ward, int mostCount = UsualMost)
    {
        var n = space.Units.Count;
        if (count is { } asked)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(asked, 1, nameof(count));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(asked, Math.Max(1, n), nameof(count));
        }

        var distances = Distances(space);
        List<ClusterJoin> joins = method == ClusterMethod.Medoids ? [] : Joins(distances, method);
        var choices = new List<ClusterChoice>();
        if (count is null && space.Variables.Count > 0)
        {
            for (var candidate = 2; candidate <= Math.Min(mostCount, n - 1); candidate++)
            {
                choices.Add(new ClusterChoice(candidate, Moments.Mean(Fit(distances, Partition(candidate)).Silhouettes).GetValueOrDefault()));
            }
        }

        var chosen = count ?? (choices.Count == 0 ? 1 : choices.MaxBy(static choice => Rounding.ToDecimals(choice.MeanSilhouette, 9)).Count);
        var clusters = Partition(chosen);
        var (silhouettes, nearest) = Fit(distances, clusters);
        var number = n == 0 ? 0 : clusters.Max();
        return new ClusterResult(
            space.Units, clusters, silhouettes, nearest, number < 2 ? null : Moments.Mean(silhouettes),
            [.. Enumerable.Range(1, number).Select(cluster => space.Units[MedoidOf(distances, clusters, cluster)])], joins, choices, space.WithoutSpread, space.Excluded);

        int[] Partition(int number) => Numbered(method == ClusterMethod.Medoids
            ? Around(distances, Medoids(distances, Math.Min(number, n)))
            : Cut(joins, n, number));
    }

    private static double[,] Distances(LikenessSpace space)
    {
        var n = space.Units.Count;
        var distances = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            for (var k = i + 1; k < n; k++)
            {
                distances[i, k] = distances[k, i] = space.Between(i, k)?.Distance
                    ?? throw new ArgumentException("Clusters are of units that all can be compared.", nameof(space));
            }
        }

        return distances;
    }

    private static int[] Around(double[,] distances, int[] medoids) =>
        [.. Enumerable.Range(0, distances.GetLength(0)).Select(unit => Nearest(distances, medoids, unit))];

    private static int MedoidOf(double[,] distances, int[] clusters, int cluster)
    {
        int[] members = [.. Enumerable.Range(0, clusters.Length).Where(unit => clusters[unit] == cluster)];
        return members.MinBy(unit => Rounding.ToDecimals(members.Sum(other => distances[unit, other]), 9));
    }

    // By the recurrence of Lance and Williams (1967); Ward's on squared distances.
    private static List<ClusterJoin> Joins(double[,] distances, ClusterMethod method)
    {
        var n = distances.GetLength(0);
        var isWard = method == ClusterMethod.Ward;
        var gaps = new double[n, n];
        var sizes = new int[n];
        var labels = Enumerable.Range(0, n).ToArray();
        var isOpen = new bool[n];
        isOpen.AsSpan().Fill(true);
        sizes.AsSpan().Fill(1);
        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < n; k++)
            {
                gaps[i, k] = isWard ? distances[i, k] * distances[i, k] : distances[i, k];
            }
        }

        var joins = new List<ClusterJoin>(n);
        for (var join = 0; join < n - 1; join++)
        {
            var (first, second) = Closest(gaps, isOpen);
            var gap = gaps[first, second];
            joins.Add(new ClusterJoin(labels[first], labels[second], isWard ? Math.Sqrt(gap) : gap, sizes[first] + sizes[second]));
            for (var other = 0; other < n; other++)
            {
                if (isOpen[other] && other != first && other != second)
                {
                    var (one, two) = (gaps[first, other], gaps[second, other]);
                    var (a, b, c) = ((double)sizes[first], (double)sizes[second], (double)sizes[other]);
                    gaps[first, other] = gaps[other, first] = method switch
                    {
                        ClusterMethod.Ward => Math.Max(0, (((a + c) * one) + ((b + c) * two) - (c * gap)) / (a + b + c)),
                        ClusterMethod.Average => ((a * one) + (b * two)) / (a + b),
                        ClusterMethod.Complete => Math.Max(one, two),
                        _ => Math.Min(one, two),
                    };
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

    // Build greedily, then swap as long as it helps. Each unit remembers how near its nearest medoid is, and its second nearest.
    private static int[] Medoids(double[,] distances, int count)
    {
        var n = distances.GetLength(0);
        List<int> chosen = [];
        var nearest = new double[n];
        nearest.AsSpan().Fill(double.PositiveInfinity);
        while (chosen.Count < count)
        {
            var next = Enumerable.Range(0, n).Where(unit => !chosen.Contains(unit))
                .MinBy(unit => Rounding.ToDecimals(Enumerable.Range(0, n).Sum(other => Math.Min(nearest[other], distances[other, unit])), 9));
            chosen.Add(next);
            for (var unit = 0; unit < n; unit++)
            {
                nearest[unit] = Math.Min(nearest[unit], distances[unit, next]);
            }
        }

        var medoids = chosen.ToArray();
        for (var round = 0; round < MostRounds; round++)
        {
            var (first, second) = NearestTwo(distances, medoids);
            var cost = Enumerable.Range(0, n).Sum(unit => distances[unit, medoids[first[unit]]]);
            var (best, place, swapped) = (cost, -1, -1);
            for (var i = 0; i < medoids.Length; i++)
            {
                for (var other = 0; other < n; other++)
                {
                    var now = 0.0;
                    for (var unit = 0; unit < n; unit++)
                    {
                        now += Math.Min(distances[unit, other], first[unit] == i ? second[unit] : distances[unit, medoids[first[unit]]]);
                    }

                    if (now < best - (1e-9 * (1 + best)))
                    {
                        (best, place, swapped) = (now, i, other);
                    }
                }
            }

            if (place < 0)
            {
                break;
            }

            medoids[place] = swapped;
        }

        return medoids;
    }

    // The place of the nearest medoid of each unit, and the distance to the second nearest; infinite where there is but one.
    private static (int[] First, double[] Second) NearestTwo(double[,] distances, int[] medoids)
    {
        var first = Enumerable.Range(0, distances.GetLength(0)).Select(unit => Nearest(distances, medoids, unit)).ToArray();
        return (first,
        [
            .. first.Select((own, unit) => Enumerable.Range(0, medoids.Length).Where(i => i != own)
                .Select(i => distances[unit, medoids[i]]).DefaultIfEmpty(double.PositiveInfinity).Min()),
        ]);
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

    // From 1, in the order in which they first occur.
    private static int[] Numbered(int[] clusters)
    {
        var numbers = new Dictionary<int, int>();
        return Array.ConvertAll(clusters, cluster =>
        {
            numbers.TryAdd(cluster, numbers.Count + 1);
            return numbers[cluster];
        });
    }

    // s = (b - a)/max(a, b): a the mean distance within the own cluster, b to the nearest other.
    private static (double[] Silhouettes, int?[] Nearest) Fit(double[,] distances, int[] clusters)
    {
        var silhouettes = new double[clusters.Length];
        var nearest = new int?[clusters.Length];
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
            var next = Enumerable.Range(1, count).Where(cluster => cluster != own).MinBy(cluster => sums[cluster] / sizes[cluster]);
            nearest[unit] = next;
            if (sizes[own] > 1)
            {
                var within = sums[own] / (sizes[own] - 1);
                var between = sums[next] / sizes[next];
                var larger = Math.Max(within, between);
                silhouettes[unit] = larger > 0 ? (between - within) / larger : 0;
            }
        }

        return (silhouettes, nearest);
    }
}
