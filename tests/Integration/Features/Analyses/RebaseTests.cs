using Benchlearning.Contracts.V1.Analyses;
using Benchlearning.Contracts.V1.Observations;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Features.Analyses;

/// <summary>Series across reforms: what adds up, what is averaged, what is made anew, and what nobody can know.</summary>
[TestFixture]
public sealed class RebaseTests
{
    private ApiServer api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await ApiServer.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    // A constructed reference: two municipalities become one. Exact: 10,430,000 / 4,350 pupils, 1,030 / 21,500, (22,500 x 71 + 11,800 x 64) / 34,300.
    [Test]
    public async Task Two_that_become_one_have_sums_a_weighted_mean_and_ratios_made_anew()
    {
        var analysis = await api.AnalyseAsync<RebaseAnalysis>("rebase", new
        {
            variables = new object[]
            {
                new { variable = "population", rule = "sum" }, new { variable = "cost", rule = "sum" }, new { variable = "satisfaction", rule = "weightedMean" },
                new { variable = "costPerPupil", rule = "recompute", numerator = "cost", denominator = "pupils" },
                new { variable = "unemploymentRate", rule = "recompute", numerator = "unemployed", denominator = "labour", factor = 100 }, new { variable = "rank", rule = "notConvertible" },
            },
            data = new
            {
                units = new[] { "A", "B", "Other" }, groups = new { ab = new[] { "A", "B" } }, weights = new[] { 22500, 11800, 5000 },
                variables = new
                {
                    population = new[] { 22500, 11800, 5000 }, cost = new[] { 6450000, 3980000, 100 }, satisfaction = new[] { 71, 64, 50 }, pupils = new[] { 3100, 1250, 10 },
                    unemployed = new[] { 610, 420, 1 }, labour = new[] { 14200, 7300, 4 }, rank = new[] { 1, 2, 3 },
                },
            },
        });
        var values = analysis.Variables.ToDictionary(variable => variable.Variable, variable => variable.Values[0]);
        Assert.Multiple(() =>
        {
            Assert.That(analysis.Variables[0].Values.Select(value => (value.Unit, value.Status)), Is.EqualTo(new[] { ("ab", "complete"), ("Other", "unchanged") }));
            Assert.That(values["population"].Value, Is.EqualTo(34300));
            Assert.That(values["cost"].Value, Is.EqualTo(10430000));
            Assert.That(values["satisfaction"].Value, Is.EqualTo(68.59183673469387).Within(1e-12));
            Assert.That(values["costPerPupil"].Value, Is.EqualTo(2397.7011494252874).Within(1e-10));
            Assert.That(values["unemploymentRate"].Value, Is.EqualTo(4.790697674418604).Within(1e-13));
            Assert.That((values["rank"].Value, values["rank"].Status), Is.EqualTo(((double?)null, "notConvertible")));
            Assert.That(analysis.Variables[3].Values[1].Value, Is.EqualTo(10));
            Assert.That((values["satisfaction"].Parts, values["satisfaction"].PartsPresent, values["satisfaction"].Coverage), Is.EqualTo((2, 2, (double?)1)));
        });
    }

    // The same with a third that lacks pupils and satisfaction: (22,500 + 11,800) / 38,400 of the people are covered.
    [TestCase(null, null, "partMissing")]
    [TestCase(0.8, 68.59183673469387, "partial")]
    [TestCase(0.9, null, "partMissing")]
    public async Task A_missing_part_leaves_no_value_unless_coverage_allows(double? minimumCoverage, double? expected, string status)
    {
        var analysis = await api.AnalyseAsync<RebaseAnalysis>("rebase", new
        {
            minimumCoverage, variables = new object[] { new { variable = "satisfaction", rule = "weightedMean" }, new { variable = "pupils", rule = "sum" }, new { variable = "cost", rule = "sum" } },
            data = new
            {
                units = new[] { "A", "B", "C" }, groups = new { abc = new[] { "A", "B", "C" } }, weights = new[] { 22500, 11800, 4100 },
                variables = new { satisfaction = new double?[] { 71, 64, null }, pupils = new double?[] { 3100, 1250, null }, cost = new double?[] { 6450000, 3980000, 1020000 } },
            },
        });
        var value = analysis.Variables[0].Values.Single();
        Assert.Multiple(() =>
        {
            Assert.That(value.Value, expected is null ? Is.Null : Is.EqualTo(expected).Within(1e-12));
            Assert.That((value.Status, value.MissingParts.Single()), Is.EqualTo((status, "C")));
            Assert.That(value.Coverage, Is.EqualTo(0.8932291666666666).Within(1e-15));
            Assert.That(analysis.Variables[1].Values.Single().Value, Is.Null); // a sum without a part is another number
            Assert.That(analysis.Variables[2].Values.Single().Value, Is.EqualTo(11450000));
        });
    }

    [Test]
    public async Task A_divided_unit_is_shared_out_by_official_shares_and_refused_without()
    {
        object Request(object? shares) => new
        {
            shares, variables = new object[] { new { variable = "revenue", rule = "sum" }, new { variable = "rate", rule = "weightedMean" } },
            data = new
            {
                units = new[] { "p", "q" }, groups = new { x = new[] { "p" }, y = new[] { "p", "q" } }, weights = new[] { 10000, 1000 },
                variables = new { revenue = new[] { 5000000, 200000 }, rate = new[] { 7, 9 } },
            },
        };

        var shared = await api.AnalyseAsync<RebaseAnalysis>("rebase", Request(new { p = new { x = 0.62, y = 0.38 } }));
        var half = await api.AnalyseAsync<RebaseAnalysis>("rebase", Request(new { p = new { x = 0.62 } }));
        var unknown = await api.AnalyseAsync<RebaseAnalysis>("rebase", Request(null));
        Assert.Multiple(() =>
        {
            Assert.That(shared.Variables[0].Values.Select(value => (value.Value, value.Status)), Is.EqualTo(new[] { ((double?)3100000, "estimated"), (2100000, "estimated") }));
            Assert.That(shared.Variables[1].Values.Select(value => value.Value), Is.EqualTo(new double?[] { 7, ((3800 * 7) + (1000 * 9)) / 4800.0 }).Within(1e-12));
            Assert.That(shared.Frame.Warnings, Has.Count.EqualTo(1));
            Assert.That(half.Variables[0].Values.Select(value => value.Status), Is.EqualTo(new[] { "estimated", "shareUnknown" }));
            Assert.That(unknown.Variables[0].Values.Select(value => (value.Value, value.Status)), Is.All.EqualTo(((double?)null, "shareUnknown")));
        });
    }

    [Test]
    public async Task Periods_of_data_are_carried_each_by_itself()
    {
        var analysis = await api.AnalyseAsync<RebaseAnalysis>("rebase", new
        {
            variables = new[] { new { variable = "x", rule = "sum" } },
            data = new { units = new[] { "A", "B", "A" }, periods = new[] { "2019", "2019", "2020" }, groups = new { ab = new[] { "A", "B" } }, variables = new { x = new[] { 1, 2, 4 } } },
        });
        Assert.That(analysis.Variables[0].Values.Select(value => (value.Period, value.Value, value.Status)), Is.EqualTo(new[] { ("2019", (double?)3, "complete"), ("2020", null, "partMissing") }));
    }

    [Test]
    public async Task Figures_of_the_database_are_carried_as_the_observations_are_and_what_nobody_knows_is_refused()
    {
        var analysis = await api.AnalyseAsync<RebaseAnalysis>("rebase", new { variables = new[] { new { variable = "registered-population" }, new { variable = "unemployment-rate" } }, boundaries = "2021-07-01", periods = new[] { "2013" } });
        var values = analysis.Variables[0].Values.ToDictionary(value => value.Name!);
        var refused = analysis.Variables.SelectMany(variable => variable.Values).Where(value => value.Status == "shareUnknown").ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(analysis.Variables[0].Values, Has.Count.EqualTo(43));
            Assert.That((analysis.Boundaries, analysis.Frame.Period, analysis.Frame.AsOf is null), Is.EqualTo((new DateOnly(2021, 7, 1), "2013", false)));
            Assert.That(values["Rīga"].Status, Is.EqualTo("unchanged"));
            Assert.That(values["Cēsis municipality"].Status, Is.EqualTo("complete"));
            Assert.That(refused.Select(value => value.Name).Distinct(), Is.EquivalentTo(new[] { "Sigulda municipality", "Ropaži municipality", "Preiļi municipality", "Krāslava municipality" })); // of Inčukalns and Aglona
            Assert.That(refused.Select(value => value.Value), Is.All.Null);
            Assert.That(refused.Select(value => value.Note), Is.All.StartWith("Not convertible: the territory was divided"));
            Assert.That(analysis.Frame.Units, Has.Count.EqualTo(43));
        });

        var observed = (await api.AskAsync<ObservationPage>("/v1/observations?indicator=registered-population,unemployment-rate&period=2013&boundaries=2021-07-01&limit=1000")).Rows;
        foreach (var row in observed)
        {
            var carried = analysis.Variables.Single(variable => variable.Variable == row.Indicator).Values.Single(value => value.Identity == row.Identity);
            Assert.That(carried.Value, Is.EqualTo((double?)row.Value), $"{row.Indicator} {row.Identity}");
        }
    }

    [Test]
    public async Task Everything_that_is_wrong_is_told_at_once()
    {
        var reference = await api.RefusedAnalysisAsync("rebase", new { variables = new object[] { new { variable = "populaton", rule = "sum" } }, boundaries = "2001-01-01", group = "similar:3", minimumCoverage = 2, shares = new { }, territory = "LV0420200" });
        Assert.That(reference.Places(), Is.EquivalentTo(new[]
        {
            "/variables/0/variable unknown-code", "/variables/0 contradiction", "/boundaries before-coverage", "/group contradiction", "/minimumCoverage out-of-range", "/shares contradiction",
        }));
        var data = await api.RefusedAnalysisAsync("rebase", new
        {
            boundaries = "2021-07-01", shares = new { a = new { h = 0.5 }, z = new { g = 2 } },
            variables = new object[] { new { variable = "x" }, new { variable = "y", rule = "mean" }, new { variable = "r", rule = "recompute", numerator = "x" }, new { variable = "x2", rule = "weightedMean", factor = 2 } },
            data = new { units = new[] { "a", "b" }, groups = new { g = new[] { "a" }, b = new[] { "a" } }, variables = new { x = new[] { 1, 2 }, y = new[] { 1, 2 }, x2 = new[] { 1e28, 2 } } },
        });
        Assert.That(data.Places(), Is.EquivalentTo(new[]
        {
            "/boundaries contradiction", "/data/groups/b repeated-code", "/shares/a/h unknown-value", "/shares/z unknown-value", "/shares/z/g unknown-value", "/shares/z/g out-of-range", "/shares/z contradiction",
            "/variables/0/rule required", "/variables/1/rule unknown-value", "/variables/2/denominator required", "/variables/3/factor contradiction", "/data/weights required", "/data/variables/x2/0 out-of-range",
        }));
        Assert.That((await api.RefusedAnalysisAsync("rebase", new { variables = Array.Empty<object>() })).Places(), Is.EqualTo(new[] { "/variables required" }));
    }

    [TestCase("lv", "Pārrēķinātas vērtības: 1; nemainītas: 0; bez vērtības: 0.")]
    [TestCase("en", "Values carried over: 1; unchanged: 0; without a value: 0.")]
    public async Task The_summary_is_in_both_languages(string language, string expected)
    {
        var analysis = await api.AnalyseAsync<RebaseAnalysis>("rebase", new
        {
            variables = new[] { new { variable = "x", rule = "sum" } }, data = new { units = new[] { "A", "B" }, groups = new { ab = new[] { "A", "B" } }, variables = new { x = new[] { 1, 2 } } },
        }, language);
        Assert.That(analysis.Frame.Summary, Is.EqualTo(expected));
    }
}
