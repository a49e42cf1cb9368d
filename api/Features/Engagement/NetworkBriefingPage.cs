using System.Globalization;
using System.Text;
using Benchlearning.Api.Features.Comparisons;

namespace Benchlearning.Api.Features.Engagement;

/// <summary>Writes the briefing of a network as one HTML document, as <see cref="BriefingPage"/> writes that of a municipality.</summary>
internal static class NetworkBriefingPage
{
    /// <summary>Writes the document.</summary>
    /// <param name="made">The briefing.</param>
    /// <param name="links">Where the same is in other languages and formats: address, words, language of the words.</param>
    public static byte[] Write(MadeNetworkBriefing made, IReadOnlyList<(string Address, string Words, string Language)> links)
    {
        var (briefing, words) = (made.Briefing, new BriefingWords(made.Briefing.Language));
        var html = new StringBuilder(64 * 1024);
        html.Append(CultureInfo.InvariantCulture, $"""
            <!DOCTYPE html>
            <html lang="{briefing.Language}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Text(words.Of($"Informācija par tīklu: {briefing.Name}", $"Briefing on the network: {briefing.Name}"))}</title>
            <style>
            {BriefingPage.Style}
            </style>
            </head>
            <body>
            <header><div class="width">
            <p class="kicker">{Text(words.Of("Benchlearning · informācija par tīklu", "Benchlearning · briefing on a network"))}</p>
            <h1>{Text(briefing.Name)}</h1>
            <p>{Text(words.DataOf(briefing.AsOf))}</p>

            """);
        BriefingPage.Links(html, words, links);
        html.Append(CultureInfo.InvariantCulture, $"</div></header>\n<main class=\"width\">\n<p class=\"headline\">{Text(briefing.Headline)}</p>\n");
        if (briefing.Aim is { } aim)
            html.Append(CultureInfo.InvariantCulture, $"<p>{Text(aim)}</p>\n");
        for (var place = 0; place < briefing.Figures.Count; place++)
        {
            var figure = briefing.Figures[place];
            html.Append(CultureInfo.InvariantCulture, $"<section aria-labelledby=\"figure-{place}\"><h2 id=\"figure-{place}\">{Text(figure.Name)}</h2>\n<p>{Text(figure.Sentence)}</p>\n");
            BriefingPage.Figure(html, ComparisonPicture.DrawMembers(made.Comparisons[place], briefing.Name, briefing.Language));
            html.Append("</section>\n");
        }
        List(html, words.Practices, "practices", [.. briefing.Practices.Select(practice => (practice.Title, practice.Organisation))]);
        List(html, words.Plans, "plans", [.. briefing.Plans.Select(plan => ($"{plan.Organisation}: {plan.Plan.Title}", plan.Plan.Sentence))]);
        html.Append(CultureInfo.InvariantCulture, $"<section aria-labelledby=\"sources\"><h2 id=\"sources\">{Text(words.SourcesAndNotes)}</h2>\n<ul>\n");
        foreach (var note in briefing.Sources.Select(source => $"{source.Attribution} ({string.Join("; ", source.Indicators)})").Concat(briefing.Notes).Append(words.Maker))
            html.Append(CultureInfo.InvariantCulture, $"<li>{Text(note)}</li>\n");
        html.Append("</ul>\n</section>\n</main>\n</body>\n</html>\n");
        return Encoding.UTF8.GetBytes(html.ToString());
    }

    private static void List(StringBuilder html, string title, string id, IReadOnlyList<(string Name, string Words)> entries)
    {
        if (entries.Count == 0)
            return;
        html.Append(CultureInfo.InvariantCulture, $"<section aria-labelledby=\"{id}\"><h2 id=\"{id}\">{Text(title)}</h2>\n<ul class=\"points\">\n");
        foreach (var (name, said) in entries)
            html.Append(CultureInfo.InvariantCulture, $"<li><h3>{Text(name)}</h3><p>{Text(said)}</p></li>\n");
        html.Append("</ul>\n</section>\n");
    }

    private static string Text(string text) => BriefingPage.Text(text);
}
