using Benchlearning.Contracts.V1.Analyses;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Features.Analyses;

/// <summary>What all analyses have in common: where their numbers come from, what is refused, and what is told.</summary>
[TestFixture]
public sealed class AnalysisFrameTests
{
    private ApiServer api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await ApiServer.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    [Test]
    public async Task Figures_of_the_database_come_with_their_definition_revisions_and_instant()
    {
        var analysis = await api.AnalyseAsync<PositionAnalysis>("position", new { variable = "unemployment-rate", group = "all", period = "2013", territory = "LV0420200" });
        var frame = analysis.Frame;
        var cesis = frame.Units.ToList().FindIndex(unit => unit.Unit == "LV0420200");

        Assert.Multiple(() =>
        {
            Assert.That(frame.Units, Has.Count.EqualTo(119)); // municipalities and cities of 2011 to 2021
            Assert.That(frame.Period, Is.EqualTo("2013"));
            Assert.That(frame.Group!.Code, Is.EqualTo("all"));
            Assert.That(frame.Variables.Single().Values[cesis], Is.EqualTo(6.5)); // as in the RAIM export
            Assert.That(frame.Variables.Single().Revisions![cesis], Is.EqualTo(1));
            Assert.That(frame.Variables.Single().Direction, Is.EqualTo("lowerIsBetter"));
            Assert.That(analysis.Units[cesis].Rank, Is.EqualTo(frame.Variables.Single().Values.Count(value => value < 6.5) + 1));
            Assert.That(frame.Summary, Does.StartWith("Cēsis municipality: 6.5, rank "));
        });
    }

    [Test]
    public async Task The_same_instant_gives_the_same_answer_after_the_figures_have_changed()
    {
        await using var own = await ApiServer.StartAsync();
        var request = new { variable = "unemployment-rate", group = "state-cities", period = "2013" };
        var before = await own.AnalyseAsync<PositionAnalysis>("position", request);
        await own.ImportAsync("LV0010000,2013,unemployment-rate,,9.9,,,");
        await Asking.WithinAsync(TimeSpan.FromSeconds(5), async () =>
            !(await own.AnalyseAsync<PositionAnalysis>("position", request)).Frame.Variables[0].Values.SequenceEqual(before.Frame.Variables[0].Values), "the new figure");
        var now = await own.AnalyseAsync<PositionAnalysis>("position", request);
        var then = await own.AnalyseAsync<PositionAnalysis>("position", new { request.variable, request.group, request.period, asOf = before.Frame.AsOf });

        Assert.Multiple(() =>
        {
            Assert.That(now.Frame.Variables[0].Values, Is.Not.EqualTo(before.Frame.Variables[0].Values));
            Assert.That(then.Frame.Variables[0].Values, Is.EqualTo(before.Frame.Variables[0].Values));
            Assert.That(then.Frame.Variables[0].Revisions, Is.EqualTo(before.Frame.Variables[0].Revisions));
            Assert.That(then.Units, Is.EqualTo(before.Units));
        });
    }

    [Test]
    public async Task Without_a_period_the_latest_is_taken_that_all_the_indicators_have()
    {
        await using var own = await ApiServer.StartAsync();
        await own.ImportAsync("LV0010000,2014,unemployment-rate,,8.0,,,");
        await Asking.WithinAsync(TimeSpan.FromSeconds(5), async () =>
            (await own.AnalyseAsync<PositionAnalysis>("position", new { variable = "unemployment-rate", group = "all" })).Frame.Period == "2014", "the new period");
        var one = await own.AnalyseAsync<PositionAnalysis>("position", new { variable = "unemployment-rate", group = "all" });
        var both = await own.AnalyseAsync<CorrelationAnalysis>("correlations", new { variables = new[] { "unemployment-rate", "dependency-ratio" }, group = "all" });
        Assert.That((one.Frame.Period, both.Frame.Period), Is.EqualTo(("2014", "2013")));
    }

    [Test]
    public async Task Results_of_own_data_come_in_the_order_of_its_units_and_what_is_missing_is_never_zero()
    {
        var analysis = await api.AnalyseAsync<PositionAnalysis>("position", new
        {
            variable = "x", direction = "higherIsBetter", data = new { units = new[] { "Z", "A", "M" }, variables = new { x = new double?[] { 5, null, -3 } } },
        });

        Assert.Multiple(() =>
        {
            Assert.That(analysis.Units.Select(unit => (unit.Unit, unit.Value, unit.Rank)), Is.EqualTo(new (string, double?, double?)[] { ("Z", 5, 1), ("A", null, null), ("M", -3, 2) }));
            Assert.That(analysis.Distribution.N, Is.EqualTo(2));
            Assert.That(analysis.Frame.Excluded, Is.EqualTo(new[] { new ExcludedUnit("A", "x", "valueMissing") }));
            Assert.That(analysis.Frame.Group, Is.Null);
            Assert.That(analysis.Frame.Variables.Single().Revisions, Is.Null);
        });
    }

    [Test]
    public async Task Everything_wrong_with_own_data_is_told_at_once()
    {
        var problem = await api.RefusedAnalysisAsync("efficiency/dea", new
        {
            inputs = new[] { "x", "nope", "x" }, outputs = new[] { "" }, period = "2013", group = "all", territory = "Q",
            data = new { units = new[] { "A", "B", "A" }, variables = new Dictionary<string, double?[]>(StringComparer.Ordinal) { ["x"] = [1, 2], ["y"] = [1, 2, 3] }, weights = new double?[] { 1 }, periods = new[] { "1", "2", "3" } },
        });

        Assert.That(problem.Places(), Is.SupersetOf(new[]
        {
            "/inputs/2 repeated-code", "/outputs/0 required", "/period contradiction", "/group contradiction", "/data/periods contradiction", "/data/units/2 repeated-code",
            "/data/weights wrong-length", "/data/variables/x wrong-length", "/inputs/1 unknown-value", "/territory unknown-value",
        }));
    }

    [Test]
    public async Task Everything_wrong_with_a_reference_is_told_at_once_with_the_nearest_right_value()
    {
        var problem = await api.RefusedAnalysisAsync("efficiency/dea", new { inputs = new[] { "unemployment-rat" }, outputs = new[] { "population" }, group = "similar:99", period = "20133", territory = "LV9999999", returns = "up" });

        Assert.Multiple(() =>
        {
            Assert.That(problem.Places(), Is.EquivalentTo(new[] { "/inputs/0 unknown-code", "/group out-of-range", "/period invalid-period", "/territory unknown-code", "/returns unknown-value" }));
            Assert.That(problem.Errors!.Single(error => error.Pointer == "/inputs/0").Allowed, Does.Contain("unemployment-rate"));
            Assert.That(problem.Errors!.Single(error => error.Pointer == "/returns").Allowed, Is.EqualTo(new[] { "constant", "variable", "nonIncreasing", "nonDecreasing" }));
        });
    }

    [TestCase("position", """{"variable":"x","data":{"units":["A"],"variables":{"x":[1e400]}}}""")]
    [TestCase("position", """{"variable":"x","data":{"units":["A"],"variables":{"x":["1"]}}}""")]
    [TestCase("position", """{"variable":"x","data":{"units":["A"],"variables":{"x":[NaN]}}}""")]
    [TestCase("position", """{"variable":"x","metod":"y"}""")]
    [TestCase("composites", """{"components":[null]}""")]
    [TestCase("neighbours", """{"territory":"A","variables":[null],"data":{"units":["A"],"variables":{"x":[1]}}}""")]
    [TestCase("correlations", """{"variables":[null,null]}""")]
    [TestCase("correlations", """{"variables":["x","y"],"data":{"units":[null],"variables":{"x":null,"y":[1]}}}""")]
    [TestCase("spc/funnel", "null")]
    [TestCase("efficiency/dea", "[]")]
    public async Task Malformed_numbers_and_fields_are_refused_not_guessed(string method, string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await api.Client.PostAsync($"/v1/analyses/{method}?lang=en", content);
        Assert.That((int)response.StatusCode, Is.EqualTo(400), await response.Content.ReadAsStringAsync());
    }

    [Test]
    public async Task More_rows_than_the_published_limit_are_refused_with_the_limit()
    {
        var units = Enumerable.Range(0, 5001).Select(number => $"u{number}").ToArray();
        var problem = await api.RefusedAnalysisAsync("position", new { variable = "x", data = new { units, variables = new { x = units.Select(_ => 1.0) } } });
        Assert.That(problem.Errors!.Single().Message, Does.Contain("5000"));
    }

    [Test]
    public async Task A_group_that_nobody_belonged_to_is_refused() =>
        Assert.That((await api.RefusedAnalysisAsync("position", new { variable = "unemployment-rate", group = "region-vidzeme", period = "2013" }, 422)).Code, Is.EqualTo("refused-by-rule"));

    [Test]
    public async Task Similar_municipalities_can_be_the_group()
    {
        var analysis = await api.AnalyseAsync<PositionAnalysis>("position", new { variable = "unemployment-rate", group = "similar:8", territory = "LV0420200", period = "2013" });
        Assert.That(analysis.Units.Single(unit => unit.Unit == "LV0420200").Rank, Is.EqualTo(5)); // as the comparison of the same group says
    }
}
