using Microsoft.Net.Http.Headers;

namespace Benchlearning.Api.Platform.Http;

/// <summary>The two languages of the service. lang= wins over Accept-Language; Latvian when neither says.</summary>
internal static class Language
{
    public const string Latvian = "lv";
    public const string English = "en";

    private static readonly object Key = new();

    /// <summary>The language of an answer: "lv" or "en".</summary>
    public static string Of(HttpContext http)
    {
        if (http.Items.TryGetValue(Key, out var known))
            return (string)known!;
        var language = Choose(http.Request);
        http.Items[Key] = language;
        return language;
    }

    private static string Choose(HttpRequest request)
    {
        if (request.Query.TryGetValue("lang", out var asked))
            return asked.ToString() == English ? English : Latvian;
        var header = request.Headers.AcceptLanguage;
        if (header.Count == 0)
            return Latvian;
        if (!StringWithQualityHeaderValue.TryParseList(header, out var ranges))
            return Latvian;
        var best = (Language: Latvian, Quality: 0.0);
        foreach (var range in ranges)
        {
            var language = range.Value.Value is { } tag && (tag.StartsWith(English, StringComparison.OrdinalIgnoreCase)) ? English
                : range.Value.Value is { } other && (other.StartsWith(Latvian, StringComparison.OrdinalIgnoreCase) || other == "*") ? Latvian : null;
            if (language is not null && (range.Quality ?? 1) > best.Quality)
                best = (language, range.Quality ?? 1);
        }
        return best.Language;
    }

    /// <summary>Picks the text of a language.</summary>
    public static string Pick(string language, string lv, string en) => language == English ? en : lv;

    /// <summary>Picks the text of a language where it may be missing.</summary>
    public static string? PickOrNull(string language, string? lv, string? en) => language == English ? en : lv;
}
