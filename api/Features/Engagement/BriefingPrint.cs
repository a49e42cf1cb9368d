using Benchlearning.Api.Platform.Charts;
using Benchlearning.Contracts.V1.Engagement;

namespace Benchlearning.Api.Features.Engagement;

/// <summary>Lays a briefing out as a PDF: the first page is what a council needs, the pages after it hold every figure and its source.</summary>
internal static class BriefingPrint
{
    private const string Author = "Benchlearning";
    private const double ColumnWidth = (Paper.Room - 28) / 2;

    /// <summary>Height of the heading of a column, with what is left above and below it.</summary>
    private const double HeadHeight = 28;

    private static readonly TextStyle Headline = new(15, ChartPalette.Own, Bold: true);
    private static readonly TextStyle Section = new(15, ChartPalette.Own, Bold: true);
    private static readonly TextStyle Name = new(12, ChartPalette.Ink, Bold: true);
    private static readonly TextStyle Body = new(11.5, ChartPalette.Ink);
    private static readonly TextStyle Small = new(10.5, ChartPalette.MutedInk);

    /// <summary>Writes the document.</summary>
    /// <param name="made">The briefing.</param>
    /// <param name="checksum">sha-256 of the same briefing as JSON; null where it is not kept.</param>
    public static byte[] Write(MadeBriefing made, string? checksum)
    {
        var (briefing, words) = (made.Briefing, new BriefingWords(made.Briefing.Language));
        var paper = new Paper();
        Band(paper, briefing, words);
        paper.Paragraph(briefing.Headline, Headline, Paper.Left, Paper.Room);
        paper.Top += 14;
        Pair(paper, words.Strengths(briefing.Strengths.Count), Points(briefing.Strengths, ChartPalette.Better, words, words.Of("Neviens rādītājs nav grupas labākajā pusē.", "No indicator lies in the better half of the group.")),
            words.Gaps(briefing.Gaps.Count), Points(briefing.Gaps, ChartPalette.Worse, words, words.Of("Neviens rādītājs nav grupas sliktākajā pusē.", "No indicator lies in the worse half of the group.")));
        if (BriefingCharts.Standing(made) is { } standing)
            paper.Place(standing, mostHeight: 380);
        Pair(paper, words.WhatChanged, Fitting(Changes(briefing, words), paper.Remaining - HeadHeight), words.WhyTrust, [.. briefing.Trust.Sentences.Select(sentence => new Entry(null, sentence, ChartPalette.PeerEdge))]);
        Back(paper, made, words);
        paper.Foot([.. Foot(briefing, words, checksum)]);
        return PdfRenderer.Render(paper.Pages, new PdfFacts(words.Of($"Informācija domei: {briefing.Territory.Name}", $"Briefing for the council: {briefing.Territory.Name}"), Author, briefing.Headline, briefing.AsOf));
    }

    private static void Band(Paper paper, Briefing briefing, BriefingWords words)
    {
        const double Height = 104;
        paper.Add(new RectangleNode(0, 0, PdfPage.Width, Height, ChartPalette.Own));
        paper.Text(Paper.Left, 32, words.Of("BENCHLEARNING · INFORMĀCIJA DOMEI", "BENCHLEARNING · BRIEFING FOR THE COUNCIL"), new TextStyle(10.5, ChartPalette.Paper));
        paper.Text(Paper.Left, 64, briefing.Territory.Name, new TextStyle(27, ChartPalette.Paper, Bold: true));
        paper.Text(Paper.Left, 88, words.Of($"Salīdzinājuma grupa: {briefing.GroupName}", $"Compared with {briefing.GroupName}"), new TextStyle(12, ChartPalette.Paper));
        paper.Text(Paper.Right, 88, words.Of($"Dati uz {words.Day(briefing.AsOf)}", $"Data as of {words.Day(briefing.AsOf)}"), new TextStyle(12, ChartPalette.Paper), TextAnchor.End);
        paper.Top = Height + 20;
    }

    private static IReadOnlyList<Entry> Points(IReadOnlyList<BriefingPoint> points, Colour colour, BriefingWords words, string none) => points.Count == 0 ? [new Entry(null, none, ChartPalette.PeerEdge)]
        : [.. points.Select(point => new Entry(point.Name,
            point.Better.Count == 0 ? point.Sentence : $"{point.Sentence} {words.DoBetter} {words.Examples(point)}", colour))];

    private static IReadOnlyList<Entry> Changes(Briefing briefing, BriefingWords words) => briefing.Changes.Count == 0 ? [new Entry(null, words.NothingChanged, ChartPalette.PeerEdge)]
        : [.. briefing.Changes.Select(change => new Entry(change.Name, change.Sentence,
            change.Development switch { "better" => ChartPalette.Better, "worse" => ChartPalette.Worse, _ => ChartPalette.PeerEdge }))];

    /// <summary>As many as a height has room for, and two at least: the table on the next page has them all.</summary>
    private static IReadOnlyList<Entry> Fitting(IReadOnlyList<Entry> entries, double height)
    {
        const int Fewest = 2;
        var count = entries.Count;
        while (count > Fewest && Height([.. entries.Take(count)], ColumnWidth) > height)
            count--;
        return [.. entries.Take(count)];
    }

    /// <summary>Two columns under headings, as high as the higher.</summary>
    private static void Pair(Paper paper, string left, IReadOnlyList<Entry> ofLeft, string right, IReadOnlyList<Entry> ofRight)
    {
        paper.Keep(Math.Max(Height(ofLeft, ColumnWidth), Height(ofRight, ColumnWidth)) + HeadHeight);
        var top = paper.Top;
        Column(paper, left, ofLeft, Paper.Left, ColumnWidth);
        var bottom = paper.Top;
        paper.Top = top;
        Column(paper, right, ofRight, Paper.Right - ColumnWidth, ColumnWidth);
        paper.Top = Math.Max(bottom, paper.Top) + 8;
    }

    private static void Column(Paper paper, string title, IReadOnlyList<Entry> entries, double x, double width)
    {
        paper.Paragraph(title, Section, x, width);
        paper.Top += 5;
        foreach (var entry in entries)
        {
            var top = paper.Top;
            if (entry.Name is { } name)
                paper.Paragraph(name, Name, x + 12, width - 12);
            paper.Paragraph(entry.Text, Body, x + 12, width - 12);
            paper.Add(new RectangleNode(x, top + 1, 4, paper.Top - top, entry.Colour));
            paper.Top += 9;
        }
    }

    private static double Height(IReadOnlyList<Entry> entries, double width) => entries.Sum(entry =>
        (entry.Name is null ? 0 : Paper.HeightOf(entry.Name, Name, width - 12)) + Paper.HeightOf(entry.Text, Body, width - 12) + 9);

    private static void Back(Paper paper, MadeBriefing made, BriefingWords words)
    {
        var briefing = made.Briefing;
        paper.NewPage();
        if (BriefingCharts.Foremost(made) is { } foremost)
            paper.Place(foremost, mostHeight: 400);
        Plans(paper, briefing, words);
        paper.Keep(120);
        paper.Paragraph(words.AllFigures, Section, Paper.Left, Paper.Room);
        paper.Paragraph(words.TableHint, Small, Paper.Left, Paper.Room);
        paper.Top += 4;
        Table(paper, briefing, words);
        paper.Top += 14;
        paper.Keep(80);
        paper.Paragraph(words.Of("Avoti un piezīmes", "Sources and notes"), Section, Paper.Left, Paper.Room);
        paper.Top += 2;
        foreach (var note in briefing.Trust.Sources.Select(source => $"{source.Attribution} ({string.Join("; ", source.Indicators)})").Concat(briefing.Notes)
                     .Append($"{words.ComparedWith}: {string.Join(", ", briefing.Peers.Select(peer => peer.Territory.Name))}."))
        {
            paper.Keep(Paper.HeightOf(note, Small, Paper.Room));
            paper.Paragraph(note, Small, Paper.Left, Paper.Room);
            paper.Top += 3;
        }
    }

    private static void Plans(Paper paper, Briefing briefing, BriefingWords words)
    {
        if (briefing.Plans.Count == 0)
            return;
        Entry[] plans = [.. briefing.Plans.Select(plan => new Entry(plan.Title, plan.Sentence, ChartPalette.Own))];
        paper.Keep(Height(plans, Paper.Room) + HeadHeight);
        Column(paper, words.OurPlans, plans, Paper.Left, Paper.Room);
        paper.Top += 8;
    }

    private static void Table(Paper paper, Briefing briefing, BriefingWords words)
    {
        const double NameWidth = 290;
        (string Head, double Right)[] columns =
            [(words.Period, 356), (words.OurFigure, 448), (words.Median, 524), (words.Place, 590), (words.ChangeHead, 664), ("n", Paper.Room)];
        Head();
        foreach (var figure in briefing.Figures)
        {
            var lines = TextLayout.Wrap(BriefingWords.NameWithUnit(figure), NameWidth, Body);
            var height = (Math.Max(1, lines.Count) * 16) + 7;
            if (paper.Keep(height))
                Head();
            var middle = paper.Top + 15;
            for (var line = 0; line < lines.Count; line++)
                paper.Text(Paper.Left, middle + (line * 16), lines[line], Body);
            string[] cells = [figure.Period, words.Own(figure), words.MedianOf(figure), words.PlaceOf(figure), words.ChangeOf(figure), $"{figure.Members - figure.Missing}/{figure.Members}"];
            for (var column = 0; column < columns.Length; column++)
                paper.Text(Paper.Left + columns[column].Right, middle, cells[column], Body, TextAnchor.End);
            paper.Top += height;
            paper.Add(new LineNode(Paper.Left, paper.Top, Paper.Right, paper.Top, new Stroke(ChartPalette.Grid)));
        }

        void Head()
        {
            paper.Text(Paper.Left, paper.Top + 14, words.Indicator, new TextStyle(11, ChartPalette.MutedInk, Bold: true));
            foreach (var (head, right) in columns)
                paper.Text(Paper.Left + right, paper.Top + 14, head, new TextStyle(11, ChartPalette.MutedInk, Bold: true), TextAnchor.End);
            paper.Top += 20;
            paper.Add(new LineNode(Paper.Left, paper.Top, Paper.Right, paper.Top, new Stroke(ChartPalette.Own, 1.5)));
        }
    }

    private static IEnumerable<string> Foot(Briefing briefing, BriefingWords words, string? checksum)
    {
        yield return briefing.Permalink is { } permalink ? $"{words.Of("Pastāvīgā adrese", "Permanent address")}: {permalink}" : words.Maker;
        yield return checksum is null ? words.Of($"Metožu versija {briefing.Trust.Methods}", $"Methods {briefing.Trust.Methods}") : $"sha-256 (JSON): {checksum}";
    }

    /// <param name="Name">Name of an indicator; null: none.</param>
    /// <param name="Text">What is said.</param>
    /// <param name="Colour">Of the bar beside it; the words say the same.</param>
    private sealed record Entry(string? Name, string Text, Colour Colour);

    /// <summary>Pages that are filled from the top down.</summary>
    private sealed class Paper
    {
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
    }
}
