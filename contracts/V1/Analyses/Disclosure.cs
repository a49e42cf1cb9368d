using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Analyses;

/// <summary>
/// A table that is to be published with its totals: units are the rows, variables the columns, groups of units have subtotals. Of a table of one column there is no
/// column of totals, of one row no line of totals.
/// </summary>
public sealed record ProtectionRequest : AnalysisRequest
{
    /// <summary>The columns: variables of data, or codes of indicators; null: all variables of data. They must be parts of a whole, for their sum is published.</summary>
    public IReadOnlyList<string>? Variables { get; set; }

    /// <summary>What cells are: counts (of people, cases), or magnitudes (amounts that contributors make); null: counts.</summary>
    public string? Kind { get; set; }

    /// <summary>
    /// Of magnitudes: for each column, for each row, what every contributor has in the cell, zero or more; they make the cell. A contributor is in one cell
    /// only. Not with counts.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyList<double>?>>? Contributions { get; set; }

    /// <summary>A count, or a number of contributors, below it is sensitive, 1 to 1000; null: 3. With 1 only zeros can be.</summary>
    public double? Threshold { get; set; }

    /// <summary>Whether zeros are sensitive too; null: false.</summary>
    public bool? HideZeros { get; set; }

    /// <summary>The dominance rule for magnitudes; null: it is not used.</summary>
    public DominanceRule? Dominance { get; set; }

    /// <summary>
    /// The p% rule for magnitudes: sensitive where the second largest contributor can tell the largest contribution to within so many percent, 0 to 100; null: it is not
    /// used.
    /// </summary>
    public double? PPercent { get; set; }

    /// <summary>A sensitive cell must be left an interval of this width at least, in the unit of the table; null: 0, anything but a point.</summary>
    public double? MinimumWidth { get; set; }

    /// <summary>The same in percent of the interval's upper end, 0 to 100; null: 0.</summary>
    public double? MinimumPercent { get; set; }

    /// <summary>Round the table in place of hiding cells; null: hide.</summary>
    public RoundingRule? Rounding { get; set; }
}

/// <summary>Sensitive are amounts that a few contributors make nearly alone.</summary>
public sealed record DominanceRule
{
    /// <summary>How many of the largest contributions, 1 to 100.</summary>
    [Required]
    public int? N { get; set; }

    /// <summary>More than this percentage of the cell is too much for them, above 0 and below 100.</summary>
    [Required]
    public double? K { get; set; }
}

/// <summary>How a table is rounded.</summary>
public sealed record RoundingRule
{
    /// <summary>Cells become multiples of it: above 0, usually 3, 5 or 10.</summary>
    [Required]
    public double? Base { get; set; }

    /// <summary>
    /// nearest: each cell and total by itself, halves up; random: each up or down by chance, so that its expected value is the number itself; controlled: up or down such
    /// that rounded cells make their rounded totals, as near as that allows. null: controlled.
    /// </summary>
    public string? Method { get; set; }

    /// <summary>The same seed gives the same rounding; needed by random, and makes controlled choose near to chance. Keep it secret: who knows it can undo the chance.</summary>
    public long? Seed { get; set; }
}

/// <summary>A table as it may be published.</summary>
/// <param name="Frame">What was analysed. It has the numbers as they were given: publish the lines, not the frame.</param>
/// <param name="Kind">What cells are.</param>
/// <param name="Method">suppression or rounding.</param>
/// <param name="Rules">The rules that were applied.</param>
/// <param name="Columns">The columns, in the order of the cells of each line; a cell of the total comes after them where there is one.</param>
/// <param name="HasTotalColumn">Whether each line ends with its total.</param>
/// <param name="Lines">Rows in the order of the units, then subtotals, then the total.</param>
/// <param name="Cost">What the reader loses.</param>
/// <param name="Audit">What the reader can still work out.</param>
public sealed record ProtectionAnalysis(
    AnalysisFrame Frame, string Kind, string Method, AppliedProtection Rules, IReadOnlyList<string> Columns, bool HasTotalColumn, IReadOnlyList<ProtectedLine> Lines, ProtectionCost Cost, ProtectionAudit Audit);

/// <summary>Rules with their defaults filled in.</summary>
/// <param name="Threshold">Below it a count or a number of contributors is sensitive.</param>
/// <param name="HideZeros">Whether zeros are.</param>
/// <param name="DominanceN">n of the dominance rule; null: not used.</param>
/// <param name="DominanceK">k of it, percent; null: not used.</param>
/// <param name="PPercent">p of the p% rule; null: not used.</param>
/// <param name="MinimumWidth">Least width of the interval of a sensitive cell.</param>
/// <param name="MinimumPercent">The same in percent of its upper end.</param>
/// <param name="RoundingBase">The base of rounding; null: cells are hidden.</param>
/// <param name="RoundingMethod">nearest, random or controlled; null: cells are hidden.</param>
public sealed record AppliedProtection(
    double Threshold, bool HideZeros, int? DominanceN, double? DominanceK, double? PPercent, double MinimumWidth, double MinimumPercent, double? RoundingBase, string? RoundingMethod);

/// <summary>A line of a table.</summary>
/// <param name="Line">The unit, or the group that it is the subtotal of; null: the total.</param>
/// <param name="Kind">row, subtotal or total.</param>
/// <param name="Cells">One for each column, then the total of the line where there is one.</param>
public sealed record ProtectedLine(string? Line, string Kind, IReadOnlyList<ProtectedCell> Cells);

/// <summary>A cell of a table. Publish hidden cells alike: to say which of them are sensitive gives a reader more than the intervals here.</summary>
/// <param name="Value">What may be published; null: hidden.</param>
/// <param name="Status">published; primary: hidden, for it is sensitive; complementary: hidden, for it would give a sensitive one away; rounded.</param>
/// <param name="Rule">Why it is sensitive: frequency, dominance or pPercent; null: it is not.</param>
/// <param name="Low">The least that a reader of the published table knows it to be; null for a published cell.</param>
/// <param name="High">The most; null for a published cell, and where nothing bounds it.</param>
/// <param name="IsExact">Whether a reader can work it out exactly all the same.</param>
public sealed record ProtectedCell(double? Value, string Status, string? Rule, double? Low, double? High, bool IsExact);

/// <summary>What protection costs.</summary>
/// <param name="Primary">Hidden cells that are sensitive, totals included; rounded ones are not hidden.</param>
/// <param name="Complementary">Hidden cells that are not.</param>
/// <param name="Published">Cells that are not hidden, totals included.</param>
/// <param name="Sum">What the hidden cells, totals aside, make together; of a rounded table, by how much the cells were changed together.</param>
/// <param name="SumShare">That over the total of the table, 0 to 1; null where that is zero.</param>
/// <param name="LargestChange">The largest change by rounding, totals included; 0 where cells are hidden.</param>
public sealed record ProtectionCost(int Primary, int Complementary, int Published, double Sum, double? SumShare, double LargestChange);

/// <summary>Whether a table keeps its secrets.</summary>
/// <param name="IsSafe">Whether no sensitive cell can be worked out exactly, or too narrowly. If not, do not publish the table.</param>
/// <param name="Hidden">Cells that are hidden or rounded.</param>
/// <param name="Exact">Of these, cells that can be worked out exactly.</param>
/// <param name="TooNarrow">Sensitive cells that can be worked out exactly or too narrowly.</param>
public sealed record ProtectionAudit(bool IsSafe, int Hidden, int Exact, int TooNarrow);

/// <summary>A table as it is published: units are the rows, variables the columns, null is a hidden cell. It comes as data.</summary>
public sealed record DisclosureAuditRequest : AnalysisRequest
{
    /// <summary>The columns; null: all variables of data.</summary>
    public IReadOnlyList<string>? Variables { get; set; }

    /// <summary>The published total of each row; null for a hidden one. Left out: none is published.</summary>
    public IReadOnlyList<double?>? RowTotals { get; set; }

    /// <summary>The published total of each column, in the order of variables; null for a hidden one. Left out: none is published.</summary>
    public IReadOnlyList<double?>? ColumnTotals { get; set; }

    /// <summary>The published total of the whole table; null: it is hidden or not published.</summary>
    public double? GrandTotal { get; set; }

    /// <summary>Published subtotals of groups of data, by the group's name: one for each column, and one more for its whole where rows have totals; null for a hidden one.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double?>>? GroupTotals { get; set; }

    /// <summary>counts: whole numbers; or magnitudes; null: counts.</summary>
    public string? Kind { get; set; }

    /// <summary>What every hidden cell is known to be at least; null: 0.</summary>
    public double? Lower { get; set; }

    /// <summary>What every hidden cell, totals aside, is known to be at most; null: not known.</summary>
    public double? Upper { get; set; }

    /// <summary>A hidden cell must be left an interval of this width at least; null: 0, anything but a point.</summary>
    public double? MinimumWidth { get; set; }

    /// <summary>The same in percent of the interval's upper end, 0 to 100; null: 0.</summary>
    public double? MinimumPercent { get; set; }
}

/// <summary>What a reader can work out of a published table.</summary>
/// <param name="Frame">What was analysed.</param>
/// <param name="Kind">counts or magnitudes.</param>
/// <param name="Lower">What hidden cells are known to be at least.</param>
/// <param name="Upper">What they are known to be at most; null: not known.</param>
/// <param name="MinimumWidth">Least width of an interval.</param>
/// <param name="MinimumPercent">The same in percent of its upper end.</param>
/// <param name="IsSafe">Whether no hidden cell can be worked out exactly, or too narrowly.</param>
/// <param name="Exact">Hidden cells that can be worked out exactly.</param>
/// <param name="TooNarrow">Hidden cells that can be worked out too narrowly, but not exactly.</param>
/// <param name="Hidden">Every hidden cell, line by line.</param>
public sealed record DisclosureAuditAnalysis(
    AnalysisFrame Frame, string Kind, double Lower, double? Upper, double MinimumWidth, double MinimumPercent, bool IsSafe, int Exact, int TooNarrow, IReadOnlyList<AuditedCell> Hidden);

/// <summary>A hidden cell.</summary>
/// <param name="Line">The unit, or the group that the line is the subtotal of; null: the total.</param>
/// <param name="Kind">row, subtotal or total.</param>
/// <param name="Variable">The column; null: the total of the line.</param>
/// <param name="Low">The least that it can be.</param>
/// <param name="High">The most that it can be; null: nothing bounds it.</param>
/// <param name="Width">The difference; null: nothing bounds it.</param>
/// <param name="Status">exact: it is as good as published; tooNarrow; protected.</param>
public sealed record AuditedCell(string? Line, string Kind, string? Variable, double? Low, double? High, double? Width, string Status);
