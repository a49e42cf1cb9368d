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
            finding("limit", "out-of-range", $"limit is 1 to {maximum} (published at /v1/config).", limit.Value.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Adds self and, where another page follows, next to the Link header (RFC 8288).</summary>
    public static void Link(HttpContext http, ServiceOptions options, string? next)
    {
        var request = http.Request;
        var address = options.BaseAddress(http) + request.Path;
        http.Response.Headers.Append(HeaderNames.Link, $"<{address}{request.QueryString}>; rel=\"self\"");
        if (next is not null)
        {
            var query = request.Query.Where(pair => pair.Key != "cursor").Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value.ToString())}");
            http.Response.Headers.Append(HeaderNames.Link, $"<{address}?{string.Join('&', query.Append("cursor=" + Uri.EscapeDataString(next)))}>; rel=\"next\"");
        }
    }
}
