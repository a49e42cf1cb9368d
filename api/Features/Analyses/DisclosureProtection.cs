namespace Benchlearning.Api.Features.Analyses;

/// <summary>How narrow the interval of a hidden cell may be.</summary>
/// <param name="MinimumWidth">Least width, in the unit of the table; 0: anything but a point.</param>
/// <param name="MinimumPercent">Least width in percent of its upper end; 0: anything but a point.</param>
internal readonly record struct ProtectionLevel(double MinimumWidth, double MinimumPercent)
{
    /// <summary>Whether an interval is too narrow, a point included.</summary>
    public bool IsTooNarrow(HiddenCell cell) =>
        cell.IsExact || (cell.Interval.Width is { } width && (width < MinimumWidth - Slack(width) || width < (MinimumPercent / 100 * Math.Abs(cell.Interval.High!.Value)) - Slack(width)));

    private static double Slack(double width) => 1e-9 * Math.Max(1, width);
}

/// <summary>A protected table.</summary>
/// <param name="IsHidden">Cell by cell, whether it is hidden.</param>
/// <param name="Audit">What a reader can still work out about each hidden cell.</param>
/// <param name="Weak">Sensitive cells that are told exactly or too narrowly all the same: nothing is left to hide beside them.</param>
internal sealed record ProtectedTable(IReadOnlyList<bool> IsHidden, IReadOnlyList<HiddenCell> Audit, IReadOnlyCollection<int> Weak)
{
    /// <summary>Whether no sensitive cell can be worked out; else the table is not to be published.</summary>
    public bool IsSafe => Weak.Count == 0;
}

/// <summary>
/// Complementary suppression. As long as a sensitive cell can be worked out, one more published cell is hidden in a sum of it: inner cells before totals, first
/// where a hidden one stands alone, then the smallest. The audit has the last word, so no pattern escapes it.
/// </summary>
internal static class DisclosureProtection
{
    /// <summary>The most cells of a table, totals included: each may be two linear programs.</summary>
    public const int MostCells = 1000;

    /// <summary>Hides the sensitive cells, and what gives them away.</summary>
    /// <param name="table">Its shape.</param>
    /// <param name="values">Every cell, zero or more.</param>
    /// <param name="sensitive">Every cell, whether it is sensitive by itself.</param>
    /// <param name="level">How narrow the interval of a sensitive cell may be.</param>
    /// <param name="isWhole">Whether cells are whole numbers.</param>
    public static ProtectedTable Of(DisclosureTable table, IReadOnlyList<double> values, IReadOnlyList<Sensitivity> sensitive, ProtectionLevel level, bool isWhole)
    {
        var hidden = sensitive.Select(cell => cell.Rule != PrimaryRule.None).ToArray();
        var inSum = table.Sums.Select(sum => sum.Cells.Count(cell => hidden[cell])).ToArray();
        while (true)
        {
            // A hidden cell alone in a sum is known without any program.
            if (HideOneMore(table, values, hidden, inSum, table.Sums.Select((sum, place) => (sum, place)).Where(pair => inSum[pair.place] == 1).SelectMany(pair => pair.sum.Cells.Where(cell => hidden[cell])), onlyAlone: true))
                continue;
            var audit = DisclosureAudit.Of(table, [.. values.Select((value, cell) => hidden[cell] ? (double?)null : value)], static _ => NumberInterval.NotNegative, isWhole);
            var weak = audit.Where(cell => IsWeak(cell, sensitive[cell.Cell], level)).Select(cell => cell.Cell).ToHashSet();
            // A cell that is hidden beside others and known all the same gives them away, so it needs company too.
            if (weak.Count == 0 || !HideOneMore(table, values, hidden, inSum, audit.Where(cell => cell.IsExact || weak.Contains(cell.Cell)).Select(cell => cell.Cell), onlyAlone: false))
                return new ProtectedTable(hidden, audit, weak);
        }
    }

    /// <summary>Whether a cell is sensitive, and can be worked out exactly or too narrowly.</summary>
    public static bool IsWeak(HiddenCell cell, Sensitivity sensitivity, ProtectionLevel level) =>
        sensitivity.Rule != PrimaryRule.None && (level.IsTooNarrow(cell) || (sensitivity.RequiredHigh is { } required && cell.Interval.High < required - (1e-9 * Math.Max(1, required))));

    // Hides the best partner of any exposed cell, in one of its sums; false when none is left.
    private static bool HideOneMore(DisclosureTable table, IReadOnlyList<double> values, bool[] hidden, int[] inSum, IEnumerable<int> exposed, bool onlyAlone)
    {
        // A zero hides nothing, so late; then where the partner will not stand alone itself; then the smallest.
        var partners = from cell in exposed
                       from sum in table.SumsOf[cell]
                       where !onlyAlone || inSum[sum] == 1
                       from partner in table.Sums[sum].Cells
                       where !hidden[partner]
                       select (IsTotal: table.IsTotal(partner), HasCompany: inSum[sum] > 1, IsZero: values[partner] == 0,
                           Alone: table.SumsOf[partner].Count(other => inSum[other] == 0), Value: values[partner], Cell: partner);
        var best = partners.Append((IsTotal: true, HasCompany: true, IsZero: true, Alone: int.MaxValue, Value: 0, Cell: -1)).Min();
        if (best.Cell < 0)
            return false;
        hidden[best.Cell] = true;
        foreach (var sum in table.SumsOf[best.Cell])
            inSum[sum]++;
        return true;
    }
}
