using SkiaSharp;

namespace Benchlearning.Api.Platform.Charts;

/// <summary>Draws the nodes of a scene on a canvas: of an image or of a page.</summary>
internal static class SceneCanvas
{
    private const float HaloWidth = 3;

    /// <summary>Draws all nodes, later ones on top.</summary>
    public static void Draw(SKCanvas canvas, IReadOnlyList<SceneNode> nodes)
    {
        foreach (var node in nodes)
            Draw(canvas, node);
    }

    /// <summary>Draws one node, and what it holds.</summary>
    public static void Draw(SKCanvas canvas, SceneNode node)
    {
        switch (node)
        {
            case RectangleNode rectangle:
                var area = SKRect.Create(
                    (float)rectangle.X, (float)rectangle.Y, (float)rectangle.Width, (float)rectangle.Height);
                Fill(rectangle.Fill, paint => canvas.DrawRect(area, paint));
                Outline(rectangle.Stroke, paint => canvas.DrawRect(area, paint));
                break;
            case LineNode line:
                Outline(line.Stroke, paint => canvas.DrawLine(
                    (float)line.X1, (float)line.Y1, (float)line.X2, (float)line.Y2, paint));
                break;
            case CircleNode circle:
                Fill(circle.Fill, paint => canvas.DrawCircle((float)circle.X, (float)circle.Y, (float)circle.Radius, paint));
                Outline(circle.Stroke, paint => canvas.DrawCircle(
                    (float)circle.X, (float)circle.Y, (float)circle.Radius, paint));
                break;
            case PolylineNode polyline:
                using (var path = Path(polyline.Points, closed: false))
                    Outline(polyline.Stroke, paint => canvas.DrawPath(path, paint));
                break;
            case PolygonNode polygon:
                using (var path = Path(polygon.Points, closed: true))
                {
                    Fill(polygon.Fill, paint => canvas.DrawPath(path, paint));
                    Outline(polygon.Stroke, paint => canvas.DrawPath(path, paint));
                }

                break;
            case TextNode text:
                DrawText(canvas, text);
                break;
            case GroupNode group:
                foreach (var child in group.Children)
                    Draw(canvas, child);
                break;
            default:
                throw new NotSupportedException($"{node.GetType().Name} has no form on a canvas.");
        }
    }

    private static void DrawText(SKCanvas canvas, TextNode text)
    {
        using var font = ChartFont.For(text.Text, text.Style);
        var align = text.Anchor switch
        {
            TextAnchor.Middle => SKTextAlign.Center,
            TextAnchor.End => SKTextAlign.Right,
            _ => SKTextAlign.Left,
        };
        Stroke? halo = text.Halo ? new Stroke(ChartPalette.Paper, HaloWidth) : null;
        Outline(halo, paint => canvas.DrawText(text.Text, (float)text.X, (float)text.Y, align, font, paint));
        Fill(text.Style.Colour, paint => canvas.DrawText(text.Text, (float)text.X, (float)text.Y, align, font, paint));
    }

    private static SKPath Path(IReadOnlyList<ScenePoint> points, bool closed)
    {
        var path = new SKPath();
        path.AddPoly([.. points.Select(point => new SKPoint((float)point.X, (float)point.Y))], closed);
        return path;
    }

    private static void Fill(Colour colour, Action<SKPaint> draw)
    {
        using var paint = new SKPaint { Color = Opaque(colour), IsAntialias = true };
        draw(paint);
    }

    private static void Outline(Stroke? stroke, Action<SKPaint> draw)
    {
        if (stroke is not { } line)
            return;
        using var dash = line.Dash == Dash.Solid
            ? null
            : SKPathEffect.CreateDash(DashPattern.Of(line.Dash), 0);
        using var paint = new SKPaint
        {
            Color = Opaque(line.Colour),
            IsAntialias = true,
            IsStroke = true,
            StrokeWidth = (float)line.Width,
            StrokeJoin = SKStrokeJoin.Round,
            PathEffect = dash,
        };
        draw(paint);
    }

    private static SKColor Opaque(Colour colour) => new(0xFF000000 | colour.Rgb);
}
