using Benchlearning.Contracts.V1.Analyses;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Features.Analyses;

/// <summary>Composite indices: known ones, what-if weights, and how firm they are.</summary>
[TestFixture]
public sealed class IndexTests
{
    private static readonly string[] DevelopmentVariables =
    [
        "active-enterprises-per-1000", "unemployment-rate", "needy-person-share", "recorded-offences-per-1000", "natural-balance-per-1000", "migration-balance-per-1000", "above-working-age-per-1000",
        "income-tax-per-capita",
    ];

    private ApiServer api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await ApiServer.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    // The rule of the State Regional Development Agency, t = s (x - mean)/sd with the deviation of the whole group, worked out for the nine state cities of 2013 (RAIM): unemployment has mean
    // 7.514444 and deviation 2.505568, income tax 485.85 and 91.836934, the dependency ratio 547.111111 and 15.066109.
    [Test]
    public async Task Standard_scores_are_those_of_the_territory_development_index()
    {
        var analysis = await api.AnalyseAsync<CompositeAnalysis>("composites", new
        {
            components = new object[] { new { variable = "unemployment", direction = "lowerIsBetter" }, new { variable = "tax", direction = "higherIsBetter" }, new { variable = "dependency", direction = "lowerIsBetter" } },
            data = new
            {
                units = new[] { "Rīga", "Daugavpils", "Jelgava", "Jēkabpils", "Jūrmala", "Liepāja", "Rēzekne", "Valmiera", "Ventspils" },
                variables = new
                {
                    unemployment = new[] { 4.9, 7.64, 6.5, 9.48, 5.77, 7.38, 13.67, 6.31, 5.98 }, tax = new[] { 610.67, 371.01, 517.63, 399.48, 578.6, 403.45, 376.84, 533.72, 581.25 },
                    dependency = new double[] { 558, 529, 537, 536, 551, 579, 531, 556, 547 },
                },
            },
        });

        Assert.Multiple(() =>
        {
            Assert.That(analysis.Components.Select(component => component.Mean), Is.EqualTo(new[] { 7.514444, 485.85, 547.111111 }).Within(5e-7));
            Assert.That(analysis.Components.Select(component => component.Deviation), Is.EqualTo(new[] { 2.505568, 91.836934, 15.066109 }).Within(5e-7));
            Assert.That(Scores(0), Is.EqualTo(new[] { 1.043454, -0.050111, 0.404876, -0.784475, 0.696227, 0.053658, -2.456751, 0.480707, 0.612414 }).Within(5e-7));
            Assert.That(Scores(1), Is.EqualTo(new[] { 1.359148, -1.250477, 0.346048, -0.940471, 1.009942, -0.897242, -1.186995, 0.521250, 1.038798 }).Within(5e-7));
            Assert.That(Scores(2), Is.EqualTo(new[] { -0.722741, 1.202109, 0.671116, 0.737490, -0.258122, -2.116597, 1.069361, -0.589992, 0.007375 }).Within(5e-7));
        });

        IEnumerable<double?> Scores(int component) => analysis.Units.Select(unit => unit.Contributions[component].Score);
    }

    // By hand: two units in everything one deviation from the mean have scores of -1 and 1, turned round where less is better: 0.25 - 0.15 - 0.10 - 0.05 + 0.10 + 0.10 - 0.05 + 0.20 = 0.30.
    [Test]
    public async Task The_territory_development_index_is_asked_for_by_its_code()
    {
        var analysis = await api.AnalyseAsync<CompositeAnalysis>("composites", new { definition = "territory-development-index", data = Development(3, 5) }, "lv");

        Assert.Multiple(() =>
        {
            Assert.That(analysis.Units.Select(unit => unit.Value), Is.EqualTo(new[] { -0.3, 0.3 }).Within(1e-12));
            Assert.That((analysis.Definition!.Code, analysis.Definition.Version, analysis.Definition.Name, analysis.Definition.ValidTo), Is.EqualTo(("territory-development-index", 1, "Teritorijas attīstības indekss", (DateOnly?)null)));
            Assert.That(analysis.Components.Select(component => component.Weight), Is.EqualTo(new[] { 0.25, 0.15, 0.1, 0.05, 0.1, 0.1, 0.05, 0.2 }).Within(1e-12));
            Assert.That(analysis.Components.Where(component => component.Direction == "lowerIsBetter").Select(component => component.Variable),
                Is.EqualTo(new[] { "unemployment-rate", "needy-person-share", "recorded-offences-per-1000", "above-working-age-per-1000" }));
            Assert.That((analysis.Form, analysis.Aggregation, analysis.Missing, analysis.IsSample), Is.EqualTo(("level", "arithmetic", "leaveOut", false)));
            Assert.That(analysis.Frame.Summary, Is.EqualTo("Augstākais indekss: B (0,300)."));
        });
    }

    // By hand: against a mean of 1 and a deviation of 2 the year before, 3 and 5 are 1 and 2 deviations up: 0.30 times as much.
    [Test]
    public async Task The_change_form_uses_the_mean_and_deviation_of_the_year_before()
    {
        var basis = DevelopmentVariables.ToDictionary(name => name, _ => new { mean = 1, deviation = 2 });
        var own = await api.AnalyseAsync<CompositeAnalysis>("composites", new { definition = "territory-development-index", form = "change", @base = basis, data = Development(3, 5) });
        var components = new object[] { new { variable = "unemployment-rate", weight = 0.5 }, new { variable = "income-tax-per-capita", weight = 0.5 } };
        var level = await api.AnalyseAsync<CompositeAnalysis>("composites", new { group = "state-cities", period = "2012", components });
        var change = await api.AnalyseAsync<CompositeAnalysis>("composites", new { group = "state-cities", period = "2013", form = "change", components });

        Assert.Multiple(() =>
        {
            Assert.That(own.Units.Select(unit => unit.Value), Is.EqualTo(new[] { 0.3, 0.6 }).Within(1e-12));
            Assert.That((change.Form, change.BasePeriod, change.Frame.Period), Is.EqualTo(("change", "2012", "2013")));
            Assert.That(change.Components.Select(component => component.Mean), Is.EqualTo(level.Components.Select(component => component.Mean)).Within(1e-9));
            Assert.That(change.Units[0].Contributions[0].Score, Is.EqualTo((level.Components[0].Mean - change.Frame.Variables[0].Values[0]) / level.Components[0].Deviation).Within(1e-12));
        });
    }

    [Test]
    public async Task Wrong_definitions_forms_and_bases_are_each_named()
    {
        var unknown = await api.RefusedAnalysisAsync("composites", new { definition = "development-index", components = new object[] { new { variable = "x" } }, aggregation = "geometric", data = Development(1, 2) });
        var version = await api.RefusedAnalysisAsync("composites", new { definition = "territory-development-index", definitionVersion = 9, data = Development(1, 2) });
        var lacking = await api.RefusedAnalysisAsync("composites", new { definition = "territory-development-index", group = "state-cities", period = "2013" });
        var basis = await api.RefusedAnalysisAsync("composites", new
        {
            form = "change", basePeriod = "2012", components = new object[] { new { variable = "x", normalisation = "minMax" } }, @base = new { y = new { mean = 1, deviation = 1 } },
            data = new { units = new[] { "A" }, variables = new { x = new[] { 1 } } },
        });

        Assert.Multiple(() =>
        {
            Assert.That(unknown.Places(), Is.EquivalentTo(new[] { "/definition unknown-value", "/components contradiction", "/aggregation contradiction" }));
            Assert.That(unknown.Errors!.First(error => error.Code == "unknown-value").Allowed, Does.Contain("territory-development-index"));
            Assert.That(version.Places(), Is.EqualTo(new[] { "/definitionVersion unknown-value" }));
            Assert.That(lacking.Places().Distinct(), Is.EqualTo(new[] { "/definition unknown-code" }));
            Assert.That(basis.Places(), Is.EquivalentTo(new[] { "/basePeriod contradiction", "/form contradiction", "/base/x required", "/base/y unknown-value" }));
        });
    }

    // Human Development Report 2015, technical note 1 and table 1: goalposts 20 to 85 years, 0 to 18 and 0 to 15 years of schooling, ln 100 to ln 75,000 dollars, caps at the upper ones; printed for
    // 2014: Norway 0.944, Australia 0.935 (20.2 expected years, above the cap), Singapore 0.912 (an income of 76,628, above the cap).
    [Test]
    public async Task The_human_development_index_is_made_of_goalposts_caps_and_a_geometric_mean()
    {
        var units = new[] { "Norway", "Australia", "Singapore" };
        var education = await api.AnalyseAsync<CompositeAnalysis>("composites", new
        {
            components = new object[] { new { variable = "expected", normalisation = "goalposts", low = 0, high = 18 }, new { variable = "mean", normalisation = "goalposts", low = 0, high = 15 } },
            data = new { units, variables = new { expected = new[] { 17.5, 20.2, 15.4 }, mean = new[] { 12.6, 13.0, 10.6 } } },
        });
        var total = await api.AnalyseAsync<CompositeAnalysis>("composites", new
        {
            aggregation = "geometric",
            components = new object[]
            {
                new { variable = "life", normalisation = "goalposts", low = 20, high = 85 }, new { variable = "education", normalisation = "none" },
                new { variable = "income", normalisation = "goalposts", low = 100, high = 75000, isLogarithmic = true },
            },
            data = new { units, variables = new { life = new[] { 81.6, 82.4, 83.0 }, education = education.Units.Select(unit => unit.Value), income = new[] { 64992, 42261, 76628 } } },
        });

        Assert.Multiple(() =>
        {
            Assert.That(education.Units.Select(unit => unit.Value), Is.EqualTo(new[] { 0.906111111111, 0.933333333333, ((15.4 / 18) + (10.6 / 15)) / 2 }).Within(1e-11));
            Assert.That(total.Units.Select(unit => unit.Value), Is.EqualTo(new[] { 0.944, 0.935, 0.912 }).Within(1e-3));
            Assert.That(total.Units[0].Value, Is.EqualTo(0.94358987054).Within(1e-10));
            Assert.That(total.Units[2].Contributions[2].Score, Is.EqualTo(1));
        });
    }

    // By hand: with halves A has 9, B 4.05 and C 4; with all on b A has 9, C 6 and B 3.1.
    [Test]
    public async Task Other_weights_are_tried_beside_the_official_ones()
    {
        var analysis = await api.AnalyseAsync<CompositeAnalysis>("composites", new { components = Halves, whatIfWeights = new { a = 0, b = 1 }, territory = "C", data = Three });
        var wrong = await api.RefusedAnalysisAsync("composites", new { components = Halves, whatIfWeights = new { a = -0.5, c = 0.5 }, data = Three });

        Assert.Multiple(() =>
        {
            Assert.That(analysis.Units.Select(unit => (unit.Rank, unit.WhatIf!.Rank, unit.WhatIf.RankChange)), Is.EqualTo(new[] { ((double?)1, (double?)1, (double?)0), (2, 3, 1), (3, 2, -1) }));
            Assert.That(analysis.Units.Select(unit => unit.WhatIf!.Value), Is.EqualTo(new[] { 9, 3.1, 6 }).Within(1e-12));
            Assert.That(analysis.Components.Select(component => (component.Weight, component.WhatIfWeight)), Is.EqualTo(new[] { (0.5, (double?)0), (0.5, 1) }));
            Assert.That(analysis.Frame.Summary, Is.EqualTo("C: 4.000, rank 3 of 3. With the weights tried: rank 2. Highest index: A (9.000)."));
            Assert.That(wrong.Places(), Is.EquivalentTo(new[] { "/whatIfWeights required", "/whatIfWeights/a out-of-range", "/whatIfWeights/c unknown-value", "/whatIfWeights wrong-sum" }));
        });
    }

    // By hand: the correlation of 1, 2, 3 and 1, 3, 2 is 0.5; of two variables the first component carries (1 + r)/2, each with half.
    [Test]
    public async Task The_first_principal_component_is_shown_as_information()
    {
        var analysis = await api.AnalyseAsync<CompositeAnalysis>("composites", new { components = Halves, data = new { units = new[] { "A", "B", "C" }, variables = new { a = new[] { 1, 2, 3 }, b = new[] { 1, 3, 2 } } } });
        Assert.Multiple(() =>
        {
            Assert.That(analysis.PrincipalComponent!.ExplainedShare, Is.EqualTo(0.75).Within(1e-12));
            Assert.That(analysis.PrincipalComponent.Loadings.Select(loading => loading.Weight), Is.EqualTo(new[] { 0.5, 0.5 }).Within(1e-12));
        });
    }

    // By hand: A leads in any case; whether B or C is second depends on the draw. Without a C passes B; without b nothing changes.
    [Test]
    public async Task Ranks_are_told_with_the_range_that_other_weights_give_them()
    {
        var request = new { components = Halves, draws = 500, seed = 3, territory = "B", data = Three };
        var (first, second) = (await api.AnalyseAsync<SensitivityAnalysis>("composites/sensitivity", request), await api.AnalyseAsync<SensitivityAnalysis>("composites/sensitivity", request));

        Assert.Multiple(() =>
        {
            Assert.That(first.Units.Select(unit => (unit.Unit, unit.Rank, unit.Best, unit.Worst)), Is.EqualTo(new[] { ("A", (double?)1, (double?)1, (double?)1), ("B", 2, 2, 3), ("C", 3, 2, 3) }));
            Assert.That(second.Units, Is.EqualTo(first.Units));
            Assert.That(first.PairsReversed, Is.GreaterThan(0.05).And.LessThan(0.25));
            Assert.That(first.Omissions.Select(omission => (omission.Variable, omission.LargestShift)), Is.EqualTo(new[] { ("a", 1.0), ("b", 0) }));
            Assert.That(first.Omissions[0].Ranks, Is.EqualTo(new double?[] { 1, 3, 2 }));
            Assert.That(first.Omissions[0].PairsReversed, Is.EqualTo(1 / 3.0));
            Assert.That(first.Alternatives.Select(way => $"{way.Normalisation} {way.Aggregation}"), Is.EqualTo(new[] { "zScore arithmetic", "minMax arithmetic", "rank arithmetic", "percentile arithmetic", "minMaxFrom1 geometric" }));
            Assert.That(first.Frame.Summary, Does.StartWith("B: rank 2 of 3; in 90 % of the draws rank 2 to 3."));
            Assert.That((first.Draws, first.Spread, first.Seed), Is.EqualTo((500, 0.2, 3L)));
        });
    }

    [Test]
    public async Task The_sensitivity_of_an_index_of_the_database_is_told_in_Latvian()
    {
        var components = new object[] { new { variable = "unemployment-rate" }, new { variable = "income-tax-per-capita" } };
        var analysis = await api.AnalyseAsync<SensitivityAnalysis>("composites/sensitivity", new { group = "state-cities", period = "2013", territory = "LV0010000", components }, "lv");
        Assert.Multiple(() =>
        {
            Assert.That(analysis.Units, Has.Count.EqualTo(9));
            Assert.That(analysis.Frame.Summary, Does.StartWith("Rīga: 1. vieta no 9; 90 % izmēģinājumu no 1. līdz 1. vietai. Ar citiem svariem vietām mainās "));
        });
    }

    [Test]
    public async Task Draws_beyond_the_published_limit_are_refused_with_the_limit_named()
    {
        var problem = await api.RefusedAnalysisAsync("composites/sensitivity", new { components = Halves, draws = 10_001, spread = 0, seed = -1, whatIfWeights = new { a = 0, b = 1 }, data = Three });
        Assert.Multiple(() =>
        {
            Assert.That(problem.Places(), Is.EquivalentTo(new[] { "/draws out-of-range", "/spread out-of-range", "/seed out-of-range", "/whatIfWeights contradiction" }));
            Assert.That(problem.Errors!.Single(error => error.Pointer == "/draws").Message, Does.Contain("10000"));
        });
    }

    private static object[] Halves => [new { variable = "a", weight = 0.5, normalisation = "none" }, new { variable = "b", weight = 0.5, normalisation = "none" }];

    private static object Three => new { units = new[] { "A", "B", "C" }, variables = new { a = new double[] { 9, 5, 2 }, b = new[] { 9, 3.1, 6 } } };

    private static object Development(double first, double second) => new { units = new[] { "A", "B" }, variables = DevelopmentVariables.ToDictionary(name => name, _ => new[] { first, second }) };
}
