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
        if (request.Query.TryGetValue("lang", out var asked) && asked.ToString() is Latvian or English)
            return asked.ToString();
        var header = request.Headers.AcceptLanguage;
        if (header.Count == 0)
            return Latvian;
        if (!StringWithQualityHeaderValue.TryParseList(header, out var ranges))
            return Latvian;
        var (latvian, english) = (QualityOf(Latvian, ranges), QualityOf(English, ranges));
        return english.Quality > latvian.Quality || (english.Quality > 0 && english.Quality == latvian.Quality && english.Place < latvian.Place) ? English : Latvian;
    }

    /// <summary>The quality that a language was given by its own range (lv, lv-LV), else by *; the place breaks ties: what is named first is liked more.</summary>
    private static (double Quality, int Place) QualityOf(string language, IList<StringWithQualityHeaderValue> ranges)
    {
        (double Quality, int Place)? own = null, any = null;
        for (var place = 0; place < ranges.Count; place++)
        {
            var range = ranges[place].Value;
            var quality = ranges[place].Quality ?? 1;
            if (range == "*")
                any ??= (quality, place);
            else if (range.StartsWith(language, StringComparison.OrdinalIgnoreCase) && (range.Length == language.Length || range.Value![language.Length] == '-')
                && (own is null || quality > own.Value.Quality))
                own = (quality, place);
        }
        return own ?? any ?? (0, int.MaxValue);
    }

    /// <summary>Picks the text of a language.</summary>
    public static string Pick(string language, string lv, string en) => language == English ? en : lv;

    /// <summary>Picks the text of a language where it may be missing.</summary>
    public static string? PickOrNull(string language, string? lv, string? en) => language == English ? en : lv;

    /// <summary>Picks the text of a language, or that of the other where it is missing; null when both are.</summary>
    public static string? PickEither(string language, string? lv, string? en) => language == English ? en ?? lv : lv ?? en;
}
