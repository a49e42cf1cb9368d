using System.Reflection;
using System.Text.Json;
using Benchlearning.Contracts.V1.Analyses;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Features.Analyses;

/// <summary>Effects of an action, against the famous examples and what Reference/costs_and_impact.py works out of them with SciPy 1.10.1 and statsmodels 0.13.5.</summary>
[TestFixture]
public sealed class ImpactTests
{
    private static readonly JsonElement Tobacco = Read("prop99.json");
    private static readonly string[] States = [.. Tobacco.GetProperty("states").EnumerateObject().Select(state => state.Name)];
    private static readonly string[] Years = [.. Enumerable.Range(1970, 31).Select(year => $"{year}")];

    private ApiServer api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await ApiServer.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    // Proposition 99 (Abadie, Diamond and Hainmueller, 2010), matched on the outcome alone. Arkhangelsky et al. (2021) print -19.6, of an optimum that is stopped earlier; the effect and the
    // weights here are those of scipy.optimize.nnls and of SLSQP. The third of 39 ratios: p = 3/39 = 0.077.
    [Test]
    public async Task The_effect_of_Proposition_99_is_that_of_the_optimal_mixture_and_cannot_be_told_from_chance()
    {
        var analysis = await api.AnalyseAsync<SyntheticControlAnalysis>("impact/synthetic-control", new { variable = "packs", treated = "California", since = "1989", data = Cigarettes(States) });
        var weights = analysis.Donors.ToDictionary(donor => donor.Unit, donor => donor.Weight, StringComparer.Ordinal);

        Assert.Multiple(() =>
        {
            Assert.That(analysis.Effect, Is.EqualTo(-19.51363136739483).Within(1e-7));
            Assert.That(analysis.Effect, Is.EqualTo(-19.6).Within(0.1));
            Assert.That((analysis.FitBefore!.Value, analysis.FitAfter!.Value, analysis.Ratio!.Value), Is.EqualTo((1.6564004002476604, 20.605568046470534, 12.439968043589971)).Within(1e-7));
            Assert.That((weights["Utah"], weights["Montana"], weights["Nevada"], weights["Connecticut"], weights["New Hampshire"], weights["Colorado"]),
                Is.EqualTo((0.39390786182455545, 0.23184023637316298, 0.2049226944238879, 0.10908959738559576, 0.04542894962606741, 0.014810660366730451)).Within(1e-7));
            Assert.That(analysis.Donors, Has.Count.EqualTo(38));
            Assert.That(analysis.Donors.Sum(donor => donor.Weight), Is.EqualTo(1).Within(1e-10));
            Assert.That((analysis.PlaceboRank, analysis.Placebos.Count, analysis.Conclusion), Is.EqualTo(((int?)3, 38, "notDistinguishable")));
            Assert.That((analysis.PlaceboProbability!.Value, analysis.SmallestProbability!.Value), Is.EqualTo((3 / 39.0, 1 / 39.0)).Within(1e-15));
            Assert.That((analysis.IsOutsideHull, analysis.HasPoorFit), Is.EqualTo((false, false)));
            Assert.That(analysis.Periods[^1].Gap, Is.EqualTo(-26.59664268276216).Within(1e-7));
            Assert.That(analysis.Periods.Select(period => period.Actual - period.Synthetic - period.Gap), Is.All.Zero.Within(1e-12));
            Assert.That(analysis.Frame.Summary, Is.EqualTo("California, packs: after the action -19.514 on average against a mixture (Utah 39 %, Montana 23 %, Nevada 20 %); this cannot be told from chance (p = 0.077)."));
        });
    }

    // Published by Arkhangelsky et al. (2021), table 1: -27.3; by statsmodels and by hand -27.349111...
    [Test]
    public async Task The_difference_in_differences_of_Proposition_99_is_the_one_that_is_printed()
    {
        var analysis = await api.AnalyseAsync<ImpactAnalysis>("impact/did", new { variable = "packs", treated = new[] { "California" }, since = "1989", data = Cigarettes(States) });
        Assert.Multiple(() =>
        {
            Assert.That(analysis.Effect, Is.EqualTo(-27.349111265004638).Within(1e-10));
            Assert.That((analysis.ChangesError, analysis.ClusterError, analysis.Placebos), Is.EqualTo(((double?)null, (double?)null, 38)));
            Assert.That(analysis.PreTrendProbability, Is.LessThan(0.001));
            Assert.That(analysis.Frame.Warnings, Has.Some.StartsWith("Trends differed before the action already"));
        });
    }

    // By scipy.optimize.nnls on predictors over their sample deviations, times the root of their weight: the outcome of 1975, 1980 and 1988, and the mean of 1980 to 1988.
    [TestCase(new double[] { 4, 2, 1, 1 }, new[] { 0.8726402352347226, 0, 0.12735976476527747 }, -20.122285080396864, 4.597698474980152)]
    [TestCase(new double[] { }, new[] { 0.8459002760556762, 0, 0.15409972394432375 }, -19.241649091433597, 4.209328816710836)]
    public async Task Predictors_count_by_what_is_given_or_all_the_same(double[] given, double[] mixture, double effect, double fit)
    {
        (string From, string To)[] windows = [("1975", "1975"), ("1980", "1980"), ("1988", "1988"), ("1980", "1988")];
        var analysis = await api.AnalyseAsync<SyntheticControlAnalysis>("impact/synthetic-control", new
        {
            variable = "packs", treated = "California", since = "1989", donors = new[] { "Colorado", "Connecticut", "Utah" },
            predictors = windows.Select((window, place) => new { variable = "packs", from = window.From, to = window.To, weight = given.Length == 0 ? (double?)null : given[place] }), data = Cigarettes(States),
        });

        Assert.Multiple(() =>
        {
            Assert.That(analysis.PredictorWeights, Is.EqualTo(given.Length == 0 ? "inverseVariance" : "given"));
            Assert.That(analysis.Donors.Select(donor => donor.Weight), Is.EqualTo(mixture).Within(1e-7));
            Assert.That((analysis.Effect!.Value, analysis.FitBefore!.Value), Is.EqualTo((effect, fit)).Within(1e-6));
            Assert.That(analysis.Predictors.Select(predictor => predictor.Treated), Is.EqualTo(new[] { 127.1, 120.2, 90.1, 106.6555555555 }).Within(1e-9));
            Assert.That(analysis.Predictors.Sum(predictor => predictor.Weight), Is.EqualTo(1).Within(1e-12));
            Assert.That((analysis.Conclusion, analysis.SmallestProbability), Is.EqualTo(("cannotTell", (double?)0.25)));
            Assert.That(analysis.Frame.Warnings, Has.Some.Contains("cannot be below 0.25"));
            Assert.That(analysis.Frame.Summary, Does.Contain("whether this is an effect these data cannot tell"));
        });
    }

    // Card and Krueger (1994): 2.76 in print; 2.7536 of all restaurants with a value, 2.75 of those with both. Errors by statsmodels: OLS of rows with HC1, clustered by restaurant, and of cells.
    [Test]
    public async Task The_effect_of_the_minimum_wage_is_that_of_Card_and_Krueger_with_every_error()
    {
        var table = Read("card_krueger.json");
        var stores = Enumerable.Range(0, 410).Select(number => $"{number}").ToArray();
        double?[] Column(string name) => [.. table.GetProperty(name).EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Null ? (double?)null : value.GetDouble())];
        object Request(string missing, string? errors) => new
        {
            variable = "employees", since = "after", missing, standardErrorType = errors, treated = stores.Where((_, place) => Column("treated")[place] == 1),
            data = new { units = stores.Concat(stores), periods = Enumerable.Repeat("before", 410).Concat(Enumerable.Repeat("after", 410)), variables = new { employees = Column("before").Concat(Column("after")) } },
        };
        var available = await api.AnalyseAsync<ImpactAnalysis>("impact/did", Request("available", "hc1"));
        var complete = await api.AnalyseAsync<ImpactAnalysis>("impact/did", Request("complete", null));

        Assert.Multiple(() =>
        {
            Assert.That(available.Effect, Is.EqualTo(2.753605782980506).Within(1e-11));
            Assert.That((available.Hc1Error!.Value, available.ClusterError!.Value, available.CellError!.Value), Is.EqualTo((1.7954508096057267, 1.3066070124191187, 1.801199670084727)).Within(1e-11));
            Assert.That((available.StandardErrorType, available.StandardError), Is.EqualTo(("hc1", available.Hc1Error)));
            Assert.That(complete.Effect, Is.EqualTo(2.75).Within(1e-11));
            Assert.That((complete.ChangesError!.Value, complete.Treated + complete.Controls), Is.EqualTo((1.3377253110290779, 384)).Within(1e-11));
            Assert.That(complete.StandardErrorType, Is.EqualTo("changes"));
            Assert.That(complete.Frame.Warnings, Has.Some.Contains("whether trends were parallel cannot be seen"));
        });
    }

    [Test]
    public async Task A_mixture_of_municipalities_follows_one_of_them()
    {
        var request = new { variable = "unemployment-rate", treated = "LV0420200", since = "2012", group = "all" };
        var analysis = await api.AnalyseAsync<SyntheticControlAnalysis>("impact/synthetic-control", request);
        var latvian = await api.AnalyseAsync<SyntheticControlAnalysis>("impact/synthetic-control", request, "lv");
        Assert.Multiple(() =>
        {
            Assert.That((analysis.Status, analysis.Periods.Count, analysis.Donors.Count), Is.EqualTo(("estimated", 5, 118 - analysis.Frame.Excluded.Count)));
            Assert.That(analysis.Treated, Is.EqualTo("LV0420200"));
            Assert.That(analysis.Frame.Summary, Does.StartWith("Cēsis municipality, "));
            Assert.That(latvian.Frame.Summary, Does.StartWith("Cēsu novads, ").And.Contain("pēc rīcības vidēji"));
        });
    }

    [Test]
    public async Task A_unit_that_no_mixture_follows_or_that_has_one_other_is_said_not_to_be_told()
    {
        var outside = await api.AnalyseAsync<SyntheticControlAnalysis>("impact/synthetic-control", Small([[9, 10, 30], [1, 1.5, 1], [2, 1, 2], [3, 3.5, 3], [1, 2, 3]]));
        var alone = await api.AnalyseAsync<SyntheticControlAnalysis>("impact/synthetic-control", Small([[1, 2, 3], [1, 2, 5]]));
        var nobody = await api.AnalyseAsync<SyntheticControlAnalysis>("impact/synthetic-control", Small([[1, 2, 3], [1, null, 5]]));
        var perfect = await api.AnalyseAsync<SyntheticControlAnalysis>("impact/synthetic-control", Small([[1, 2, 3], [1, 2, 5], [1, 2, 4]]));

        var tiny = await api.AnalyseAsync<SyntheticControlAnalysis>("impact/synthetic-control", Small([[1e-200, 2e-200, 9e-200], [1e-200, 3e-200, 3e-200], [2e-200, 2e-200, 3e-200]]));
        var huge = await api.RefusedAnalysisAsync("impact/synthetic-control", Small([[1e200, 2, 3], [1, 2, 5]]), 422);
        Assert.Multiple(() =>
        {
            Assert.That(tiny.Ratio, Is.GreaterThan(1)); // as if all were 1e200 times as large
            Assert.That(huge.Places(), Is.EqualTo(new[] { "/variable out-of-range" }));
            Assert.That((outside.Conclusion, outside.IsOutsideHull, outside.HasPoorFit), Is.EqualTo(("cannotTell", true, true)));
            Assert.That(outside.Frame.Warnings, Has.Count.EqualTo(3));
            Assert.That((alone.Effect, alone.PlaceboProbability, alone.Conclusion), Is.EqualTo(((double?)-2, (double?)null, "cannotTell")));
            Assert.That((nobody.Status, nobody.Effect, nobody.Conclusion, nobody.Frame.N), Is.EqualTo(("nothingToCompare", (double?)null, "cannotTell", 0)));
            Assert.That(nobody.Frame.Excluded, Is.EqualTo(new[] { new ExcludedUnit("U1", null, "valueMissing") }));
            Assert.That(perfect.Ratio, Is.Null);
            Assert.That(perfect.Frame.Warnings, Has.Some.Contains("follows perfectly"));
        });
    }

    [Test]
    public async Task Everything_wrong_with_a_synthetic_control_is_told_at_once()
    {
        var problem = await api.RefusedAnalysisAsync("impact/synthetic-control", new
        {
            variable = "x", treated = "T", donors = new[] { "T", "A", "A", "Q" }, level = 2, predictorWeights = "given",
            predictors = new object?[] { new { variable = "y", from = "z" }, null, new { variable = "x", weight = -1 } },
            data = new { units = new[] { "T", "A" }, periods = new[] { "1", "1" }, variables = new { x = new[] { 1, 2 } } },
        });
        var contradicted = await api.RefusedAnalysisAsync("impact/synthetic-control", new { variable = "unemployment-rate", treated = "LV0420201", since = "2012", predictorWeights = "inverseVariance", donors = Array.Empty<string>() });
        var late = await api.RefusedAnalysisAsync("impact/synthetic-control", new { variable = "unemployment-rate", treated = "LV0420200", since = "2012", group = "all", predictors = new object[] { new { variable = "dependency-ratio", from = "2011", to = "2012" } } });
        var stranger = await api.RefusedAnalysisAsync("impact/synthetic-control", new { variable = "unemployment-rate", treated = "LV0010000", since = "2012" });
        var first = await api.RefusedAnalysisAsync("impact/synthetic-control", new { variable = "unemployment-rate", treated = "LV0420200", since = "2009" }, 422);
        var changes = await api.RefusedAnalysisAsync("impact/did", new { variable = "unemployment-rate", treated = new[] { "LV0420200" }, since = "2012", missing = "available", standardErrorType = "changes" });
        Assert.Multiple(() =>
        {
            Assert.That(problem.Places(), Is.EquivalentTo(new[]
            {
                "/donors/0 contradiction", "/donors/2 repeated-code", "/donors/3 unknown-value", "/since required", "/level out-of-range", "/predictors/0/variable unknown-value", "/predictors/0/from unknown-value", "/predictors/0/weight required",
                "/predictors/1/variable required", "/predictors/2/weight out-of-range",
            }));
            Assert.That(contradicted.Places(), Is.EquivalentTo(new[] { "/treated unknown-code", "/donors required", "/predictorWeights contradiction" }));
            Assert.That(late.Places(), Is.EqualTo(new[] { "/predictors/0/to out-of-range" }));
            Assert.That(stranger.Places(), Is.EqualTo(new[] { "/treated not-a-member" }));
            Assert.That(first.Detail, Does.Contain("before 2009"));
            Assert.That(changes.Places(), Is.EqualTo(new[] { "/standardErrorType contradiction" }));
        });
    }

    private static object Small(double?[][] values) => new
    {
        variable = "x", treated = "U0", since = "3",
        data = new
        {
            units = values.SelectMany((series, unit) => series.Select(_ => $"U{unit}")), periods = values.SelectMany(series => series.Select((_, period) => $"{period + 1}")), variables = new { x = values.SelectMany(series => series) },
        },
    };

    private static object Cigarettes(string[] states) => new
    {
        units = states.SelectMany(state => Years.Select(_ => state)), periods = states.SelectMany(_ => Years),
        variables = new { packs = states.SelectMany(state => Tobacco.GetProperty("states").GetProperty(state).EnumerateArray().Select(value => value.GetDouble())) },
    };

    private static JsonElement Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Reference/{name}")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
