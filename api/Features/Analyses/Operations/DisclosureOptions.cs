using System.Globalization;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Contracts.V1.Analyses;

namespace Benchlearning.Api.Features.Analyses.Operations;

/// <summary>What the cells of a table are.</summary>
internal enum CellKind
{
    /// <summary>Counts of people or cases.</summary>
    Counts,

    /// <summary>Amounts that contributors make.</summary>
    Magnitudes,
}

/// <summary>What the operations of disclosure share: the columns of a table, its limit, and the level of protection.</summary>
internal static class DisclosureOptions
{
    /// <summary>The columns of a request; null: none are named and none came with it.</summary>
    public static IReadOnlyList<string>? ColumnsOf(IReadOnlyList<string>? variables, InlineData? data) => variables ?? (data?.Variables is { Count: > 0 } own ? [.. own.Keys] : null);

    /// <summary>The columns as the rules of analyses check them.</summary>
    public static IReadOnlyList<NamedVariable> Named(IReadOnlyList<string>? variables, InlineData? data, Findings findings)
    {
        var columns = ColumnsOf(variables, data);
        if (columns is null or [])
            findings.Add(data is null ? "/variables" : "/data/variables", "required", data is null ? "Name the columns by codes of indicators; GET /v1/indicators lists them." : "Give at least one column with its numbers.");
        return variables is null ? [] : [.. NamedVariable.Of("/variables", columns)];
    }

    /// <summary>Refuses a table that is too large.</summary>
    public static void CheckSize(int rows, int subtotals, int columns, Findings findings)
    {
        var cells = (rows + subtotals + 1L) * (columns + 1L);
        if (cells > DisclosureProtection.MostCells)
            findings.Add("/data/units", "too-many", string.Create(CultureInfo.InvariantCulture, $"A table has at most {DisclosureProtection.MostCells} cells, totals included (published at /v1/config)."), cells.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Refuses subtotals of nothing.</summary>
    public static void CheckSubtotals(InlineData data, Findings findings)
    {
        foreach (var (name, members) in data.Groups ?? new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal))
            if (members is null or [])
                findings.Add(AnalysisRules.Pointer("/data/groups", name), "required", "Name the units that the subtotal is of.");
    }

    /// <summary>Refuses a level of protection that means nothing.</summary>
    public static void CheckLevel(double? minimumWidth, double? minimumPercent, Findings findings)
    {
        AnalysisMethods.CheckRange("/minimumWidth", minimumWidth, 0, 1e15, findings);
        AnalysisMethods.CheckRange("/minimumPercent", minimumPercent, 0, 100, findings);
    }

    /// <summary>Whether all of these are whole numbers: only then can a reader reason with whole numbers.</summary>
    public static bool AreWhole(CellKind kind, IEnumerable<double?> numbers) => kind == CellKind.Counts && numbers.All(number => number is not { } value || value == Math.Floor(value));

    /// <summary>The kind of a line and whose it is; null: the total.</summary>
    public static (string Kind, string? Name) LineOf(DisclosureTable table, int line, IReadOnlyList<string> rows, IReadOnlyList<string> subtotals) =>
        line < table.Rows ? ("row", rows[line]) : line < table.Rows + table.Subtotals.Count ? ("subtotal", subtotals[line - table.Rows]) : ("total", null);
}
