namespace Benchlearning.Api.Platform.Charts;

/// <summary>What a trend shows of its values: bands, lines, breaks and points.</summary>
/// <param name="Frame">Where everything lies.</param>
internal sealed record TrendPlot(TrendFrame Frame)
{
    private const double BreakBadge = 16;
    private const double LoneBandHalfWidth = 6;

    private TrendInput Input => Frame.Input;

    private IReadOnlyList<TrendPeriod> Periods => Frame.Periods;

    public void Draw(ChartPage page)
    {
        Frame.Unit(page);
        if (Frame.Axis is null)
            Nothing(page);
        else
            Values(page, Frame.Axis);

        Frame.PeriodLabels(page);
    }

    private void Nothing(ChartPage page)
    {
        var (width, middle) = (Frame.Right - Frame.Left, (Frame.Left + Frame.Right) / 2);
        page.Add(new RectangleNode(
            Frame.Left, Frame.Top, width, Frame.Height, ChartPalette.OwnGround, ChartPalette.RangeOutline));
        page.Text(middle, Frame.Top + (Frame.Height / 2), page.Words.NoData, ChartPalette.BodyBold, TextAnchor.Middle);
    }

    private void Values(ChartPage page, NumberAxis axis)
    {
        Band(page, period => period.Group.Minimum, period => period.Group.Maximum, ChartPalette.RangeBand, ChartPalette.RangeOutline);
        Band(
            page,
            period => period.Group.LowerQuartile,
            period => period.Group.UpperQuartile,
            ChartPalette.QuartileBand,
            ChartPalette.PeerOutline);
        Outlooks(page);
        Frame.Grid(page, axis);
        BreakMarks(page);
        EventMark(page);
        Lines(page, period => period.Group.Median, ChartPalette.MedianLine);
        ExpectedLine(page);
        Lines(page, period => period.Own, ChartMarks.OwnLine);
        LoneMedians(page);
        OwnPoints(page);
        ExpectedPoints(page);
    }

    private void Band(
        ChartPage page,
        Func<TrendPeriod, double?> low,
        Func<TrendPeriod, double?> high,
        Colour fill,
        Stroke edge)
    {
        foreach (var (first, last) in Frame.Runs(period => low(period) is not null && high(period) is not null))
        {
            var indexes = Enumerable.Range(first, last - first + 1).ToList();
            var upper = indexes.Select(index => new ScenePoint(Frame.X(index), Frame.Y(high(Periods[index])!.Value)));
            var lower = indexes.Select(index => new ScenePoint(Frame.X(index), Frame.Y(low(Periods[index])!.Value))).Reverse();
            page.Add(first == last
                ? LoneBand(Frame.X(first), Frame.Y(high(Periods[first])!.Value), Frame.Y(low(Periods[first])!.Value), fill, edge)
                : new PolygonNode([.. upper, .. lower], fill, edge));
        }
    }

    /// <summary>A band of one period has no length of its own.</summary>
    private static RectangleNode LoneBand(double x, double top, double bottom, Colour fill, Stroke edge) =>
        new(x - LoneBandHalfWidth, top, 2 * LoneBandHalfWidth, Math.Max(0, bottom - top), fill, edge);

    private void Lines(ChartPage page, Func<TrendPeriod, double?> value, Stroke stroke)
    {
        foreach (var (first, last) in Frame.Runs(period => value(period) is not null))
        {
            if (last == first)
                continue;
            var points = Enumerable.Range(first, last - first + 1)
                .Select(index => new ScenePoint(Frame.X(index), Frame.Y(value(Periods[index])!.Value)));
            page.Add(new PolylineNode([.. points], stroke));
        }
    }

    /// <summary>The fan of what is to come, from the last known value.</summary>
    private void Outlooks(ChartPage page)
    {
        var ahead = Ahead.Where(index => Periods[index].Expected is { Low: not null, High: not null }).ToList();
        if (ahead.Count == 0)
            return;
        var origin = Origin(ahead[0]).ToList();
        var upper = origin.Concat(ahead.Select(index => Point(index, Periods[index].Expected!.High!.Value)));
        var lower = origin.Concat(ahead.Select(index => Point(index, Periods[index].Expected!.Low!.Value))).Reverse();
        page.Add(new PolygonNode([.. upper, .. lower], ChartPalette.RangeBand, ChartPalette.RangeOutline));
    }

    private void ExpectedLine(ChartPage page)
    {
        var expected = Ahead.ToList();
        if (expected.Count == 0)
            return;
        ScenePoint[] points = [.. Origin(expected[0]), .. expected.Select(index => Point(index, Periods[index].Expected!.Value))];
        if (points.Length > 1)
            page.Add(new PolylineNode(points, ChartMarks.ExpectedLine));
    }

    private IEnumerable<int> Ahead => Enumerable.Range(0, Periods.Count).Where(index => Periods[index].Expected is not null);

    /// <summary>What is to come starts from the last known value; what was expected beside a known value stands alone.</summary>
    private IEnumerable<ScenePoint> Origin(int first) =>
        Periods[first].Own is null && first > 0 && Periods[first - 1].Own is { } own ? [Point(first - 1, own)] : [];

    private ScenePoint Point(int index, double value) => new(Frame.X(index), Frame.Y(value));

    private void ExpectedPoints(ChartPage page)
    {
        foreach (var index in Ahead.Where(index => Periods[index].Own is null))
        {
            var expected = Periods[index].Expected!;
            var number = ChartNumbers.Text(expected.Value, Input.Unit.Decimals, Input.Caption.Language);
            var (x, y) = (Frame.X(index), Frame.Y(expected.Value));
            page.Add(new GroupNode(
                $"{Periods[index].Label}: {ChartNumbers.Text(expected.Value, Input.Unit, Input.Caption.Language)}",
                [new CircleNode(x, y, 4, ChartPalette.Paper, new Stroke(ChartPalette.Own, 1.8))]));
            if (ChartFont.Width(number, ChartPalette.Body) + 10 <= Frame.Step)
                page.Text(x, y - 11, number, ChartPalette.Body, TextAnchor.Middle, halo: true);
        }
    }

    private void EventMark(ChartPage page)
    {
        if (Input.Event is not { } happened || happened.At <= 0 || happened.At >= Periods.Count)
            return;
        var x = Frame.X(happened.At) - (Frame.Step / 2);
        page.Line(x, Frame.Top - 26, x, Frame.AxisBottom, new Stroke(ChartPalette.Ink, 1.4, Dash.DashDotted));
        foreach (var label in TextLayout.Wrap(happened.Label, 300, ChartPalette.SmallBold, maximumLines: 1))
        {
            var half = ChartFont.Width(label, ChartPalette.SmallBold) / 2;
            var middle = Math.Max(Frame.Left + half, Math.Min(x, ChartPage.Right - half));
            page.Text(middle, Frame.Top - 31, label, ChartPalette.SmallBold, TextAnchor.Middle);
        }
    }

    private void LoneMedians(ChartPage page)
    {
        foreach (var (first, last) in Frame.Runs(period => period.Group.Median is not null))
        {
            var y = Frame.Y(Periods[first].Group.Median!.Value);
            if (first == last)
                page.Line(Frame.X(first) - 8, y, Frame.X(first) + 8, y, ChartPalette.MedianLine with { Dash = Dash.Solid });
        }
    }

    private void OwnPoints(ChartPage page)
    {
        for (var index = 0; index < Periods.Count; index++)
        {
            if (Periods[index].Own is not { } own)
                continue;
            var text = ChartNumbers.Text(own, Input.Unit, Input.Caption.Language);
            var (x, y) = (Frame.X(index), Frame.Y(own));
            var signal = Periods[index].Signal;
            page.Add(new GroupNode(
                $"{Input.OwnLabel}, {Periods[index].Label}: {text}{(signal is null ? "" : $"; {signal}")}",
                [signal is null ? ChartMarks.OwnDot(x, y) : ChartMarks.Diamond(x, y, 8, ChartPalette.Reference)]));
            var number = ChartNumbers.Text(own, Input.Unit.Decimals, Input.Caption.Language);
            if (IsLabelled(index, number))
            {
                var half = ChartFont.Width(number, ChartPalette.BodyBold) / 2;
                var middle = Math.Min(x, ChartPage.Right - half);
                var baseLine = y + (LabelBelow(index) ? 20 : -11);
                page.Text(middle, baseLine, number, ChartPalette.BodyBold, TextAnchor.Middle, halo: true);
            }
        }
    }

    /// <summary>Every point where there is room, else only the last.</summary>
    private bool IsLabelled(int index, string number)
    {
        var last = Periods.Select((period, at) => period.Own is null ? -1 : at).Max();
        return index == last || ChartFont.Width(number, ChartPalette.BodyBold) + 10 <= Frame.Step;
    }

    /// <summary>In a valley the line leaves upwards, so its label goes under the point; never into the foot of the plot.</summary>
    private bool LabelBelow(int index)
    {
        var own = Periods[index].Own!.Value;
        var before = index > 0 ? Periods[index - 1].Own : null;
        var after = index < Periods.Count - 1 ? Periods[index + 1].Own : null;
        var isValley = (before ?? after) > own && (after ?? before) > own;
        return isValley && Frame.Y(own) + 24 < Frame.AxisBottom;
    }

    private void BreakMarks(ChartPage page)
    {
        var number = 0;
        for (var index = 0; index < Periods.Count; index++)
        {
            if (Periods[index].BreakReason is not { } reason)
                continue;
            number++;
            var x = Frame.X(index) - (Frame.Step / 2);
            var badge = $"[{number}]";
            var middle = Math.Max(x, Frame.Left + (ChartFont.Width(badge, ChartPalette.SmallBold) / 2));
            page.Add(new GroupNode(
                $"{Periods[index].Label}: {reason}",
                [
                    new LineNode(x, Frame.Top - BreakBadge + 4, x, Frame.AxisBottom, ChartPalette.BreakLine),
                    new TextNode(middle, Frame.Top - BreakBadge, badge, ChartPalette.SmallBold, TextAnchor.Middle),
                ]));
        }
    }
}
