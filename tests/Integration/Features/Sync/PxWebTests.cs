using System.Globalization;
using System.Text.Json;
using Benchlearning.Contracts.V1.Sync;
using WireMock;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Settings;
using WireMock.Types;
using WireMock.Util;

namespace Benchlearning.Tests.Integration.Features.Sync;

/// <summary>The Central Statistical Bureau's PxWeb: one variable of areas with everything in it, limits of cells and calls, and codes carried back.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.All)]
public sealed class PxWebTests
{
    private static readonly (string Code, string Label)[] Areas =
    [
        ("LV", "Latvija"), ("LV00A", "Rīga (statistiskais reģions) (no 01.01.2024.)"), ("LV006", "Rīgas reģions (līdz 01.01.2024.)"), ("LV0001000", "Rīga"), ("LV0026000", "Cēsu novads"),
        ("LV0026010", "..Cēsis"), ("LV0038000", "Madonas novads (līdz 01.07.2025.)"), ("LV0038001", "Madonas novads (no 01.07.2025.)"), ("LV0055000", "Varakļānu novads (līdz 01.07.2025.)"),
    ];

    private static readonly string[] Years = ["2024", "2025"];

    private readonly Lock gate = new();
    private readonly List<string[]> asked = [];
    private WireMockServer server = null!;
    private SyncBench bench = null!;

    [SetUp]
    public async Task Start()
    {
        server = WireMockServer.Start(new WireMockServerSettings { Urls = ["http://127.0.0.1:0"] });
        bench = await SyncBench.StartAsync();
        await DefineAsync(mostCells: 6, secondsBetweenCalls: 0);
        server.Given(Request.Create().WithPath("/api/IRD060").UsingGet()).RespondWith(Response.Create().WithHeader("Content-Type", "application/json").WithBody(JsonSerializer.Serialize(new
        {
            title = "Iedzīvotāju skaits",
            variables = new object[]
            {
                new { code = "AREA", text = "Teritorija", values = Areas.Select(area => area.Code), valueTexts = Areas.Select(area => area.Label) },
                new { code = "SEX", text = "Dzimums", values = new[] { "T", "M", "F" }, valueTexts = new[] { "Pavisam", "Vīrieši", "Sievietes" } },
                new { code = "TIME", text = "Gads", values = Years, valueTexts = Years, time = true },
            },
        })));
        server.Given(Request.Create().WithPath("/api/IRD060").UsingPost()).RespondWith(Response.Create().WithCallback(Answer));
    }

    [TearDown]
    public async Task Stop()
    {
        await bench.DisposeAsync();
        server.Stop();
    }

    [Test]
    public async Task Only_our_territories_are_asked_for_and_no_call_asks_for_more_cells_than_the_limit()
    {
        var run = await bench.RunAsync("csb");

        Assert.That(run.Failure?.Message, Is.Null);
        Assert.That(asked.SelectMany(areas => areas), Is.EqualTo(new[] { "LV", "LV0001000", "LV0026000", "LV0038000", "LV0038001", "LV0055000" }));
        Assert.That(asked.Select(areas => areas.Length), Is.EqualTo(new[] { 3, 3 }), "three areas of two years are six cells");
        Assert.That(run.Counts.Pages, Is.EqualTo(3), "the description, and two answers");
    }

    [Test]
    public async Task A_code_carried_back_into_years_before_it_existed_is_refused_and_counts_nobody_twice()
    {
        var run = await bench.RunAsync("csb");
        var findings = await bench.FindingsOfAsync(run);

        Assert.Multiple(async () =>
        {
            Assert.That(run.State, Is.EqualTo("completedWithFindings"));
            Assert.That(findings.Where(finding => finding.Content.StartsWith("LV0038001", StringComparison.Ordinal)).Select(finding => (finding.Rule, finding.Content.Contains(",2024,", StringComparison.Ordinal))),
                Is.EquivalentTo(new[] { ("outside-stated-span", true), ("territory-not-valid", false) }), "population is a stock of 1 January: in 2025 the new municipality was not there yet either");
            Assert.That(await bench.ValueAsync("population", "LV0026000", "2025"), Is.EqualTo(1_002_025));
            Assert.That(await bench.ValueAsync("population", "LV0038000", "2025"), Is.Not.Null);
        });
    }

    [Test]
    public async Task The_same_table_again_is_no_change()
    {
        await bench.RunAsync("csb");
        var again = await bench.RunAsync("csb");

        Assert.That((again.State, again.Import), Is.EqualTo(("noChange", (long?)null)));
    }

    [Test]
    public async Task Calls_are_as_far_apart_as_the_source_asks()
    {
        await DefineAsync(mostCells: 6, secondsBetweenCalls: 0.4);
        await bench.RunAsync("csb");
        var instants = server.LogEntries.Select(entry => entry.RequestMessage.DateTime).Order().ToArray();

        Assert.That(instants, Has.Length.EqualTo(3));
        Assert.That(instants.Zip(instants.Skip(1), (one, next) => (next - one).TotalSeconds), Is.All.GreaterThan(0.38));
    }

    [Test]
    public async Task A_variable_that_nobody_explained_stops_the_run_before_a_cell_is_asked_for()
    {
        await bench.DefineAsync([Source(new { table = "IRD060", area = "AREA", time = "TIME" }, 0)], []);

        SyncRun run = await bench.RunAsync("csb");

        Assert.That((run.State, run.Failure?.Code, asked.Count), Is.EqualTo(("failed", "not-the-schema", 0)));
        Assert.That(run.Failure!.Message, Does.Contain("SEX"));
    }

    private Task DefineAsync(int mostCells, double secondsBetweenCalls) => bench.DefineAsync(
        [Source(new { table = "IRD060", area = "AREA", time = "TIME", mostCells, breakdowns = new { SEX = new { T = "" } } }, secondsBetweenCalls)],
        [new { source = "csb-population", kind = "indicator", name = "IRD060", indicator = "population" }]);

    private object Source(object pxWeb, double secondsBetweenCalls) => new
    {
        code = "csb", source = "csb-population", adapter = "pxweb", enabled = true, settings = new { address = $"{server.Url}/api/IRD060", pxWeb, limits = new { secondsBetweenCalls, tries = 2, firstWaitSeconds = 0.01 } },
    };

    /// <summary>Answers a query as PxWeb does: the areas that were asked for, in their order, each cell with a number of its own.</summary>
    private ResponseMessage Answer(IRequestMessage request)
    {
        using var query = JsonDocument.Parse(request.Body!);
        string[] ValuesOf(string code) => [.. query.RootElement.GetProperty("query").EnumerateArray().Single(part => part.GetProperty("code").GetString() == code)
            .GetProperty("selection").GetProperty("values").EnumerateArray().Select(value => value.GetString()!)];
        var areas = ValuesOf("AREA");
        var sexes = ValuesOf("SEX");
        lock (gate)
            asked.Add(areas);
        object Category(IEnumerable<string> codes, Func<string, string> label) => new { category = new { index = codes.Select((code, place) => (code, place)).ToDictionary(pair => pair.code, pair => pair.place), label = codes.ToDictionary(code => code, label) } };
        var answer = JsonSerializer.Serialize(new
        {
            version = "2.0", @class = "dataset", id = new[] { "AREA", "SEX", "TIME" }, size = new[] { areas.Length, sexes.Length, Years.Length },
            dimension = new { AREA = Category(areas, code => Areas.Single(area => area.Code == code).Label), SEX = Category(sexes, code => code), TIME = Category(Years, code => code) },
            value = areas.SelectMany(area => sexes.SelectMany(_ => Years.Select(year => 1_000_000 + int.Parse(year, CultureInfo.InvariantCulture)))),
        });
        return new ResponseMessage
        {
            StatusCode = 200, Headers = new Dictionary<string, WireMockList<string>>(StringComparer.Ordinal) { ["Content-Type"] = new("application/json; charset=utf-8") },
            BodyData = new BodyData { DetectedBodyType = BodyType.String, BodyAsString = answer },
        };
    }
}
