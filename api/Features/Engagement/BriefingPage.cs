using System.Globalization;
using System.Net;
using System.Text;
using Benchlearning.Api.Platform.Charts;
using Benchlearning.Contracts.V1.Engagement;

namespace Benchlearning.Api.Features.Engagement;

/// <summary>
/// Writes a briefing as one HTML document: no script, no outer file, so that it can be kept, mailed and printed. Made for WCAG 2.2 AA: one heading of each level
/// in order, tables with captions and headed cells that scroll by keyboard, figures never by colour alone, and every picture told in words too.
/// </summary>
internal static class BriefingPage
{
    public const string Style = """
        :root{color-scheme:light}
        *{box-sizing:border-box}
        body{margin:0;background:#fff;color:#1b1f23;font:1rem/1.5 "DejaVu Sans",Verdana,Arial,sans-serif}
        header{background:#06385a;color:#fff;padding:1.5rem 0}
        header p,header h1{margin:0}
        header a{color:#fff}
        .kicker{font-size:.875rem;letter-spacing:.04em}
        h1{font-size:1.9rem;line-height:1.25}
        h2{font-size:1.3rem;line-height:1.3;margin:2rem 0 .5rem;color:#06385a}
        h3{font-size:1rem;margin:0 0 .25rem}
        .width{max-width:60rem;margin:0 auto;padding:0 1.25rem}
        .headline{font-size:1.15rem;font-weight:bold;margin:1.25rem 0 0}
        .pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));gap:0 2rem}
        .points{list-style:none;margin:0;padding:0}
        .points>li{border-left:.3rem solid #66727d;padding:.1rem 0 .1rem .8rem;margin:0 0 1rem}
        .points.better>li,.points>li.better{border-color:#00735c}
        .points.worse>li,.points>li.worse{border-color:#8e2f6b}
        .points p{margin:0}
        figure{margin:1.25rem 0}
        figure svg{max-width:100%;height:auto;display:block}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;width:100%;font-size:.9rem}
        caption{text-align:left;padding:.25rem 0;color:#4a5560}
        th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #a9b9c6}
        thead th{border-bottom:2px solid #06385a}
        .number{text-align:right;white-space:nowrap}
        th[scope=row]{font-weight:normal}
        a{color:#06385a;text-underline-offset:.15em}
        :focus-visible{outline:3px solid #b84a00;outline-offset:2px}
        header :focus-visible{outline-color:#fff}
        footer{border-top:1px solid #a9b9c6;margin-top:2rem;padding:1rem 0 2rem;font-size:.875rem;color:#4a5560}
        footer p{margin:.25rem 0;overflow-wrap:anywhere}
        nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;margin:.75rem 0 0;padding:0}
        nav a{display:inline-block;min-height:24px}
        @media print{header{background:none;color:#06385a;border-bottom:3px solid #06385a}nav{display:none}h2{break-after:avoid}li,tr,figure{break-inside:avoid}.scroll{overflow:visible}}
        @page{size:A4;margin:16mm}
        """;

    /// <summary>Writes the document.</summary>
    /// <param name="made">The briefing.</param>
    /// <param name="checksum">sha-256 of the same briefing as JSON; null where it is not kept.</param>
    /// <param name="links">Where the same is in other languages and formats: address, words, language of the words.</param>
    public static byte[] Write(MadeBriefing made, string? checksum, IReadOnlyList<(string Address, string Words, string Language)> links)
    {
        var (briefing, words) = (made.Briefing, new BriefingWords(made.Briefing.Language));
        var html = new StringBuilder(64 * 1024);
        var title = words.Of($"Informācija domei: {briefing.Territory.Name}", $"Briefing for the council: {briefing.Territory.Name}");
        html.Append(CultureInfo.InvariantCulture, $"""
            <!DOCTYPE html>
            <html lang="{briefing.Language}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Text(title)}</title>
            <style>
            {Style}
            </style>
            </head>
            <body>
            <header><div class="width">
            <p class="kicker">{Text(words.Of("Benchlearning · informācija domei", "Benchlearning · briefing for the council"))}</p>
            <h1>{Text(briefing.Territory.Name)}</h1>
            <p>{Text(words.Of($"Salīdzinājuma grupa: {briefing.GroupName}. Dati uz {words.Day(briefing.AsOf)}", $"Compared with {briefing.GroupName}. Data as of {words.Day(briefing.AsOf)}."))}</p>

            """);
        Links(html, words, links);
        html.Append(CultureInfo.InvariantCulture, $"""
            </div></header>
            <main class="width">
            <p class="headline">{Text(briefing.Headline)}</p>
            <div class="pair">
            <section aria-labelledby="strengths"><h2 id="strengths">{Text(words.Strengths(briefing.Strengths.Count))}</h2>

            """);
        Points(html, briefing.Strengths, "better", words, words.Of("Neviens rādītājs nav grupas labākajā pusē.", "No indicator lies in the better half of the group."));
        html.Append(CultureInfo.InvariantCulture, $"""
            </section>
            <section aria-labelledby="gaps"><h2 id="gaps">{Text(words.Gaps(briefing.Gaps.Count))}</h2>

            """);
        Points(html, briefing.Gaps, "worse", words, words.Of("Neviens rādītājs nav grupas sliktākajā pusē.", "No indicator lies in the worse half of the group."));
        html.Append("</section>\n</div>\n");
        Figure(html, BriefingCharts.Standing(made));
        Changes(html, briefing, words);
        Plans(html, briefing, words);
        Figure(html, BriefingCharts.Foremost(made));
        Table(html, briefing, words);
        Trust(html, briefing, words);
        html.Append("</main>\n<footer><div class=\"width\">\n");
        if (briefing.Permalink is { } permalink)
            html.Append(CultureInfo.InvariantCulture, $"<p>{Text(words.Of("Pastāvīgā adrese", "Permanent address"))}: <a href=\"{Text(permalink)}\">{Text(permalink)}</a></p>\n");
        if (checksum is not null)
            html.Append(CultureInfo.InvariantCulture, $"<p>{Text(words.Of("Skaitļu (JSON) kontrolsumma, sha-256", "Checksum of the figures (JSON), sha-256"))}: {checksum}</p>\n");
        html.Append(CultureInfo.InvariantCulture, $"<p>{Text(words.Of("Metožu versija", "Version of the methods"))}: {Text(briefing.Trust.Methods)}. {Text(words.Maker)}</p>\n</div></footer>\n</body>\n</html>\n");
        return Encoding.UTF8.GetBytes(html.ToString());
    }

    public static void Links(StringBuilder html, BriefingWords words, IReadOnlyList<(string Address, string Words, string Language)> links)
    {
        if (links.Count == 0)
            return;
        html.Append(CultureInfo.InvariantCulture, $"<nav aria-label=\"{Text(words.Of("Citi veidi", "Other forms"))}\"><ul>\n");
        foreach (var (address, text, language) in links)
            html.Append(CultureInfo.InvariantCulture, $"<li><a href=\"{Text(address)}\" lang=\"{language}\" hreflang=\"{language}\">{Text(text)}</a></li>\n");
        html.Append("</ul></nav>\n");
    }

    private static void Points(StringBuilder html, IReadOnlyList<BriefingPoint> points, string kind, BriefingWords words, string none)
    {
        if (points.Count == 0)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p>{Text(none)}</p>\n");
            return;
        }
        html.Append(CultureInfo.InvariantCulture, $"<ul class=\"points {kind}\">\n");
        foreach (var point in points)
        {
            html.Append(CultureInfo.InvariantCulture, $"<li><h3>{Text(point.Name)}</h3><p>{Text(point.Sentence)}</p>");
            if (point.Better.Count > 0)
                html.Append(CultureInfo.InvariantCulture, $"<p>{Text(words.DoBetter)} {Text(words.Examples(point))}</p>");
            html.Append("</li>\n");
        }
        html.Append("</ul>\n");
    }

    public static void Figure(StringBuilder html, Scene? scene)
    {
        if (scene is not null)
            html.Append("<figure>\n").Append(Encoding.UTF8.GetString(SvgWriter.Write(scene))).Append("</figure>\n");
    }

    private static void Changes(StringBuilder html, Briefing briefing, BriefingWords words)
    {
        html.Append(CultureInfo.InvariantCulture, $"<section aria-labelledby=\"changes\"><h2 id=\"changes\">{Text(words.WhatChanged)}</h2>\n");
        if (briefing.Changes.Count == 0)
            html.Append(CultureInfo.InvariantCulture, $"<p>{Text(words.NothingChanged)}</p>\n");
        else
        {
            html.Append("<ul class=\"points\">\n");
            foreach (var change in briefing.Changes)
                html.Append(CultureInfo.InvariantCulture, $"<li{(change.Development is "better" or "worse" ? $" class=\"{change.Development}\"" : "")}><h3>{Text(change.Name)}</h3><p>{Text(change.Sentence)}</p></li>\n");
            html.Append("</ul>\n");
        }
        html.Append("</section>\n");
    }

    private static void Plans(StringBuilder html, Briefing briefing, BriefingWords words)
    {
        if (briefing.Plans.Count == 0)
            return;
        html.Append(CultureInfo.InvariantCulture, $"<section aria-labelledby=\"plans\"><h2 id=\"plans\">{Text(words.OurPlans)}</h2>\n<ul class=\"points\">\n");
        foreach (var plan in briefing.Plans)
            html.Append(CultureInfo.InvariantCulture, $"<li><h3>{Text(plan.Title)}</h3><p>{Text(plan.Sentence)}</p></li>\n");
        html.Append("</ul>\n</section>\n");
    }

    private static void Table(StringBuilder html, Briefing briefing, BriefingWords words)
    {
        html.Append(CultureInfo.InvariantCulture, $"""
            <section aria-labelledby="figures"><h2 id="figures">{Text(words.AllFigures)}</h2>
            <p>{Text(words.TableHint)}</p>
            <div class="scroll" role="region" aria-label="{Text(words.Table)}" tabindex="0"><table>
            <caption>{Text(briefing.Territory.Name)}</caption>
            <thead><tr><th scope="col">{Text(words.Indicator)}</th><th scope="col">{Text(words.Period)}</th><th scope="col" class="number">{Text(words.OurFigure)}</th><th scope="col" class="number">{Text(words.Median)}</th><th scope="col" class="number">{Text(words.Place)}</th><th scope="col" class="number">{Text(words.ChangeHead)}</th><th scope="col" class="number">n</th></tr></thead>
            <tbody>

            """);
        foreach (var figure in briefing.Figures)
            html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{Text(BriefingWords.NameWithUnit(figure))}</th><td>{Text(figure.Period)}</td><td class=\"number\">{Text(words.Own(figure))}</td><td class=\"number\">{Text(words.MedianOf(figure))}</td><td class=\"number\">{Text(words.PlaceOf(figure))}</td><td class=\"number\">{Text(words.ChangeOf(figure))}</td><td class=\"number\">{figure.Members - figure.Missing}/{figure.Members}</td></tr>\n");
        html.Append("</tbody></table></div></section>\n");
    }

    private static void Trust(StringBuilder html, Briefing briefing, BriefingWords words)
    {
        html.Append(CultureInfo.InvariantCulture, $"<section aria-labelledby=\"trust\"><h2 id=\"trust\">{Text(words.WhyTrust)}</h2>\n<ul>\n");
        foreach (var sentence in briefing.Trust.Sentences.Concat(briefing.Trust.Sources.Select(source => $"{source.Attribution} ({string.Join("; ", source.Indicators)})")).Concat(briefing.Notes))
            html.Append(CultureInfo.InvariantCulture, $"<li>{Text(sentence)}</li>\n");
        html.Append(CultureInfo.InvariantCulture, $"</ul>\n<h3>{Text(words.ComparedWith)}</h3>\n<p>{Text(string.Join(", ", briefing.Peers.Select(peer => peer.Territory.Name)))}</p>\n</section>\n");
    }

    public static string Text(string text) => WebUtility.HtmlEncode(text);
}
