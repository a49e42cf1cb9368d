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

    /// <summary>Where another page follows, adds next to the Link header (RFC 8288).</summary>
    public static void Link(HttpContext http, ServiceOptions options, string? next)
    {
        if (next is not null)
            http.Response.Headers.Append(HeaderNames.Link, $"<{RequestAddress.With(http, options, ["cursor"], ("cursor", next))}>; rel=\"next\"");
    }
}
