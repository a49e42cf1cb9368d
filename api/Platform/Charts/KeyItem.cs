namespace Benchlearning.Api.Platform.Charts;

internal enum KeyMark
{
    OwnBar,
    PeerBar,
    BetterBar,
    WorseBar,
    OwnLine,
    OwnDot,
    ReferenceLine,
    MedianTick,
    QuartileBand,
    RangeBand,
    RangeLine,
    Better,
    Worse,
    PeerDot,

    /// <summary>A diamond of <see cref="KeyItem.Fill"/>.</summary>
    Diamond,

    /// <summary>A bar of <see cref="KeyItem.Fill"/> with a text in it.</summary>
    PartBar,

    /// <summary>A line of <see cref="KeyItem.Stroke"/>.</summary>
    Line,

    Sum,

    /// <summary>An interval: a line with caps of <see cref="KeyItem.Fill"/>.</summary>
    Whisker,
}

/// <summary>One entry of a chart's key: a small picture of the mark and what it stands for.</summary>
/// <param name="Mark">What is drawn.</param>
/// <param name="Label">What it stands for.</param>
/// <param name="Dash">Pattern of a <see cref="KeyMark.ReferenceLine"/>.</param>
/// <param name="Fill">Colour of a mark that has none of its own.</param>
/// <param name="Stroke">Of a <see cref="KeyMark.Line"/>.</param>
/// <param name="Text">In a <see cref="KeyMark.PartBar"/>.</param>
internal readonly record struct KeyItem(
    KeyMark Mark,
    string Label,
    Dash Dash = Dash.Dashed,
    Colour Fill = default,
    Stroke Stroke = default,
    string Text = "")
{
    /// <summary>From the start of the mark to the start of the label, in CSS pixels.</summary>
    public const double MarkWidth = 32;

    private const double Length = 26;

    /// <summary>Draws the mark from <paramref name="x"/>, centred on <paramref name="y"/>.</summary>
    public void Draw(ChartPage page, double x, double y)
    {
        var middle = x + (Length / 2);
        switch (Mark)
        {
            case KeyMark.OwnBar:
                page.Add(new RectangleNode(x, y - 5, Length, 10, ChartPalette.Own));
                break;
            case KeyMark.PeerBar:
                page.Add(new RectangleNode(x, y - 5, Length, 10, ChartPalette.Peer, ChartPalette.PeerOutline));
                break;
            case KeyMark.BetterBar:
                page.Add(new RectangleNode(x, y - 5, Length, 10, ChartPalette.BetterBar, ChartPalette.BetterOutline));
                break;
            case KeyMark.WorseBar:
                page.Add(new RectangleNode(x, y - 5, Length, 10, ChartPalette.WorseBar, ChartPalette.WorseOutline));
                break;
            case KeyMark.PartBar:
                page.Add(new RectangleNode(x, y - 7, Length, 14, Fill));
                page.Text(middle, y + 4, Text, new TextStyle(10, ChartPalette.TextOn(Fill), Bold: true), TextAnchor.Middle);
                break;
            case KeyMark.Line:
                page.Line(x, y, x + Length, y, Stroke);
                break;
            case KeyMark.Diamond:
                page.Add(ChartMarks.Diamond(middle, y, 6, Fill));
                break;
            case KeyMark.PeerDot:
                page.Add(ChartMarks.PeerDot(middle, y));
                break;
            case KeyMark.Sum:
                Shape(page, new SumShape(middle), y);
                break;
            case KeyMark.Whisker:
                Shape(page, new WhiskerShape(x, x + Length, Fill), y);
                break;
            case KeyMark.QuartileBand:
                page.Add(new RectangleNode(x, y - 5, Length, 10, ChartPalette.QuartileBand, ChartPalette.PeerOutline));
                break;
            case KeyMark.RangeBand:
                page.Add(new RectangleNode(x, y - 5, Length, 10, ChartPalette.RangeBand, ChartPalette.RangeOutline));
                break;
            case KeyMark.RangeLine:
                ChartMarks.Range(page, x, x + Length, y);
                break;
            case KeyMark.ReferenceLine:
                page.Line(x, y, x + Length, y, ChartPalette.MedianLine with { Dash = Dash });
                break;
            case KeyMark.MedianTick:
                ChartMarks.MedianTick(page, middle, y, 7);
                break;
            case KeyMark.OwnLine:
                page.Line(x, y, x + Length, y, ChartMarks.OwnLine);
                page.Add(ChartMarks.OwnDot(middle, y));
                break;
            case KeyMark.OwnDot:
                page.Add(ChartMarks.OwnDot(middle, y));
                break;
            case KeyMark.Better:
                page.Add(ChartMarks.Better(middle, y));
                break;
            default:
                page.Add(ChartMarks.Worse(middle, y));
                break;
        }
    }

    private static void Shape(ChartPage page, BarShape shape, double y)
    {
        foreach (var node in shape.Draw(new BarPlace(value => value, y, y, y, new BarSize(0, 10, 0))))
            page.Add(node);
    }
}
