using System.Diagnostics;

namespace Benchlearning.Api.Platform.Telemetry;

/// <summary>One structured line for each request: method, route, status, time, trace id. Never a body, a query or a header.</summary>
internal sealed partial class RequestLog(RequestDelegate next, ILogger<RequestLog> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await next(http);
        }
        finally
        {
            var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "-";
            Handled(log, http.Request.Method, route, http.Response.StatusCode, Stopwatch.GetElapsedTime(started).TotalMilliseconds,
                Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Route} {Status} in {Milliseconds:0.0} ms, trace {TraceId}")]
    private static partial void Handled(ILogger log, string method, string route, int status, double milliseconds, string traceId);
}
