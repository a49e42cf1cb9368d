namespace Benchlearning.Api.Platform.Charts;

/// <summary>One indicator of one municipality over time, against its group.</summary>
/// <param name="Caption">The words around the chart.</param>
/// <param name="Unit">Printed at the axis and after the values that stand alone.</param>
/// <param name="Direction">Said in words; the lines have no colours of judgement. Null where it says nothing.</param>
/// <param name="OwnLabel">The municipality's name; null where the group stands alone.</param>
/// <param name="Periods">Every period of the span in order, also those without any value.</param>
/// <param name="Names">What lines and bands are, where they are not a group's median and spread; null where they are.</param>
/// <param name="Event">What happened before a period; null for nothing.</param>
internal sealed record TrendInput(
    ChartCaption Caption,
    ChartUnit Unit,
    ChartDirection? Direction,
    string? OwnLabel,
    IReadOnlyList<TrendPeriod> Periods,
    TrendNames? Names = null,
    TrendEvent? Event = null);

/// <param name="Label">For example <c>2013</c> or <c>2013-Q2</c>.</param>
/// <param name="Own">Null when missing: a gap in the line, never zero.</param>
/// <param name="Group">How the group's values spread; <see cref="Spread.Unknown"/> when there are none.</param>
/// <param name="Count">Members of the group that have a value; null when unknown.</param>
/// <param name="BreakReason">Why this period cannot be compared with the one before it; null when it can.</param>
/// <param name="Expected">What the own value is or was expected to be; null for nothing.</param>
/// <param name="Signal">Why the own value is unusual; null when it is not.</param>
internal sealed record TrendPeriod(
    string Label,
    double? Own,
    Spread Group,
    int? Count = null,
    string? BreakReason = null,
    Outlook? Expected = null,
    string? Signal = null);

/// <summary>An expected value with its interval, whose ends are null where it has none.</summary>
internal sealed record Outlook(double Value, double? Low = null, double? High = null);

/// <summary>Names of the lines and bands of a trend; null: as a group's.</summary>
internal sealed record TrendNames(
    string? Median = null,
    string? Range = null,
    string? Expected = null,
    string? ExpectedRange = null,
    string? Signal = null);

/// <param name="At">Index of the first period after it.</param>
/// <param name="Label">What happened.</param>
internal sealed record TrendEvent(int At, string Label);
