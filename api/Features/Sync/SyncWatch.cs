using System.Diagnostics.Metrics;
using Benchlearning.Contracts.V1.Sync;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Benchlearning.Api.Features.Sync;

/// <summary>Knows how the sync sources stand, for metrics and health: a snapshot that the worker renews, so that neither waits for the database.</summary>
internal sealed class SyncWatch : IHealthCheck, IDisposable
{
    public const string MeterName = "Benchlearning.Sync";

    private readonly SyncReading reading;
    private readonly TimeProvider time;
    private readonly Meter meter = new(MeterName);
    private volatile List<SyncSource> sources = [];

    public SyncWatch(SyncReading reading, TimeProvider time)
    {
        (this.reading, this.time) = (reading, time);
        meter.CreateObservableGauge("benchlearning.sync.alert", () => Measure(source => source.Alert == SyncState.None ? 0 : 1), description: "1 where a sync source is stale or late.");
        meter.CreateObservableGauge("benchlearning.sync.age", () => Measure(Age), unit: "s", description: "Seconds since the last good run of a sync source.");
        meter.CreateObservableGauge("benchlearning.sync.failed", () => Measure(source => source.LastRun?.State == "failed" ? 1 : 0), description: "1 where the last run of a sync source failed.");
        meter.CreateObservableGauge("benchlearning.sync.rows", () => Measure(source => source.LastRun?.Counts.Rows ?? 0), description: "Rows fetched by the last run of a sync source.");
    }

    /// <summary>Reads how the sources stand.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken) => sources = await reading.SourcesAsync(null, null, isEnglish: true, cancellationToken);

    /// <summary>Degraded, and still ready, while a source is stale or late: what is held can be read.</summary>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var enabled = sources.Where(source => source.Enabled).ToArray();
        var facts = enabled.ToDictionary(source => $"sync.{source.Code}", source => (object)(source.Alert == SyncState.None ? "current" : source.Alert), StringComparer.Ordinal);
        return Task.FromResult(enabled.All(source => source.Alert == SyncState.None) ? HealthCheckResult.Healthy(data: facts) : HealthCheckResult.Degraded(data: facts));
    }

    public void Dispose() => meter.Dispose();

    private IEnumerable<Measurement<double>> Measure(Func<SyncSource, double?> of) =>
        from source in sources
        where source.Enabled
        let value = of(source)
        where value is not null
        select new Measurement<double>(value.Value, new KeyValuePair<string, object?>("source", source.Code));

    private double? Age(SyncSource source) => source.LastGoodAt is { } good ? (time.GetUtcNow() - good).TotalSeconds : null;
}
