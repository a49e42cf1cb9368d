using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Benchlearning.Api.Platform.Http;

/// <summary>
/// Keeps whole answers of public reads in memory under their ETag, which names everything that they depend on: an answer of an older
/// content is never given again, and needs no eviction. Requests with credentials are neither answered from here nor kept; an export
/// is not kept, because a copy held while a slow reader takes it would cost memory for each reader. An answer is kept from the second
/// request on: what is asked for once would only drive out what is asked for often. Safe for concurrent use.
/// </summary>
internal sealed class KeptAnswers : IDisposable
{
    public const int LargestAnswer = 4 * 1024 * 1024;
    public const long Capacity = 64 * 1024 * 1024;

    private const int RememberedTags = 16 * 1024;
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = Capacity });

    /// <summary>Tags of the first requests, each in the place that its own bits name; a newer one takes the place of an older.</summary>
    private readonly int[] asked = new int[RememberedTags];

    /// <summary>The answer kept under a tag; null when there is none, or the request may not have it.</summary>
    public KeptAnswer? Find(HttpRequest request, string tag) => MayKeep(request) && cache.TryGetValue(tag, out KeptAnswer? answer) ? answer : null;

    /// <summary>Lets the answer be made, and keeps it where that is worth while.</summary>
    public Task MakeAsync(HttpContext http, string tag, RequestDelegate make) =>
        MayKeep(http.Request) && WasAsked(tag) ? MakeAndKeepAsync(http, tag, make) : make(http);

    public void Dispose() => cache.Dispose();

    private static bool MayKeep(HttpRequest request) => request.Headers.Authorization.Count == 0 && !IsExport(request);

    private static bool IsExport(HttpRequest request)
    {
        var named = request.Query["format"];
        return named.Count > 0 ? named == "csv" || named == "excel-lv" || named == "xlsx"
            : request.Headers.Accept.ToString() is var accept && (accept.Contains("text/csv", StringComparison.OrdinalIgnoreCase) || accept.Contains("spreadsheetml", StringComparison.OrdinalIgnoreCase));
    }

    private bool WasAsked(string tag)
    {
        var hash = string.GetHashCode(tag, StringComparison.Ordinal) | 1;
        ref var place = ref asked[(uint)hash / 2 % RememberedTags];
        if (Volatile.Read(ref place) == hash)
            return true;
        Volatile.Write(ref place, hash);
        return false;
    }

    private async Task MakeAndKeepAsync(HttpContext http, string tag, RequestDelegate make)
    {
        (string Name, StringValues Value)[]? headers = null;
        http.Response.OnStarting(() =>
        {
            headers = KeptAnswer.HeadersOf(http.Response.Headers);
            return Task.CompletedTask;
        });
        var original = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        await using var copy = new CopyingStream(original.Stream, LargestAnswer);
        var body = new StreamResponseBodyFeature(copy, original);
        http.Features.Set<IHttpResponseBodyFeature>(body);
        try
        {
            await make(http);
            if (http.Response.HasStarted)
                await body.CompleteAsync();
        }
        finally
        {
            http.Features.Set(original);
        }
        if (http.Response.StatusCode == StatusCodes.Status200OK && headers is not null && copy.Copied is { } bytes)
            cache.Set(tag, new KeptAnswer(headers, bytes), new MemoryCacheEntryOptions { Size = bytes.Length + 1024, AbsoluteExpirationRelativeToNow = Longest });
    }
}

/// <summary>An answer as it was given, without what belongs to its first caller alone.</summary>
/// <param name="Headers">Headers of the representation.</param>
/// <param name="Body">The body as sent, encoded where it was.</param>
internal sealed record KeptAnswer((string Name, StringValues Value)[] Headers, byte[] Body)
{
    private static readonly string[] Names =
    [
        HeaderNames.ContentType, HeaderNames.ContentEncoding, HeaderNames.ContentLanguage, HeaderNames.ContentDisposition, HeaderNames.CacheControl,
        HeaderNames.ETag, HeaderNames.LastModified, HeaderNames.Vary, HeaderNames.Link,
    ];

    /// <summary>The headers of a representation among all those of an answer.</summary>
    public static (string Name, StringValues Value)[] HeadersOf(IHeaderDictionary headers) =>
        [.. Names.Where(headers.ContainsKey).Select(name => (name, headers[name]))];

    public Task WriteAsync(HttpResponse response)
    {
        foreach (var (name, value) in Headers)
            response.Headers[name] = value;
        response.ContentLength = Body.Length;
        return response.Body.WriteAsync(Body, 0, Body.Length, response.HttpContext.RequestAborted);
    }
}
