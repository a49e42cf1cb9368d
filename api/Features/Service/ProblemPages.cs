using System.Text.Encodings.Web;
using Benchlearning.Api.Platform.Errors;

namespace Benchlearning.Api.Features.Service;

/// <summary>A page for every kind of problem: what the type address of a problem document opens.</summary>
internal static class ProblemPages
{
    public static IResult List() => Page("Problem types", string.Concat(ProblemTypes.All.Values.OrderBy(type => type.Status).ThenBy(type => type.Code, StringComparer.Ordinal)
        .Select(type => $"<p><a href=\"/problems/{type.Code}\">{type.Status} {type.Code}</a>: {Encode(type.TitleEn)} / <span lang=\"lv\">{Encode(type.TitleLv)}</span></p>")));

    public static IResult Show(string code) => ProblemTypes.All.TryGetValue(code, out var type)
        ? Page($"{type.Status} {type.TitleEn}",
            $"<p lang=\"lv\"><strong>{Encode(type.TitleLv)}</strong></p><p>{Encode(type.Explanation)}</p><h2>What to do</h2><p>{Encode(type.NextStep)}</p><p>Code: <code>{type.Code}</code>, HTTP status: <code>{type.Status}</code>. <a href=\"/problems\">All problem types</a></p>")
        : Results.NotFound();

    private static IResult Page(string title, string body) => Results.Content(
        $"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{Encode(title)}</title>" +
        "<style>body{font:1rem/1.6 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem;color:#1b1b1b}code{background:#f1f1f1;padding:.1em .3em}a{color:#0b5394}</style>" +
        $"</head><body><main><h1>{Encode(title)}</h1>{body}</main></body></html>", "text/html; charset=utf-8");

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
