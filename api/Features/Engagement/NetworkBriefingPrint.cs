using Benchlearning.Api.Features.Comparisons;
using Benchlearning.Api.Platform.Charts;

namespace Benchlearning.Api.Features.Engagement;

/// <summary>Lays the briefing of a network out as a PDF: its figures one under another, then practices, plans and sources.</summary>
internal static class NetworkBriefingPrint
{
    /// <summary>Most pictures that are printed: an indicator each; of more, the sentences are.</summary>
    private const int MostPictures = 12;

    /// <summary>Writes the document.</summary>
    public static byte[] Write(MadeNetworkBriefing made)
    {
        var (briefing, words) = (made.Briefing, new BriefingWords(made.Briefing.Language));
        var paper = new Paper();
        BriefingPrint.Band(paper, words.Of("BENCHLEARNING · INFORMĀCIJA PAR TĪKLU", "BENCHLEARNING · BRIEFING ON A NETWORK"), briefing.Name, briefing.Theme ?? "", words.DataOf(briefing.AsOf));
        paper.Paragraph(briefing.Headline, BriefingPrint.Headline, Paper.Left, Paper.Room);
        if (briefing.Aim is { } aim)
            paper.Paragraph(aim, Paper.Body, Paper.Left, Paper.Room);
        paper.Top += 14;
        for (var place = 0; place < Math.Min(MostPictures, briefing.Figures.Count); place++)
            if (ComparisonPicture.DrawMembers(made.Comparisons[place], briefing.Name, briefing.Language) is { } picture)
                paper.Place(picture, mostHeight: 420);
        Entries(paper, words.AllFigures, [.. briefing.Figures.Skip(MostPictures).Select(figure => new PrintedEntry(figure.Name, figure.Sentence, ChartPalette.PeerEdge))]);
        Entries(paper, words.Practices, [.. briefing.Practices.Select(practice => new PrintedEntry(practice.Title, practice.Organisation, ChartPalette.Better))]);
        Entries(paper, words.Plans, [.. briefing.Plans.Select(plan => new PrintedEntry($"{plan.Organisation}: {plan.Plan.Title}", plan.Plan.Sentence, ChartPalette.Own))]);
        Entries(paper, words.SourcesAndNotes,
            [.. briefing.Sources.Select(source => $"{source.Attribution} ({string.Join("; ", source.Indicators)})").Concat(briefing.Notes).Select(note => new PrintedEntry(null, note, ChartPalette.PeerEdge))]);
        paper.Foot([words.Maker, briefing.Name]);
        return PdfRenderer.Render(paper.Pages, new PdfFacts(words.Of($"Informācija par tīklu: {briefing.Name}", $"Briefing on the network: {briefing.Name}"), BriefingPrint.Author, briefing.Headline, briefing.AsOf));
    }

    /// <summary>Entries under a heading, on as many pages as they need.</summary>
    private static void Entries(Paper paper, string title, IReadOnlyList<PrintedEntry> entries)
    {
        foreach (var (place, entry) in entries.Index())
        {
            paper.Keep(Paper.HeightOf([entry], Paper.Room) + Paper.HeadHeight);
            paper.Column(place == 0 ? title : null, [entry], Paper.Left, Paper.Room);
        }
        paper.Top += 8;
    }
}
