using System.Text;
using System.Text.RegularExpressions;
using Benchlearning.Api.Platform.Charts;

namespace Benchlearning.Tests.Unit.Platform.Charts;

/// <summary>What is drawn as a picture is drawn on paper too.</summary>
public sealed partial class PdfRendererTests
{
    private static readonly PdfFacts Facts = new("Informācija domei", "Benchlearning", "Cēsu novads", new DateTimeOffset(2026, 3, 1, 6, 0, 0, TimeSpan.Zero));

    [Test]
    public void The_same_content_of_the_same_instant_always_gives_the_same_bytes()
    {
        var first = PdfRenderer.Render(Pages(), Facts);

        Assert.That(PdfRenderer.Render(Pages(), Facts), Is.EqualTo(first));
    }

    [Test]
    public void A_document_has_its_pages_and_facts_and_small_fonts()
    {
        var bytes = PdfRenderer.Render(Pages(), Facts);
        var text = Encoding.Latin1.GetString(bytes);
        Assert.Multiple(() =>
        {
            Assert.That(text, Does.StartWith("%PDF-").And.EndWith("%%EOF\n").Or.EndWith("%%EOF"));
            Assert.That(PageObject().Count(text), Is.EqualTo(2));
            Assert.That(text, Does.Contain("(Benchlearning)").And.Contain("D:20260301060000"));
            Assert.That(text, Does.Contain("/FontFile2").And.Contain("/ToUnicode"), "text that can be searched");
            Assert.That(bytes, Has.Length.LessThan(200_000));
        });
    }

    private static PdfPage[] Pages()
    {
        var scene = new Scene(200, 100, "lv", "Attēls", "Apraksts", [new RectangleNode(10, 10, 50, 20, ChartPalette.Own), new TextNode(10, 60, "Ķekava 12,5 %", ChartPalette.BodyBold)]);
        return [new PdfPage([new TextNode(48, 60, "Cēsu novads", ChartPalette.Title)], [new PlacedPicture(scene, 48, 100, 1.5)]), new PdfPage([new LineNode(48, 60, 700, 60, ChartPalette.AxisLine)], [])];
    }

    [GeneratedRegex("/Type /Page\\b(?!s)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PageObject();
}
