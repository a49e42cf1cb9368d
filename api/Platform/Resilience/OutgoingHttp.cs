using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Benchlearning.Api.Platform.Resilience;

/// <summary>A whole answer of another service.</summary>
/// <param name="IsNotModified">True for 304: what the caller has is still right, and there is no body.</param>
/// <param name="Body">The body, decompressed.</param>
/// <param name="Tag">ETag; null when there is none.</param>
internal sealed record OutgoingAnswer(bool IsNotModified, ReadOnlyMemory<byte> Body, string? Tag);

/// <summary>
/// Asks other services. A try is a whole answer with its body, so that one that is cut in the middle is tried again: that is why the resilience
/// stands around the reading and not in the handler of the client, whose try ends with the header. Only what may pass is tried again.
/// </summary>
internal sealed class OutgoingHttp(TimeProvider time) : IDisposable
{
    private const int MostRedirects = 3;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<(string Name, OutgoingLimits Limits), ResiliencePipeline> pipelines = new();

    private readonly ConcurrentDictionary<string, DateTimeOffset> lastCalls = new(StringComparer.Ordinal);

    // Decompression, redirects and time limits are ours, because each is bounded here.
    private readonly HttpClient client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.None, PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(15), MaxResponseHeadersLength = 64,
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>
    /// Asks until there is an answer. Throws <see cref="OutgoingFailure"/>.
    /// </summary>
    /// <param name="name">Whom it asks: the circuit breaker is theirs.</param>
    /// <param name="limits">Patience and sizes.</param>
    /// <param name="request">Makes the request of one try.</param>
    /// <param name="mediaTypes">What the answer may be.</param>
    /// <param name="read">Understands the answer; what it throws as an <see cref="OutgoingFailure"/> that may pass is asked for again.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<T> AskAsync<T>(
        string name, OutgoingLimits limits, Func<HttpRequestMessage> request, IReadOnlyCollection<string> mediaTypes, Func<OutgoingAnswer, T> read, CancellationToken cancellationToken)
    {
        var pipeline = pipelines.GetOrAdd((name, limits), key => Build(key.Limits));
        try
        {
            return await pipeline.ExecuteAsync(async token => read(await CallAsync(name, request, mediaTypes, limits, token)), cancellationToken);
        }
        catch (TimeoutRejectedException)
        {
            throw new OutgoingFailure("timed-out", mayPass: true, "Avots neatbildēja laikā.", "The source did not answer in time.");
        }
        catch (BrokenCircuitException)
        {
            throw new OutgoingFailure("paused", mayPass: true, "Pēc daudziem neizdevušamies mēģinājumiem avotam kādu brīdi nejautā.", "After many failed tries the source is not asked for a while.");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw new OutgoingFailure("unreachable", mayPass: true, "Ar avotu nevar sazināties, vai atbilde pārtrūka.", "The source cannot be reached, or its answer broke off.");
        }
    }

    public void Dispose() => client.Dispose();

    private ResiliencePipeline Build(OutgoingLimits limits) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddTimeout(TimeSpan.FromSeconds(limits.SecondsInAll))
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = arguments => ValueTask.FromResult(MayPass(arguments.Outcome.Exception)),
            MaxRetryAttempts = limits.Tries - 1,
            Delay = TimeSpan.FromSeconds(limits.FirstWaitSeconds),
            MaxDelay = LongestWait,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            DelayGenerator = arguments => ValueTask.FromResult((arguments.Outcome.Exception as OutgoingFailure)?.RetryAfter),
        })
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            ShouldHandle = arguments => ValueTask.FromResult(MayPass(arguments.Outcome.Exception)),
            FailureRatio = 0.8, MinimumThroughput = Math.Max(2, limits.BreaksAfter), SamplingDuration = TimeSpan.FromMinutes(1), BreakDuration = TimeSpan.FromSeconds(limits.BreakSeconds),
        })
        .AddTimeout(TimeSpan.FromSeconds(limits.SecondsPerTry))
        .Build();

    private static bool MayPass(Exception? failure) =>
        failure is OutgoingFailure { MayPass: true } or HttpRequestException or IOException or TimeoutRejectedException;

    /// <summary>Keeps the time between calls that the service asks for, further tries included.</summary>
    private async Task<OutgoingAnswer> CallAsync(string name, Func<HttpRequestMessage> make, IReadOnlyCollection<string> mediaTypes, OutgoingLimits limits, CancellationToken cancellationToken)
    {
        if (limits.SecondsBetweenCalls is { } between && lastCalls.TryGetValue(name, out var last) && last.AddSeconds(between) - time.GetUtcNow() is { Ticks: > 0 } rest)
            await Task.Delay(rest, time, cancellationToken);
        try
        {
            return await TryAsync(make, mediaTypes, limits, cancellationToken);
        }
        finally
        {
            lastCalls[name] = time.GetUtcNow();
        }
    }

    private async Task<OutgoingAnswer> TryAsync(Func<HttpRequestMessage> make, IReadOnlyCollection<string> mediaTypes, OutgoingLimits limits, CancellationToken cancellationToken)
    {
        Uri? elsewhere = null;
        for (var redirects = 0; ; redirects++)
        {
            using var request = make();
            request.Headers.AcceptEncoding.ParseAdd("gzip, br");
            var asked = request.RequestUri!;
            request.RequestUri = elsewhere ?? asked;
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308))
                return await ReadAsync(response, mediaTypes, limits, cancellationToken);
            elsewhere = response.Headers.Location is { } location ? new Uri(request.RequestUri, location) : asked;
            if (redirects == MostRedirects || Uri.Compare(asked, elsewhere, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) != 0)
                throw new OutgoingFailure("redirected", mayPass: false, $"Avots sūta uz {elsewhere.Host}; citam serverim netiek jautāts. Ja adrese ir mainījusies, labojiet to iestatījumos.",
                    $"The source sends to {elsewhere.Host}; no other server is asked. Where the address has changed, set the new one.");
        }
    }

    private async Task<OutgoingAnswer> ReadAsync(HttpResponseMessage response, IReadOnlyCollection<string> mediaTypes, OutgoingLimits limits, CancellationToken cancellationToken)
    {
        var status = response.StatusCode;
        var tag = response.Headers.ETag?.ToString();
        if (status == HttpStatusCode.NotModified)
            return new OutgoingAnswer(true, default, tag);
        if (status != HttpStatusCode.OK)
            throw Refusal(status, response, limits);
        if (response.Content.Headers.ContentType?.MediaType is not { } type || !mediaTypes.Contains(type, StringComparer.OrdinalIgnoreCase))
            throw new OutgoingFailure("wrong-content-type", mayPass: false,
                $"Atbildes veids ir „{response.Content.Headers.ContentType?.MediaType ?? "nav norādīts"}”, vajadzīgs {string.Join(" vai ", mediaTypes)}.",
                $"The answer is '{response.Content.Headers.ContentType?.MediaType ?? "of no stated type"}' and not {string.Join(" or ", mediaTypes)}.");
        if (response.Content.Headers.ContentLength > limits.MaximumBodyBytes)
            throw TooLarge(limits);
        await using var sent = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using var body = string.Join(',', response.Content.Headers.ContentEncoding).ToLowerInvariant() switch
        {
            "" or "identity" => sent,
            "gzip" => new GZipStream(sent, CompressionMode.Decompress),
            "br" => new BrotliStream(sent, CompressionMode.Decompress),
            var other => throw new OutgoingFailure("unknown-encoding", mayPass: false, $"Nezināms saspiešanas veids: {other}.", $"Unknown content encoding: {other}."),
        };
        try
        {
            return new OutgoingAnswer(false, await ReadBoundedAsync(body, limits, cancellationToken), tag);
        }
        catch (InvalidDataException broken)
        {
            throw new IOException("The compressed body is broken.", broken);
        }
    }

    /// <summary>Counts what comes out of the decompression, so that a small body never becomes a large one in memory.</summary>
    private static async Task<ReadOnlyMemory<byte>> ReadBoundedAsync(Stream body, OutgoingLimits limits, CancellationToken cancellationToken)
    {
        using var whole = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var length)
        {
            if (whole.Length + length > limits.MaximumBodyBytes)
                throw TooLarge(limits);
            whole.Write(buffer, 0, length);
        }
        return whole.GetBuffer().AsMemory(0, (int)whole.Length);
    }

    private OutgoingFailure Refusal(HttpStatusCode status, HttpResponseMessage response, OutgoingLimits limits)
    {
        var number = ((int)status).ToString(CultureInfo.InvariantCulture);
        if (status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable && RetryAfter(response) is { } wait)
            return new OutgoingFailure("busy", mayPass: wait.TotalSeconds <= limits.SecondsInAll, $"Avots ir aizņemts ({number}) un lūdz pagaidīt {wait.TotalSeconds:0} s.",
                $"The source is busy ({number}) and asks to wait {wait.TotalSeconds:0} s.") { RetryAfter = wait };
        if (status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || (int)status >= 500)
            return new OutgoingFailure("failing", mayPass: true, $"Avots atbildēja ar kļūdu {number}.", $"The source answered {number}.");
        return new OutgoingFailure("refused", mayPass: false, $"Avots pieprasījumu noraidīja ({number}).", $"The source refused the request ({number}).");
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } seconds } => seconds,
        { Date: { } instant } => instant - time.GetUtcNow() is { Ticks: > 0 } wait ? wait : TimeSpan.Zero,
        _ => null,
    };

    private static OutgoingFailure TooLarge(OutgoingLimits limits) => new("too-large", mayPass: false,
        $"Atbilde ir lielāka par {limits.MaximumBodyBytes} baitiem.", $"The answer is larger than {limits.MaximumBodyBytes} bytes, decompressed.");
}

/// <summary>Another service gave no answer that can be used.</summary>
internal sealed class OutgoingFailure(string code, bool mayPass, string lv, string en) : Exception(en)
{
    /// <summary>Stable code.</summary>
    public string Code { get; } = code;

    /// <summary>True for what may be right in a moment.</summary>
    public bool MayPass { get; } = mayPass;

    public string Latvian { get; } = lv;

    /// <summary>When the service asks to be asked again; null: it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
