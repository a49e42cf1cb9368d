using System.Diagnostics.Metrics;

namespace Benchlearning.Api.Features.Webhooks;

/// <summary>How deliveries go, for /metrics. The gauges are as of the worker's last look.</summary>
internal sealed class WebhookMetrics : IDisposable
{
    public const string MeterName = "Benchlearning.Webhooks";

    private readonly Meter meter = new(MeterName);
    private readonly Counter<long> attempts;
    private volatile OutboxState? state;

    public WebhookMetrics()
    {
        attempts = meter.CreateCounter<long>("benchlearning.webhooks.attempts", description: "Attempts to deliver a message, by outcome.");
        meter.CreateObservableGauge("benchlearning.webhooks.pending", () => state?.Pending ?? 0, description: "Messages on their way.");
        meter.CreateObservableGauge("benchlearning.webhooks.parked", () => state?.Parked ?? 0, description: "Messages that were given up and wait for somebody to look.");
    }

    public void Count(Attempt attempt) => attempts.Add(1, new KeyValuePair<string, object?>("outcome", attempt.Outcome));

    public void Show(OutboxState current) => state = current;

    public void Dispose() => meter.Dispose();
}
