namespace Benchlearning.Api.Platform.Charts;

/// <summary>Marks that mean the same in every chart.</summary>
internal static class ChartMarks
{
    private const double Radius = 5;

    private static readonly Stroke Edge = new(ChartPalette.Paper, 1.2);

    public static Stroke OwnLine { get; } = new(ChartPalette.Own, 2.6);

    /// <summary>The reader's own municipality.</summary>
    public static SceneNode OwnDot(double x, double y) => new CircleNode(x, y, Radius, ChartPalette.Own, Edge);

    /// <summary>The reader's own municipality, among the best: a triangle that points up.</summary>
    public static SceneNode Better(double x, double y) => Triangle(x, y, -1, ChartPalette.Better);

    /// <summary>The reader's own municipality, among the weakest: a triangle that points down.</summary>
    public static SceneNode Worse(double x, double y) => Triangle(x, y, 1, ChartPalette.Worse);

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
