#pragma warning disable RS0030 // What a day of failing deliveries leaves cannot be waited for, so it is put there.
using System.Net.Http.Json;
using Benchlearning.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Benchlearning.Tests.Contract.OpenApi;

/// <summary>
/// The webhooks that the examples tell of: a paused one, whose receiver runs here and answers, with messages that were delivered and given up, and
/// the one that the example of subscribing makes.
/// </summary>
internal sealed class WebhooksOfTheExamples : IAsyncDisposable
{
    /// <summary>How examples show the address of the receiver.</summary>
    public const string ShownAddress = "https://portal.example/hooks/benchlearning";

    private const string MessagesSql = """
        insert into webhook_delivery (
            message_id, webhook_id, after_number, last_number, changes, body, state, attempts, next_attempt_at, last_attempt_at, last_milliseconds, last_outcome, last_status)
        values ('msg_0f9be3d7e7b24e1c9a6b1f0c5d2a8e44', 1, 5000, 5119, 119, '{}', 'delivered', 1, null, clock_timestamp(), 84, 'delivered', 204),
               ('msg_5b7d9f1a3c5e47f9b1d3f5a7c9e1b3d5', 1, 5119, 5124, 5, '{}', 'parked', 18, null, clock_timestamp(), 15002, 'timedOut', null),
               ('msg_9c2e4f6a8b0d41e3a5c7e9f1b3d5a7c9', 1, 5124, 5125, 1, '{}', 'parked', 18, null, clock_timestamp(), 31, 'answered', 503);

        insert into webhook_secret (webhook_id, secret, idempotency_key, request_hash, signs_until)
        select 1, 'whsec_' || number, 'earlier ' || number, 'earlier', clock_timestamp() + interval '1 hour' from generate_series(1000, 1003) number
        """;

    private readonly WebApplication receiver;

    private WebhooksOfTheExamples(WebApplication receiver) => this.receiver = receiver;

    /// <summary>Where the receiver is.</summary>
    public string Address => receiver.Urls.Single() + "/hooks";

    public static async Task<WebhooksOfTheExamples> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = builder.Build();
        receiver.MapPost("/hooks", () => Results.NoContent());
        await receiver.StartAsync();
        return new WebhooksOfTheExamples(receiver);
    }

    /// <summary>Sets the webhooks up, and sends what examples repeat.</summary>
    public async Task SubscribeAsync(ApiServer api, HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/webhooks")
        {
            Headers = { { "Idempotency-Key", "portal" } },
            Content = JsonContent.Create(new { url = Address, kinds = new[] { "group" }, description = "Portal of the association, closed for repair", enabled = false }),
        };
        using var made = await client.SendAsync(request);
        Assert.That((int)made.StatusCode, Is.EqualTo(201), await made.Content.ReadAsStringAsync());
        await using var connection = new NpgsqlConnection(api.ConnectionString);
        await connection.OpenAsync();
        await using var messages = new NpgsqlCommand(MessagesSql, connection);
        await messages.ExecuteNonQueryAsync();
        foreach (var (operation, status) in new[] { ("createWebhook", "201"), ("retryWebhookDelivery", "202") })
        {
            using var answer = await ExampleFile.All.Single(example => example.Operation == operation && example.Status == status).SendAsync(client);
            Assert.That(((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture), Is.EqualTo(status), await answer.Content.ReadAsStringAsync());
        }
    }

    public ValueTask DisposeAsync() => receiver.DisposeAsync();
}
