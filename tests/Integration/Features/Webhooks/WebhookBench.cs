using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Benchlearning.Api.Features.Webhooks;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Webhooks;
using Benchlearning.Testing;
using Microsoft.Extensions.DependencyInjection;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Settings;

namespace Benchlearning.Tests.Integration.Features.Webhooks;

/// <summary>A server with the sample, an operator who sets up webhooks, and a receiver on this machine that the operator allows.</summary>
internal sealed class WebhookBench : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private WebhookBench(ApiServer api)
    {
        Api = api;
        Operator = api.NewClient();
        Operator.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", api.Services.GetRequiredService<OperatorKey>().Value);
        Receiver = WireMockServer.Start(new WireMockServerSettings { Urls = ["http://127.0.0.1:0"], MaxRequestLogCount = 200 });
        Answer(Response.Create().WithStatusCode(204));
    }

    public static Dictionary<string, string?> Allowing(string networks, int most = 50) => new(StringComparer.Ordinal)
    {
        ["Benchlearning:Webhooks:AllowedNetworks"] = networks, ["Benchlearning:Webhooks:MaximumWebhooks"] = most.ToString(CultureInfo.InvariantCulture),
    };

    public static async Task<WebhookBench> StartAsync(int most = 50) => new(await ApiServer.StartAsync(settings: Allowing("127.0.0.1/32", most)));

    /// <summary>On a database that the test has made.</summary>
    public static async Task<WebhookBench> StartOnAsync(string connectionString, string networks = "127.0.0.1/32") => new(await ApiServer.StartOnAsync(connectionString, Allowing(networks)));

    public ApiServer Api { get; }

    /// <summary>A client that carries the operator key.</summary>
    public HttpClient Operator { get; }

    public WireMockServer Receiver { get; }

    public string Url => Receiver.Url! + "/hooks";

    /// <summary>What was sent to the receiver, in its order.</summary>
    public IReadOnlyList<ReceivedMessage> Received =>
    [
        .. Receiver.LogEntries.Where(entry => entry.RequestMessage.Path == "/hooks").OrderBy(entry => entry.RequestMessage.DateTime).Select(entry => new ReceivedMessage(
            entry.RequestMessage.Method, entry.RequestMessage.Headers!.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.Single(), StringComparer.Ordinal), entry.RequestMessage.Body!)),
    ];

    /// <summary>Answers to messages, one after another; the last stays.</summary>
    public void Answer(params IReadOnlyList<IResponseBuilder> answers)
    {
        Receiver.ResetMappings();
        Receiver.ResetScenarios();
        for (var turn = 0; turn < answers.Count; turn++)
        {
            var given = Receiver.Given(Request.Create().WithPath("/hooks").UsingAnyMethod());
            if (answers.Count > 1) given = given.InScenario("answers");
            if (turn > 0) given = given.WhenStateIs($"turn {turn}");
            if (turn < answers.Count - 1) given = given.WillSetStateTo($"turn {turn + 1}");
            given.RespondWith(answers[turn]);
        }
    }

    public void AnswerStatus(params IReadOnlyList<int> statuses) => Answer([.. statuses.Select(status => Response.Create().WithStatusCode(status))]);

    public Task<CreatedWebhook> SubscribeAsync(params string[] kinds) => SubscribeToAsync(Url, kinds);

    public async Task<CreatedWebhook> SubscribeToAsync(string url, params string[] kinds)
    {
        using var answer = await PostAsync(url, Guid.NewGuid().ToString("N"), kinds);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Created), await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<CreatedWebhook>())!;
    }

    public Task<HttpResponseMessage> PostAsync(string url, string key, params string[] kinds) =>
        SendAsync(HttpMethod.Post, "/v1/webhooks", new { url, kinds }, ("Idempotency-Key", key));

    /// <summary>A request by the operator.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, address);
        if (body is not null)
            request.Content = JsonContent.Create(body, options: Web);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Operator.SendAsync(request);
    }

    public async Task<List<WebhookDelivery>> DeliveriesAsync(long webhook, string query = "") =>
        [.. (await Operator.GetFromJsonAsync<Page<WebhookDelivery>>(string.Create(CultureInfo.InvariantCulture, $"/v1/webhooks/{webhook}/deliveries?lang=en{query}")))!.Items];

    public async Task<Webhook> WebhookAsync(long webhook) => (await Operator.GetFromJsonAsync<Webhook>($"/v1/webhooks/{webhook}"))!;

    /// <summary>Waits until so many messages came, and gives them.</summary>
    public async Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int count)
    {
        await Asking.WithinAsync(TimeSpan.FromSeconds(60), () => Task.FromResult(Received.Count >= count), $"{count} messages");
        return Received;
    }

    /// <summary>Waits until the newest delivery of a webhook is as asked for, and gives it.</summary>
    public async Task<WebhookDelivery> NewestAsync(long webhook, Func<WebhookDelivery, bool> isSo)
    {
        WebhookDelivery? newest = null;
        await Asking.WithinAsync(TimeSpan.FromSeconds(60), async () => (newest = (await DeliveriesAsync(webhook, "&limit=1")).FirstOrDefault()) is not null && isSo(newest), "the newest delivery");
        return newest!;
    }

    /// <summary>Makes what is pending due now, as if the wait were over.</summary>
    public async Task HastenAsync()
    {
        await Api.SqlAsync("update webhook_delivery set next_attempt_at = clock_timestamp() where state = 'pending'");
        Api.Services.GetRequiredService<WebhookSignal>().Wake();
    }

    /// <summary>Makes the 24 hours of what is pending pass.</summary>
    public async Task LetADayPassAsync()
    {
        await Api.SqlAsync("update webhook_delivery set tries_until = clock_timestamp(), next_attempt_at = clock_timestamp() where state = 'pending'");
        Api.Services.GetRequiredService<WebhookSignal>().Wake();
    }

    /// <summary>Long enough for a message to come that is wrongly made.</summary>
    public static Task LongEnoughAsync() => Task.Delay(TimeSpan.FromSeconds(4));

    public async ValueTask DisposeAsync()
    {
        Operator.Dispose();
        await Api.DisposeAsync();
        Receiver.Stop();
    }
}

/// <summary>A message as the receiver sees it.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Headers">By their names in lower case.</param>
/// <param name="Body">As it came.</param>
internal sealed record ReceivedMessage(string Method, IReadOnlyDictionary<string, string> Headers, string Body)
{
    private const int BlockBytes = 64;
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public string Id => Headers["webhook-id"];

    public string[] Signatures => Headers["webhook-signature"].Split(' ');

    public WebhookMessage Content => JsonSerializer.Deserialize<WebhookMessage>(Body, Web)!;

    /// <summary>The signature that a receiver works out: HMAC written out from its definition (RFC 2104) over SHA-256, by the text of Standard Webhooks.</summary>
    public string SignatureBy(string secret)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        Array.Resize(ref key, BlockBytes);
        byte[] Padded(byte pad, byte[] text) => SHA256.HashData([.. key.Select(one => (byte)(one ^ pad)), .. text]);
        return "v1," + Convert.ToBase64String(Padded(0x5c, Padded(0x36, Encoding.UTF8.GetBytes($"{Id}.{Headers["webhook-timestamp"]}.{Body}"))));
    }
}
