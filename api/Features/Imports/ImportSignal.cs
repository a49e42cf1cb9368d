namespace Benchlearning.Api.Features.Imports;

/// <summary>Wakes the worker of this instance when something was queued; the workers of other instances look for themselves.</summary>
internal sealed class ImportSignal : IDisposable
{
    private readonly SemaphoreSlim waiting = new(0);

    public void Queued() => waiting.Release();

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => waiting.WaitAsync(atMost, cancellationToken);

    public void Dispose() => waiting.Dispose();
}
