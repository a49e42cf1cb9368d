using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Benchlearning.Api.Platform.Http;

/// <summary>Sets the headers that every answer carries, errors too: API-Version, security, language, and links to the contract.</summary>
internal sealed class ResponseHeaders(RequestDelegate next, IOptions<ServiceOptions> options, IHostEnvironment environment)
{
    private const string ApiPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    private const string PagePolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; font-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    private const string DocumentPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    private const string OneYearOfHttps = "max-age=31536000; includeSubDomains";

    private static readonly string[] ContractLinks =
        ["</v1/openapi.json>; rel=\"service-desc\"; type=\"application/vnd.oai.openapi+json\"", "</v1/config>; rel=\"describedby license\"; type=\"application/json\""];

    /// <summary>Behind a proxy that ends TLS the request looks like http; the public address then says that the service is https only.</summary>
    private readonly bool isPublishedByHttps = options.Value.PublicBaseAddress.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    private readonly bool isLocal = environment.IsEnvironment("Local");

    public Task InvokeAsync(HttpContext http)
    {
        http.Response.OnStarting(() =>
        {
            Set(http.Request, http.Response.Headers);
            return Task.CompletedTask;
        });
        return next(http);
    }

    private void Set(HttpRequest request, IHeaderDictionary headers)
    {
        headers["API-Version"] = ServiceOptions.ApiVersion;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = request.Path.StartsWithSegments("/swagger") || request.Path.StartsWithSegments("/problems") ? PagePolicy
            : headers.ContentType.ToString().StartsWith("text/html", StringComparison.Ordinal) ? DocumentPolicy : ApiPolicy;
        headers["Referrer-Policy"] = "no-referrer";
        if (!isLocal && (isPublishedByHttps || request.IsHttps))
            headers.StrictTransportSecurity = OneYearOfHttps;
        if (!request.Path.StartsWithSegments("/v1"))
            return;
        if (headers.Vary.Count != 1 || headers.Vary != ReadValidators.Vary)
            headers.Vary = ReadValidators.Vary;
        if (headers.ContentLanguage.Count == 0)
            headers.ContentLanguage = Language.Of(request.HttpContext);
        foreach (var link in ContractLinks)
            headers.Append(HeaderNames.Link, link);
    }
}
