using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Benchlearning.Api.Platform.Auth;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

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

    /// <summary>When figures that wait become public next; null when nothing is announced.</summary>
    DateTimeOffset? NextReleaseAt { get; }
}

/// <summary>Marks a public read and says what its answers are made of.</summary>
internal sealed record PublicRead(ContentScope Scope);

/// <summary>
/// Conditional requests (RFC 9110): a strong ETag for each representation, Last-Modified, and 304 before the data is read. An answer that
/// is kept under the same tag is given again.
/// </summary>
/// <remarks>
/// A tag is only ever given with a 200, so a tag that matches proves that this very request was answered and that nothing changed since.
/// <c>If-None-Match: *</c> and <c>If-Modified-Since</c> prove no such thing of a request that would be refused: they are answered from the
/// kept answers, which are all 200s, or, the first time, by making the answer and sending its headers only.
/// </remarks>
internal sealed class ReadValidators(RequestDelegate next, IContentVersions versions, KeptAnswers answers, IOptions<ServiceOptions> options, TimeProvider time)
{
    public const string PublicCaching = "public, max-age=60, must-revalidate";
    private const int LongestAge = 60; // seconds
    public const string Vary = "Accept, Accept-Encoding, Accept-Language, Origin";

    private static readonly string Build = typeof(ReadValidators).Module.ModuleVersionId.ToString("N");

    public Task InvokeAsync(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method) && http.GetEndpoint()?.Metadata.GetMetadata<PublicRead>() is { } read ? AnswerAsync(http, read.Scope) : next(http);

    private Task AnswerAsync(HttpContext http, ContentScope scope)
    {
        var (version, changedAt) = versions.Of(ScopeOf(http.Request, scope), scope == ContentScope.NamedIndicators ? http.Request.Query["indicator"].ToString() : null);
        changedAt = new DateTimeOffset(changedAt.Ticks - (changedAt.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        var tag = Tag(http, version);

        var known = Knowledge(http, tag, changedAt);
        var kept = known == Known.ThisVeryAnswer ? null : answers.Find(http.Request, tag);
        if (known == Known.ThisVeryAnswer || (known == Known.SomeAnswer && kept is not null))
        {
            WriteHeaders(http, tag, changedAt);
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
        if (kept is not null)
            return kept.WriteAsync(http.Response, Caching(http));
        WriteHeaders(http, tag, changedAt); // before the body begins; a refusal takes them back
        http.Response.Headers.Append(HeaderNames.Link, $"<{RequestAddress.Of(http, options.Value)}>; rel=\"self\"");
        return known == Known.SomeAnswer ? MakeWithoutBodyAsync(http, tag, changedAt) : answers.MakeAsync(http, tag, next);
    }

    private enum Known { Nothing, ThisVeryAnswer, SomeAnswer }

    /// <summary>
    /// What the caller says to have. If-None-Match is compared weakly, as RFC 9110 13.1.2 asks, and whole tag by whole tag; where it is
    /// present, If-Modified-Since says nothing; nor does it for callers who are known, who may see more today without that anything was modified.
    /// </summary>
    private static Known Knowledge(HttpContext http, string tag, DateTimeOffset changedAt)
    {
        var headers = http.Request.Headers;
        var noneMatch = headers.IfNoneMatch;
        if (noneMatch.Count == 1 && noneMatch[0] == tag)
            return Known.ThisVeryAnswer;
        if (noneMatch.Count > 0)
        {
            if (!EntityTagHeaderValue.TryParseList(noneMatch, out var tags))
                return Known.Nothing;
            return tags.Any(candidate => candidate.Tag.Equals(tag, StringComparison.Ordinal)) ? Known.ThisVeryAnswer
                : tags.Contains(EntityTagHeaderValue.Any) ? Known.SomeAnswer : Known.Nothing;
        }
        return !CurrentCaller.Of(http).IsKnown && HeaderUtilities.TryParseDate(headers.IfModifiedSince.ToString(), out var since) && since >= changedAt ? Known.SomeAnswer : Known.Nothing;
    }

    /// <summary>The answer is made, so that what would be refused is refused, but its body goes nowhere.</summary>
    private async Task MakeWithoutBodyAsync(HttpContext http, string tag, DateTimeOffset changedAt)
    {
        var body = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        try
        {
            await next(http);
            await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
        }
        finally
        {
            http.Features.Set(body);
        }
        if (http.Response.StatusCode != StatusCodes.Status200OK)
            return;
        http.Response.Headers.Clear();
        WriteHeaders(http, tag, changedAt);
        http.Response.StatusCode = StatusCodes.Status304NotModified;
    }

    /// <summary>Groups and conversions also depend on figures of indicators that the query does not name: populations and weights.</summary>
    private static ContentScope ScopeOf(HttpRequest request, ContentScope scope) =>
        scope == ContentScope.NamedIndicators && (request.Query.ContainsKey("boundaries") || request.Query["territory"].ToString().Contains("group:", StringComparison.Ordinal))
            ? ContentScope.AllData : scope;

    /// <summary>What caches on the way may do: they never keep an answer past the next release, nor one to credentials.</summary>
    private string Caching(HttpContext http) => CurrentCaller.Of(http).IsKnown ? PrivateReadValidators.Caching :
        versions.NextReleaseAt is { } next && next - time.GetUtcNow() is var left && left.TotalSeconds < LongestAge
            ? string.Create(CultureInfo.InvariantCulture, $"public, max-age={Math.Max(0, (int)left.TotalSeconds)}, must-revalidate") : PublicCaching;

    private void WriteHeaders(HttpContext http, string tag, DateTimeOffset changedAt)
    {
        var headers = http.Response.Headers;
        headers.ETag = tag;
        headers.LastModified = changedAt.ToString("R", CultureInfo.InvariantCulture);
        headers.CacheControl = Caching(http);
        headers.Vary = Vary;
        headers.ContentLanguage = Language.Of(http);
    }

    /// <summary>One tag per representation: build, address, language, accepted format, encoding, content version, and what the caller sees.</summary>
    private static string Tag(HttpContext http, string version)
    {
        var request = http.Request;
        var caller = CurrentCaller.Of(http);
        var identity = string.Join('\n', Build, version, caller.IsKnown ? caller.Reach.Text : "", request.Scheme, request.Host.Value, request.Path.Value, request.QueryString.Value,
            Language.Of(http), request.Headers.Accept.ToString(), request.Headers.AcceptEncoding.ToString());
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(identity), hash);
        return $"\"{Base64Url.EncodeToString(hash[..15])}\"";
    }
}
