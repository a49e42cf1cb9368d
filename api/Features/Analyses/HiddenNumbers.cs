namespace Benchlearning.Api.Features.Analyses;

/// <summary>A number of a sum.</summary>
/// <param name="Number">Which, from 0.</param>
/// <param name="Coefficient">What it is multiplied by.</param>
internal readonly record struct SumTerm(int Number, double Coefficient);

/// <summary>A sum that is known.</summary>
/// <param name="Terms">Its hidden numbers; what is known of it is taken off the total.</param>
/// <param name="Total">What they make together.</param>
internal sealed record KnownSum(IReadOnlyList<SumTerm> Terms, double Total);

/// <summary>Between what a number lies.</summary>
/// <param name="Low">The least it can be; null when nothing bounds it.</param>
/// <param name="High">The most it can be; null when nothing bounds it.</param>
internal readonly record struct NumberInterval(double? Low, double? High)
{
    /// <summary>Zero or more.</summary>
    public static readonly NumberInterval NotNegative = new(0, null);

    /// <summary>Its width; null when it is unbounded.</summary>
    public double? Width => High - Low;
}

/// <summary>
/// What a reader can work out about hidden numbers from sums of them that are known: for each the least and the most that it can be. Two linear programs a
/// number (Fischetti and Salazar, 2000).
/// </summary>
internal static class HiddenNumbers
{
    /// <summary>The intervals of some of the numbers.</summary>
    /// <param name="bounds">For each hidden number what is known of it from the start.</param>
    /// <param name="sums">The known sums.</param>
    /// <param name="targets">The numbers asked about; null: all.</param>
    /// <returns>One interval for each target, in their order.</returns>
    /// <exception cref="ArgumentException">No numbers at all fit the sums.</exception>
    public static IReadOnlyList<NumberInterval> Intervals(IReadOnlyList<NumberInterval> bounds, IReadOnlyList<KnownSum> sums, IReadOnlyList<int>? targets = null)
    {
        var asked = targets ?? [.. Enumerable.Range(0, bounds.Count)];
        var used = sums.Where(sum => sum.Terms.Any(term => term.Coefficient != 0)).ToArray();
        if (used.Length == 0 || asked.Count == 0)
            return [.. asked.Select(number => bounds[number])];

        // Each number is its known end and a column of the program, or two columns where it has no end; rows are beside 1, so that tolerances mean what they say.
        var columns = Columns(bounds);
        var rests = Array.ConvertAll(used, sum => (sum.Total - sum.Terms.Sum(term => term.Coefficient * columns[term.Number].Start)) / SizeOf(sum));
        var scale = Math.Max(1, rests.Max(Math.Abs));
        var width = columns.Sum(column => column.IsTwo ? 2 : 1);
        var (matrix, upper) = (new double[used.Length * width], new double[width]);
        foreach (var column in columns)
        {
            upper[column.First] = column.Upper / scale;
            if (column.IsTwo)
                upper[column.First + 1] = double.PositiveInfinity;
        }
        for (var row = 0; row < used.Length; row++)
            foreach (var term in used[row].Terms)
            {
                var column = columns[term.Number];
                var coefficient = term.Coefficient * column.Sign / SizeOf(used[row]);
                matrix[(column.First * used.Length) + row] += coefficient;
                if (column.IsTwo)
                    matrix[((column.First + 1) * used.Length) + row] -= coefficient;
            }

        var program = new LinearProgram(matrix, Array.ConvertAll(rests, rest => rest / scale), upper);
        var costs = new double[width];
        return [.. asked.Select(number => new NumberInterval(End(columns[number], 1), End(columns[number], -1)))];

        double? End(Column column, int direction)
        {
            costs[column.First] = direction * column.Sign;
            if (column.IsTwo)
                costs[column.First + 1] = -direction * column.Sign;
            var status = program.Minimise(costs);
            if (status == LinearProgramStatus.Infeasible)
                throw new ArgumentException("No numbers fit the sums.", nameof(sums));
            var moved = program.Value(column.First) - (column.IsTwo ? program.Value(column.First + 1) : 0);
            costs[column.First] = 0;
            if (column.IsTwo)
                costs[column.First + 1] = 0;
            return status == LinearProgramStatus.Unbounded ? null : column.Start + (column.Sign * moved * scale);
        }
    }

    private static double SizeOf(KnownSum sum) => sum.Terms.Max(term => Math.Abs(term.Coefficient));

    private static Column[] Columns(IReadOnlyList<NumberInterval> bounds)
    {
        var columns = new Column[bounds.Count];
        for (var (number, first) = (0, 0); number < bounds.Count; number++)
        {
            var (low, high) = (bounds[number].Low, bounds[number].High);
            columns[number] = low is { } least ? new Column(first, 1, least, high - least ?? double.PositiveInfinity, false)
                : high is { } most ? new Column(first, -1, most, double.PositiveInfinity, false)
                : new Column(first, 1, 0, double.PositiveInfinity, true);
            first += columns[number].IsTwo ? 2 : 1;
        }
        return columns;
    }

    private readonly record struct Column(int First, int Sign, double Start, double Upper, bool IsTwo);
}
