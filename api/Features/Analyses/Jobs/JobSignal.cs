namespace Benchlearning.Api.Features.Analyses.Jobs;

/// <summary>Wakes a worker of this instance when a job was queued; those of other instances look for themselves.</summary>
internal sealed class JobSignal : IDisposable
{
    private readonly SemaphoreSlim waiting = new(0);

    public void Queued() => waiting.Release();

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => waiting.WaitAsync(atMost, cancellationToken);

    public void Dispose() => waiting.Dispose();
}
