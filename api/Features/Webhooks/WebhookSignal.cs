namespace Benchlearning.Api.Features.Webhooks;

/// <summary>Wakes the worker of this instance when there may be something to do that no change of the data tells of.</summary>
internal sealed class WebhookSignal
{
    private TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes at the next <see cref="Wake"/>. Take it before looking for what there is to do.</summary>
    public Task Next => Volatile.Read(ref next).Task;

    public void Wake() => Interlocked.Exchange(ref next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
}
