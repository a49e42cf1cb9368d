using Benchlearning.Api.Platform.Charts;

namespace Benchlearning.Api.Features.Engagement;

/// <summary>Pages that are filled from the top down.</summary>
internal sealed class Paper
{
    /// <summary>Height of the heading of a column, with what is left above and below it.</summary>
    public const double HeadHeight = 28;

    public static readonly TextStyle Section = new(15, ChartPalette.Own, Bold: true);
    public static readonly TextStyle Body = new(11.5, ChartPalette.Ink);
    public static readonly TextStyle Small = new(10.5, ChartPalette.MutedInk);
    private static readonly TextStyle Name = new(12, ChartPalette.Ink, Bold: true);

    public const double Left = 48;
    public const double Right = PdfPage.Width - Left;
    public const double Room = Right - Left;
    private const double Bottom = PdfPage.Height - 72;
    private const double LineSpacing = 1.38;

    private readonly List<(List<SceneNode> Nodes, List<PlacedPicture> Pictures)> pages = [([], [])];

    /// <summary>Where the next thing begins.</summary>
    public double Top { get; set; }

    /// <summary>Height that is left on the page.</summary>
    public double Remaining => Bottom - Top;

    public IReadOnlyList<PdfPage> Pages => pages.ConvertAll(page => new PdfPage(page.Nodes, page.Pictures));

    public static double HeightOf(string text, TextStyle style, double width) => TextLayout.Wrap(text, width, style).Count * style.Size * LineSpacing;

    public void Add(SceneNode node) => pages[^1].Nodes.Add(node);

    public void Text(double x, double y, string text, TextStyle style, TextAnchor anchor = TextAnchor.Start) => Add(new TextNode(x, y, text, style, anchor));

    public void Paragraph(string text, TextStyle style, double x, double width)
    {
        foreach (var line in TextLayout.Wrap(text, width, style))
        {
            Text(x, Top + style.Size, line, style);
            Top += style.Size * LineSpacing;
        }
    }

    /// <summary>Goes on to a new page where there is no room for a height; true when it did.</summary>
    public bool Keep(double height)
    {
        if (Top + height <= Bottom)
            return false;
        NewPage();
        return true;
    }

    public void NewPage()
    {
        pages.Add(([], []));
        Top = 44;
    }

    /// <summary>Places a picture over the whole width, smaller where it would be higher than allowed.</summary>
    public void Place(Scene scene, double mostHeight)
    {
        // A chart brings its own margin: its text stands in line with that of the page, and little is left above and below.
        var scale = Math.Min(Room / (scene.Width - (2 * ChartPage.Margin)), mostHeight / scene.Height);
        var (height, margin) = (scene.Height * scale, ChartPage.Margin * scale);
        Keep(height - margin);
        pages[^1].Pictures.Add(new PlacedPicture(scene, Left - margin, Top - (margin / 2), scale));
        Top += height - margin;
    }

    /// <summary>Ends every page with the same lines, and its number.</summary>
    public void Foot(IReadOnlyList<string> lines)
    {
        var style = new TextStyle(9.5, ChartPalette.MutedInk);
        for (var page = 0; page < pages.Count; page++)
        {
            var y = PdfPage.Height - 46;
            pages[page].Nodes.Add(new LineNode(Left, y - 14, Right, y - 14, new Stroke(ChartPalette.RangeEdge)));
            pages[page].Nodes.Add(new TextNode(Right, y, FormattableString.Invariant($"{page + 1}/{pages.Count}"), style, TextAnchor.End));
            for (var line = 0; line < lines.Count; line++)
                pages[page].Nodes.Add(new TextNode(Left, y + (line * 14), lines[line], style));
        }
    }

    /// <summary>Entries one under another, under a heading where there is one, each with its bar.</summary>
    public void Column(string? title, IReadOnlyList<PrintedEntry> entries, double x, double width)
    {
        if (title is not null)
        {
            Paragraph(title, Section, x, width);
            Top += 5;
        }
        foreach (var entry in entries)
        {
            var top = Top;
            if (entry.Name is { } name)
                Paragraph(name, Name, x + 12, width - 12);
            Paragraph(entry.Text, Body, x + 12, width - 12);
            Add(new RectangleNode(x, top + 1, 4, Top - top, entry.Colour));
            Top += 9;
        }
    }

    /// <summary>How high entries are.</summary>
    public static double HeightOf(IReadOnlyList<PrintedEntry> entries, double width) => entries.Sum(entry =>
        (entry.Name is null ? 0 : HeightOf(entry.Name, Name, width - 12)) + HeightOf(entry.Text, Body, width - 12) + 9);
}

/// <param name="Name">Name of an indicator; null: none.</param>
/// <param name="Text">What is said.</param>
/// <param name="Colour">Of the bar beside it; the words say the same.</param>
internal sealed record PrintedEntry(string? Name, string Text, Colour Colour);
