namespace Benchlearning.Api.Platform.Charts;

/// <summary>One column of bars: names, values, bars, with an axis under it and the reference lines through it.</summary>
/// <param name="Input">Unit and language.</param>
/// <param name="Axis">The same in every column.</param>
/// <param name="Size">Row height and letters.</param>
/// <param name="Left">Where names begin.</param>
/// <param name="NameWidth">Room for a name, in CSS pixels; longer names take several lines.</param>
/// <param name="ValueEnd">Where values end, decimals under decimals.</param>
/// <param name="PlotLeft">Where the axis begins.</param>
/// <param name="PlotWidth">How long the axis is.</param>
internal sealed record BarPanel(
    ComparisonInput Input,
    NumberAxis Axis,
    BarSize Size,
    double Left,
    double NameWidth,
    double ValueEnd,
    double PlotLeft,
    double PlotWidth)
{
    private const double Gap = 10;
    private const double ReferenceLabelHeight = 16;
    private const int MostNameLines = 3;

    /// <summary>Room under the rows for the axis and its unit.</summary>
    public double Below => string.IsNullOrWhiteSpace(Input.Unit.Symbol) ? 20 : 36;

    private double Right => PlotLeft + PlotWidth + Gap;

    /// <summary>Shares <paramref name="width"/> among names, values and bars, the same for all columns of a chart.</summary>
    public static BarPanel Fit(double left, double width, IReadOnlyList<BarRow> rows, NumberAxis axis, ComparisonInput input)
    {
        var size = BarSize.For(rows.Count);
        var names = rows.Max(row => ChartFont.Width(row.Member.Label, size.Style(row.Member.IsOwn)));
        var values = rows.Max(row => ChartFont.Width(row.Number, size.Style(row.Member.IsOwn)));
        var marks = rows.Max(row => ChartFont.Width(row.Member.Mark ?? "", size.Style(own: true)));
        var nameWidth = Math.Min(Math.Ceiling(names), Math.Floor(width * 0.42));
        var valueEnd = left + Gap + nameWidth + Gap + Math.Ceiling(values);
        var plotLeft = valueEnd + Math.Ceiling(marks) + Gap + 4;
        return new BarPanel(input, axis, size, left + Gap, nameWidth, valueEnd, plotLeft, left + width - plotLeft - Gap);
    }

    /// <summary>Room over the rows for the labels of the reference lines.</summary>
    public static double Above(bool isLabelled) => isLabelled ? ReferenceLabelHeight + 4 : 4;

    /// <summary>Whether the labels fit side by side, each over its line.</summary>
    public bool HasRoomFor(IReadOnlyList<ReferenceLabel> references)
    {
        var end = double.NegativeInfinity;
        foreach (var reference in references.OrderBy(reference => reference.Value))
        {
            var half = ChartFont.Width(reference.Text, ChartPalette.ReferenceLabel) / 2;
            var middle = Inside(Position(reference.Value), half);
            if (middle - half < end + Gap)
                return false;
            end = middle + half;
        }

        return true;
    }

    /// <summary>Height of these rows in CSS pixels.</summary>
    public double HeightOf(IReadOnlyList<BarRow> rows) => rows.Sum(row => HeightOf(Name(row)));

    /// <summary>Draws from the page's top down, which the caller moves.</summary>
    public void Draw(
        ChartPage page,
        IReadOnlyList<BarRow> rows,
        IReadOnlyList<ReferenceLabel> references,
        bool isLabelled,
        double height)
    {
        var top = page.Top + Above(isLabelled);
        var bottom = top + height;
        var names = rows.Select(Name).ToList();
        OwnGrounds(page, rows, names, top);
        Grid(page, top, bottom);
        Scale(page, bottom);

        var y = top;
        for (var index = 0; index < rows.Count; index++)
        {
            page.Add(Row(rows[index], names[index], y));
            y += HeightOf(names[index]);
        }

        page.Line(Position(0), top, Position(0), bottom, ChartPalette.AxisLine);
        foreach (var reference in references)
            Reference(page, reference, isLabelled, top, bottom);
    }

    private void OwnGrounds(ChartPage page, IReadOnlyList<BarRow> rows, List<IReadOnlyList<string>> names, double top)
    {
        for (var index = 0; index < rows.Count; index++)
        {
            var height = HeightOf(names[index]);
            if (rows[index].Member.IsOwn)
            {
                page.Add(new RectangleNode(Left - Gap, top, Right - Left + Gap, height, ChartPalette.OwnGround));
                page.Add(new RectangleNode(Left - Gap, top, 4, height, ChartPalette.Own));
            }

            top += height;
        }
    }

    private void Grid(ChartPage page, double top, double bottom)
    {
        foreach (var x in Axis.Ticks.Select(Position))
            page.Line(x, top, x, bottom + 4, ChartPalette.GridLine);
    }

    /// <summary>Numbers and unit under the rows; a number that would touch the one before it is left out.</summary>
    private void Scale(ChartPage page, double bottom)
    {
        var end = double.NegativeInfinity;
        foreach (var tick in Axis.Ticks)
        {
            var text = ChartNumbers.Text(tick, Axis.Decimals, Input.Caption.Language);
            var half = ChartFont.Width(text, ChartPalette.Small) / 2;
            var x = Inside(Position(tick), half);
            if (x - half < end + 6)
                continue;
            page.Text(x, bottom + 17, text, ChartPalette.Small, TextAnchor.Middle);
            end = x + half;
        }

        foreach (var unit in TextLayout.Wrap(Input.Unit.Symbol, Right - Left, ChartPalette.SmallBold, maximumLines: 1))
            page.Text(Right, bottom + 32, unit, ChartPalette.SmallBold, TextAnchor.End);
    }

    private GroupNode Row(BarRow row, IReadOnlyList<string> name, double y)
    {
        var isOwn = row.Member.IsOwn;
        var style = Size.Style(isOwn);
        var middle = y + (HeightOf(name) / 2);
        var baseLine = middle + (Size.Letters * 0.36);
        var children = new List<SceneNode>(4);
        var nameLine = baseLine - ((name.Count - 1) * Size.NameLine / 2);
        foreach (var line in name)
        {
            children.Add(new TextNode(Left, nameLine, line, style));
            nameLine += Size.NameLine;
        }

        children.Add(new TextNode(ValueEnd, baseLine, row.Number, style, TextAnchor.End));
        if (!string.IsNullOrWhiteSpace(row.Member.Mark))
            children.Add(new TextNode(ValueEnd + 2, baseLine, row.Member.Mark, Size.Style(own: true)));

        var (zero, end) = (Position(0), Position(row.Value));
        children.Add(new RectangleNode(
            Math.Min(zero, end),
            middle - (Size.Bar / 2),
            Math.Abs(end - zero),
            Size.Bar,
            isOwn ? ChartPalette.Own : ChartPalette.Peer,
            isOwn ? null : ChartPalette.PeerOutline));
        return new GroupNode(row.Tooltip, children);
    }

    private void Reference(ChartPage page, ReferenceLabel reference, bool isLabelled, double top, double bottom)
    {
        var x = Position(reference.Value);
        page.Line(x, top - 4, x, bottom, reference.Stroke);
        if (!isLabelled)
            return;

        var middle = Inside(x, ChartFont.Width(reference.Text, ChartPalette.ReferenceLabel) / 2);
        page.Text(middle, top - 9, reference.Text, ChartPalette.ReferenceLabel, TextAnchor.Middle);
    }

    private IReadOnlyList<string> Name(BarRow row) =>
        TextLayout.Wrap(row.Member.Label, NameWidth, Size.Style(row.Member.IsOwn), MostNameLines);

    private double HeightOf(IReadOnlyList<string> name) => Size.Row + (Math.Max(0, name.Count - 1) * Size.NameLine);

    private double Position(double value) => Axis.Position(value, PlotLeft, PlotWidth);

    /// <summary>The middle nearest to <paramref name="x"/> that keeps a centred text inside the panel.</summary>
    private double Inside(double x, double half) => Math.Max(Left + half, Math.Min(x, Right - half));
}
