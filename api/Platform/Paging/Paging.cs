using System.Globalization;
using Benchlearning.Api.Platform.Http;
using Microsoft.Net.Http.Headers;

namespace Benchlearning.Api.Platform.Paging;

/// <summary>Page sizes and links of lists.</summary>
internal static class Paging
{
    /// <summary>Adds a finding when a limit lies outside 1 to the published maximum.</summary>
    public static void CheckLimit(int? limit, int maximum, Action<string, string, string, string?> finding)
    {
        if (limit is < 1 || limit > maximum)
            finding("limit", "out-of-range", $"limit is 1 to {maximum} (published at /v1/config).", limit.Value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// A page out of rows of which one more was asked for than it holds: that one is left out, and tells that another page follows.
    /// </summary>
    /// <param name="found">Up to limit + 1 rows, in the order of the list.</param>
    /// <param name="limit">Rows on a page.</param>
    /// <param name="key">Signing key of cursors.</param>
    /// <param name="request">Everything of the request that must stay the same, in one text.</param>
    /// <param name="keys">Sort keys of a row; numbers and texts are written as they are read everywhere.</param>
    /// <returns>The rows of the page, and the cursor that continues after them; null: nothing follows.</returns>
    public static (IReadOnlyList<T> Rows, string? Next) Cut<T>(IReadOnlyList<T> found, int limit, CursorKey key, string request, params Func<T, object>[] keys)
    {
        if (found.Count <= limit)
            return (found, null);
        var last = found[limit - 1];
        return ([.. found.Take(limit)], Cursor.After(key, request, [.. keys.Select(read => Convert.ToString(read(last), CultureInfo.InvariantCulture)!)]));
    }

    /// <summary>Where another page follows, adds next to the Link header (RFC 8288).</summary>
    public static void Link(HttpContext http, ServiceOptions options, string? next)
    {
        if (next is not null)
            http.Response.Headers.Append(HeaderNames.Link, $"<{RequestAddress.With(http, options, ["cursor"], ("cursor", next))}>; rel=\"next\"");
    }
}
