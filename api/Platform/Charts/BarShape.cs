namespace Benchlearning.Api.Platform.Charts;

/// <summary>Something drawn in a row of a panel, at values of its axis.</summary>
internal abstract record BarShape
{
    /// <summary>The values that the axis must hold.</summary>
    public abstract IEnumerable<double> Values { get; }

    /// <param name="place">Where the row lies.</param>
    public abstract IEnumerable<SceneNode> Draw(BarPlace place);
}

/// <summary>Where a row lies.</summary>
/// <param name="X">From a value of the axis to CSS pixels.</param>
/// <param name="Top">The upper end of the row.</param>
/// <param name="Middle">Its middle.</param>
/// <param name="Bottom">Its lower end.</param>
/// <param name="Size">Thickness and letters.</param>
internal readonly record struct BarPlace(Func<double, double> X, double Top, double Middle, double Bottom, BarSize Size)
{
    public double BarTop => Middle - (Size.Bar / 2);

    public double BarBottom => Middle + (Size.Bar / 2);
}

/// <summary>A bar, with a short text in it where there is room.</summary>
internal sealed record SpanShape(double From, double To, Colour Fill, Stroke? Edge = null, string? Text = null) : BarShape
{
    private const double LeastThickness = 12;
    private const double LeastOutlined = 4;

    public override IEnumerable<double> Values => [From, To];

    public override IEnumerable<SceneNode> Draw(BarPlace place)
    {
        var (from, to) = (place.X(From), place.X(To));
        var (left, width) = (Math.Min(from, to), Math.Abs(to - from));
        var edge = Edge == ChartPalette.PartOutline && width < LeastOutlined ? null : Edge;
        yield return new RectangleNode(left, place.BarTop, width, place.Size.Bar, Fill, edge);
        var style = new TextStyle(10, ChartPalette.TextOn(Fill), Bold: true);
        if (Text is not null && place.Size.Bar >= LeastThickness && ChartFont.Width(Text, style) + 4 <= width)
            yield return new TextNode(left + (width / 2), place.Middle + 3.6, Text, style, TextAnchor.Middle);
    }
}

/// <summary>An interval: a line with caps.</summary>
internal sealed record WhiskerShape(double Low, double High, Colour Colour) : BarShape
{
    public override IEnumerable<double> Values => [Low, High];

    public override IEnumerable<SceneNode> Draw(BarPlace place)
    {
        var stroke = new Stroke(Colour, 1.6);
        var cap = place.Size.Bar * 0.3;
        var (from, to) = (place.X(Low), place.X(High));
        yield return new LineNode(from, place.Middle, to, place.Middle, stroke);
        yield return new LineNode(from, place.Middle - cap, from, place.Middle + cap, stroke);
        yield return new LineNode(to, place.Middle - cap, to, place.Middle + cap, stroke);
    }
}

/// <summary>A dot; a flagged one is a diamond, so that it differs without colour.</summary>
internal sealed record DotShape(double At, Colour Fill, bool IsFlagged = false) : BarShape
{
    public override IEnumerable<double> Values => [At];

    public override IEnumerable<SceneNode> Draw(BarPlace place)
    {
        yield return IsFlagged
            ? ChartMarks.Diamond(place.X(At), place.Middle, Math.Min(6, place.Size.Bar * 0.55), Fill)
            : new CircleNode(place.X(At), place.Middle, Math.Min(4.5, place.Size.Bar * 0.4), Fill, ChartMarks.Edge);
    }
}

/// <summary>A sum over a stack: an upright line that stands out from the bar.</summary>
internal sealed record SumShape(double At) : BarShape
{
    private const double Overhang = 3;

    public override IEnumerable<double> Values => [At];

    public override IEnumerable<SceneNode> Draw(BarPlace place)
    {
        yield return new RectangleNode(
            place.X(At) - 2, place.BarTop - Overhang, 4, place.Size.Bar + (2 * Overhang), ChartPalette.Ink, ChartMarks.Edge);
    }
}

/// <summary>A thin line that leads a value from this row up to the one before or down to the next.</summary>
internal sealed record LeadShape(double At, bool IsUp) : BarShape
{
    public override IEnumerable<double> Values => [At];

    public override IEnumerable<SceneNode> Draw(BarPlace place)
    {
        var x = place.X(At);
        yield return IsUp
            ? new LineNode(x, place.Top, x, place.BarTop, ChartPalette.AxisLine)
            : new LineNode(x, place.BarBottom, x, place.Bottom, ChartPalette.AxisLine);
    }
}
