namespace Benchlearning.Api.Platform.Charts;

/// <summary>Estimates with their intervals, a row for each.</summary>
/// <param name="Caption">The words around the chart.</param>
/// <param name="Unit">Of all values.</param>
/// <param name="Hint">How to read it. Empty for nothing.</param>
/// <param name="Rows">In the order in which they are drawn.</param>
/// <param name="References">Lines to compare with, such as no difference; with their words.</param>
/// <param name="IntervalName">What an interval is, such as its level.</param>
/// <param name="FlaggedName">What a flagged estimate is; null where none is.</param>
/// <param name="FromZero">Whether zero is on the axis whatever the values.</param>
internal sealed record IntervalInput(
    ChartCaption Caption,
    ChartUnit Unit,
    string Hint,
    IReadOnlyList<IntervalRow> Rows,
    IReadOnlyList<ReferenceLabel> References,
    string IntervalName,
    string? FlaggedName = null,
    bool FromZero = false);

/// <param name="Label">What is estimated.</param>
/// <param name="Value">Null when it cannot be.</param>
/// <param name="Low">Lower end of its interval; null when it has none.</param>
/// <param name="High">Upper end.</param>
/// <param name="IsOwn">The reader's own municipality.</param>
/// <param name="IsFlagged">Whether it stands out.</param>
internal sealed record IntervalRow(string Label, double? Value, double? Low, double? High, bool IsOwn = false, bool IsFlagged = false);

/// <summary>Dots with their intervals, against a line.</summary>
internal static class IntervalChart
{
    /// <summary>Draws 0 to about 200 rows.</summary>
    public static Scene Draw(IntervalInput input)
    {
        var page = new ChartPage(input.Caption);
        page.Heading(input.Hint);
        var drawn = input.Rows.Where(row => ChartNumbers.Drawable(row.Value) is not null).ToList();
        if (drawn.Count == 0)
            page.Nothing();
        else
            BarPanels.Of([.. drawn.Select(row => RowOf(input, row))], input.Unit, input.Caption.Language, input.References, input.FromZero)
                .Draw(page, Key(input, drawn));

        page.Top += 10;
        var missing = input.Rows.Where(row => ChartNumbers.Drawable(row.Value) is null).Select(row => row.Label).ToList();
        var lacking = missing.Count == 0 ? "" : $"{ChartWords.Sentence(page.Words.NoData)} ({missing.Count}): {string.Join(", ", missing)}";
        page.Paragraph(lacking, ChartPalette.Small);
        page.Foot();
        return page.Finish([.. drawn.OrderByDescending(row => row.IsOwn).Take(20).Select(row => Tooltip(input, row)), lacking]);
    }

    private static BarRow RowOf(IntervalInput input, IntervalRow row)
    {
        var fill = row.IsFlagged ? ChartPalette.Reference : row.IsOwn ? ChartPalette.Own : ChartPalette.Axis;
        BarShape dot = new DotShape(row.Value!.Value, fill, row.IsFlagged);
        return new BarRow(
            row.Label,
            ChartNumbers.Text(row.Value.Value, input.Unit.Decimals, input.Caption.Language),
            Tooltip(input, row),
            Interval(row) is { } interval ? [new WhiskerShape(interval.Low, interval.High, row.IsOwn ? ChartPalette.Own : ChartPalette.Axis), dot] : [dot],
            row.IsOwn);
    }

    private static (double Low, double High)? Interval(IntervalRow row) =>
        ChartNumbers.Drawable(row.Low) is { } low && ChartNumbers.Drawable(row.High) is { } high ? (low, high) : null;

    private static string Tooltip(IntervalInput input, IntervalRow row)
    {
        var language = input.Caption.Language;
        var text = $"{row.Label}: {ChartNumbers.Text(row.Value!.Value, input.Unit, language)}";
        return Interval(row) is { } interval
            ? $"{text} ({ChartNumbers.Text(interval.Low, input.Unit.Decimals, language)} – {ChartNumbers.Text(interval.High, input.Unit.Decimals, language)})"
            : text;
    }

    private static IEnumerable<KeyItem> Key(IntervalInput input, List<IntervalRow> drawn)
    {
        if (drawn.Find(row => row.IsOwn) is { } own)
            yield return new KeyItem(KeyMark.OwnDot, own.Label);
        if (drawn.Exists(row => Interval(row) is not null))
            yield return new KeyItem(KeyMark.Whisker, input.IntervalName, Fill: ChartPalette.Axis);
        if (input.FlaggedName is { } flagged && drawn.Exists(row => row.IsFlagged))
            yield return new KeyItem(KeyMark.Diamond, flagged, Fill: ChartPalette.Reference);
    }
}
