namespace Benchlearning.Api.Platform.Http;

/// <summary>
/// The address of a request, written anew from what was understood of it: whatever a caller put into path or query, the result is one
/// well-formed address that a header or a document may carry.
/// </summary>
internal static class RequestAddress
{
    /// <summary>The absolute address of the request itself.</summary>
    public static string Of(HttpContext http, ServiceOptions options) => With(http, options, [], []);

    /// <summary>The same address without some query parameters and with others added at its end.</summary>
    public static string With(HttpContext http, ServiceOptions options, ReadOnlySpan<string> without, params ReadOnlySpan<(string Name, string Value)> added)
    {
        var pairs = new List<string>();
        foreach (var (name, values) in http.Request.Query)
            if (!without.Contains(name))
                pairs.Add($"{Escape(name)}={Escape(values.ToString())}");
        foreach (var (name, value) in added)
            pairs.Add($"{name}={Escape(value)}");
        var address = options.BaseAddress(http) + http.Request.PathBase.ToUriComponent() + http.Request.Path.ToUriComponent();
        return pairs.Count == 0 ? address : $"{address}?{string.Join('&', pairs)}";
    }

    /// <summary>Percent-encodes everything but unreserved characters and those that lists and ranges are written with.</summary>
    public static string Escape(string text) => Uri.EscapeDataString(text)
        .Replace("%2C", ",", StringComparison.Ordinal).Replace("%3A", ":", StringComparison.Ordinal).Replace("%2A", "*", StringComparison.Ordinal);
}
