namespace Benchlearning.Api.Features.Analyses;

/// <summary>What a reader can work out about a hidden cell.</summary>
/// <param name="Row">The row, from 0.</param>
/// <param name="Column">The column, from 0.</param>
/// <param name="Low">The least it can be.</param>
/// <param name="High">The most it can be; null when nothing bounds it.</param>
/// <param name="IsDisclosed">Whether the two are the same, to a millionth of a unit: the cell is as good as published.</param>
internal sealed record HiddenCell(int Row, int Column, double Low, double? High, bool IsDisclosed);

/// <summary>
/// The audit of a published table: for every hidden cell the least and the most it can be, given the published cells, the published
/// totals and that no count is negative. Two linear programs a cell (Fischetti and Salazar, 2000).
/// </summary>
internal static class DisclosureAudit
{
    private const double SameWithin = 1e-6;

    /// <summary>Audits a table.</summary>
    /// <param name="cells">Row by row; null is hidden, all else published.</param>
    /// <param name="rowTotals">One per row; null is not published.</param>
    /// <param name="columnTotals">One per column; null is not published.</param>
    /// <returns>One result per hidden cell, row by row. Empty when nothing is hidden.</returns>
    /// <exception cref="ArgumentException">Rows differ in length, totals in number, a number is negative or not finite, or no counts
    /// at all fit the totals.</exception>
    public static IReadOnlyList<HiddenCell> Of(
        IReadOnlyList<IReadOnlyList<double?>> cells, IReadOnlyList<double?> rowTotals, IReadOnlyList<double?> columnTotals)
    {
        Check(cells, rowTotals, columnTotals);
        var hidden = new List<(int Row, int Column)>();
        for (var row = 0; row < cells.Count; row++)
        {
            for (var column = 0; column < columnTotals.Count; column++)
            {
                if (cells[row][column] is null)
                {
                    hidden.Add((row, column));
                }
            }
        }

        if (hidden.Count == 0)
        {
            return [];
        }

        var rests = new List<double>();
        var members = new List<Func<(int Row, int Column), bool>>();
        for (var row = 0; row < rowTotals.Count; row++)
        {
            if (rowTotals[row] is { } total)
            {
                var place = row;
                rests.Add(total - cells[row].Sum(static cell => cell ?? 0));
                members.Add(cell => cell.Row == place);
            }
        }

        for (var column = 0; column < columnTotals.Count; column++)
        {
            if (columnTotals[column] is { } total)
            {
                var place = column;
                rests.Add(total - cells.Sum(row => row[place] ?? 0));
                members.Add(cell => cell.Column == place);
            }
        }

        return Intervals(hidden, rests, members);
    }

    private static List<HiddenCell> Intervals(
        List<(int Row, int Column)> hidden, List<double> rests, List<Func<(int Row, int Column), bool>> members)
    {
        // Constraints without hidden cells say nothing; beside 1, so that tolerances mean what they say.
        var used = Enumerable.Range(0, rests.Count).Where(i => hidden.Exists(cell => members[i](cell))).ToArray();
        if (used.Length == 0)
        {
            return hidden.ConvertAll(static cell => new HiddenCell(cell.Row, cell.Column, 0, null, false));
        }

        var scale = Math.Max(1, used.Max(i => Math.Abs(rests[i])));
        var matrix = new double[used.Length * hidden.Count];
        for (var cell = 0; cell < hidden.Count; cell++)
        {
            for (var i = 0; i < used.Length; i++)
            {
                matrix[(cell * used.Length) + i] = members[used[i]](hidden[cell]) ? 1 : 0;
            }
        }

        var program = new LinearProgram(matrix, Array.ConvertAll(used, i => rests[i] / scale));
        var costs = new double[hidden.Count];
        var results = new List<HiddenCell>(hidden.Count);
        for (var cell = 0; cell < hidden.Count; cell++)
        {
            costs[cell] = 1;
            if (program.Minimise(costs) == LinearProgramStatus.Infeasible)
            {
                throw new ArgumentException("No counts fit the published totals.", nameof(rests));
            }

            var low = Math.Max(0, program.Value(cell)) * scale;
            costs[cell] = -1;
            double? high = program.Minimise(costs) == LinearProgramStatus.Optimal ? program.Value(cell) * scale : null;
            costs[cell] = 0;
            results.Add(new HiddenCell(hidden[cell].Row, hidden[cell].Column, low, high, high - low <= SameWithin));
        }

        return results;
    }

    private static void Check(
        IReadOnlyList<IReadOnlyList<double?>> cells, IReadOnlyList<double?> rowTotals, IReadOnlyList<double?> columnTotals)
    {
        if (rowTotals.Count != cells.Count || cells.Any(row => row.Count != columnTotals.Count))
        {
            throw new ArgumentException("A table has one total per row and per column, and rows of one length.", nameof(cells));
        }

        if (cells.SelectMany(static row => row).Concat(rowTotals).Concat(columnTotals)
            .Any(static number => number is { } value && (!double.IsFinite(value) || value < 0)))
        {
            throw new ArgumentException("Counts are finite numbers, zero or more.", nameof(cells));
        }
    }
}
