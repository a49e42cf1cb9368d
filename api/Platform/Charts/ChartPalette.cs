namespace Benchlearning.Api.Platform.Charts;

/// <summary>
/// The one palette of every chart. After Okabe and Ito (2008), darkened so that text keeps WCAG AA (4.5:1 on white) and
/// lines and edges keep 3:1; the roles differ in lightness, shape or dash too, so greyscale print loses nothing.
/// </summary>
internal static class ChartPalette
{
    public static readonly Colour Paper = new(0xFFFFFF);
    public static readonly Colour Ink = new(0x1B1F23);
    public static readonly Colour MutedInk = new(0x4A5560);
    public static readonly Colour Grid = new(0xDDE3E8);
    public static readonly Colour Axis = new(0x66727D);

    /// <summary>The reader's own municipality: the one dark figure.</summary>
    public static readonly Colour Own = new(0x06385A);

    /// <summary>The ground of the reader's own row.</summary>
    public static readonly Colour OwnGround = new(0xEEF3F7);

    public static readonly Colour Peer = new(0xBACAD6);
    public static readonly Colour PeerEdge = new(0x718A9C);

    /// <summary>Lines of reference: the median and its kin.</summary>
    public static readonly Colour Reference = new(0xB84A00);

    /// <summary>From the lowest to the highest value.</summary>
    public static readonly Colour RangeBand = new(0xE8EEF3);
    public static readonly Colour RangeEdge = new(0xA9B9C6);

    /// <summary>The middle half, between the quartiles.</summary>
    public static readonly Colour QuartileBand = new(0xBACAD6);

    public static readonly Colour Better = new(0x00735C);
    public static readonly Colour Worse = new(0x8E2F6B);

    public static readonly TextStyle Title = new(19, Ink, Bold: true);
    public static readonly TextStyle Subtitle = new(13, MutedInk);
    public static readonly TextStyle Body = new(12, Ink);
    public static readonly TextStyle BodyBold = new(12, Ink, Bold: true);
    public static readonly TextStyle Small = new(11, MutedInk);
    public static readonly TextStyle SmallBold = new(11, Ink, Bold: true);
    public static readonly TextStyle ReferenceLabel = new(11, Reference, Bold: true);

    public static readonly Stroke GridLine = new(Grid);
    public static readonly Stroke AxisLine = new(Axis);
    public static readonly Stroke PeerOutline = new(PeerEdge, 0.8);
    public static readonly Stroke RangeOutline = new(RangeEdge);
    public static readonly Stroke MedianLine = new(Reference, 1.8, Dash.Dashed);
    public static readonly Stroke BreakLine = new(MutedInk, 1.2, Dash.Dotted);
}
