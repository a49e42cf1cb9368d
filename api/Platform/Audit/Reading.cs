using System.Globalization;
using Benchlearning.Api.Platform.Errors;

namespace Benchlearning.Api.Platform.Audit;

/// <summary>A reading, or a refused attempt, as it is recorded.</summary>
/// <param name="At">When it was answered, UTC.</param>
/// <param name="Note">Who read what.</param>
/// <param name="Outcome">done or refused.</param>
internal sealed record Reading(DateTime At, AuditNote Note, string Outcome)
{
    private const int LongestQuery = 2000;

    /// <summary>The reading of a request: its action is read.listImports or, of an attempt to change something, write.createWebhook.</summary>
    public static Reading Of(HttpContext http, AuditOrigin origin, string outcome)
    {
        var verb = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) ? "read" : "write";
        var operation = http.GetEndpoint()?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? "unknown";
        var query = http.Request.QueryString.HasValue ? Excerpt.Of(http.Request.QueryString.Value!, LongestQuery) : null;
        var subject = (http.Request.Path.Value ?? "/").TrimStart('/');
        var note = AuditNote.Of(origin, string.Create(CultureInfo.InvariantCulture, $"{(outcome == "done" ? "read" : verb)}.{operation}"), subject, after: query is null ? null : new { query });
        return new Reading(http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime, note, outcome);
    }
}
