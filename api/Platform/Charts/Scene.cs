namespace Benchlearning.Api.Platform.Charts;

/// <summary>A finished picture, independent of its file format: both renderers draw the very same scene.</summary>
/// <param name="Width">Width in CSS pixels.</param>
/// <param name="Height">Height in CSS pixels.</param>
/// <param name="LanguageTag">BCP 47 tag of every text in the picture.</param>
/// <param name="Title">The picture's name for a screen reader.</param>
/// <param name="Description">What the picture says, in sentences, for a reader who cannot see it.</param>
/// <param name="Nodes">Drawn in order on a white ground, later ones on top.</param>
internal sealed record Scene(
    double Width,
    double Height,
    string LanguageTag,
    string Title,
    string Description,
    IReadOnlyList<SceneNode> Nodes);

/// <summary>One thing drawn. Coordinates are CSS pixels from the top left corner, always finite.</summary>
internal abstract record SceneNode;

internal sealed record RectangleNode(
    double X,
    double Y,
    double Width,
    double Height,
    Colour Fill,
    Stroke? Stroke = null) : SceneNode;

internal sealed record LineNode(double X1, double Y1, double X2, double Y2, Stroke Stroke) : SceneNode;

internal sealed record PolylineNode(IReadOnlyList<ScenePoint> Points, Stroke Stroke) : SceneNode;

internal sealed record PolygonNode(IReadOnlyList<ScenePoint> Points, Colour Fill, Stroke? Stroke = null) : SceneNode;

internal sealed record CircleNode(double X, double Y, double Radius, Colour Fill, Stroke? Stroke = null) : SceneNode;

/// <param name="X">Where the anchor of the text lies.</param>
/// <param name="Y">The base line.</param>
/// <param name="Text">One line, as it is read; the renderers escape it.</param>
/// <param name="Style">Size, weight and colour.</param>
/// <param name="Anchor">Which part of the text lies at <paramref name="X"/>.</param>
/// <param name="Halo">A white edge around the letters, for text that may lie over lines.</param>
internal sealed record TextNode(
    double X,
    double Y,
    string Text,
    TextStyle Style,
    TextAnchor Anchor = TextAnchor.Start,
    bool Halo = false) : SceneNode;

/// <param name="Title">Shown as a tooltip over the group in a browser.</param>
/// <param name="Children">Drawn in order.</param>
internal sealed record GroupNode(string Title, IReadOnlyList<SceneNode> Children) : SceneNode;

internal readonly record struct ScenePoint(double X, double Y);

/// <param name="Size">Height of the em in CSS pixels.</param>
/// <param name="Colour">Fill of the letters.</param>
/// <param name="Bold">The bold cut of the shipped font.</param>
internal readonly record struct TextStyle(double Size, Colour Colour, bool Bold = false);

internal enum TextAnchor
{
    Start,
    Middle,
    End,
}

/// <param name="Colour">Colour of the line.</param>
/// <param name="Width">Width in CSS pixels.</param>
/// <param name="Dash">Pattern, so that lines differ in greyscale too.</param>
internal readonly record struct Stroke(Colour Colour, double Width = 1, Dash Dash = Dash.Solid);

internal enum Dash
{
    Solid,
    Dashed,
    Dotted,
    DashDotted,
}

/// <summary>An opaque sRGB colour, <c>0xRRGGBB</c>. Nothing is translucent: print and greyscale stay predictable.</summary>
internal readonly record struct Colour(uint Rgb);
