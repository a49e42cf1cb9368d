using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Benchlearning.Api.Platform.Telemetry;

/// <summary>
/// OpenTelemetry metrics at /metrics for Prometheus; traces and metrics by OTLP when OTEL_EXPORTER_OTLP_ENDPOINT names a collector. Without
/// one, spans are not recorded, because nobody would see them; every request still has its trace id, taken from <c>traceparent</c> where the
/// caller sends one.
/// </summary>
internal static class Telemetry
{
    public static void Add(WebApplicationBuilder builder)
    {
        var exports = !string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("benchlearning-api", serviceVersion: Http.ServiceOptions.ApiVersion))
            .WithMetrics(metrics =>
            {
                metrics.AddAspNetCoreInstrumentation().AddRuntimeInstrumentation().AddMeter("Npgsql", "Benchlearning.*").AddPrometheusExporter();
                if (exports) metrics.AddOtlpExporter();
            });
        if (exports)
            telemetry.WithTracing(tracing => tracing.AddAspNetCoreInstrumentation().AddNpgsql().AddOtlpExporter());
    }

    public static void Map(WebApplication app) => app.MapPrometheusScrapingEndpoint("/metrics")
        .WithMetadata(new HttpMethodMetadata([HttpMethods.Get])).ExcludeFromDescription();
}
