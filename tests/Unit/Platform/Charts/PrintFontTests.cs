using Benchlearning.Api.Platform.Charts;

namespace Benchlearning.Tests.Unit.Platform.Charts;

/// <summary>Documents embed their fonts whole, so text is drawn with the small one that has all its letters.</summary>
public sealed class PrintFontTests
{
    private const int PrintGlyphs = 1500;

    [TestCase("Ķekavas, Jūrmalas un Liepājas pašvaldība – „8 %” · €1 000 ≤ 2 m² −0,5 → ●", false)]
    [TestCase("Kėdainių, Põltsamaa, Şehir, Łódź, Århus", false)]
    [TestCase("Рига", true)]
    public void A_text_of_a_European_language_in_Latin_letters_needs_the_small_font_only(string text, bool isWhole)
    {
        foreach (var bold in new[] { false, true })
        {
            using var font = ChartFont.For(text, new TextStyle(12, ChartPalette.Ink, bold));
            Assert.That(font.Typeface.GlyphCount > PrintGlyphs, Is.EqualTo(isWhole));
            Assert.That(font.ContainsGlyphs(text), Is.True);
        }
    }

    [Test]
    public void Both_are_as_wide()
    {
        const string Text = "Iedzīvotāju ienākuma nodoklis uz vienu iedzīvotāju, 464,58 EUR";
        var style = new TextStyle(100, ChartPalette.Ink);
        using var font = ChartFont.For(Text, style);
        Assert.That(font.MeasureText(Text), Is.EqualTo(ChartFont.Width(Text, style)).Within(1));
    }
}
