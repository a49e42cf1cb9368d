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
        page.Heading(ChartWords.Sentence(page.Words.Of(input.Direction)));
        page.Key(KeyOf(page.Words, input.OwnLabel, periods));

        var values = periods.SelectMany(Values).ToList();
        var axis = values.Count == 0 ? null : NumberAxis.Covering(values.Min(), values.Max(), 5, input.Unit.Decimals);
        var frame = TrendFrame.Fit(page, input, periods, axis, axis is null ? EmptyHeight : PlotHeight);
        new TrendPlot(frame).Draw(page);
        page.Top = frame.Bottom;

        Breaks(page, periods);
        if (axis is not null && (axis.Minimum > 0 || axis.Maximum < 0))
            page.Paragraph(page.Words.AxisWithoutZero, ChartPalette.Small);
        if (periods.Exists(period => period.Count is not null))
            page.Paragraph(page.Words.WithData, ChartPalette.Small);
        page.Foot();
        return page.Finish(Summary(page.Words, input, periods));
    }

    private static TrendPeriod Drawable(TrendPeriod period) =>
        period with { Own = ChartNumbers.Drawable(period.Own), Group = period.Group.Drawable() };

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
        ];
        return all.OfType<double>();
    }

    private static List<KeyItem> KeyOf(ChartWords words, string ownLabel, List<TrendPeriod> periods)
    {
        var items = new List<KeyItem> { new(KeyMark.OwnLine, ownLabel) };
        if (periods.Exists(period => period.Group.Median is not null))
            items.Add(new KeyItem(KeyMark.ReferenceLine, words.Median));
        if (periods.Exists(period => period.Group is { LowerQuartile: not null, UpperQuartile: not null }))
            items.Add(new KeyItem(KeyMark.QuartileBand, words.MiddleHalf));
        if (periods.Exists(period => period.Group is { Minimum: not null, Maximum: not null }))
            items.Add(new KeyItem(KeyMark.RangeBand, words.LowestToHighest));
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
        var language = input.Caption.Language;
        yield return ChartWords.Sentence(words.Of(input.Direction));
        foreach (var period in periods)
        {
            var own = period.Own is { } value ? ChartNumbers.Text(value, input.Unit, language) : words.NoData;
            var median = period.Group.Median is { } middle
                ? $"; {words.Median} {ChartNumbers.Text(middle, input.Unit, language)}"
                : "";
            var count = period.Count is { } members ? $"; n = {members}" : "";
            yield return $"{period.Label}: {input.OwnLabel} {own}{median}{count}";
            if (period.BreakReason is { } reason)
                yield return $"{words.Breaks}: {period.Label}, {reason}";
        }
    }
}
