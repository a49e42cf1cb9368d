using SkiaSharp;

namespace Benchlearning.Api.Platform.Charts;

/// <summary>
/// DejaVu Sans, shipped inside the assembly: it has every Latvian, Lithuanian and Estonian letter, so a picture looks the
/// same on a server that has no fonts. Loaded once; safe for use by several threads.
/// </summary>
internal static class ChartFont
{
    /// <summary>For SVG: the shipped face first, then wide faces that are rarely missing, then the reader's default.</summary>
    public const string FamilyList = "DejaVu Sans, Verdana, Arial, sans-serif";

    private const int MeasuredCharacters = 0x2600;
    private const float UnitsPerEm = 1000;

    /// <summary>Share of the em taken by a character that was not measured.</summary>
    private const float WidthOfOthers = 0.7f;

    private static readonly SKTypeface Regular = Load("DejaVuSans.ttf");
    private static readonly SKTypeface Bold = Load("DejaVuSans-Bold.ttf");

    // The same outlines without what European languages do not need (made with hb-subset): a document embeds its fonts whole.
    private static readonly SKTypeface PrintRegular = Load("DejaVuSans-Print.ttf");
    private static readonly SKTypeface PrintBold = Load("DejaVuSans-Bold-Print.ttf");
    private static readonly float[] RegularWidths = Measure(Regular);
    private static readonly float[] BoldWidths = Measure(Bold);

    /// <summary>The typeface of a weight; shared, never disposed.</summary>
    public static SKTypeface Face(bool bold) => bold ? Bold : Regular;

    /// <summary>A font without hinting, so that widths scale exactly with size. The caller disposes it.</summary>
    public static SKFont OfSize(bool bold, double size) => Sized(Face(bold), (float)size);

    /// <summary>A font for one text, as small as has all its letters. The caller disposes it.</summary>
    public static SKFont For(string text, TextStyle style)
    {
        var small = style.Bold ? PrintBold : PrintRegular;
        return Sized(small.ContainsGlyphs(text) ? small : Face(style.Bold), (float)style.Size);
    }

    /// <summary>Width of one line of text in CSS pixels, without kerning.</summary>
    public static double Width(ReadOnlySpan<char> text, TextStyle style)
    {
        var widths = style.Bold ? BoldWidths : RegularWidths;
        var total = 0f;
        foreach (var character in text)
            total += character < widths.Length ? widths[character] : WidthOfOthers;
        return total * style.Size;
    }

    private static SKTypeface Load(string file)
    {
        using var stream = typeof(ChartFont).Assembly.GetManifestResourceStream("Benchlearning.Charts." + file)
            ?? throw new InvalidOperationException($"The font {file} is not embedded.");
        using var data = SKData.Create(stream);
        return SKTypeface.FromData(data) ?? throw new InvalidOperationException($"The font {file} cannot be read.");
    }

    private static float[] Measure(SKTypeface face)
    {
        using var font = Sized(face, UnitsPerEm);
        var characters = new int[MeasuredCharacters];
        for (var index = 0; index < characters.Length; index++)
            characters[index] = index;
        var widths = font.GetGlyphWidths(face.GetGlyphs(characters));
        for (var index = 0; index < widths.Length; index++)
            widths[index] /= UnitsPerEm;
        return widths;
    }

    private static SKFont Sized(SKTypeface face, float size) => new(face, size)
    {
        Hinting = SKFontHinting.None,
        Subpixel = true,
        LinearMetrics = true,
        Edging = SKFontEdging.Antialias,
    };
}
