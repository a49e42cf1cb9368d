using Benchlearning.Testing;
using Benchlearning.Tests.Integration.Http;
using WireMock.ResponseBuilders;

namespace Benchlearning.Tests.Integration.Features.Webhooks;

/// <summary>Several instances, and instances that stop or die.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class WebhookInstancesTests
{
    [Test]
    public async Task Several_instances_send_each_message_once()
    {
        await using var database = await TestCluster.CreateDatabaseAsync(ApiServer.Sample);
        await using var bench = await WebhookBench.StartOnAsync(database.ConnectionString);
        await using var second = await WebhookBench.StartOnAsync(database.ConnectionString);
        await using var third = await WebhookBench.StartOnAsync(database.ConnectionString);
        var created = await bench.SubscribeAsync("observation");
        for (var round = 0; round < 3; round++)
        {
            await NewData.ImportAsync(bench.Api, $"LV0420200,2013,unemployment-rate,,{round + 1}.1,,,");
            await bench.ReceiveAsync(round + 1);
        }
        await WebhookBench.LongEnoughAsync();

        Assert.That(bench.Received.Select(message => message.Id), Is.Unique);
        Assert.That(bench.Received.Select(message => message.Content.Data.Kinds[0].Count), Is.EqualTo(new[] { 1, 1, 1 }));
        Assert.That((await bench.DeliveriesAsync(created.Webhook.Id)).Select(delivery => (delivery.State, delivery.Attempts)), Is.All.EqualTo(("delivered", 1)));
    }

    [Test]
    public async Task A_message_that_was_on_its_way_when_its_instance_stopped_is_sent_again_by_another_at_once()
    {
        await using var database = await TestCluster.CreateDatabaseAsync(ApiServer.Sample);
        var (created, first) = await BreakOffAsync(database);
        await using var next = await WebhookBench.StartOnAsync(database.ConnectionString);

        var delivery = await next.NewestAsync(created, delivery => delivery.State == "delivered");
        Assert.That((delivery.Id, delivery.Attempts), Is.EqualTo((first.Id, 1)), "the attempt that was broken off is not counted");
    }

    [Test]
    public async Task A_message_that_was_on_its_way_when_its_instance_died_is_sent_again_when_the_lease_has_run_out()
    {
        await using var database = await TestCluster.CreateDatabaseAsync(ApiServer.Sample);
        var (created, first) = await BreakOffAsync(database);
        await SqlAsync(database, "update webhook set leased_until = clock_timestamp() + interval '8 seconds'"); // as a process that was killed leaves it
        await using var next = await WebhookBench.StartOnAsync(database.ConnectionString);
        Assert.That((await next.DeliveriesAsync(created)).Single().State, Is.EqualTo("pending"), "another instance may still be at it");

        var delivery = await next.NewestAsync(created, delivery => delivery.State == "delivered");
        Assert.That(delivery.Id, Is.EqualTo(first.Id));
        var left = await next.Api.SqlAsync("select last_attempt_at >= created_at from webhook_delivery");
        Assert.That(left.Single()[0], Is.EqualTo("True"));
    }

    /// <summary>Stops an instance while the receiver keeps it waiting; leaves the webhook with another receiver, which answers.</summary>
    private static async Task<(long Webhook, ReceivedMessage Message)> BreakOffAsync(TestDatabase database)
    {
        await using var bench = await WebhookBench.StartOnAsync(database.ConnectionString);
        bench.Answer(Response.Create().WithStatusCode(200).WithDelay(TimeSpan.FromSeconds(12)));
        var created = await bench.SubscribeAsync("observation");
        await NewData.ImportAsync(bench.Api, "LV0420200,2013,unemployment-rate,,9.9,,,");
        await Asking.WithinAsync(TimeSpan.FromSeconds(30), async () => (await bench.Api.SqlAsync("select leased_until is not null from webhook")).Single()[0] == "True", "the message on its way");
        await Task.Delay(500);
        var message = (await bench.Api.SqlAsync("select message_id from webhook_delivery where state = 'pending'")).Single()[0]!;
        await bench.Api.DisposeAsync();
        await SqlAsync(database, $"update webhook set url = '{Answering.Value.Url}/hooks'");
        return (created.Webhook.Id, new ReceivedMessage("POST", new Dictionary<string, string>(StringComparer.Ordinal) { ["webhook-id"] = message }, ""));
    }

    private static readonly Lazy<WireMock.Server.WireMockServer> Answering = new(() =>
    {
        var server = WireMock.Server.WireMockServer.Start(new WireMock.Settings.WireMockServerSettings { Urls = ["http://127.0.0.1:0"] });
        server.Given(WireMock.RequestBuilders.Request.Create().UsingPost()).RespondWith(Response.Create().WithStatusCode(200));
        return server;
    });

    [OneTimeTearDown]
    public void Stop()
    {
        if (Answering.IsValueCreated)
            Answering.Value.Stop();
    }

    private static async Task SqlAsync(TestDatabase database, string sql)
    {
        await using var connection = new Npgsql.NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
#pragma warning disable RS0030, CA2100 // What a killed process leaves, no command of the product makes.
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
#pragma warning restore RS0030, CA2100
        await command.ExecuteNonQueryAsync();
    }
}
