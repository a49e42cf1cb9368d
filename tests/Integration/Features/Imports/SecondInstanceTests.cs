using System.Net;
using Benchlearning.Contracts.V1.Comparisons;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Features.Imports;

/// <summary>Two instances on one database: what one publishes, the other answers with at once.</summary>
[TestFixture]
public sealed class SecondInstanceTests
{
    private const string Address = "/v1/observations?indicator=unemployment-rate&territory=LV0420200&period=2013&format=csv";
    private const string Listeners = "select pid from pg_stat_activity where datname = current_database() and query like 'listen %'";

    private ApiServer first = null!;
    private ApiServer second = null!;

    [SetUp]
    public async Task Start()
    {
        first = await ApiServer.StartAsync();
        second = await ApiServer.StartOnAsync(first.ConnectionString);
        await Asking.WithinAsync(TimeSpan.FromSeconds(5), async () => (await first.SqlAsync(Listeners)).Count == 2, "both listen");
    }

    [TearDown]
    public async Task Stop()
    {
        await second.DisposeAsync();
        await first.DisposeAsync();
    }

    [Test]
    public async Task A_change_by_one_is_seen_by_the_other_within_two_seconds_under_a_new_tag()
    {
        var old = await TagAsync();
        var stale = await second.AskAsync<Comparison>("/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&period=2013");
        Assert.That(stale.Territory.Value, Is.EqualTo(6.5m));

        await first.ImportAsync("LV0420200,2013,unemployment-rate,,7.9,,,");
        await Asking.WithinAsync(TimeSpan.FromSeconds(20), async () => (await AskAsync(old)).Status == HttpStatusCode.OK, "the tag is new");

        var (status, tag, body) = await AskAsync(old);
        var compared = await second.AskAsync<Comparison>("/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&period=2013");
        Assert.Multiple(() =>
        {
            Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(body, Does.Contain(",7.9,"));
            Assert.That(tag, Is.Not.EqualTo(old));
            Assert.That(compared.Territory.Value, Is.EqualTo(7.9m));
        });
        Assert.That((await AskAsync(tag!)).Status, Is.EqualTo(HttpStatusCode.NotModified));
    }

    [Test]
    public async Task An_indicator_that_did_not_change_keeps_its_tag()
    {
        using var before = await second.Client.GetAsync("/v1/observations?indicator=schools-grades-1-9&format=csv");
        var old = await TagAsync();
        await first.ImportAsync("LV0420200,2013,unemployment-rate,,7.9,,,");
        await Asking.WithinAsync(TimeSpan.FromSeconds(20), async () => (await AskAsync(old)).Status == HttpStatusCode.OK, "the change is seen");

        using var after = await second.Client.GetAsync("/v1/observations?indicator=schools-grades-1-9&format=csv");
        Assert.That(after.Headers.ETag, Is.EqualTo(before.Headers.ETag));
    }

    [Test]
    public async Task A_change_while_the_line_is_down_is_seen_when_it_is_up_again()
    {
        var old = await TagAsync();
        await first.SqlAsync($"select pg_terminate_backend(pid) from ({Listeners}) line");
        await first.ImportAsync("LV0420200,2013,unemployment-rate,,7.9,,,");

        await Asking.WithinAsync(TimeSpan.FromSeconds(20), async () => (await AskAsync(old)).Status == HttpStatusCode.OK, "the change is seen after the line was killed");
        await Asking.WithinAsync(TimeSpan.FromSeconds(20), async () => (await first.SqlAsync(Listeners)).Count == 2, "both listen again");

        var (_, tag, _) = await AskAsync(old);
        await first.ImportAsync("LV0420200,2013,unemployment-rate,,8.1,,,");
        await Asking.WithinAsync(TimeSpan.FromSeconds(20), async () => (await AskAsync(tag!)).Body.Contains(",8.1,", StringComparison.Ordinal), "the next change is told at once");
    }

    private async Task<string> TagAsync() => (await AskAsync("\"none\"")).Tag!;

    private async Task<(HttpStatusCode Status, string? Tag, string Body)> AskAsync(string known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address);
        request.Headers.TryAddWithoutValidation("If-None-Match", known);
        using var response = await second.Client.SendAsync(request);
        return (response.StatusCode, response.Headers.ETag?.Tag, await response.Content.ReadAsStringAsync());
    }
}
