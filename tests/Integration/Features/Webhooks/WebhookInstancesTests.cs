#pragma warning disable RS0030, CA2100 // Does what only time or a crash does; the SQL is the tests' own.
using System.Net;
using System.Net.Http.Json;
using Benchlearning.Testing;
using Benchlearning.Tests.Integration.Http;
using Npgsql;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Settings;

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
        using var silent = Answer(after: TimeSpan.FromSeconds(12));
        string? message;
        await using (var stopped = await WebhookBench.StartOnAsync(database.ConnectionString))
        {
            await stopped.SubscribeToAsync(silent.Url + "/hooks", "observation");
            await NewData.ImportAsync(stopped.Api, "LV0420200,2013,unemployment-rate,,9.9,,,");
            message = await OnItsWayAsync(database);
        }
        await SqlAsync(database, $"update webhook set url = '{Answering.Value.Url}/hooks'");
        await using var next = await WebhookBench.StartOnAsync(database.ConnectionString);

        var delivery = await next.NewestAsync(1, delivery => delivery.State == "delivered");
        Assert.That((delivery.Id, delivery.Attempts), Is.EqualTo((message, 1)), "the attempt that was broken off is not counted");
    }

    [Test]
    public async Task A_message_that_was_on_its_way_when_its_instance_was_killed_is_sent_again_when_the_lease_has_run_out()
    {
        await using var database = await TestCluster.CreateDatabaseAsync(ApiServer.Sample);
        using var silent = Answer(after: TimeSpan.FromSeconds(12));
        string? message;
        await using (var killed = await ApiProcess.StartAsync(database.ConnectionString, ("Benchlearning__Webhooks__AllowedNetworks", "127.0.0.1/32")))
        {
            using var body = JsonContent.Create(new { url = silent.Url + "/hooks", kinds = new[] { "release" } });
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/webhooks") { Content = body, Headers = { { "Idempotency-Key", "killed" } } };
            using var made = await killed.Operator.SendAsync(request);
            Assert.That(made.StatusCode, Is.EqualTo(HttpStatusCode.Created));
            await SqlAsync(database, "insert into change (kind, subject, action) values ('release', 'told-of', 'created'); select pg_notify('benchlearning_changed', 'catalogue')");
            message = await OnItsWayAsync(database);
            await killed.KillAsync();
        }
        Assert.That(await SqlAsync(database, "select (leased_until > clock_timestamp())::text from webhook"), Is.EqualTo("true"), "it could not give the webhook back");
        await SqlAsync(database, $"update webhook set url = '{Answering.Value.Url}/hooks', leased_until = clock_timestamp() + interval '8 seconds'"); // not to wait for the whole minute
        await using var next = await WebhookBench.StartOnAsync(database.ConnectionString);
        Assert.That((await next.DeliveriesAsync(1)).Single().State, Is.EqualTo("pending"), "another instance may still be at it");

        var delivery = await next.NewestAsync(1, delivery => delivery.State == "delivered");
        Assert.That((delivery.Id, delivery.Attempts), Is.EqualTo((message, 1)));
    }

    /// <summary>Waits until the receiver is keeping an instance waiting; the id of the message.</summary>
    private static async Task<string?> OnItsWayAsync(TestDatabase database)
    {
        await Asking.WithinAsync(TimeSpan.FromSeconds(30), async () => await SqlAsync(database, "select (leased_until > clock_timestamp())::text from webhook") == "true", "a message on its way");
        await Task.Delay(500);
        return await SqlAsync(database, "select message_id from webhook_delivery where state = 'pending' and attempts = 0");
    }

    private static readonly Lazy<WireMockServer> Answering = new(() => Answer(after: TimeSpan.FromMilliseconds(1)));

    private static WireMockServer Answer(TimeSpan after)
    {
        var server = WireMockServer.Start(new WireMockServerSettings { Urls = ["http://127.0.0.1:0"] });
        server.Given(Request.Create().UsingPost()).RespondWith(Response.Create().WithStatusCode(200).WithDelay(after));
        return server;
    }

    [OneTimeTearDown]
    public void Stop()
    {
        if (Answering.IsValueCreated)
            Answering.Value.Stop();
    }

    /// <summary>What no command of the product does: the first value, as text; null when there is none.</summary>
    private static async Task<string?> SqlAsync(TestDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() as string;
    }
}
