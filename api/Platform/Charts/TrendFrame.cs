namespace Benchlearning.Api.Platform.Charts;

/// <summary>Where a trend's periods and values lie, and what stands along its axes.</summary>
/// <param name="Input">Words, unit and name.</param>
/// <param name="Periods">With drawable values only.</param>
/// <param name="Axis">Null when nothing has a value.</param>
/// <param name="Left">Where the first period's room begins.</param>
/// <param name="Right">Where the last period's room ends.</param>
/// <param name="Top">The upper end of the value axis.</param>
/// <param name="Height">Length of the value axis in CSS pixels.</param>
internal sealed record TrendFrame(
    TrendInput Input,
    IReadOnlyList<TrendPeriod> Periods,
    NumberAxis? Axis,
    double Left,
    double Right,
    double Top,
    double Height)
{
    private const double UnitHeight = 42;
    private const double EventHeight = 16;
    private const double PeriodLabelHeight = 20;
    private const double CountHeight = 16;

    /// <summary>Where the plot ends, period labels and counts included.</summary>
    public double Bottom => AxisBottom + PeriodLabelHeight + CountHeight + 12;

    /// <summary>The lower end of the value axis.</summary>
    public double AxisBottom => Top + Height;

    /// <summary>Room of one period in CSS pixels.</summary>
    public double Step => (Right - Left) / Math.Max(1, Periods.Count);

    /// <summary>Makes room for the axes under the page's top.</summary>
    public static TrendFrame Fit(
        ChartPage page,
        TrendInput input,
        IReadOnlyList<TrendPeriod> periods,
        NumberAxis? axis,
        double height)
    {
        var widest = axis is null ? 0 : axis.Ticks.Max(tick => ChartFont.Width(Tick(axis, tick, input), ChartPalette.Small));
        var left = axis is null ? ChartPage.Left : ChartPage.Left + Math.Ceiling(widest) + 10;
        var room = (ChartPage.Right - left) / Math.Max(1, periods.Count);
        var overhang = Math.Clamp((WidestLabel(periods) - room) / 2, 0, 60);
        return new TrendFrame(input, periods, axis, left, ChartPage.Right - overhang, page.Top + UnitHeight + (input.Event is null ? 0 : EventHeight), height);
    }

    /// <summary>The middle of a period.</summary>
    public double X(int index) => Left + (Step * (index + 0.5));

    /// <summary>The height of a value; there must be an axis.</summary>
    public double Y(double value) => AxisBottom - (Axis!.Position(value, 0, Height));

    /// <summary>First and last index of each stretch of periods that hold and that no break divides.</summary>
    public IEnumerable<(int First, int Last)> Runs(Func<TrendPeriod, bool> holds)
    {
        var first = -1;
        for (var index = 0; index <= Periods.Count; index++)
        {
            var goesOn = index < Periods.Count && holds(Periods[index]);
            if (first >= 0 && (!goesOn || Periods[index].BreakReason is not null))
            {
                yield return (first, index - 1);
                first = -1;
            }

            if (goesOn && first < 0)
                first = index;
        }
    }

    /// <summary>The unit over the value axis.</summary>
    public void Unit(ChartPage page)
    {
        foreach (var unit in TextLayout.Wrap(Input.Unit.Symbol, ChartPage.Right - ChartPage.Left, ChartPalette.SmallBold, 1))
            page.Text(ChartPage.Left, Top - 32 - (Input.Event is null ? 0 : EventHeight), unit, ChartPalette.SmallBold);
    }

    public void Grid(ChartPage page, NumberAxis axis)
    {
        foreach (var tick in axis.Ticks)
        {
            var y = Y(tick);
            var isFoot = tick == axis.Minimum || tick == 0;
            page.Line(Left, y, ChartPage.Right, y, isFoot ? ChartPalette.AxisLine : ChartPalette.GridLine);
            page.Text(Left - 8, y + 4, Tick(axis, tick, Input), ChartPalette.Small, TextAnchor.End);
        }
    }

    /// <summary>Every period where there is room, else every second, third ... counted from the last.</summary>
    public void PeriodLabels(ChartPage page)
    {
        var every = Math.Max(1, (int)Math.Ceiling((WidestLabel(Periods) + 10) / Step));
        for (var index = 0; index < Periods.Count; index++)
        {
            page.Line(X(index), AxisBottom, X(index), AxisBottom + 4, ChartPalette.AxisLine);
            if ((Periods.Count - 1 - index) % every == 0)
                PeriodLabel(page, index);
        }
    }

    private void PeriodLabel(ChartPage page, int index)
    {
        Centred(page, index, AxisBottom + PeriodLabelHeight - 2, Periods[index].Label, ChartPalette.Body);
        Centred(page, index, AxisBottom + PeriodLabelHeight + CountHeight - 4, Count(Periods[index]), ChartPalette.Small);
    }

    private void Centred(ChartPage page, int index, double y, string text, TextStyle style)
    {
        foreach (var line in TextLayout.Wrap(text, ChartPage.Right - ChartPage.Left, style, maximumLines: 1))
        {
            var half = ChartFont.Width(line, style) / 2;
            var x = Math.Max(ChartPage.Left + half, Math.Min(X(index), ChartPage.Right - half));
            page.Text(x, y, line, style, TextAnchor.Middle);
        }
    }

    private static double WidestLabel(IReadOnlyList<TrendPeriod> periods) => periods
        .Select(period => Math.Max(
            ChartFont.Width(period.Label, ChartPalette.Body),
            ChartFont.Width(Count(period), ChartPalette.Small)))
        .DefaultIfEmpty(0)
        .Max();

    private static string Count(TrendPeriod period) => period.Count is { } members ? $"n = {members}" : "";

    private static string Tick(NumberAxis axis, double tick, TrendInput input) =>
        ChartNumbers.Text(tick, axis.Decimals, input.Caption.Language);
}
