using Microsoft.Net.Http.Headers;

namespace Benchlearning.Api.Platform.Http;

/// <summary>Headers that every answer carries, errors too, and the request normalisation that goes with them.</summary>
internal static class ResponseHeaders
{
    private const string ApiPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    private const string PagePolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; font-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    /// <summary>Sets API-Version and the security headers when the answer starts.</summary>
    public static Task SetAsync(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(static state =>
        {
            var response = ((HttpContext)state).Response;
            var request = response.HttpContext.Request;
            var headers = response.Headers;
            headers["API-Version"] = ServiceOptions.ApiVersion;
            headers.XContentTypeOptions = "nosniff";
            headers.ContentSecurityPolicy = request.Path.StartsWithSegments("/swagger") || request.Path.StartsWithSegments("/problems") ? PagePolicy : ApiPolicy;
            headers["Referrer-Policy"] = "no-referrer";
            if (request.Path.StartsWithSegments("/v1"))
            {
                if (headers.Vary.Count != 1 || headers.Vary != ReadValidators.Vary)
                    headers.Vary = ReadValidators.Vary;
                if (headers.ContentLanguage.Count == 0)
                    headers.ContentLanguage = Language.Of(response.HttpContext);
                headers.Append(HeaderNames.Link, "</v1/openapi.json>; rel=\"service-desc\"; type=\"application/vnd.oai.openapi+json\"");
                headers.Append(HeaderNames.Link, "</v1/config>; rel=\"describedby license\"; type=\"application/json\"");
            }
            return Task.CompletedTask;
        }, http);
        return next(http);
    }

    /// <summary>
    /// HEAD equals GET: the request runs as GET, and the method is put back when the answer starts, so that the server sends the headers only.
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
    /// Accept-Encoding becomes the one encoding that the answer will have (br, gzip or none), so that its ETag and its cache entry
    /// are those of the encoded body; a path with a trailing slash is not a path of ours.
    /// </summary>
    public static Task NormaliseAsync(HttpContext http, RequestDelegate next)
    {
        var header = http.Request.Headers.AcceptEncoding;
        if (header.Count > 0)
            http.Request.Headers.AcceptEncoding = ChooseEncoding(header);
        if (http.Request.Path.Value is { Length: > 1 } path && path[^1] == '/' && path.StartsWith("/v1", StringComparison.Ordinal))
            http.Request.Path = path + "trailing-slash-is-not-used"; // no route: answered 404
        return next(http);
    }

    private static string ChooseEncoding(Microsoft.Extensions.Primitives.StringValues header)
    {
        if (header == "gzip, deflate, br" || header == "gzip, deflate, br, zstd" || header == "br")
            return "br";
        if (header == "gzip" || header == "gzip, deflate")
            return "gzip";
        if (!StringWithQualityHeaderValue.TryParseList(header, out var ranges))
            return "identity";
        double brotli = 0, gzip = 0;
        foreach (var range in ranges)
        {
            var quality = range.Quality ?? 1;
            if (range.Value.Equals("br", StringComparison.OrdinalIgnoreCase) || range.Value == "*") brotli = Math.Max(brotli, quality);
            if (range.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase)) gzip = Math.Max(gzip, quality);
        }
        return brotli >= gzip && brotli > 0 ? "br" : gzip > 0 ? "gzip" : "identity";
    }
}
