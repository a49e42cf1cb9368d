namespace Benchlearning.Api.Platform.Charts;

/// <summary>
/// The frame that every chart shares: title, subtitle and key above, notes and source below. Charts draw between, from
/// <see cref="Top"/> down, and move it as they go.
/// </summary>
internal sealed class ChartPage(ChartCaption caption)
{
    /// <summary>Width of every chart in CSS pixels: a printed A4 page across.</summary>
    public const double Width = 800;

    public const double Margin = 24;
    public const double Left = Margin;
    public const double Right = Width - Margin;

    private const double LineSpacing = 1.35;

    private readonly List<SceneNode> nodes = [];

    public ChartWords Words { get; } = ChartWords.Of(caption.Language);

    /// <summary>Where the next thing begins.</summary>
    public double Top { get; set; } = Margin;

    public void Add(SceneNode node) => nodes.Add(node);

    /// <summary>One line of text with its base line at <paramref name="y"/>.</summary>
    public void Text(double x, double y, string text, TextStyle style, TextAnchor anchor = TextAnchor.Start, bool halo = false) =>
        nodes.Add(new TextNode(x, y, text, style, anchor, halo));

    public void Line(double x1, double y1, double x2, double y2, Stroke stroke) =>
        nodes.Add(new LineNode(x1, y1, x2, y2, stroke));

    /// <summary>Wrapped text over the whole width.</summary>
    public void Paragraph(string text, TextStyle style)
    {
        foreach (var line in TextLayout.Wrap(text, Right - Left, style))
        {
            Text(Left, Top + style.Size, line, style);
            Top += style.Size * LineSpacing;
        }
    }

    /// <summary>Says over the whole width that there is nothing to draw.</summary>
    public void Nothing()
    {
        Add(new RectangleNode(Left, Top, Right - Left, 56, ChartPalette.OwnGround, ChartPalette.RangeOutline));
        Text(Width / 2, Top + 33, Words.NoData, ChartPalette.BodyBold, TextAnchor.Middle);
        Top += 56;
    }

    /// <param name="hint">How to read the picture, for example which way is good. Empty for none.</param>
    public void Heading(string hint)
    {
        Paragraph(caption.Title, ChartPalette.Title);
        Top += 2;
        Paragraph(caption.Subtitle, ChartPalette.Subtitle);
        Paragraph(caption.Finding, ChartPalette.Finding);
        Paragraph(hint, ChartPalette.Subtitle);
        Top += 8;
    }

    /// <summary>What the colours and shapes stand for, in as many rows as it takes.</summary>
    public void Key(IReadOnlyList<KeyItem> items)
    {
        if (items.Count == 0)
            return;

        var x = Left;
        foreach (var item in items)
        {
            var isOwn = item.Mark is KeyMark.OwnBar or KeyMark.OwnLine or KeyMark.OwnDot;
            var style = isOwn ? ChartPalette.SmallBold : ChartPalette.Small;
            var label = TextLayout.Wrap(item.Label, Right - Left - KeyItem.MarkWidth, style, maximumLines: 1);
            var text = label.Count == 0 ? "" : label[0];
            var width = KeyItem.MarkWidth + ChartFont.Width(text, style);
            if (x > Left && x + width > Right)
            {
                x = Left;
                Top += 18;
            }

            item.Draw(this, x, Top + 8);
            Text(x + KeyItem.MarkWidth, Top + 12, text, style);
            x += width + 18;
        }

        Top += 26;
    }

    /// <summary>The caption's notes and source, the last things on the page.</summary>
    public void Foot()
    {
        foreach (var note in caption.Notes)
            Paragraph($"{Words.Note}: {note}", ChartPalette.Small);
        if (!string.IsNullOrWhiteSpace(caption.Source))
            Paragraph($"{Words.Source}: {caption.Source}", ChartPalette.Small);
    }

    /// <param name="summary">What the picture says, for a reader who cannot see it; sentences, in order.</param>
    public Scene Finish(IEnumerable<string> summary)
    {
        string[] sentences = [caption.Subtitle, caption.Finding, .. summary, .. caption.Notes, $"{Words.Source}: {caption.Source}"];
        var description = string.Join(' ', sentences
            .Where(sentence => !string.IsNullOrWhiteSpace(sentence))
            .Select(sentence => sentence.EndsWith('.') ? sentence : sentence + "."));
        return new Scene(Width, Math.Ceiling(Top + Margin), Words.Tag, caption.Title, description, nodes);
    }
}
