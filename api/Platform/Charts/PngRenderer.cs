using SkiaSharp;

namespace Benchlearning.Api.Platform.Charts;

/// <summary>Draws a scene as a PNG image, for documents and mail that take no SVG.</summary>
internal static class PngRenderer
{
    public const string MediaType = "image/png";

    /// <summary>The largest scale: a page of 119 bars stays under 20 million pixels.</summary>
    public const int MaximumScale = 4;

    /// <param name="scene">What to draw.</param>
    /// <param name="scale">Pixels of the image per CSS pixel, 1 to 4; 2 prints well at half a page.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is outside 1 to 4.</exception>
    public static byte[] Render(Scene scene, int scale = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, MaximumScale);

        var size = new SKImageInfo(
            (int)Math.Ceiling(scene.Width * scale),
            (int)Math.Ceiling(scene.Height * scale),
            SKColorType.Rgba8888,
            SKAlphaType.Opaque);
        using var surface = SKSurface.Create(size)
            ?? throw new InvalidOperationException($"No picture of {size.Width} x {size.Height} pixels can be made.");
        surface.Canvas.Clear(SKColors.White);
        surface.Canvas.Scale(scale);
        SceneCanvas.Draw(surface.Canvas, scene.Nodes);

        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
