using System.Text.Json;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Benchlearning.Api.Features.Service;

/// <summary>/health/live: the process answers. /health/ready: it can serve: database, schema, fresh catalogue.</summary>
internal static class Health
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var reading = new HttpMethodMetadata([HttpMethods.Get]);
        routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync }).WithMetadata(reading);
        routes.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready"), ResponseWriter = WriteAsync }).WithMetadata(reading);
    }

    private static Task WriteAsync(HttpContext http, HealthReport report)
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        if (report.Status == HealthStatus.Unhealthy)
            http.Response.Headers.RetryAfter = ProblemWriter.RetryAfterSeconds;
        return http.Response.WriteAsync(JsonSerializer.Serialize(new
        {
            status = report.Status.ToString().ToLowerInvariant(),
            checks = report.Entries.SelectMany(entry => entry.Value.Data).ToDictionary(pair => pair.Key, pair => pair.Value.ToString()),
        }), http.RequestAborted);
    }
}

/// <summary>Ready when the database answers and changes reach this instance.</summary>
internal sealed class ReadinessCheck(Db db, CatalogueWatch watch) : IHealthCheck
{
    private const string Sql = "select version from catalogue_state";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var facts = new Dictionary<string, object>(StringComparer.Ordinal);
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(TimeSpan.FromSeconds(3));
            var version = (await db.QueryAsync<long>(Sql, null, patience.Token))[0];
            facts["database"] = "answers";
            facts["migrations"] = "current";
            facts["catalogue"] = version == watch.Current.Version ? "current" : "catching up";
            facts["changes"] = watch.IsListening ? "listening" : "not listening";
            facts["dataChangedAt"] = watch.Current.DataChangedAt.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
            return watch.IsListening ? HealthCheckResult.Healthy(data: facts) : HealthCheckResult.Degraded(data: facts);
        }
        catch (Exception failure) when (failure is Npgsql.NpgsqlException or TimeoutException or OperationCanceledException or IOException)
        {
            facts["database"] = "does not answer";
            return HealthCheckResult.Unhealthy(data: facts);
        }
    }
}
