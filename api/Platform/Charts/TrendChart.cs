namespace Benchlearning.Api.Platform.Charts;

/// <summary>
/// The own line over the periods, on the bands of its group. A missing period is a gap, and no line crosses a break.
/// </summary>
internal static class TrendChart
{
    private const double PlotHeight = 300;
    private const double EmptyHeight = 80;

    /// <summary>Draws the periods; 0 to about 100 of them.</summary>
    public static Scene Draw(TrendInput input)
    {
        var page = new ChartPage(input.Caption);
        var periods = input.Periods.Select(Drawable).ToList();
        page.Heading(input.Direction is { } direction ? ChartWords.Sentence(page.Words.Of(direction)) : "");
        page.Key(KeyOf(page.Words, input, periods));

        var values = periods.SelectMany(Values).ToList();
        var axis = values.Count == 0 ? null : NumberAxis.Covering(values.Min(), values.Max(), 5, input.Unit.Decimals);
        var frame = TrendFrame.Fit(page, input, periods, axis, axis is null ? EmptyHeight : PlotHeight);
        new TrendPlot(frame).Draw(page);
        page.Top = frame.Bottom;

        Breaks(page, periods);
        foreach (var period in periods.Where(period => period.Signal is not null))
            page.Paragraph($"{period.Label}: {period.Signal}", ChartPalette.Small);
        if (axis is not null && (axis.Minimum > 0 || axis.Maximum < 0))
            page.Paragraph(page.Words.AxisWithoutZero, ChartPalette.Small);
        if (periods.Exists(period => period.Count is not null))
            page.Paragraph(page.Words.WithData, ChartPalette.Small);
        page.Foot();
        return page.Finish(Summary(page.Words, input, periods));
    }

    private static TrendPeriod Drawable(TrendPeriod period) => period with
    {
        Own = ChartNumbers.Drawable(period.Own),
        Group = period.Group.Drawable(),
        Expected = period.Expected is { } expected && ChartNumbers.Drawable(expected.Value) is { } value
            ? new Outlook(value, ChartNumbers.Drawable(expected.Low), ChartNumbers.Drawable(expected.High))
            : null,
    };

    private static IEnumerable<double> Values(TrendPeriod period)
    {
        double?[] all =
        [
            period.Own,
            period.Group.Minimum,
            period.Group.LowerQuartile,
            period.Group.Median,
            period.Group.UpperQuartile,
            period.Group.Maximum,
            period.Expected?.Value,
            period.Expected?.Low,
            period.Expected?.High,
        ];
        return all.OfType<double>();
    }

    private static List<KeyItem> KeyOf(ChartWords words, TrendInput input, List<TrendPeriod> periods)
    {
        var items = new List<KeyItem>();
        if (input.OwnLabel is { } ownLabel)
            items.Add(new KeyItem(KeyMark.OwnLine, ownLabel));
        if (periods.Exists(period => period.Signal is not null))
            items.Add(new KeyItem(KeyMark.Diamond, input.Names?.Signal ?? words.Unusual, Fill: ChartPalette.Reference));
        if (periods.Exists(period => period.Expected is not null))
            items.Add(new KeyItem(KeyMark.Line, input.Names?.Expected ?? words.Expected, Stroke: ChartMarks.ExpectedLine));
        if (periods.Exists(period => period.Expected is { Low: not null, High: not null }))
            items.Add(new KeyItem(KeyMark.RangeBand, input.Names?.ExpectedRange ?? words.ExpectedRange));
        if (periods.Exists(period => period.Group.Median is not null))
            items.Add(new KeyItem(KeyMark.ReferenceLine, input.Names?.Median ?? words.Median));
        if (periods.Exists(period => period.Group is { LowerQuartile: not null, UpperQuartile: not null }))
            items.Add(new KeyItem(KeyMark.QuartileBand, words.MiddleHalf));
        if (periods.Exists(period => period.Group is { Minimum: not null, Maximum: not null }))
            items.Add(new KeyItem(KeyMark.RangeBand, input.Names?.Range ?? words.LowestToHighest));
        return items;
    }

    private static void Breaks(ChartPage page, List<TrendPeriod> periods)
    {
        var reasons = periods.Where(period => period.BreakReason is not null).ToList();
        if (reasons.Count == 0)
            return;

        page.Paragraph(page.Words.Breaks, ChartPalette.SmallBold);
        for (var index = 0; index < reasons.Count; index++)
            page.Paragraph($"[{index + 1}] {reasons[index].Label}: {reasons[index].BreakReason}", ChartPalette.Small);
        page.Top += 4;
    }

    private static IEnumerable<string> Summary(ChartWords words, TrendInput input, List<TrendPeriod> periods)
    {
        if (input.Direction is { } direction)
            yield return ChartWords.Sentence(words.Of(direction));
        foreach (var period in periods)
        {
            string?[] parts =
            [
                input.OwnLabel is null || (period.Own is null && period.Expected is not null) ? null : $"{input.OwnLabel} {Shown(period.Own)}",
                period.Expected is { } expected ? $"{input.Names?.Expected ?? words.Expected} {Shown(expected.Value)}{Between(expected.Low, expected.High)}" : null,
                period.Group.Median is { } median ? $"{input.Names?.Median ?? words.Median} {Shown(median)}" : null,
                input.Names?.Range is { } range ? $"{range} {Between(period.Group.Minimum, period.Group.Maximum).Trim()}" : null,
                period.Count is { } members ? $"n = {members}" : null,
                period.Signal,
            ];
            yield return $"{period.Label}: {string.Join("; ", parts.Where(part => !string.IsNullOrEmpty(part)))}";
            if (period.BreakReason is { } reason)
                yield return $"{words.Breaks}: {period.Label}, {reason}";
        }

        string Shown(double? value) => value is { } number ? ChartNumbers.Text(number, input.Unit, input.Caption.Language) : words.NoData;

        string Between(double? low, double? high) => low is null || high is null ? "" : $" ({Shown(low)} – {Shown(high)})";
    }
}
