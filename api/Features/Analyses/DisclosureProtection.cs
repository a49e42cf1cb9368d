namespace Benchlearning.Api.Features.Analyses;

/// <summary>Why a cell is hidden.</summary>
internal enum CellProtection
{
    /// <summary>It is not: it is published.</summary>
    Published,

    /// <summary>The count is small enough to point at people.</summary>
    Primary,

    /// <summary>It would give a primary cell away by subtraction.</summary>
    Secondary,
}

/// <summary>A protected table.</summary>
/// <param name="Cells">Row by row, what is done with each cell.</param>
/// <param name="Audit">What a reader can still work out about each hidden cell.</param>
/// <param name="IsSafe">Whether no primary cell is disclosed. False only where hiding everything is not enough: a total itself gives
/// it away, and the table is not to be published.</param>
internal sealed record ProtectedTable(
    IReadOnlyList<IReadOnlyList<CellProtection>> Cells, IReadOnlyList<HiddenCell> Audit, bool IsSafe);

/// <summary>
/// The protection of small counts in a table whose row and column totals are published. Primary: counts below a threshold, zeros
/// only if asked. Secondary: as long as the audit finds a primary cell disclosed, one more published cell is hidden in the row or column of
/// a disclosed one, first where that stands alone, then the smallest. The audit has the last word, so no pattern escapes it.
/// </summary>
internal static class DisclosureProtection
{
    /// <summary>The most cells of a table: each is two linear programs.</summary>
    public const int MostCells = 2500;

    /// <summary>Protects a table.</summary>
    /// <param name="counts">Row by row, complete.</param>
    /// <param name="threshold">Counts below it, and above 0, are hidden: 2 or more; 5 is usual.</param>
    /// <param name="areZerosHidden">Whether zeros are hidden too.</param>
    /// <exception cref="ArgumentException">Rows differ in length, or a count is negative or not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is below 2, or there are too many cells.</exception>
    public static ProtectedTable Of(IReadOnlyList<IReadOnlyList<double>> counts, double threshold = 5, bool areZerosHidden = false)
    {
        if (!(threshold >= 2))
        {
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "A threshold is 2 or more.");
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(counts.Sum(static row => row.Count), MostCells, nameof(counts));
        var cells = counts.Select(row => row.Select(count => count < threshold && (areZerosHidden || count > 0)
            ? CellProtection.Primary
            : CellProtection.Published).ToArray()).ToArray();
        double?[] rowTotals = [.. counts.Select(static row => (double?)row.Sum())];
        double?[] columnTotals = counts.Count == 0
            ? []
            : [.. counts[0].Select((_, column) => (double?)counts.Sum(row => column < row.Count ? row[column] : 0))];
        while (true)
        {
            var audit = DisclosureAudit.Of(Shown(counts, cells), rowTotals, columnTotals);
            if (!audit.Any(cell => cell.IsDisclosed && cells[cell.Row][cell.Column] == CellProtection.Primary))
            {
                return new ProtectedTable(cells, audit, true);
            }

            if (!HideOneMore(counts, cells, audit))
            {
                return new ProtectedTable(cells, audit, false);
            }
        }
    }

    /// <summary>Rounds a count to the nearest multiple of a base, halves up; every cell and total by itself, so that nothing can be
    /// subtracted.</summary>
    /// <param name="count">Zero or more.</param>
    /// <param name="to">The base, above 0: 3 or 5 are usual.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double Rounded(double count, double to)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(to);
        return Math.Floor((count / to) + 0.5) * to;
    }

    private static double?[][] Shown(IReadOnlyList<IReadOnlyList<double>> counts, CellProtection[][] cells) =>
    [
        .. counts.Select((row, r) => row.Select((count, c) =>
            cells[r][c] == CellProtection.Published ? (double?)count : null).ToArray()),
    ];

    // Hides the best partner of any disclosed cell, in its row or column; false when none is left. A secondary cell that is disclosed
    // gives the primary one away, so it needs a partner too.
    private static bool HideOneMore(
        IReadOnlyList<IReadOnlyList<double>> counts, CellProtection[][] cells, IReadOnlyList<HiddenCell> audit)
    {
        var inRow = cells.Select(static row => row.Count(static cell => cell != CellProtection.Published)).ToArray();
        var inColumn = cells[0].Select((_, column) => cells.Count(row => row[column] != CellProtection.Published)).ToArray();
        var partners = new List<(bool HasCompany, bool IsZero, bool IsNewLine, double Count, int Row, int Column)>();
        foreach (var exposed in audit.Where(static cell => cell.IsDisclosed))
        {
            for (var other = 0; other < inColumn.Length; other++)
            {
                Offer(exposed.Row, other, inRow[exposed.Row] > 1, inColumn[other] == 0);
            }

            for (var other = 0; other < inRow.Length; other++)
            {
                Offer(other, exposed.Column, inColumn[exposed.Column] > 1, inRow[other] == 0);
            }
        }

        if (partners.Count == 0)
        {
            return false;
        }

        // First where a cell stands alone; a zero hides nothing, so last; then where the partner will not stand alone itself; then
        // the smallest.
        var best = partners.Min();
        cells[best.Row][best.Column] = CellProtection.Secondary;
        return true;

        void Offer(int row, int column, bool hasCompany, bool isNewLine)
        {
            if (cells[row][column] == CellProtection.Published)
            {
                partners.Add((hasCompany, counts[row][column] == 0, isNewLine, counts[row][column], row, column));
            }
        }
    }
}
