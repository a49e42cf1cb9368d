namespace Benchlearning.Api.Platform.Charts;

/// <summary>One indicator, one period, one declared group.</summary>
/// <param name="Caption">The words around the chart.</param>
/// <param name="Unit">Printed at the axis and after the values that stand alone.</param>
/// <param name="Direction">Decides the order: best first, or the highest first where neither way is better.</param>
/// <param name="Members">Everybody in the group, also those without a value. Equal values keep this order.</param>
/// <param name="References">The median and whatever else to compare with. A line without a value is not drawn.</param>
/// <param name="RemarkTitle">What the words at the ends of the bars are; null where there are none.</param>
/// <param name="Standings">What the colours of bars stand for; null: the quarters of the group.</param>
internal sealed record ComparisonInput(
    ChartCaption Caption,
    ChartUnit Unit,
    ChartDirection Direction,
    IReadOnlyList<ComparisonMember> Members,
    IReadOnlyList<ReferenceLine> References,
    string? RemarkTitle = null,
    StandingNames? Standings = null);

/// <param name="Label">The municipality's name.</param>
/// <param name="Value">Null when missing; listed under the chart, never drawn as zero.</param>
/// <param name="IsOwn">The reader's own municipality.</param>
/// <param name="MissingReason">In words; null for plain "no data".</param>
/// <param name="Mark">A sign of one to three characters after the value, explained in a note; null for none.</param>
/// <param name="Standing">Colours the bar where it is among the best or the weakest; decided by the caller's method.</param>
/// <param name="Remark">Words at the end of the bar, such as whom to learn from; null for none.</param>
internal sealed record ComparisonMember(
    string Label,
    double? Value,
    bool IsOwn = false,
    string? MissingReason = null,
    string? Mark = null,
    ProfileStanding Standing = ProfileStanding.Between,
    string? Remark = null);

/// <param name="Kind">Gives the line its name in the reader's language.</param>
/// <param name="Value">In the indicator's unit; null when it cannot be computed.</param>
internal sealed record ReferenceLine(ReferenceKind Kind, double? Value);

/// <param name="Best">What the best are.</param>
/// <param name="Between">What the others are.</param>
/// <param name="Weakest">What the weakest are.</param>
internal sealed record StandingNames(string Best, string Between, string Weakest);
