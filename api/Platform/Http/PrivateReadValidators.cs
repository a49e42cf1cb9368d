using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Benchlearning.Api.Platform.Http;

/// <summary>
/// Conditional requests for reads that depend on the caller or change from moment to moment: nobody keeps them unasked, and the strong ETag is
/// that of the very bytes. An answer that is not a value, such as a stream, goes through as it is.
/// </summary>
internal sealed class PrivateReadValidators(IOptions<JsonOptions> json, ServiceOptions options) : IEndpointFilter
{
    public const string Caching = "private, no-cache";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        http.Response.Headers.CacheControl = Caching;
        http.Response.Headers.Vary = ReadValidators.Vary;
        http.Response.Headers.ContentLanguage = Language.Of(http);
        http.Response.Headers.Append(HeaderNames.Link, $"<{RequestAddress.Of(http, options)}>; rel=\"self\"");
        var answer = await next(context);
        if (answer is not IValueHttpResult { Value: { } value })
            return answer;
        var body = JsonSerializer.SerializeToUtf8Bytes(value, json.Value.SerializerOptions.GetTypeInfo(value.GetType()));
        return Answers(http, TagOf(http, body)) ? Results.Empty : Results.Bytes(body, "application/json; charset=utf-8");
    }

    /// <summary>Tags the answer; true when the caller has it already, and 304 was answered.</summary>
    public static bool Answers(HttpContext http, string tag)
    {
        http.Response.Headers.ETag = tag;
        if (!EntityTagHeaderValue.TryParseList(http.Request.Headers.IfNoneMatch, out var known)
            || !known.Any(candidate => candidate.Equals(EntityTagHeaderValue.Any) || candidate.Tag.Equals(tag, StringComparison.Ordinal)))
            return false;
        http.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    /// <summary>The strong tag of a representation: its version, where it has one, its content, language, and encoding.</summary>
    public static string TagOf(HttpContext http, ReadOnlySpan<byte> content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(content);
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"\n{Language.Of(http)}\n{http.Request.Headers.AcceptEncoding}"));
        return $"\"{VersionTag.PrefixOf(http)}{Base64Url.EncodeToString(hash.GetHashAndReset().AsSpan(0, 15))}\"";
    }
}
