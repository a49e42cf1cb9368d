using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Settings;

namespace Benchlearning.Tests.Integration.Features.Sync;

/// <summary>A CSV of open data whose columns are declared.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.All)]
public sealed class OpenDataCsvTests
{
    private WireMockServer server = null!;
    private SyncBench bench = null!;

    [SetUp]
    public async Task Start()
    {
        server = WireMockServer.Start(new WireMockServerSettings { Urls = ["http://127.0.0.1:0"] });
        bench = await SyncBench.StartAsync();
        await bench.DefineAsync(
            [
                new
                {
                    code = "open", source = "csb-population", adapter = "open-data-csv", enabled = true,
                    settings = new
                    {
                        address = $"{server.Url}/population.csv",
                        csv = new { territory = "ATVK", period = "Gads", delimiter = ";", roundedCount = 5, values = new[] { new { column = "Skaits", indicator = "population" } } },
                        limits = new { tries = 2, firstWaitSeconds = 0.01 },
                    },
                },
            ], []);
    }

    [TearDown]
    public async Task Stop()
    {
        await bench.DisposeAsync();
        server.Stop();
    }

    [Test]
    public async Task Declared_columns_are_read_and_small_counts_that_the_provider_rounded_are_flagged()
    {
        Serve("ATVK;Nosaukums;Predecessors;Successors;Gads;Skaits\n0001000;Rīga;0010000;;2025;591882\n26000;Cēsu novads;0420200,0421200;;2025;5\n");

        var run = await bench.RunAsync("open");

        Assert.That(run.State, Is.EqualTo("completed"), run.Failure?.Message);
        Assert.That(await bench.ValueAsync("population", "LV0001000", "2025"), Is.EqualTo(591882));
        Assert.That((await bench.Api.SqlAsync("select array_to_string(o.flags, ' ') from observation_revision o where o.value = 5 and o.period = '2025'")).Single()[0], Is.EqualTo("roundedByProvider"));
    }

    [Test]
    public async Task The_same_file_is_no_change_and_one_without_a_declared_column_fails_whole()
    {
        Serve("ATVK;Gads;Skaits\n0001000;2025;591882\n");
        Assert.That((await bench.RunAsync("open")).State, Is.EqualTo("completed"));
        Assert.That((await bench.RunAsync("open")).State, Is.EqualTo("noChange"));

        Serve("Kods;Gads;Skaits\n0001000;2025;1\n");
        Assert.That((await bench.RunAsync("open")).Failure?.Code, Is.EqualTo("import-failed"));
        Assert.That(await bench.ValueAsync("population", "LV0001000", "2025"), Is.EqualTo(591882));
    }

    private void Serve(string content) =>
        server.Given(Request.Create().WithPath("/population.csv").UsingGet()).RespondWith(Response.Create().WithHeader("Content-Type", "text/csv; charset=utf-8").WithBody(content));
}
