using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Benchlearning.Api.Platform.Errors;
using Microsoft.AspNetCore.Http.Features;

namespace Benchlearning.Api.Platform.Http;

/// <summary>Brings requests into the one form that everything after it expects, and refuses those that are too long to be understood.</summary>
internal static class RequestNormalisation
{
    /// <summary>
    /// HEAD equals GET: the request runs as GET, and the method is put back when the answer starts. The server knows what it received and
    /// sends the headers only.
    /// </summary>
    public static async Task HeadAsGetAsync(HttpContext http, RequestDelegate next)
    {
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await next(http);
            return;
        }
        http.Request.Method = HttpMethods.Get;
        http.Response.OnStarting(static state =>
        {
            ((HttpContext)state).Request.Method = HttpMethods.Head;
            return Task.CompletedTask;
        }, http);
        await next(http);
    }

    /// <summary>
    /// Accept-Encoding becomes the one encoding that the answer will have (br or gzip; without the header: none), so that its ETag and its
    /// cache entry are those of the encoded body.
    /// </summary>
    public static Task ChooseEncodingAsync(HttpContext http, RequestDelegate next)
    {
        var header = http.Request.Headers.AcceptEncoding;
        if (header.Count > 0)
            http.Request.Headers.AcceptEncoding = Choose(header);
        return next(http);
    }

    /// <summary>A path with a trailing slash is not a path of ours: whatever the router found for it is forgotten, and 404 follows.</summary>
    public static Task ForgetTrailingSlashAsync(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint() is not null && http.Request.Path.Value is { Length: > 1 } path && path[^1] == '/')
            http.SetEndpoint(null);
        return next(http);
    }

    /// <summary>
    /// Refuses addresses and headers over the published limits with a problem document. The server's own limits are several times as high,
    /// because what it refuses itself gets a bare status without a word.
    /// </summary>
    public static Task RefuseLongAsync(HttpContext http, RequestDelegate next)
    {
        var options = http.RequestServices.GetRequiredService<IOptions<ServiceOptions>>().Value;
        if ((http.Features.Get<IHttpRequestFeature>()?.RawTarget.Length ?? 0) > options.MaximumAddressBytes)
            throw new ProblemException(ProblemTypes.UriTooLong,
                $"The address is longer than {options.MaximumAddressBytes} bytes (published at /v1/config). Send a long selection as a body to POST /v1/observations/query.");
        var headers = 0L;
        foreach (var (name, values) in http.Request.Headers)
            foreach (var value in values)
                headers += name.Length + (value?.Length ?? 0) + 4; // colon, space and line end
        if (headers > options.MaximumHeaderBytes)
            throw new ProblemException(ProblemTypes.HeadersTooLarge, $"The header fields are together larger than {options.MaximumHeaderBytes} bytes (published at /v1/config).");
        return next(http);
    }

    /// <summary>JSON is UTF-8 (RFC 8259 8.1): a charset that says so, in whatever spelling, is taken off; another one is refused.</summary>
    public static Task ReadJsonAsUtf8Async(HttpContext http, RequestDelegate next)
    {
        if (http.Request.ContentType is { } type && type.Contains("charset", StringComparison.OrdinalIgnoreCase)
            && MediaTypeHeaderValue.TryParse(type, out var parsed) && parsed.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            if (!HeaderUtilities.RemoveQuotes(parsed.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
                throw new ProblemException(ProblemTypes.UnsupportedMediaType, "JSON is read as UTF-8 only; send application/json without a charset.");
            http.Request.ContentType = "application/json";
        }
        return next(http);
    }

    private static StringValues Choose(StringValues header)
    {
        if (header == "gzip, deflate, br" || header == "gzip, deflate, br, zstd" || header == "br")
            return "br";
        if (header == "gzip" || header == "gzip, deflate")
            return "gzip";
        if (!StringWithQualityHeaderValue.TryParseList(header, out var ranges))
            return StringValues.Empty;
        double? brotli = null, gzip = null, others = null;
        foreach (var range in ranges)
        {
            var quality = range.Quality ?? 1;
            if (range.Value.Equals("br", StringComparison.OrdinalIgnoreCase)) brotli = quality;
            else if (range.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase)) gzip = quality;
            else if (range.Value == "*") others = quality;
        }
        var (asBrotli, asGzip) = (brotli ?? others ?? 0, gzip ?? others ?? 0);
        return asBrotli >= asGzip && asBrotli > 0 ? "br" : asGzip > 0 ? "gzip" : StringValues.Empty;
    }
}
