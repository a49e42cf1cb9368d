namespace Benchlearning.Api.Features.Imports.Layouts;

/// <summary>One value as a source states it: its own words, not yet understood.</summary>
/// <param name="Number">Number of the row in the file, from 1, the header not counted; of a wide layout, the row of the cell.</param>
/// <param name="Territory">Code or name of the territory.</param>
/// <param name="Indicator">Code or name of the indicator.</param>
/// <param name="Period">Period.</param>
/// <param name="Breakdown">Breakdown, such as sex:F; empty for the total.</param>
/// <param name="Value">The value's text; empty where there is none.</param>
/// <param name="MissingReason">Stated reason of a missing value; empty: notAvailable.</param>
/// <param name="Flags">Flags separated by spaces; empty: none; null: the file does not speak of flags, and those held stay.</param>
/// <param name="ReasonLv">Reason of the flags in Latvian; empty when none.</param>
/// <param name="ReasonEn">Reason of the flags in English; empty when none.</param>
/// <param name="Problem">Why the row cannot be read at all; null when it can.</param>
/// <param name="Content">Gives the row as received, for its findings; to be asked before the next row is read.</param>
internal readonly record struct SourceRow(
    int Number, string Territory, string Indicator, string Period, string Breakdown, string Value, string MissingReason, string? Flags,
    string ReasonLv, string ReasonEn, RowProblem? Problem, Func<string> Content)
{
    /// <summary>What is to be said of the file as a whole, such as what of it is not read: no row of it, and a warning, not a refusal.</summary>
    public static SourceRow Remark(RowProblem remark) => new(0, "", "", "", "", "", "", null, "", "", remark, () => "");

    public bool IsRemark => Number == 0;
}

/// <summary>Why a row cannot be read.</summary>
/// <param name="Rule">Stable code of the rule.</param>
/// <param name="Lv">What is wrong and what would be right, in Latvian.</param>
/// <param name="En">The same in English.</param>
/// <param name="Field">The column; null: the row as a whole.</param>
internal sealed record RowProblem(string Rule, string Lv, string En, string? Field = null);
