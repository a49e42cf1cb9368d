namespace Benchlearning.Api.Platform.Charts;

/// <summary>The points of a plain, their lines and their names.</summary>
/// <param name="Input">What to draw.</param>
/// <param name="Area">Where.</param>
internal sealed record ScatterPlot(ScatterInput Input, PlotArea Area)
{
    private const double Reach = 7;

    private static readonly TextStyle Name = new(10, ChartPalette.MutedInk);
    private static readonly TextStyle OwnName = new(12, ChartPalette.Ink, Bold: true);
    private static readonly TextStyle FlaggedName = new(10, ChartPalette.Ink, Bold: true);
    private static readonly TextStyle CornerText = new(11, ChartPalette.MutedInk, Bold: true);

    public static Colour FlagColour(int flag) => flag > 1 ? ChartPalette.Reference : ChartPalette.Worse;

    /// <summary>The point in words.</summary>
    public static string Tooltip(ScatterInput input, ScatterPoint point)
    {
        var language = input.Caption.Language;
        return $"{point.Label}: {input.Across.Name} {ChartNumbers.Text(point.X!.Value, input.Across.Unit, language)}; "
            + $"{input.Up.Name} {ChartNumbers.Text(point.Y!.Value, input.Up.Unit, language)}";
    }

    /// <summary>Draws from the page's top.</summary>
    /// <returns>How many points are named.</returns>
    public int Draw(ChartPage page, IReadOnlyList<ScatterPoint> points)
    {
        Area.Draw(page);
        var taken = points.Select(point => Box.Around(Area.X(point.X!.Value), Area.Y(point.Y!.Value), point.IsOwn ? 6 : 5)).ToList();
        var lines = Input.Curves.SelectMany(curve => Curve(page, curve)).ToList();
        if (Input.Cross is { } cross)
            Cross(page, cross, taken);

        var ordered = points.OrderBy(point => point.IsOwn ? 3 : point.Flag).ToList();
        foreach (var point in ordered)
            page.Add(new GroupNode(Tooltip(Input, point), [Mark(point)]));

        var (middleX, middleY) = ((Area.Left + Area.Right) / 2, (Area.Top + Area.Bottom) / 2);
        return ordered.AsEnumerable().Reverse()
            .OrderByDescending(point => point.IsOwn ? 3 : point.Flag)
            .ThenByDescending(point => Math.Abs(Area.X(point.X!.Value) - middleX) + Math.Abs(Area.Y(point.Y!.Value) - middleY))
            .Count(point => IsNamed(page, point, taken, lines));
    }

    private SceneNode Mark(ScatterPoint point)
    {
        var (x, y) = (Area.X(point.X!.Value), Area.Y(point.Y!.Value));
        return point.IsOwn ? ChartMarks.OwnDot(x, y)
            : point.Flag > 0 ? ChartMarks.Diamond(x, y, 6.5, FlagColour(point.Flag))
            : ChartMarks.PeerDot(x, y);
    }

    /// <summary>Draws a curve and gives the room that it takes.</summary>
    private List<Box> Curve(ChartPage page, ScatterCurve curve)
    {
        ScenePoint[] points =
        [
            .. curve.Points
                .Where(point => ChartNumbers.Drawable(point.X) is not null && point.Y >= Area.Up.Low && point.Y <= Area.Up.High)
                .Select(point => new ScenePoint(Area.X(point.X), Area.Y(point.Y))),
        ];
        if (points.Length > 1)
            page.Add(new PolylineNode(points, curve.Stroke));
        return [.. points.Select(point => Box.Around(point.X, point.Y, 1))];
    }

    private void Cross(ChartPage page, ScatterCross cross, List<Box> taken)
    {
        var (x, y) = (Area.X(cross.X), Area.Y(cross.Y));
        page.Line(x, Area.Top, x, Area.Bottom, ChartPalette.MedianLine);
        page.Line(Area.Left, y, Area.Right, y, ChartPalette.MedianLine);
        if (cross.Best is { } best)
        {
            Corner(page, best.IsRight, best.IsTop, best.Text, taken);
            Corner(page, !best.IsRight, !best.IsTop, best.OppositeText, taken);
        }

        Place(page, cross.XText, ChartPalette.ReferenceLabel, Beside(x, Area.Bottom - 6, Area.Top + 12), taken, taken);
        Place(page, cross.YText, ChartPalette.ReferenceLabel, Along(y), taken, taken);

        IEnumerable<(double, double, TextAnchor)> Beside(double at, params double[] heights) =>
            heights.SelectMany(height => new[] { (at + 5, height, TextAnchor.Start), (at - 5, height, TextAnchor.End) });

        IEnumerable<(double, double, TextAnchor)> Along(double at) =>
            new[] { at - 5, at + 13 }.SelectMany(height => new[] { (Area.Right - 4, height, TextAnchor.End), (Area.Left + 4, height, TextAnchor.Start) });
    }

    private void Corner(ChartPage page, bool isRight, bool isTop, string text, List<Box> taken)
    {
        var x = isRight ? Area.Right - 6 : Area.Left + 6;
        Place(page, text, CornerText, [(x, isTop ? Area.Top + 14 : Area.Bottom - 8, isRight ? TextAnchor.End : TextAnchor.Start)], taken, taken);
    }

    /// <summary>A name may lie over a line where there is no better place, never over a point or another name.</summary>
    private bool IsNamed(ChartPage page, ScatterPoint point, List<Box> taken, List<Box> lines)
    {
        var (x, y) = (Area.X(point.X!.Value), Area.Y(point.Y!.Value));
        var style = point.IsOwn ? OwnName : point.Flag > 0 ? FlaggedName : Name;
        var half = style.Size * 0.36;
        (double, double, TextAnchor)[] places =
        [
            (x + Reach, y + half, TextAnchor.Start), (x - Reach, y + half, TextAnchor.End),
            (x, y - Reach, TextAnchor.Middle), (x, y + Reach + (2 * half), TextAnchor.Middle),
            (x + Reach - 2, y - Reach + 2, TextAnchor.Start), (x - Reach + 2, y - Reach + 2, TextAnchor.End),
            (x + Reach - 2, y + Reach + (2 * half) - 2, TextAnchor.Start), (x - Reach + 2, y + Reach + (2 * half) - 2, TextAnchor.End),
        ];
        return Place(page, point.Label, style, places, taken, [.. taken, .. lines]) is not null
            || Place(page, point.Label, style, places, taken, taken) is not null
            || (point.IsOwn && IsLedTo(page, point.Label, x, y, taken));
    }

    /// <summary>The own name, where its neighbourhood is full: farther away, with a line from the point.</summary>
    private bool IsLedTo(ChartPage page, string name, double x, double y, List<Box> taken)
    {
        var far = from distance in Enumerable.Range(2, 18)
                  from direction in Enumerable.Range(0, 16)
                  let turn = Math.SinCos(direction * Math.PI / 8)
                  select (x + (12 * distance * turn.Cos), y + (12 * distance * turn.Sin), turn.Cos >= 0 ? TextAnchor.Start : TextAnchor.End);
        if ((Place(page, name, OwnName, far, taken, taken) ?? Place(page, name, OwnName, far, taken, [])) is not { } box)
            return false;
        var end = (X: Math.Clamp(x, box.Left, box.Right), Y: Math.Clamp(y, box.Top, box.Bottom));
        page.Line(x, y, end.X, end.Y, new Stroke(ChartPalette.Own, 1.2));
        return true;
    }

    /// <summary>Writes a text at the first place where nothing is in its way.</summary>
    /// <returns>The room that it took; null when there is no such place.</returns>
    private Box? Place(
        ChartPage page,
        string text,
        TextStyle style,
        IEnumerable<(double X, double Y, TextAnchor Anchor)> places,
        List<Box> taken,
        IReadOnlyList<Box> obstacles)
    {
        var width = ChartFont.Width(text, style);
        foreach (var (x, y, anchor) in places)
        {
            var left = anchor switch { TextAnchor.Start => x, TextAnchor.End => x - width, _ => x - (width / 2) };
            var box = new Box(left - 1, y - (style.Size * 0.8), left + width + 1, y + (style.Size * 0.25));
            var isInside = box.Left >= Area.Left && box.Right <= Area.Right && box.Top >= Area.Top && box.Bottom <= Area.Bottom;
            if (!isInside || obstacles.Any(box.Touches))
                continue;
            page.Text(x, y, text, style, anchor, halo: true);
            taken.Add(box);
            return box;
        }

        return null;
    }

    /// <summary>Room that is taken.</summary>
    private readonly record struct Box(double Left, double Top, double Right, double Bottom)
    {
        public static Box Around(double x, double y, double radius) => new(x - radius, y - radius, x + radius, y + radius);

        public bool Touches(Box other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
    }
}
