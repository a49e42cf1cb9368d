using System.Diagnostics;
using System.Net;
using Benchlearning.Api.Features.Access;
using Benchlearning.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Benchlearning.Tests.Integration.Features.Access;

/// <summary>What one instance changes, the others know within five seconds.</summary>
[TestFixture]
public sealed class KeyInstancesTests
{
    private const string ListenersSql = "select count(*), sum(pg_terminate_backend(pid)::integer) from pg_stat_activity where datname = current_database() and query in ('listen benchlearning_access', 'select 1') and pid <> pg_backend_pid()";

    private AccessBench bench = null!;
    private ApiServer other = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        bench = await AccessBench.StartAsync(TestTemplate.Migrated);
        other = await ApiServer.StartOnAsync(bench.Api.ConnectionString);
        await Asking.WithinAsync(TimeSpan.FromSeconds(10), () => Task.FromResult(WatchOf(bench.Api).IsListening && WatchOf(other).IsListening), "both listen");
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await other.DisposeAsync();
        await bench.DisposeAsync();
    }

    [Test]
    public async Task A_revocation_holds_on_the_other_instance_within_five_seconds()
    {
        var (client, key) = await bench.ClientWithAsync("analyst");
        _ = await AccessBench.MeAsync(other, key.Secret);

        await bench.RevokeAsync(client.Id, key.Key.Prefix);

        await RefusedWithinFiveSecondsAsync(key.Secret);
    }

    [Test]
    public async Task A_role_that_is_taken_back_is_gone_on_the_other_instance_within_five_seconds()
    {
        var client = await bench.NewClientAsync();
        var grant = await bench.GrantAsync(new { holder = client.Holder, role = "analyst", reason = "A test" });
        var key = await bench.KeyAsync(client.Id, new { scopes = new[] { "read" } });
        Assert.That((await AccessBench.MeAsync(other, key.Secret)).Level, Is.EqualTo("analyst"));

        using var answer = await bench.SendAsync(HttpMethod.Post, FormattableString.Invariant($"/v1/role-grants/{grant.Id}/revocation"), new { reason = "Left" });
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));

        await Asking.WithinAsync(TimeSpan.FromSeconds(5), async () => (await AccessBench.MeAsync(other, key.Secret)).Level == "public", "the role is gone");
    }

    [Test]
    public async Task A_revocation_that_nobody_is_told_of_holds_within_five_seconds_too()
    {
        var (client, key) = await bench.ClientWithAsync("analyst");
        _ = await AccessBench.MeAsync(other, key.Secret);

        using var stopping = new CancellationTokenSource();
        var cutting = CutAsync(stopping.Token);
        await Asking.WithinAsync(TimeSpan.FromSeconds(5), () => Task.FromResult(!WatchOf(other).IsListening), "the line is down");
        await bench.RevokeAsync(client.Id, key.Key.Prefix);
        await RefusedWithinFiveSecondsAsync(key.Secret);
        await stopping.CancelAsync();
        await cutting;

        await Asking.WithinAsync(TimeSpan.FromSeconds(10), () => Task.FromResult(WatchOf(other).IsListening && WatchOf(bench.Api).IsListening), "the lines are back");
    }

    [Test]
    public async Task While_the_line_is_down_nothing_holds_for_longer_than_five_seconds()
    {
        using var stopping = new CancellationTokenSource();
        var cutting = CutAsync(stopping.Token);
        await Asking.WithinAsync(TimeSpan.FromSeconds(5), () => Task.FromResult(!WatchOf(other).IsListening), "the line is down");
        Assert.That(WatchOf(other).LongestLife, Is.EqualTo(TimeSpan.FromSeconds(5)));
        await stopping.CancelAsync();
        await cutting;

        await Asking.WithinAsync(TimeSpan.FromSeconds(10), () => Task.FromResult(WatchOf(other).LongestLife == TimeSpan.FromSeconds(60)), "the line is back");
    }

    private static AccessWatch WatchOf(ApiServer api) => api.Services.GetRequiredService<AccessWatch>();

    /// <summary>Cuts every line again and again, so that none is whole for long.</summary>
    private async Task CutAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await bench.Api.SqlAsync(ListenersSql);
            await Task.Delay(20, CancellationToken.None);
        }
    }

    private async Task RefusedWithinFiveSecondsAsync(string key)
    {
        var clock = Stopwatch.StartNew();
        await Asking.WithinAsync(TimeSpan.FromSeconds(5), async () => (await AccessBench.ComesInAsync(other, key)).Status == HttpStatusCode.Unauthorized, "the key is refused");
        await TestContext.Out.WriteLineAsync($"refused after {clock.ElapsedMilliseconds} ms");
    }
}
