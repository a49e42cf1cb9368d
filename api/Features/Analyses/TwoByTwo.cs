namespace Benchlearning.Api.Features.Analyses;

/// <summary>Which error of a difference in differences.</summary>
internal enum DifferenceError
{
    /// <summary>Of the units' changes: HC1 of the mean change of each unit on whether it was treated. Of units with every value.</summary>
    Changes,

    /// <summary>Of the rows (a unit in a period), clustered by unit: CR1, with G/(G - 1) (n - 1)/(n - 4) for G units and n rows.</summary>
    Cluster,

    /// <summary>Of the rows, each independent, of any size: HC1, with n/(n - 4).</summary>
    Hc1,

    /// <summary>Of the four cells: the root of the sum of s^2/n, as of four independent means.</summary>
    Cell,
}

/// <summary>The errors of a difference in differences; null where units or rows are too few.</summary>
/// <param name="Changes">Of the units' changes.</param>
/// <param name="Cluster">Of the rows, clustered by unit.</param>
/// <param name="Hc1">Of the rows.</param>
/// <param name="Cell">Of the four cells.</param>
internal readonly record struct DifferenceErrors(double? Changes, double? Cluster, double? Hc1, double? Cell)
{
    /// <summary>One of them.</summary>
    public double? Of(DifferenceError kind) => kind switch
    {
        DifferenceError.Changes => Changes,
        DifferenceError.Cluster => Cluster,
        DifferenceError.Hc1 => Hc1,
        _ => Cell,
    };
}

/// <summary>A unit's values, those that there are.</summary>
/// <param name="IsTreated">Whether it took the action.</param>
/// <param name="Before">Its values before.</param>
/// <param name="After">Its values after.</param>
internal sealed record TwoByTwoUnit(bool IsTreated, double[] Before, double[] After);

/// <summary>
/// The regression of every value on treated, after, and their product: the product's coefficient is the difference in differences of
/// the four cells' means (Card and Krueger, 1994), also where units lack values. Its errors in closed form: the residuals are the
/// deviations from the cells' means, and each moves the coefficient by one over its cell's count.
/// </summary>
internal static class TwoByTwo
{
    /// <summary>Estimates.</summary>
    /// <param name="units">The units.</param>
    /// <returns>The effect with the mean change of either side and its errors, of which changes is null; null when a cell is empty.</returns>
    public static (double Effect, double TreatedChange, double ControlChange, int Rows, DifferenceErrors Errors)? Of(IReadOnlyList<TwoByTwoUnit> units)
    {
        var cells = new List<double>[4];
        for (var cell = 0; cell < cells.Length; cell++)
        {
            cells[cell] = [.. units.Where(unit => unit.IsTreated == (cell >= 2)).SelectMany(unit => cell % 2 == 1 ? unit.After : unit.Before)];
            if (cells[cell].Count == 0)
            {
                return null;
            }
        }

        var means = cells.Select(static cell => Moments.Mean([.. cell]).GetValueOrDefault()).ToArray();
        var rows = cells.Sum(static cell => cell.Count);
        var squares = cells.Zip(means, static (cell, mean) => cell.Sum(value => (value - mean) * (value - mean))).ToArray();
        var clusters = 0.0;
        foreach (var unit in units)
        {
            var first = unit.IsTreated ? 2 : 0;
            var moved = (unit.After.Sum(value => value - means[first + 1]) / cells[first + 1].Count) - (unit.Before.Sum(value => value - means[first]) / cells[first].Count);
            clusters += moved * moved;
        }

        var count = units.Count;
        var hasSides = units.Count(static unit => unit.IsTreated) is var treated && treated > 1 && count - treated > 1;
        return (means[3] - means[2] - (means[1] - means[0]), means[3] - means[2], means[1] - means[0], rows, new DifferenceErrors(
            null,
            hasSides && rows > 4 ? Presence.FiniteOrNull(Math.Sqrt(clusters * count / (count - 1.0) * (rows - 1.0) / (rows - 4.0))) : null,
            rows > 4 ? Presence.FiniteOrNull(Math.Sqrt(squares.Zip(cells, static (square, cell) => square / ((double)cell.Count * cell.Count)).Sum() * rows / (rows - 4.0))) : null,
            cells.All(static cell => cell.Count > 1) ? Presence.FiniteOrNull(Math.Sqrt(squares.Zip(cells, static (square, cell) => square / (cell.Count - 1.0) / cell.Count).Sum())) : null));
    }
}
