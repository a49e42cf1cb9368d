namespace Benchlearning.Api.Features.Analyses;

/// <summary>A sum of a table: some of its cells make another.</summary>
/// <param name="Parts">The cells.</param>
/// <param name="Total">The cell that they make.</param>
internal sealed record TableSum(IReadOnlyList<int> Parts, int Total)
{
    /// <summary>All cells of it.</summary>
    public IEnumerable<int> Cells => Parts.Append(Total);
}

/// <summary>
/// The shape of a table with totals: lines are its rows, then subtotals of some of them, then the total; columns are its own, then the total. Cells are
/// numbered line by line, and totals are cells as others are: they may have to be hidden too.
/// </summary>
internal sealed class DisclosureTable
{
    /// <param name="rows">How many rows.</param>
    /// <param name="columns">How many columns.</param>
    /// <param name="subtotals">For each subtotal the rows that it is of; they may overlap.</param>
    /// <param name="hasTotalLine">Whether there is a line of the columns' totals.</param>
    /// <param name="hasTotalColumn">Whether there is a column of the lines' totals.</param>
    public DisclosureTable(int rows, int columns, IReadOnlyList<IReadOnlyList<int>> subtotals, bool hasTotalLine, bool hasTotalColumn)
    {
        (Rows, Columns, Subtotals, HasTotalLine, HasTotalColumn) = (rows, columns, subtotals, hasTotalLine, hasTotalColumn);
        Breadth = columns + (hasTotalColumn ? 1 : 0);
        Lines = rows + subtotals.Count + (hasTotalLine ? 1 : 0);
        var sums = new List<TableSum>();
        for (var line = 0; line < Lines && hasTotalColumn; line++)
            sums.Add(new TableSum([.. Enumerable.Range(0, columns).Select(column => Cell(line, column))], Cell(line, columns)));
        for (var column = 0; column < Breadth; column++)
        {
            for (var subtotal = 0; subtotal < subtotals.Count; subtotal++)
                sums.Add(new TableSum([.. subtotals[subtotal].Select(row => Cell(row, column))], Cell(rows + subtotal, column)));
            if (hasTotalLine)
                sums.Add(new TableSum([.. Enumerable.Range(0, rows).Select(row => Cell(row, column))], Cell(Lines - 1, column)));
        }
        Sums = sums;
        SumsOf = Enumerable.Range(0, sums.Count).SelectMany(sum => sums[sum].Cells.Select(cell => (cell, sum))).ToLookup(pair => pair.cell, pair => pair.sum);
    }

    public int Rows { get; }

    public int Columns { get; }

    public IReadOnlyList<IReadOnlyList<int>> Subtotals { get; }

    public bool HasTotalLine { get; }

    public bool HasTotalColumn { get; }

    /// <summary>Rows, subtotals and the total.</summary>
    public int Lines { get; }

    /// <summary>Columns and the total.</summary>
    public int Breadth { get; }

    public int Cells => Lines * Breadth;

    /// <summary>Every sum of the table.</summary>
    public IReadOnlyList<TableSum> Sums { get; }

    /// <summary>The sums that a cell belongs to, by their place in <see cref="Sums"/>.</summary>
    public ILookup<int, int> SumsOf { get; }

    public int Cell(int line, int column) => (line * Breadth) + column;

    /// <summary>Whether a cell is a total or a subtotal.</summary>
    public bool IsTotal(int cell) => cell / Breadth >= Rows || cell % Breadth >= Columns;

    /// <summary>The rows that a line is made of.</summary>
    public IReadOnlyList<int> RowsOf(int line) => line < Rows ? [line] : line < Rows + Subtotals.Count ? Subtotals[line - Rows] : [.. Enumerable.Range(0, Rows)];

    /// <summary>The columns that a column is made of.</summary>
    public IReadOnlyList<int> ColumnsOf(int column) => column < Columns ? [column] : [.. Enumerable.Range(0, Columns)];

    /// <summary>The inner cells that a cell is the sum of; itself for an inner cell.</summary>
    public IEnumerable<(int Row, int Column)> PartsOf(int cell) =>
        from row in RowsOf(cell / Breadth) from column in ColumnsOf(cell % Breadth) select (row, column);

    /// <summary>Every cell from the inner ones.</summary>
    /// <param name="inner">Row by row, complete.</param>
    public double[] Complete(IReadOnlyList<IReadOnlyList<double>> inner) =>
        [.. Enumerable.Range(0, Cells).Select(cell => PartsOf(cell).Sum(part => inner[part.Row][part.Column]))];
}
