using System.Diagnostics;
using Benchlearning.Api.Platform.Auth;

namespace Benchlearning.Api.Platform.Audit;

/// <summary>Who acts, and from where.</summary>
/// <param name="Kind">operator, person, client, or service for what the service does by itself.</param>
/// <param name="Actor">Who: operator, person:17, client:4; of the service: whose task it carries out, such as sample.</param>
/// <param name="KeyPrefix">Prefix of the API key; null: came in otherwise.</param>
/// <param name="Address">Network address that they call from; null: not by HTTP.</param>
/// <param name="UserAgent">The program that they call with, at most 200 characters; null: not said.</param>
/// <param name="TraceId">Finds the request in the service's log; null: not by HTTP.</param>
internal sealed record AuditOrigin(string Kind, string Actor, string? KeyPrefix = null, string? Address = null, string? UserAgent = null, string? TraceId = null)
{
    private const int LongestUserAgent = 200;

    /// <summary>What the service does by itself, in the background or at start.</summary>
    public static AuditOrigin OfService(string actor = "service") => new("service", actor);

    /// <summary>The origin of a request.</summary>
    public static AuditOrigin Of(HttpContext http)
    {
        var caller = CurrentCaller.Of(http);
        var address = http.Connection.RemoteIpAddress;
        return new AuditOrigin(caller.Kind.ToString().ToLowerInvariant(), caller.Actor, caller.KeyPrefix, (address?.IsIPv4MappedToIPv6 == true ? address.MapToIPv4() : address)?.ToString(),
            Trimmed(http.Request.Headers.UserAgent.ToString()), Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier);
    }

    /// <summary>Printable and short; null when nothing is left.</summary>
    private static string? Trimmed(string userAgent)
    {
        var printable = AuditText.Printable(userAgent, LongestUserAgent);
        return printable.Length == 0 ? null : printable;
    }
}
