using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace Benchlearning.Api.Platform.Http;

/// <summary>What an answer is made of, so that its validators change exactly when it may.</summary>
internal enum ContentScope
{
    /// <summary>Territories, groups, indicators: the catalogue.</summary>
    Catalogue,

    /// <summary>The catalogue and the observations of the indicators named in the query.</summary>
    NamedIndicators,

    /// <summary>The catalogue and every observation.</summary>
    AllData,

    /// <summary>Only the running version of the service: the contract, the configuration, the problem pages.</summary>
    Service,
}

/// <summary>Version and time of content. Held in memory; told of every change by PostgreSQL.</summary>
internal interface IContentVersions
{
    /// <summary>The version of a scope and when it last changed.</summary>
    /// <param name="scope">What the answer is made of.</param>
    /// <param name="indicators">Comma list of indicator codes for <see cref="ContentScope.NamedIndicators"/>; null or * means all.</param>
    (string Version, DateTimeOffset ChangedAt) Of(ContentScope scope, string? indicators);
}

/// <summary>
/// Conditional requests (RFC 9110): a strong ETag for each representation, Last-Modified, and 304 before the data is read.
/// Runs as an endpoint filter on read operations.
/// </summary>
internal sealed class ReadValidators(IContentVersions versions, ContentScope scope) : IEndpointFilter
{
    public const string PublicCaching = "public, max-age=60, must-revalidate";
    public const string Vary = "Accept, Accept-Encoding, Accept-Language, Origin";

    private static readonly string Build = typeof(ReadValidators).Module.ModuleVersionId.ToString("N");

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var (version, changedAt) = versions.Of(scope, scope == ContentScope.NamedIndicators ? http.Request.Query["indicator"].ToString() : null);
        changedAt = new DateTimeOffset(changedAt.Ticks - (changedAt.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        var tag = Tag(http, version);

        if (IsKnown(http.Request.Headers.IfNoneMatch, tag))
        {
            WriteHeaders(http, tag, changedAt);
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return Results.Empty;
        }
        http.Response.OnStarting(() =>
        {
            if (http.Response.StatusCode == 200)
                WriteHeaders(http, tag, changedAt);
            return Task.CompletedTask;
        });
        return await next(context);
    }

    /// <summary>
    /// A tag is only ever given with a 200, so a match proves that this very request was answered and that nothing changed since.
    /// If-Modified-Since proves no such thing of a malformed request; it is answered from the output cache, where only 200s are kept.
    /// </summary>
    private static bool IsKnown(StringValues noneMatch, string tag)
    {
        foreach (var header in noneMatch)
            if (header is not null && header.Contains(tag, StringComparison.Ordinal))
                return true;
        return false;
    }

    private static void WriteHeaders(HttpContext http, string tag, DateTimeOffset changedAt)
    {
        var headers = http.Response.Headers;
        headers.ETag = tag;
        headers.LastModified = changedAt.ToString("R", CultureInfo.InvariantCulture);
        headers.CacheControl = PublicCaching;
        headers.Vary = Vary;
        headers.ContentLanguage = Language.Of(http);
    }

    /// <summary>One tag per representation: build, address, language, accepted format, encoding and content version.</summary>
    private static string Tag(HttpContext http, string version)
    {
        var request = http.Request;
        var identity = string.Join('\n', Build, version, request.Host.Value, request.Path.Value, request.QueryString.Value,
            Language.Of(http), request.Headers.Accept.ToString(), request.Headers.AcceptEncoding.ToString());
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(identity), hash);
        return $"\"{Base64Url.EncodeToString(hash[..15])}\"";
    }
}
