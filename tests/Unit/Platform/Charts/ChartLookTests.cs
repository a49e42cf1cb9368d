using Benchlearning.Api.Platform.Charts;

namespace Benchlearning.Tests.Unit.Platform.Charts;

/// <summary>Letters and colours that everybody can read.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class ChartLookTests
{
    [TestCase("aābcčdeēfgģhiījkķlļmnņoprsštuūvzžAĀBCČDEĒFGĢHIĪJKĶLĻMNŅOPRSŠTUŪVZŽ", "Latvian")]
    [TestCase("ąčęėįšųūžĄČĘĖĮŠŲŪŽ", "Lithuanian")]
    [TestCase("äöõüšžÄÖÕÜŠŽ", "Estonian")]
    [TestCase("→−–…₂²€‰", "charts")]
    public void The_font_has_every_letter_of(string letters, string language)
    {
        foreach (var isBold in new[] { false, true })
            Assert.That(ChartFont.Face(isBold).GetGlyphs(letters), Is.All.Not.EqualTo((ushort)0), language);
    }

    [Test]
    public void Width_is_what_the_png_draws([Values] bool bold)
    {
        const string text = "Dienvidkurzemes novads, Ķekavas novads 1 234,5 %";
        using var font = ChartFont.OfSize(bold, 12);
        Assert.That(ChartFont.Width(text, new TextStyle(12, ChartPalette.Ink, bold)), Is.EqualTo(font.MeasureText(text)).Within(0.05));
    }

    [Test]
    public void Text_colours_keep_wcag_aa_on_paper_and_on_the_own_row()
    {
        foreach (var ink in new[] { ChartPalette.Ink, ChartPalette.MutedInk, ChartPalette.Reference })
        {
            Assert.That(Contrast(ink, ChartPalette.Paper), Is.GreaterThanOrEqualTo(4.5), $"{ink}");
            Assert.That(Contrast(ink, ChartPalette.OwnGround), Is.GreaterThanOrEqualTo(4.5), $"{ink}");
        }
    }

    [Test]
    public void Marks_and_edges_keep_three_to_one_on_paper()
    {
        Colour[] marks =
            [ChartPalette.Own, ChartPalette.PeerEdge, ChartPalette.Reference, ChartPalette.Better, ChartPalette.Worse, ChartPalette.Axis];
        Assert.That(marks.Select(mark => Contrast(mark, ChartPalette.Paper)), Is.All.GreaterThanOrEqualTo(3));
    }

    [Test]
    public void Own_and_peers_differ_in_greyscale() =>
        Assert.That(Contrast(ChartPalette.Own, ChartPalette.Peer), Is.GreaterThanOrEqualTo(4.5));

    [Test]
    public void Wrapped_lines_fit_and_lose_no_word()
    {
        const string text = "Reģistrēto bezdarbnieku īpatsvars darbspējas vecuma iedzīvotāju skaitā gada beigās";
        var lines = TextLayout.Wrap(text, 150, ChartPalette.Body);
        Assert.Multiple(() =>
        {
            Assert.That(lines.Select(line => ChartFont.Width(line, ChartPalette.Body)), Is.All.LessThanOrEqualTo(150));
            Assert.That(string.Join(' ', lines), Is.EqualTo(text));
        });
    }

    [Test]
    public void What_does_not_fit_is_cut_with_an_ellipsis()
    {
        var lines = TextLayout.Wrap(new string('Ķ', 100), 80, ChartPalette.Body, maximumLines: 2);
        Assert.Multiple(() =>
        {
            Assert.That(lines, Has.Count.EqualTo(2));
            Assert.That(lines[1], Does.EndWith("…"));
            Assert.That(lines.Select(line => ChartFont.Width(line, ChartPalette.Body)), Is.All.LessThanOrEqualTo(80));
        });
    }

    /// <summary>Contrast ratio by WCAG 2.2.</summary>
    private static double Contrast(Colour first, Colour second)
    {
        var (a, b) = (Luminance(first), Luminance(second));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(Colour colour) =>
        (0.2126 * Linear(colour.Rgb >> 16)) + (0.7152 * Linear(colour.Rgb >> 8)) + (0.0722 * Linear(colour.Rgb));

    private static double Linear(uint channel)
    {
        var share = (channel & 255) / 255d;
        return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }
}
