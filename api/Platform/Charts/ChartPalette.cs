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

    /// <summary>The reader's own, where it is behind.</summary>
    public static readonly Colour OwnPale = new(0x8FB3CE);

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

    public static readonly Colour BetterBar = new(0x7CC4B2);
    public static readonly Colour WorseBar = new(0xD9A9C8);

    /// <summary>
    /// Parts of a whole, in this order; told apart by lightness and by the numbers printed in them too. Okabe and Ito's own and a dark violet.
    /// </summary>
    public static readonly IReadOnlyList<Colour> Parts =
        [new(0x0072B2), new(0xE69F00), new(0x009E73), new(0x56B4E9), new(0xD55E00), new(0xF0E442), new(0x5B3A8C), new(0xCC79A7)];

    /// <summary>The rest, where there are more parts than colours.</summary>
    public static readonly Colour OtherParts = new(0xC9D1D8);

    public static readonly TextStyle Title = new(19, Ink, Bold: true);
    public static readonly TextStyle Subtitle = new(13, MutedInk);
    public static readonly TextStyle Finding = new(13, Ink);
    public static readonly TextStyle Body = new(12, Ink);
    public static readonly TextStyle BodyBold = new(12, Ink, Bold: true);
    public static readonly TextStyle Small = new(11, MutedInk);
    public static readonly TextStyle SmallBold = new(11, Ink, Bold: true);
    public static readonly TextStyle ReferenceLabel = new(11, Reference, Bold: true);

    public static readonly Stroke GridLine = new(Grid);
    public static readonly Stroke AxisLine = new(Axis);
    public static readonly Stroke PeerOutline = new(PeerEdge, 0.8);
    public static readonly Stroke BetterOutline = new(Better, 0.8);
    public static readonly Stroke WorseOutline = new(Worse, 0.8);
    public static readonly Stroke PartOutline = new(Paper, 0.8);
    public static readonly Stroke RangeOutline = new(RangeEdge);
    public static readonly Stroke MedianLine = new(Reference, 1.8, Dash.Dashed);
    public static readonly Stroke BreakLine = new(MutedInk, 1.2, Dash.Dotted);

    /// <summary>Ink or paper, whichever is easier to read on a colour.</summary>
    public static Colour TextOn(Colour ground)
    {
        // Perceived lightness after ITU-R BT.601.
        var lightness = (0.299 * ((ground.Rgb >> 16) & 255)) + (0.587 * ((ground.Rgb >> 8) & 255)) + (0.114 * (ground.Rgb & 255));
        return lightness > 100 ? Ink : Paper;
    }
}
