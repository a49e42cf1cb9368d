using Microsoft.AspNetCore.OutputCaching;

namespace Benchlearning.Api.Platform.Http;

/// <summary>
/// Keeps whole answers of public reads in memory, keyed by the content's version: an answer of an older version is never served,
/// and needs no eviction. Requests with credentials are neither served from it nor kept.
/// </summary>
internal sealed class PublicReadCache(IContentVersions versions) : IOutputCachePolicy
{
    public const string Name = "public-read";
    public const long LargestAnswer = 4 * 1024 * 1024;
    public const long Capacity = 64 * 1024 * 1024;

    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        if (context.HttpContext.RequestServices.GetRequiredService<RequestFindings>().Count > 0)
            return ValueTask.CompletedTask; // what was refused is gone from the query: it must not be taken for the request without it
        var request = context.HttpContext.Request;
        var allowed = HttpMethods.IsGet(request.Method) && request.Headers.Authorization.Count == 0 && !IsExport(request);
        context.EnableOutputCaching = allowed;
        context.AllowCacheLookup = allowed;
        context.AllowCacheStorage = allowed;
        context.AllowLocking = false;
        context.CacheVaryByRules.QueryKeys = "*";
        context.CacheVaryByRules.HeaderNames = new[] { "Accept", "Accept-Encoding", "Accept-Language" };
        context.CacheVaryByRules.VaryByValues["content"] = versions.Of(ContentScope.AllData, null).Version;
        context.ResponseExpirationTimeSpan = TimeSpan.FromHours(1);
        return ValueTask.CompletedTask;
    }

    /// <summary>Exports are streamed and may be long: a copy kept while a slow reader takes them would cost memory for each reader.</summary>
    private static bool IsExport(HttpRequest request)
    {
        var named = request.Query["format"];
        return named.Count > 0 ? named == "csv" || named == "excel-lv" || named == "xlsx"
            : request.Headers.Accept.ToString() is var accept && (accept.Contains("text/csv", StringComparison.OrdinalIgnoreCase) || accept.Contains("spreadsheetml", StringComparison.OrdinalIgnoreCase));
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        context.AllowCacheStorage = context.HttpContext.Response.StatusCode == StatusCodes.Status200OK
            && context.HttpContext.Response.Headers.ETag.Count == 1;
        return ValueTask.CompletedTask;
    }
}
