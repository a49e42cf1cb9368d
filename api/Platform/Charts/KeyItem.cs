namespace Benchlearning.Api.Platform.Charts;

internal enum KeyMark
{
    OwnBar,
    PeerBar,
    OwnLine,
    OwnDot,
    ReferenceLine,
    MedianTick,
    QuartileBand,
    RangeBand,
    RangeLine,
    Better,
    Worse,
}

/// <summary>One entry of a chart's key: a small picture of the mark and what it stands for.</summary>
/// <param name="Mark">What is drawn.</param>
/// <param name="Label">What it stands for.</param>
/// <param name="Dash">Pattern of a <see cref="KeyMark.ReferenceLine"/>.</param>
internal readonly record struct KeyItem(KeyMark Mark, string Label, Dash Dash = Dash.Dashed)
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
}
