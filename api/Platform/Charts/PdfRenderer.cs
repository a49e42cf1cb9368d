using SkiaSharp;

namespace Benchlearning.Api.Platform.Charts;

/// <summary>A page of a document, A4 upright, in CSS pixels: what is drawn on it, and whole pictures that are placed on it.</summary>
/// <param name="Nodes">Drawn first, in order.</param>
/// <param name="Pictures">Drawn over them.</param>
internal sealed record PdfPage(IReadOnlyList<SceneNode> Nodes, IReadOnlyList<PlacedPicture> Pictures)
{
    /// <summary>Width in CSS pixels.</summary>
    public const double Width = 794;

    /// <summary>Height in CSS pixels.</summary>
    public const double Height = 1123;
}

/// <param name="Scene">The picture.</param>
/// <param name="X">Its left edge on the page.</param>
/// <param name="Y">Its upper edge.</param>
/// <param name="Scale">1 draws it in its own size.</param>
internal sealed record PlacedPicture(Scene Scene, double X, double Y, double Scale);

/// <param name="Title">Title of the document.</param>
/// <param name="Author">Who made it.</param>
/// <param name="Subject">What it tells of.</param>
/// <param name="At">When what it tells was so: the same content of the same instant always gives the same bytes.</param>
internal sealed record PdfFacts(string Title, string Author, string Subject, DateTimeOffset At);

/// <summary>Writes pages as a PDF document whose pictures are drawn, not scanned, and whose text can be searched and copied.</summary>
internal static class PdfRenderer
{
    public const string MediaType = "application/pdf";

    private const float PointsPerPixel = 0.75f;

    public static byte[] Render(IReadOnlyList<PdfPage> pages, PdfFacts facts)
    {
        using var stream = new MemoryStream();
        using (var document = SKDocument.CreatePdf(stream, new SKDocumentPdfMetadata
        {
            Title = facts.Title, Author = facts.Author, Subject = facts.Subject, Creator = "Benchlearning API", Producer = "Benchlearning API",
            Creation = facts.At.UtcDateTime, Modified = facts.At.UtcDateTime, RasterDpi = 144, EncodingQuality = 100,
        }))
        {
            foreach (var page in pages)
                Draw(document, page);
            document.Close();
        }
        return stream.ToArray();
    }

    private static void Draw(SKDocument document, PdfPage page)
    {
        using var canvas = document.BeginPage((float)PdfPage.Width * PointsPerPixel, (float)PdfPage.Height * PointsPerPixel);
        canvas.Scale(PointsPerPixel);
        SceneCanvas.Draw(canvas, page.Nodes);
        foreach (var picture in page.Pictures)
        {
            canvas.Save();
            canvas.Translate((float)picture.X, (float)picture.Y);
            canvas.Scale((float)picture.Scale);
            SceneCanvas.Draw(canvas, picture.Scene.Nodes);
            canvas.Restore();
        }
        document.EndPage();
    }
}
