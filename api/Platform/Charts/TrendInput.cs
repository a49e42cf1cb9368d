namespace Benchlearning.Api.Platform.Charts;

/// <summary>One indicator of one municipality over time, against its group.</summary>
/// <param name="Caption">The words around the chart.</param>
/// <param name="Unit">Printed at the axis and after the values that stand alone.</param>
/// <param name="Direction">Said in words; the lines have no colours of judgement.</param>
/// <param name="OwnLabel">The municipality's name.</param>
/// <param name="Periods">Every period of the span in order, also those without any value.</param>
internal sealed record TrendInput(
    ChartCaption Caption,
    ChartUnit Unit,
    ChartDirection Direction,
    string OwnLabel,
    IReadOnlyList<TrendPeriod> Periods);

/// <param name="Label">For example <c>2013</c> or <c>2013-Q2</c>.</param>
/// <param name="Own">Null when missing: a gap in the line, never zero.</param>
/// <param name="Group">How the group's values spread; <see cref="Spread.Unknown"/> when there are none.</param>
/// <param name="Count">Members of the group that have a value; null when unknown.</param>
/// <param name="BreakReason">Why this period cannot be compared with the one before it; null when it can.</param>
internal sealed record TrendPeriod(
    string Label,
    double? Own,
    Spread Group,
    int? Count = null,
    string? BreakReason = null);
