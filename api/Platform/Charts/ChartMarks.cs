namespace Benchlearning.Api.Platform.Charts;

/// <summary>Marks that mean the same in every chart.</summary>
internal static class ChartMarks
{
    private const double Radius = 5;

    /// <summary>As a triangle among letters: among the best.</summary>
    public const string BetterSign = "\u25B2";

    /// <summary>Among the weakest.</summary>
    public const string WorseSign = "\u25BC";

    /// <summary>A white edge that keeps a mark apart from what lies under it.</summary>
    public static Stroke Edge { get; } = new(ChartPalette.Paper, 1.2);

    public static Stroke OwnLine { get; } = new(ChartPalette.Own, 2.6);

    /// <summary>The own line as it is expected, not as it was.</summary>
    public static Stroke ExpectedLine { get; } = new(ChartPalette.Own, 2, Dash.Dashed);

    /// <summary>The reader's own municipality.</summary>
    public static SceneNode OwnDot(double x, double y) => new CircleNode(x, y, Radius, ChartPalette.Own, Edge);

    /// <summary>Another one of the group.</summary>
    public static SceneNode PeerDot(double x, double y) => new CircleNode(x, y, 4, ChartPalette.Peer, ChartPalette.PeerOutline);

    /// <summary>The reader's own municipality, among the best: a triangle that points up.</summary>
    public static SceneNode Better(double x, double y) => Triangle(x, y, -1, ChartPalette.Better);

    /// <summary>The reader's own municipality, among the weakest: a triangle that points down.</summary>
    public static SceneNode Worse(double x, double y) => Triangle(x, y, 1, ChartPalette.Worse);

    /// <summary>Something that stands out from its kind: a sum, or what needs a reason.</summary>
    public static SceneNode Diamond(double x, double y, double radius, Colour fill) => new PolygonNode(
        [
            new ScenePoint(x, y - radius),
            new ScenePoint(x + radius, y),
            new ScenePoint(x, y + radius),
            new ScenePoint(x - radius, y),
        ],
        fill,
        Edge);

    /// <summary>From the lowest to the highest value on a horizontal strip.</summary>
    public static void Range(ChartPage page, double from, double to, double y)
    {
        page.Line(from, y, to, y, ChartPalette.AxisLine);
        page.Line(from, y - 4, from, y + 4, ChartPalette.AxisLine);
        page.Line(to, y - 4, to, y + 4, ChartPalette.AxisLine);
    }

    public static void MedianTick(ChartPage page, double x, double y, double halfHeight) =>
        page.Line(x, y - halfHeight, x, y + halfHeight, new Stroke(ChartPalette.Reference, 2.4));

    private static PolygonNode Triangle(double x, double y, int points, Colour colour) => new(
        [
            new ScenePoint(x, y + (points * 7)),
            new ScenePoint(x + 7, y - (points * 5)),
            new ScenePoint(x - 7, y - (points * 5)),
        ],
        colour,
        Edge);
}
