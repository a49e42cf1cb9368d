namespace Benchlearning.Api.Features.Sync;

/// <summary>Wakes the worker of this instance when a run was made by hand; the workers of other instances look for themselves.</summary>
internal sealed class SyncSignal : IDisposable
{
    private readonly SemaphoreSlim waiting = new(0);

    public void Made() => waiting.Release();

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => waiting.WaitAsync(atMost, cancellationToken);

    public void Dispose() => waiting.Dispose();
}
