using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Benchlearning.Api.Features.Audit;
using Benchlearning.Contracts.V1.Audit;
using Benchlearning.Testing;
using Benchlearning.Tests.Integration.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Benchlearning.Tests.Integration.Features.Audit;

/// <summary>The service is killed between a write and its chaining: the next instance chains what is there.</summary>
[TestFixture]
public sealed class AuditKilledTests
{
    [Test]
    public async Task Killed_between_a_write_and_its_chaining_the_write_has_its_entry_and_the_next_instance_chains_it()
    {
        await using var database = await TestCluster.CreateDatabaseAsync(ApiServer.Sample);
        await using var administrator = new DatabaseAdministrator(database.ConnectionString);
        await using (var api = await ApiProcess.StartAsync(database.ConnectionString))
        {
            await using var held = await administrator.LockWritersAsync("audit_entry"); // nothing is chained
            for (var number = 0; number < 5; number++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/webhooks")
                {
                    Headers = { { "Idempotency-Key", Guid.NewGuid().ToString() } },
                    Content = JsonContent.Create(new { url = "https://receiver.example/hooks", kinds = new[] { "group" }, enabled = false }),
                };
                using var made = await api.Operator.SendAsync(request);
                made.EnsureSuccessStatusCode();
            }
            await api.KillAsync();
        }
        Assert.That(await administrator.CountAsync("audit_pending where action = 'webhook.create'"), Is.EqualTo(5));
        Assert.That(await administrator.CountAsync("audit_entry where action = 'webhook.create'"), Is.Zero);

        await using var next = await ApiProcess.StartAsync(database.ConnectionString);
        await Asking.WithinAsync(TimeSpan.FromSeconds(30), async () => await administrator.CountAsync("audit_pending") == 0, "the next instance chains");
        Assert.That(await administrator.CountAsync("audit_entry where action = 'webhook.create'"), Is.EqualTo(5));
        using var verified = await next.Operator.PostAsJsonAsync("/v1/audit-chain/verifications", new { });
        Assert.That((await verified.Content.ReadFromJsonAsync<AuditVerification>())!.Intact);
    }

    [Test]
    public async Task Killed_while_it_writes_neither_write_nor_entry_is_left_alone()
    {
        await using var database = await TestCluster.CreateDatabaseAsync(TestTemplate.Migrated);
        await using var administrator = new DatabaseAdministrator(database.ConnectionString);
        await using (var api = await ApiProcess.StartAsync(database.ConnectionString))
        {
            using var stop = new CancellationTokenSource();
            var writers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/webhooks")
                    {
                        Headers = { { "Idempotency-Key", Guid.NewGuid().ToString() } },
                        Content = JsonContent.Create(new { url = "https://receiver.example/hooks", kinds = new[] { "group" }, enabled = false }),
                    };
                    try
                    {
                        using var made = await api.Operator.SendAsync(request, stop.Token);
                    }
                    catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
                    {
                        return;
                    }
                }
            })).ToArray();
            await Asking.WithinAsync(TimeSpan.FromSeconds(30), async () => await administrator.CountAsync("webhook") >= 10, "webhooks are made");
            await api.KillAsync();
            await stop.CancelAsync();
            await Task.WhenAll(writers);
        }
        await using var next = await ApiProcess.StartAsync(database.ConnectionString);
        await Asking.WithinAsync(TimeSpan.FromSeconds(30), async () => await administrator.CountAsync("audit_pending") == 0, "the next instance chains");
        var (webhooks, entries) = (await administrator.CountAsync("webhook"), await administrator.CountAsync("audit_entry where action = 'webhook.create'"));
        Assert.That(entries, Is.EqualTo(webhooks));
        Assert.That(webhooks, Is.GreaterThanOrEqualTo(10));
    }

    /// <summary>Not a gate but a figure: how many entries a second are chained and verified.</summary>
    [Test, Explicit("A measurement")]
    public async Task Measured_how_many_entries_a_second_are_chained_and_verified()
    {
        const int Entries = 100_000;
        await using var api = await ApiServer.StartAsync(TestTemplate.Migrated);
        using var auditor = new Auditor(api);
        await auditor.NoteAsync(Entries);
        var clock = Stopwatch.StartNew();
        await auditor.ChainAsync();
        var chaining = clock.Elapsed;
        clock.Restart();
        var verified = await api.Services.GetRequiredService<ChainVerification>().VerifyAsync(1, null, long.MaxValue - 1, null, _ => { }, CancellationToken.None);
        var verifying = clock.Elapsed;
        Assert.That(verified.Broken, Is.Null);
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Entries} entries: chained {Entries / chaining.TotalSeconds:0}/s, verified {verified.To / verifying.TotalSeconds:0}/s"));
    }
}
