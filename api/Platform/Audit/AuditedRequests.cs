using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;

namespace Benchlearning.Api.Platform.Audit;

/// <summary>
/// Tells the audit log who read what is not public, and who tried what they may not. Nothing is asked of a stranger, and nothing of the database:
/// readings are recorded in batches, after they were answered. Stands behind <see cref="Authentication"/>.
/// </summary>
internal sealed class AuditedRequests(RequestDelegate next, ReadingAudit readings)
{
    public Task InvokeAsync(HttpContext http) => CurrentCaller.Of(http).IsKnown ? RecordAsync(http) : next(http);

    private async Task RecordAsync(HttpContext http)
    {
        var origin = AuditOrigin.Of(http);
        http.RequestServices.GetRequiredService<CurrentCaller>().Origin = origin;
        var isReading = IsReadingOfMore(http);
        if (isReading)
            await readings.WaitForRoomAsync(http.RequestAborted);
        try
        {
            await next(http);
        }
        catch (ProblemException refusal) when (refusal.Type == ProblemTypes.Forbidden)
        {
            readings.Record(Reading.Of(http, origin, "refused"));
            throw;
        }
        if (isReading && http.Response.StatusCode is >= 200 and < 400)
            readings.Record(Reading.Of(http, origin, "done"));
    }

    /// <summary>
    /// True for operations that show what not everyone may see: those that need a permission, and reads of figures by a caller who reaches more than
    /// the public ones. What they all share, such as the catalogue, is public whoever asks.
    /// </summary>
    private static bool IsReadingOfMore(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata is not { } declared || declared.GetMetadata<PublicRead>()?.Scope is ContentScope.Catalogue or ContentScope.Service)
            return false;
        var isRead = HttpMethods.IsGet(http.Request.Method) || declared.GetMetadata<BudgetAttribute>() is { Budget: not Budget.Writes };
        return isRead && (declared.GetMetadata<NeedsPermission>() is not null || (declared.GetMetadata<BudgetAttribute>() is not null && !CurrentCaller.Of(http).Reach.IsPublic));
    }
}
