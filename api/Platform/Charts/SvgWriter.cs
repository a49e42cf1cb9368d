using System.Buffers;

namespace Benchlearning.Api.Platform.Charts;

/// <summary>
/// Writes a scene as SVG 1.1: no script, no style sheet, no external reference, so that it may be embedded anywhere. The same
/// scene always gives the same bytes.
/// </summary>
internal static class SvgWriter
{
    public const string MediaType = "image/svg+xml";

    /// <exception cref="InvalidOperationException">A coordinate is not finite.</exception>
    public static void Write(Scene scene, IBufferWriter<byte> target)
    {
        var output = new Utf8Output(target);
        Open(ref output, scene);
        foreach (var node in scene.Nodes)
            Node(ref output, node);
        output.Raw("</svg>\n"u8);
        output.Flush();
    }

    /// <inheritdoc cref="Write(Scene, IBufferWriter{byte})"/>
    public static byte[] Write(Scene scene)
    {
        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        Write(scene, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Open(ref Utf8Output output, Scene scene)
    {
        output.Raw("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" xml:lang=\""u8);
        output.Text(scene.LanguageTag);
        output.Raw("\""u8);
        Attribute(ref output, " width=\""u8, scene.Width);
        Attribute(ref output, " height=\""u8, scene.Height);
        output.Raw(" viewBox=\"0 0 "u8);
        output.Number(scene.Width);
        output.Raw(" "u8);
        output.Number(scene.Height);
        output.Raw("\" font-family=\""u8);
        output.Text(ChartFont.FamilyList);
        output.Raw("\">\n<title>"u8);
        output.Text(scene.Title);
        output.Raw("</title>\n<desc>"u8);
        output.Text(scene.Description);
        output.Raw("</desc>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n"u8);
    }

    private static void Node(ref Utf8Output output, SceneNode node)
    {
        switch (node)
        {
            case RectangleNode rectangle:
                Rectangle(ref output, rectangle);
                break;
            case LineNode line:
                Line(ref output, line);
                break;
            case TextNode text:
                Text(ref output, text);
                break;
            case GroupNode group:
                Group(ref output, group);
                break;
            case PolylineNode polyline:
                Points(ref output, "<polyline points=\""u8, polyline.Points);
                output.Raw(" fill=\"none\" stroke-linejoin=\"round\""u8);
                Close(ref output, polyline.Stroke);
                break;
            case PolygonNode polygon:
                Points(ref output, "<polygon points=\""u8, polygon.Points);
                Fill(ref output, polygon.Fill);
                Close(ref output, polygon.Stroke);
                break;
            case CircleNode circle:
                Circle(ref output, circle);
                break;
            default:
                throw new NotSupportedException($"{node.GetType().Name} has no SVG form.");
        }
    }

    private static void Rectangle(ref Utf8Output output, RectangleNode rectangle)
    {
        Attribute(ref output, "<rect x=\""u8, rectangle.X);
        Attribute(ref output, " y=\""u8, rectangle.Y);
        Attribute(ref output, " width=\""u8, rectangle.Width);
        Attribute(ref output, " height=\""u8, rectangle.Height);
        Fill(ref output, rectangle.Fill);
        Close(ref output, rectangle.Stroke);
    }

    private static void Line(ref Utf8Output output, LineNode line)
    {
        Attribute(ref output, "<line x1=\""u8, line.X1);
        Attribute(ref output, " y1=\""u8, line.Y1);
        Attribute(ref output, " x2=\""u8, line.X2);
        Attribute(ref output, " y2=\""u8, line.Y2);
        Close(ref output, line.Stroke);
    }

    private static void Circle(ref Utf8Output output, CircleNode circle)
    {
        Attribute(ref output, "<circle cx=\""u8, circle.X);
        Attribute(ref output, " cy=\""u8, circle.Y);
        Attribute(ref output, " r=\""u8, circle.Radius);
        Fill(ref output, circle.Fill);
        Close(ref output, circle.Stroke);
    }

    private static void Text(ref Utf8Output output, TextNode text)
    {
        Attribute(ref output, "<text x=\""u8, text.X);
        Attribute(ref output, " y=\""u8, text.Y);
        Attribute(ref output, " font-size=\""u8, text.Style.Size);
        if (text.Style.Bold)
            output.Raw(" font-weight=\"bold\""u8);
        if (text.Anchor != TextAnchor.Start)
            output.Raw(text.Anchor == TextAnchor.Middle ? " text-anchor=\"middle\""u8 : " text-anchor=\"end\""u8);
        if (text.Halo)
            output.Raw(" stroke=\"#ffffff\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\""u8);
        Fill(ref output, text.Style.Colour);
        output.Raw(">"u8);
        output.Text(text.Text);
        output.Raw("</text>\n"u8);
    }

    private static void Group(ref Utf8Output output, GroupNode group)
    {
        output.Raw("<g><title>"u8);
        output.Text(group.Title);
        output.Raw("</title>\n"u8);
        foreach (var child in group.Children)
            Node(ref output, child);
        output.Raw("</g>\n"u8);
    }

    private static void Points(ref Utf8Output output, ReadOnlySpan<byte> start, IReadOnlyList<ScenePoint> points)
    {
        output.Raw(start);
        for (var index = 0; index < points.Count; index++)
        {
            if (index > 0)
                output.Raw(" "u8);
            output.Number(points[index].X);
            output.Raw(","u8);
            output.Number(points[index].Y);
        }

        output.Raw("\""u8);
    }

    private static void Attribute(ref Utf8Output output, ReadOnlySpan<byte> start, double value)
    {
        output.Raw(start);
        output.Number(value);
        output.Raw("\""u8);
    }

    private static void Fill(ref Utf8Output output, Colour colour)
    {
        output.Raw(" fill=\""u8);
        output.Hex(colour);
        output.Raw("\""u8);
    }

    private static void Close(ref Utf8Output output, Stroke? stroke)
    {
        if (stroke is { } line)
        {
            output.Raw(" stroke=\""u8);
            output.Hex(line.Colour);
            output.Raw("\""u8);
            Attribute(ref output, " stroke-width=\""u8, line.Width);
            if (line.Dash != Dash.Solid)
            {
                output.Raw(" stroke-dasharray=\""u8);
                foreach (var length in DashPattern.Of(line.Dash))
                {
                    output.Number(length);
                    output.Raw(" "u8);
                }

                output.Raw("\""u8);
            }
        }

        output.Raw("/>\n"u8);
    }
}
