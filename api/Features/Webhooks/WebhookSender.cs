using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.Resilience;
using Benchlearning.Contracts.V1.Webhooks;

namespace Benchlearning.Api.Features.Webhooks;

/// <summary>A message as it is sent.</summary>
/// <param name="Id">The header webhook-id.</param>
/// <param name="Url">Where to.</param>
/// <param name="Secrets">What it is signed with, the newest first.</param>
/// <param name="Body">JSON.</param>
internal sealed record OutgoingMessage(string Id, string Url, string[] Secrets, string Body);

/// <summary>What became of one attempt.</summary>
/// <param name="At">When it was sent.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Outcome">One of <see cref="DeliveryOutcome.All"/>.</param>
/// <param name="Status">HTTP status of the answer; null when there was none.</param>
/// <param name="RetryAfter">When the receiver asks to be asked again; null: it does not say.</param>
internal sealed record Attempt(DateTimeOffset At, int Milliseconds, string Outcome, int? Status, TimeSpan? RetryAfter = null)
{
    public WebhookAttempt ToContract(string language) => new(At, Milliseconds, Outcome, Status, DeliveryOutcome.InWords(Outcome, Status, language));
}

/// <summary>
/// Sends messages to receivers whom strangers may have named: to public addresses and allowed ones only, past no proxy, following no redirect,
/// and not reading what they answer: only the status counts.
/// </summary>
internal sealed class WebhookSender(OutgoingTargets targets, TimeProvider time) : IDisposable
{
    public const int SecondsPerAttempt = 15;

    private readonly HttpClient client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ConnectCallback = targets.ConnectAsync, PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseHeadersLength = 16, MaxResponseDrainSize = 4096, ResponseDrainTimeout = TimeSpan.FromSeconds(1), ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Sends a message once. Whatever the receiver does is an outcome; only a cancelled attempt is thrown.</summary>
    public async Task<Attempt> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var at = time.GetUtcNow();
        var began = time.GetTimestamp();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(SecondsPerAttempt));
        try
        {
            using var request = Sign(message, at);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            var status = (int)response.StatusCode;
            return Ended(OutcomeOf(status), status, RetryAfter(response, at));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Ended(DeliveryOutcome.TimedOut);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return Ended(OutcomeOf(failure));
        }

        Attempt Ended(string outcome, int? status = null, TimeSpan? retryAfter = null) => new(at, (int)time.GetElapsedTime(began).TotalMilliseconds, outcome, status, retryAfter);
    }

    public void Dispose() => client.Dispose();

    private static HttpRequestMessage Sign(OutgoingMessage message, DateTimeOffset at)
    {
        var seconds = at.ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, message.Url) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(message.Body)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.ParseAdd($"Benchlearning/{ServiceOptions.ApiVersion}");
        request.Headers.Add("webhook-id", message.Id);
        request.Headers.Add("webhook-timestamp", seconds.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSigning.Sign(message.Secrets, message.Id, seconds, message.Body));
        return request;
    }

    private static string OutcomeOf(int status) => status switch
    {
        >= 200 and < 300 => DeliveryOutcome.Delivered,
        >= 300 and < 400 => DeliveryOutcome.Redirected,
        410 => DeliveryOutcome.Gone,
        _ => DeliveryOutcome.Answered,
    };

    private static string OutcomeOf(Exception failure) => failure switch
    {
        { InnerException: TargetRefusedException } => DeliveryOutcome.TargetRefused,
        { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } } => DeliveryOutcome.UnknownHost,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => DeliveryOutcome.NotTrusted,
        _ => DeliveryOutcome.Unreachable,
    };

    private static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset at) => response.Headers.RetryAfter switch
    {
        { Delta: { } seconds } => seconds,
        { Date: { } instant } => instant - at,
        _ => null,
    };
}
