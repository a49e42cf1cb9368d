using System.Collections.Concurrent;
using Benchlearning.Api.Features.Catalogue;
using Npgsql;

namespace Benchlearning.Api.Features.Webhooks;

/// <summary>
/// Tells receivers that something changed. Any instance may do it, one at a time for each webhook; a slow receiver keeps no other waiting. It looks
/// when something was committed and when a message is due; without a webhook it does nothing in between.
/// </summary>
internal sealed partial class WebhookWorker(
    WebhookOutbox outbox, WebhookSender sender, WebhookMetrics metrics, CatalogueWatch watch, WebhookSignal signal, TimeProvider time, ILogger<WebhookWorker> log) : BackgroundService
{
    /// <summary>While changes are gathered.</summary>
    private static readonly TimeSpan ShortRest = TimeSpan.FromSeconds(1);

    /// <summary>While there are webhooks, somebody looks this often for what an instance that died has left.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<long, Task> going = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception failure) when (IsOfDatabase(failure))
            {
                Waits(log, failure.Message);
                await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        await Task.WhenAll(going.Values);
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var (change, woken) = (watch.NextChange, signal.Next); // taken before looking: what comes in between wakes us
        await outbox.GatherAsync(cancellationToken);
        foreach (var webhookId in await outbox.TakeAsync(cancellationToken))
            going[webhookId] = Task.Run(() => DeliverAsync(webhookId, cancellationToken), CancellationToken.None);
        var state = await outbox.StateAsync(cancellationToken);
        metrics.Show(state);

        using var rest = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(change, woken, Task.Delay(RestAfter(state), time, rest.Token));
        await rest.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static TimeSpan RestAfter(OutboxState state)
    {
        if (state.Active == 0)
            return Timeout.InfiniteTimeSpan;
        var longest = state.IsGathering ? ShortRest : LongestRest;
        var next = TimeSpan.FromMilliseconds(Math.Max(50, state.MillisecondsUntilNext ?? int.MaxValue));
        return next < longest ? next : longest;
    }

    /// <summary>
    /// Sends one after another what is due for a webhook. An attempt that a stop breaks off is not recorded: it is made again. After a failure of
    /// ours the webhook is left to itself until the lease has run out.
    /// </summary>
    private async Task DeliverAsync(long webhookId, CancellationToken cancellationToken)
    {
        try
        {
            await DeliverDueAsync(webhookId, cancellationToken);
            await outbox.ReleaseAsync(webhookId, CancellationToken.None);
        }
        catch (Exception failure) when (IsOfDatabase(failure))
        {
            Waits(log, failure.Message);
        }
        catch (Exception failure)
        {
            log.LogError(failure, "Delivering to webhook {WebhookId} failed.", webhookId);
        }
        finally
        {
            going.TryRemove(webhookId, out _);
            signal.Wake();
        }
    }

    private async Task DeliverDueAsync(long webhookId, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested && await outbox.NextAsync(webhookId, CancellationToken.None) is { } delivery)
        {
            if (await SendAsync(delivery, cancellationToken) is not { } attempt)
                return;
            metrics.Count(attempt);
            await outbox.RecordAsync(delivery, attempt, CancellationToken.None);
            Attempted(log, delivery.MessageId, webhookId, attempt.Outcome, attempt.Status, attempt.Milliseconds);
        }
    }

    /// <summary>Null when a stop broke it off.</summary>
    private async Task<Attempt?> SendAsync(DueDelivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            return await sender.SendAsync(new OutgoingMessage(delivery.MessageId, delivery.Url, delivery.Secrets, delivery.Body), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static bool IsOfDatabase(Exception failure) => failure is NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException;

    [LoggerMessage(Level = LogLevel.Information, Message = "Message {MessageId} to webhook {WebhookId}: {Outcome} {Status} in {Milliseconds} ms")]
    private static partial void Attempted(ILogger log, string messageId, long webhookId, string outcome, int? status, int milliseconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhooks wait for the database: {Reason}")]
    private static partial void Waits(ILogger log, string reason);
}
