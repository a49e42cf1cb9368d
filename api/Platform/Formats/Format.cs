using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Benchlearning.Api.Platform.Formats;

/// <summary>A representation that operations offer: its name in format= and its media type in Accept.</summary>
internal sealed record Format(string Name, string MediaType, string ContentType)
{
    public static readonly Format Json = new("json", "application/json", "application/json; charset=utf-8");
    public static readonly Format JsonStat = new("json-stat", "application/vnd.json-stat+json", "application/vnd.json-stat+json; charset=utf-8");
    public static readonly Format Csv = new("csv", "text/csv", "text/csv; charset=utf-8; header=present");
    public static readonly Format ExcelLv = new("excel-lv", "text/csv", "text/csv; charset=utf-8; header=present");
    public static readonly Format Xlsx = new("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    public static readonly Format JsonLines = new("json-lines", "application/x-ndjson", "application/x-ndjson; charset=utf-8");
    public static readonly Format Calendar = new("calendar", "text/calendar", "text/calendar; charset=utf-8");
    public static readonly Format Svg = new("svg", "image/svg+xml", "image/svg+xml; charset=utf-8");
    public static readonly Format Png = new("png", "image/png", "image/png");
    public static readonly Format Html = new("html", "text/html", "text/html; charset=utf-8");
    public static readonly Format Pdf = new("pdf", "application/pdf", "application/pdf");

    /// <summary>
    /// The format of an answer: format= when given (its value is checked by the query guard), else the best match of Accept,
    /// else the first offered. Throws 406 with the list of what is offered. A read also links to the same in the other formats (RFC 8288).
    /// </summary>
    public static Format Choose(HttpRequest request, IReadOnlyList<Format> offered)
    {
        var chosen = Best(request, offered);
        if (offered.Count > 1 && HttpMethods.IsGet(request.Method))
            LinkOthers(request.HttpContext, chosen, offered);
        return chosen;
    }

    /// <summary>Throws the findings of paging that was asked for with a format that comes whole.</summary>
    public static void RefusePaging(string format, int? limit, string? cursor)
    {
        var findings = new Findings();
        foreach (var name in new[] { limit is null ? null : "limit", cursor is null ? null : "cursor" }.OfType<string>())
            findings.Add(name, "contradiction", $"{name} belongs to JSON, which is paged; {format} comes whole. Leave it out.");
        findings.ThrowIfAny();
    }

    private static void LinkOthers(HttpContext http, Format chosen, IReadOnlyList<Format> offered)
    {
        var options = http.RequestServices.GetRequiredService<IOptions<ServiceOptions>>().Value;
        foreach (var other in offered)
            if (other != chosen)
                http.Response.Headers.Append(HeaderNames.Link,
                    $"<{RequestAddress.With(http, options, ["format", "cursor", "limit"], ("format", other.Name))}>; rel=\"alternate\"; type=\"{other.MediaType}\"");
    }

    private static Format Best(HttpRequest request, IReadOnlyList<Format> offered)
    {
        if (request.Query.TryGetValue("format", out var named))
        {
            foreach (var format in offered)
                if (format.Name == named.ToString())
                    return format;
            return offered[0]; // refused with all other findings before anything is written
        }
        var header = request.Headers.Accept;
        if (header.Count == 0 || header == "*/*")
            return offered[0];
        if (!MediaTypeHeaderValue.TryParseList(header, out var ranges))
            throw NotAcceptable(header.ToString(), offered);

        // RFC 9110 12.5.1: the most specific range that matches a type tells its quality; 0 refuses it.
        Format? best = null;
        var bestRank = (Quality: 0.0, Specificity: -1);
        foreach (var format in offered)
        {
            (double Quality, int Specificity) rank = (0, -1);
            foreach (var range in ranges)
                if (Matches(range, format) && Specificity(range) > rank.Specificity)
                    rank = (range.Quality ?? 1, Specificity(range));
            if (rank.Quality > 0 && rank.CompareTo(bestRank) > 0)
                (best, bestRank) = (format, rank);
        }
        return best ?? throw NotAcceptable(header.ToString(), offered);
    }

    private static bool Matches(MediaTypeHeaderValue range, Format format) =>
        range.MatchesAllTypes
        || range.MediaType.Equals(format.MediaType, StringComparison.OrdinalIgnoreCase)
        || (range.MatchesAllSubTypes && format.MediaType.StartsWith(range.Type.Value + "/", StringComparison.OrdinalIgnoreCase));

    private static int Specificity(MediaTypeHeaderValue range) => range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2;

    private static ProblemException NotAcceptable(string accept, IReadOnlyList<Format> offered) => new(
        ProblemTypes.NotAcceptable,
        $"Offered here: {string.Join(", ", offered.Select(format => $"{format.MediaType} (format={format.Name})"))}.",
        [new ProblemError("Accept", null, "not-acceptable", "None of these media types is offered.", Excerpt.Of(accept),
            [.. offered.Select(format => format.MediaType).Distinct()])]);
}
