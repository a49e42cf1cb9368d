namespace Benchlearning.Api.Features.Analyses;

/// <summary>How a table is rounded.</summary>
internal enum TableRounding
{
    /// <summary>Every cell and total by itself to the nearest multiple, halves up.</summary>
    Nearest,

    /// <summary>Every cell and total by itself, up or down by chance, so that the expected value is the number itself.</summary>
    Random,

    /// <summary>Up or down such that rounded cells make their rounded totals, as near as that allows (Cox and Ernst, 1982).</summary>
    Controlled,
}

/// <summary>Rounding of a table to a base, a way to protect it in place of suppression.</summary>
internal static class DisclosureRounding
{
    /// <summary>Rounds a number to the nearest multiple of a base, halves up.</summary>
    /// <param name="count">Zero or more.</param>
    /// <param name="to">The base, above 0: 3 or 5 are usual.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double Nearest(double count, double to)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(to);
        return Math.Floor((count / to) + 0.5) * to;
    }

    /// <summary>Rounds every cell of a table.</summary>
    /// <param name="table">Its shape.</param>
    /// <param name="values">Every cell, zero or more.</param>
    /// <param name="to">The base.</param>
    /// <param name="method">How.</param>
    /// <param name="seed">Of chance; of controlled rounding null: as near as possible, else near to what chance drew.</param>
    /// <returns>Every cell; null when there is no controlled rounding, which only overlapping subtotals can bring about.</returns>
    public static double[]? Of(DisclosureTable table, IReadOnlyList<double> values, double to, TableRounding method, ulong? seed)
    {
        var random = new StableRandom(seed ?? 0);
        return method switch
        {
            TableRounding.Nearest => [.. values.Select(value => Nearest(value, to))],
            TableRounding.Random => [.. values.Select(value => Down(value, to) + (random.Uniform() < UpShare(value, to) ? to : 0))],
            _ => Controlled(table, values, to, seed is null ? null : random),
        };
    }

    /// <summary>Between what a number lies whose rounded one is known.</summary>
    /// <param name="rounded">The multiple of the base.</param>
    /// <param name="to">The base.</param>
    /// <param name="method">How it was rounded.</param>
    /// <param name="isWhole">Whether it is a whole number, and so is the base.</param>
    public static NumberInterval Behind(double rounded, double to, TableRounding method, bool isWhole)
    {
        var reach = method == TableRounding.Nearest ? to / 2 : to;
        var (low, high) = (rounded - reach, rounded + reach);
        return isWhole
            ? new NumberInterval(Math.Max(0, method == TableRounding.Nearest ? Math.Ceiling(low) : low + 1), method == TableRounding.Nearest ? Math.Ceiling(high) - 1 : high - 1)
            : new NumberInterval(Math.Max(0, low), high);
    }

    private static double Down(double value, double to) => Math.Floor((value / to) + 1e-9) * to;

    private static double UpShare(double value, double to) => Math.Max(0, (value - Down(value, to)) / to);

    // A cell is its multiple below, and one base more or not: a linear program whose corners are whole, because every table of rows, columns and totals is a network.
    private static double[]? Controlled(DisclosureTable table, IReadOnlyList<double> values, double to, StableRandom? random)
    {
        var down = values.Select(value => Down(value, to)).ToArray();
        var share = values.Select(value => UpShare(value, to)).ToArray();
        var open = Enumerable.Range(0, values.Count).Where(cell => share[cell] > 1e-9).ToArray();
        if (open.Length == 0)
            return down;
        var place = new int[values.Count];
        Array.Fill(place, -1);
        for (var number = 0; number < open.Length; number++)
            place[open[number]] = number;
        var sums = table.Sums.Where(sum => sum.Cells.Any(cell => place[cell] >= 0)).ToArray();
        var matrix = new double[sums.Length * open.Length];
        for (var row = 0; row < sums.Length; row++)
        {
            foreach (var part in sums[row].Parts.Where(cell => place[cell] >= 0))
                matrix[(place[part] * sums.Length) + row] += 1;
            if (place[sums[row].Total] is >= 0 and var total)
                matrix[(total * sums.Length) + row] -= 1;
        }
        double[] costs = [.. open.Select(cell => 1 - (2 * (random is null ? share[cell] : random.Uniform() < share[cell] ? 1 : 0)))];
        if (sums.Length > 0)
        {
            var program = new LinearProgram(matrix, Array.ConvertAll(sums, sum => Math.Round((down[sum.Total] - sum.Parts.Sum(cell => down[cell])) / to)), [.. open.Select(_ => 1.0)]);
            if (program.Minimise(costs) != LinearProgramStatus.Optimal)
                return null;
            for (var number = 0; number < open.Length; number++)
            {
                var up = program.Value(number);
                if (Math.Abs(up - Math.Round(up)) > 1e-6)
                    return null;
                down[open[number]] += Math.Round(up) * to;
            }
            return down;
        }
        for (var number = 0; number < open.Length; number++)
            down[open[number]] += costs[number] < 0 ? to : 0;
        return down;
    }
}
