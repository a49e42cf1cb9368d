using System.Collections.Frozen;
using System.Reflection;
using System.Text.Encodings.Web;
using Benchlearning.Api.Platform.Errors;
using Markdig;

namespace Benchlearning.Api.Features.Service;

/// <summary>A page for every kind of problem: what the type address of a problem document opens. The texts are docs/problems.</summary>
internal static class ProblemPages
{
    private static readonly FrozenDictionary<string, string> Bodies = ProblemTypes.All.Keys.ToFrozenDictionary(code => code, Render, StringComparer.Ordinal);

    public static IResult List() => Page("Problem types", "<h1>Problem types</h1>" + string.Concat(
        ProblemTypes.All.Values.OrderBy(type => type.Status).ThenBy(type => type.Code, StringComparer.Ordinal).Select(type =>
            $"<p><a href=\"/problems/{type.Code}\">{type.Status} {type.Code}</a>: {Encode(type.TitleEn)} / <span lang=\"lv\">{Encode(type.TitleLv)}</span></p>")));

    public static IResult Show(string code) => ProblemTypes.All.TryGetValue(code, out var type)
        ? Page($"{type.Status} {type.TitleEn}", Bodies[code] + "<p><a href=\"/problems\">All problem types</a></p>")
        : Results.NotFound();

    private static string Render(string code)
    {
        using var page = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Problems/{code}")
            ?? throw new InvalidOperationException($"docs/problems/{code}.md is not in the assembly.");
        using var text = new StreamReader(page);
        return Markdown.ToHtml(text.ReadToEnd());
    }

    private static IResult Page(string title, string body) => Results.Content(
        $"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{Encode(title)}</title>" +
        "<style>body{font:1rem/1.6 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem;color:#1b1b1b}code,pre{background:#f1f1f1;padding:.1em .3em}pre{padding:1em;overflow:auto}a{color:#0b5394}</style>" +
        $"</head><body><main>{body}</main></body></html>", "text/html; charset=utf-8");

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
