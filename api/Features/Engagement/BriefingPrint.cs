using Benchlearning.Api.Platform.Charts;
using Benchlearning.Contracts.V1.Engagement;

namespace Benchlearning.Api.Features.Engagement;

/// <summary>Lays a briefing out as a PDF: the first page is what a council needs, the pages after it hold every figure and its source.</summary>
internal static class BriefingPrint
{
    public const string Author = "Benchlearning";
    private const double ColumnWidth = (Paper.Room - 28) / 2;

    public static readonly TextStyle Headline = new(15, ChartPalette.Own, Bold: true);

    /// <summary>Writes the document.</summary>
    /// <param name="made">The briefing.</param>
    /// <param name="checksum">sha-256 of the same briefing as JSON; null where it is not kept.</param>
    public static byte[] Write(MadeBriefing made, string? checksum)
    {
        var (briefing, words) = (made.Briefing, new BriefingWords(made.Briefing.Language));
        var paper = new Paper();
        Band(paper, words.Of("BENCHLEARNING · INFORMĀCIJA DOMEI", "BENCHLEARNING · BRIEFING FOR THE COUNCIL"), briefing.Territory.Name, words.Of($"Salīdzinājuma grupa: {briefing.GroupName}", $"Compared with {briefing.GroupName}"), words.DataOf(briefing.AsOf));
        paper.Paragraph(briefing.Headline, Headline, Paper.Left, Paper.Room);
        paper.Top += 14;
        Pair(paper, words.Strengths(briefing.Strengths.Count), Points(briefing.Strengths, ChartPalette.Better, words, words.Of("Neviens rādītājs nav grupas labākajā pusē.", "No indicator lies in the better half of the group.")),
            words.Gaps(briefing.Gaps.Count), Points(briefing.Gaps, ChartPalette.Worse, words, words.Of("Neviens rādītājs nav grupas sliktākajā pusē.", "No indicator lies in the worse half of the group.")));
        if (BriefingCharts.Standing(made) is { } standing)
            paper.Place(standing, mostHeight: 380);
        Pair(paper, words.WhatChanged, Fitting(Changes(briefing, words), paper.Remaining - Paper.HeadHeight), words.WhyTrust, [.. briefing.Trust.Sentences.Select(sentence => new PrintedEntry(null, sentence, ChartPalette.PeerEdge))]);
        var isRoom = Paper.HeightOf(Plans(briefing), Paper.Room) + Paper.HeadHeight <= paper.Remaining;
        if (isRoom)
            Plans(paper, briefing, words);
        Back(paper, made, words, !isRoom);
        paper.Foot([.. Foot(briefing, words, checksum)]);
        return PdfRenderer.Render(paper.Pages, new PdfFacts(words.Of($"Informācija domei: {briefing.Territory.Name}", $"Briefing for the council: {briefing.Territory.Name}"), Author, briefing.Headline, briefing.AsOf));
    }

    /// <summary>The head of the first page: what it is, of whom, and two lines beside each other.</summary>
    public static void Band(Paper paper, string kicker, string name, string left, string right)
    {
        const double Height = 104;
        paper.Add(new RectangleNode(0, 0, PdfPage.Width, Height, ChartPalette.Own));
        paper.Text(Paper.Left, 32, kicker, new TextStyle(10.5, ChartPalette.Paper));
        paper.Text(Paper.Left, 64, name, new TextStyle(27, ChartPalette.Paper, Bold: true));
        paper.Text(Paper.Left, 88, left, new TextStyle(12, ChartPalette.Paper));
        paper.Text(Paper.Right, 88, right, new TextStyle(12, ChartPalette.Paper), TextAnchor.End);
        paper.Top = Height + 20;
    }

    private static IReadOnlyList<PrintedEntry> Points(IReadOnlyList<BriefingPoint> points, Colour colour, BriefingWords words, string none) => points.Count == 0 ? [new PrintedEntry(null, none, ChartPalette.PeerEdge)]
        : [.. points.Select(point => new PrintedEntry(point.Name,
            point.Better.Count == 0 ? point.Sentence : $"{point.Sentence} {words.DoBetter} {words.Examples(point)}", colour))];

    private static IReadOnlyList<PrintedEntry> Changes(Briefing briefing, BriefingWords words) => briefing.Changes.Count == 0 ? [new PrintedEntry(null, words.NothingChanged, ChartPalette.PeerEdge)]
        : [.. briefing.Changes.Select(change => new PrintedEntry(change.Name, change.Sentence,
            change.Development switch { "better" => ChartPalette.Better, "worse" => ChartPalette.Worse, _ => ChartPalette.PeerEdge }))];

    /// <summary>As many as a height has room for, and two at least: the table on the next page has them all.</summary>
    private static IReadOnlyList<PrintedEntry> Fitting(IReadOnlyList<PrintedEntry> entries, double height)
    {
        const int Fewest = 2;
        var count = entries.Count;
        while (count > Fewest && Paper.HeightOf([.. entries.Take(count)], ColumnWidth) > height)
            count--;
        return [.. entries.Take(count)];
    }

    /// <summary>Two columns under headings, as high as the higher.</summary>
    private static void Pair(Paper paper, string left, IReadOnlyList<PrintedEntry> ofLeft, string right, IReadOnlyList<PrintedEntry> ofRight)
    {
        paper.Keep(Math.Max(Paper.HeightOf(ofLeft, ColumnWidth), Paper.HeightOf(ofRight, ColumnWidth)) + Paper.HeadHeight);
        var top = paper.Top;
        paper.Column(left, ofLeft, Paper.Left, ColumnWidth);
        var bottom = paper.Top;
        paper.Top = top;
        paper.Column(right, ofRight, Paper.Right - ColumnWidth, ColumnWidth);
        paper.Top = Math.Max(bottom, paper.Top) + 8;
    }

    private static void Back(Paper paper, MadeBriefing made, BriefingWords words, bool tellsPlans)
    {
        var briefing = made.Briefing;
        paper.NewPage();
        if (BriefingCharts.Foremost(made) is { } foremost)
            paper.Place(foremost, mostHeight: 400);
        if (tellsPlans)
            Plans(paper, briefing, words);
        paper.Keep(120);
        paper.Paragraph(words.AllFigures, Paper.Section, Paper.Left, Paper.Room);
        paper.Paragraph(words.TableHint, Paper.Small, Paper.Left, Paper.Room);
        paper.Top += 4;
        Table(paper, briefing, words);
        paper.Top += 14;
        paper.Keep(80);
        paper.Paragraph(words.SourcesAndNotes, Paper.Section, Paper.Left, Paper.Room);
        paper.Top += 2;
        foreach (var note in briefing.Trust.Sources.Select(source => $"{source.Attribution} ({string.Join("; ", source.Indicators)})").Concat(briefing.Notes)
                     .Append($"{words.ComparedWith}: {string.Join(", ", briefing.Peers.Select(peer => peer.Territory.Name))}."))
        {
            paper.Keep(Paper.HeightOf(note, Paper.Small, Paper.Room));
            paper.Paragraph(note, Paper.Small, Paper.Left, Paper.Room);
            paper.Top += 3;
        }
    }

    private static PrintedEntry[] Plans(Briefing briefing) => [.. briefing.Plans.Select(plan => new PrintedEntry(plan.Title, plan.Sentence, ChartPalette.Own))];

    private static void Plans(Paper paper, Briefing briefing, BriefingWords words)
    {
        if (briefing.Plans.Count == 0)
            return;
        var plans = Plans(briefing);
        paper.Keep(Paper.HeightOf(plans, Paper.Room) + Paper.HeadHeight);
        paper.Column(words.OurPlans, plans, Paper.Left, Paper.Room);
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
            var lines = TextLayout.Wrap(BriefingWords.NameWithUnit(figure), NameWidth, Paper.Body);
            var height = (Math.Max(1, lines.Count) * 16) + 7;
            if (paper.Keep(height))
                Head();
            var middle = paper.Top + 15;
            for (var line = 0; line < lines.Count; line++)
                paper.Text(Paper.Left, middle + (line * 16), lines[line], Paper.Body);
            string[] cells = [figure.Period, words.Own(figure), words.MedianOf(figure), words.PlaceOf(figure), words.ChangeOf(figure), $"{figure.Members - figure.Missing}/{figure.Members}"];
            for (var column = 0; column < columns.Length; column++)
                paper.Text(Paper.Left + columns[column].Right, middle, cells[column], Paper.Body, TextAnchor.End);
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
}
