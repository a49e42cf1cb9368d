namespace Benchlearning.Api.Platform.Charts;

/// <summary>One column of bars: names, values, bars, with an axis under it and the reference lines through it.</summary>
/// <param name="Unit">Printed under the axis.</param>
/// <param name="Language">Of the numbers.</param>
/// <param name="Axis">The same in every column.</param>
/// <param name="Size">Row height and letters.</param>
/// <param name="Left">Where names begin.</param>
/// <param name="NameWidth">Room for a name, in CSS pixels; longer names take several lines.</param>
/// <param name="ValueEnd">Where values end, decimals under decimals.</param>
/// <param name="PlotLeft">Where the axis begins.</param>
/// <param name="PlotWidth">How long the axis is.</param>
/// <param name="RemarkWidth">Room for the words at the end of a row; 0 for none.</param>
internal sealed record BarPanel(
    ChartUnit Unit,
    ChartLanguage Language,
    NumberAxis Axis,
    BarSize Size,
    double Left,
    double NameWidth,
    double ValueEnd,
    double PlotLeft,
    double PlotWidth,
    double RemarkWidth)
{
    private const double Gap = 10;
    private const double ReferenceLabelHeight = 16;
    private const int MostNameLines = 3;

    /// <summary>Room under the rows for the axis and its unit.</summary>
    public double Below => string.IsNullOrWhiteSpace(Unit.Symbol) ? 20 : 36;

    private double Right => PlotLeft + PlotWidth + RemarkWidth + Gap;

    private double PlotRight => PlotLeft + PlotWidth + (RemarkWidth > 0 ? 0 : Gap);

    /// <summary>Shares <paramref name="width"/> among names, values and bars, the same for all columns of a chart.</summary>
    public static BarPanel Fit(
        double left,
        double width,
        IReadOnlyList<BarRow> rows,
        NumberAxis axis,
        ChartUnit unit,
        ChartLanguage language)
    {
        var size = BarSize.For(rows.Count);
        var names = rows.Max(row => ChartFont.Width(row.Label, size.Style(row.IsOwn)));
        var values = rows.Max(row => ChartFont.Width(row.Number, size.Style(row.IsOwn)));
        var marks = rows.Max(row => ChartFont.Width(row.Mark ?? "", size.Style(own: true)));
        var remarks = rows.Max(row => row.Remark is null ? 0 : ChartFont.Width(row.Remark, size.Style(row.IsOwn)) + Gap);
        var remarkWidth = Math.Min(Math.Ceiling(remarks), Math.Floor(width * 0.38));
        var nameWidth = Math.Min(Math.Ceiling(names), Math.Floor(width * (remarkWidth > 0 ? 0.28 : 0.42)));
        var valueEnd = left + Gap + nameWidth + Gap + Math.Ceiling(values);
        var plotLeft = valueEnd + Math.Ceiling(marks) + Gap + 6;
        return new BarPanel(
            unit, language, axis, size, left + Gap, nameWidth, valueEnd, plotLeft, left + width - plotLeft - remarkWidth - Gap, remarkWidth);
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
    public double HeightOf(IReadOnlyList<BarRow> rows) => rows.Sum(HeightOf);

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
        OwnGrounds(page, rows, top);
        Grid(page, top, bottom);
        Scale(page, bottom);

        var y = top;
        foreach (var row in rows)
        {
            page.Add(Row(row, y));
            y += HeightOf(row);
        }

        if (Axis.Minimum <= 0 && Axis.Maximum >= 0)
            page.Line(Position(0), top, Position(0), bottom, ChartPalette.AxisLine);
        foreach (var reference in references)
            Reference(page, reference, isLabelled, top, bottom);
    }

    private void OwnGrounds(ChartPage page, IReadOnlyList<BarRow> rows, double top)
    {
        foreach (var row in rows)
        {
            var height = HeightOf(row);
            if (row.IsOwn)
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
            var text = ChartNumbers.Text(tick, Axis.Decimals, Language);
            var half = ChartFont.Width(text, ChartPalette.Small) / 2;
            var x = Inside(Position(tick), half);
            if (x - half < end + 6)
                continue;
            page.Text(x, bottom + 17, text, ChartPalette.Small, TextAnchor.Middle);
            end = x + half;
        }

        foreach (var unit in TextLayout.Wrap(Unit.Symbol, PlotRight - Left, ChartPalette.SmallBold, maximumLines: 1))
            page.Text(PlotRight, bottom + 32, unit, ChartPalette.SmallBold, TextAnchor.End);
    }

    private GroupNode Row(BarRow row, double y)
    {
        var style = Size.Style(row.IsOwn);
        var height = HeightOf(row);
        var middle = y + (height / 2);
        var baseLine = middle + (Size.Letters * 0.36);
        var children = new List<SceneNode>(4);
        children.AddRange(Lines(Name(row), Left, baseLine, style));
        children.Add(new TextNode(ValueEnd, baseLine, row.Number, style, TextAnchor.End));
        if (!string.IsNullOrWhiteSpace(row.Mark))
            children.Add(new TextNode(ValueEnd + 4, baseLine, row.Mark, Size.Style(own: true)));

        var place = new BarPlace(Position, y, middle, y + height, Size);
        foreach (var shape in row.Shapes)
            children.AddRange(shape.Draw(place));
        children.AddRange(Lines(Remark(row), PlotLeft + PlotWidth + Gap, baseLine, style));
        return new GroupNode(row.Tooltip, children);
    }

    private IEnumerable<TextNode> Lines(IReadOnlyList<string> lines, double x, double baseLine, TextStyle style) =>
        lines.Select((line, index) => new TextNode(x, baseLine + ((index - ((lines.Count - 1) / 2d)) * Size.NameLine), line, style));

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
        TextLayout.Wrap(row.Label, NameWidth, Size.Style(row.IsOwn), MostNameLines);

    private IReadOnlyList<string> Remark(BarRow row) =>
        row.Remark is { } remark ? TextLayout.Wrap(remark, RemarkWidth - Gap, Size.Style(row.IsOwn), Size.RemarkLines) : [];

    private double HeightOf(BarRow row) =>
        Size.Row + (Math.Max(0, Math.Max(Name(row).Count, Remark(row).Count) - 1) * Size.NameLine);

    private double Position(double value) => Axis.Position(value, PlotLeft, PlotWidth);

    /// <summary>The middle nearest to <paramref name="x"/> that keeps a centred text inside the panel.</summary>
    private double Inside(double x, double half) => Math.Max(Left + half, Math.Min(x, PlotRight - half));
}
