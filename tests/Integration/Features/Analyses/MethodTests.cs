using Benchlearning.Contracts.V1.Analyses;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Features.Analyses;

/// <summary>Published examples, typed in as own data: what the operations answer is what others printed.</summary>
[TestFixture]
public sealed class MethodTests
{
    private ApiServer api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await ApiServer.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    // Cooper, Seiford and Tone (2007), Table 3.2, CCR in inputs: theta 0.8571, 0.6316, 1, 1, 1, 1; F has a slack of 2 in the first input, and C for its peer.
    [Test]
    public async Task Efficiency_is_that_of_Cooper_Seiford_and_Tone_with_the_slack_of_the_weakly_efficient_unit()
    {
        var analysis = await api.AnalyseAsync<EfficiencyAnalysis>("efficiency/dea", new
        {
            inputs = new[] { "x1", "x2" }, outputs = new[] { "y" }, returns = "constant", superEfficiency = true, scale = true,
            data = new { units = new[] { "A", "B", "C", "D", "E", "F" }, variables = new { x1 = new[] { 4, 7, 8, 4, 2, 10 }, x2 = new[] { 3, 3, 1, 2, 4, 1 }, y = new[] { 1, 1, 1, 1, 1, 1 } } },
        });

        Assert.Multiple(() =>
        {
            Assert.That(analysis.Units.Select(unit => unit.Score), Is.EqualTo(new[] { 0.8571, 0.6316, 1, 1, 1, 1 }).Within(6e-5));
            Assert.That(analysis.Units[5].Status, Is.EqualTo("weaklyEfficient"));
            Assert.That(analysis.Units[5].Inputs.Select(input => input.Slack), Is.EqualTo(new[] { 2.0, 0 }).Within(1e-9));
            Assert.That(analysis.Units[5].Peers.Single().Unit, Is.EqualTo("C"));
            Assert.That(analysis.Units[0].Inputs.Select(input => input.Target), Is.EqualTo(new[] { 4 * 6 / 7.0, 3 * 6 / 7.0 }).Within(1e-9));
            Assert.That(analysis.Units.Select(unit => unit.SuperEfficiencyStatus), Is.All.Not.Null);
            Assert.That(analysis.Units.Select(unit => unit.Scale!.Constant), Is.EqualTo(analysis.Units.Select(unit => unit.Efficiency)).Within(1e-12));
            Assert.That(analysis.Frame.Warnings, Has.Some.Contains("at least 9"));
        });
    }

    [Test]
    public async Task Numbers_that_efficiency_has_no_meaning_for_are_each_named()
    {
        var problem = await api.RefusedAnalysisAsync("efficiency/dea", new
        {
            inputs = new[] { "x" }, outputs = new[] { "y", "z" }, data = new { units = new[] { "A", "B", "C" }, variables = new { x = new[] { 1, -2, 0 }, y = new[] { 1, 1, 1 }, z = new[] { 0, 0, 0 } } },
        }, 422);
        Assert.That(problem.Places(), Is.EquivalentTo(new[] { "/inputs/0 negative-value", "/data/units inputs-all-zero", "/outputs/1 variable-all-zero" }));
    }

    [Test]
    public async Task Too_many_variables_are_refused_with_the_rule_of_thumb()
    {
        var names = Enumerable.Range(0, 200).Select(number => $"x{number}").ToArray();
        var problem = await api.RefusedAnalysisAsync("efficiency/dea", new { inputs = names, outputs = new[] { "y" } });
        Assert.That(problem.Errors!.Single().Message, Does.Contain("At most 20").And.Contain("603"));
    }

    // Anscombe (1973), the first of the quartet; R's cor.test prints 0.8164205, p = 0.00217, 0.4243912 to 0.9506933.
    [Test]
    public async Task Correlation_is_that_of_R_for_Anscombes_data()
    {
        var analysis = await api.AnalyseAsync<CorrelationAnalysis>("correlations", new
        {
            variables = new[] { "x", "y" }, coefficient = "pearson",
            data = new
            {
                units = Enumerable.Range(1, 11).Select(number => $"{number}"),
                variables = new { x = new[] { 10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5 }, y = new[] { 8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68 } },
            },
        });
        var pair = analysis.Pairs.Single();

        Assert.Multiple(() =>
        {
            Assert.That(pair.Coefficient, Is.EqualTo(0.8164205).Within(5e-8));
            Assert.That(pair.Probability, Is.EqualTo(0.00217).Within(5e-6));
            Assert.That((pair.Low!.Value, pair.High!.Value), Is.EqualTo((0.4243912, 0.9506933)).Within(5e-8));
            Assert.That(analysis.Frame.Warnings, Does.Contain("Related is not caused."));
        });
    }

    // The ranks 6, 6, 8 of competition, and Excel's PERCENTRANK.INC of 1 to 5.
    [TestCase("competition", new double[] { 1, 2, 2, 4 })]
    [TestCase("modified", new double[] { 1, 3, 3, 4 })]
    [TestCase("dense", new double[] { 1, 2, 2, 3 })]
    [TestCase("fractional", new[] { 1, 2.5, 2.5, 4 })]
    [TestCase("ordinal", new double[] { 1, 2, 3, 4 })]
    public async Task Equal_values_share_ranks_as_asked(string ranks, double[] expected)
    {
        var analysis = await api.AnalyseAsync<PositionAnalysis>("position", new
        {
            variable = "x", direction = "higherIsBetter", ranks, data = new { units = new[] { "A", "B", "C", "D" }, variables = new { x = new[] { 9, 7, 7, 1 } } },
        });
        Assert.That(analysis.Units.Select(unit => unit.Rank), Is.EqualTo(expected));
    }

    // Hyndman and Fan (1996), quartiles of 1 to 10: type 6 is 2.75, type 7 is 3.25, type 8 is 2.916667.
    [TestCase(6, 2.75)]
    [TestCase(7, 3.25)]
    [TestCase(8, 2.9166666666666667)]
    public async Task Quartiles_are_of_the_type_asked_for(int quantileType, double expected)
    {
        var analysis = await api.AnalyseAsync<PositionAnalysis>("position", new
        {
            variable = "x", quantileType, data = new { units = Enumerable.Range(1, 10).Select(number => $"{number}"), variables = new { x = Enumerable.Range(1, 10) } },
        });
        Assert.Multiple(() =>
        {
            Assert.That(analysis.Distribution.LowerQuartile, Is.EqualTo(expected).Within(1e-12));
            Assert.That(analysis.Direction, Is.EqualTo("neutral"));
            Assert.That(analysis.Units.Select(unit => unit.Rank), Is.All.Null);
            Assert.That(analysis.Units.Select(unit => unit.Light), Is.All.Null);
        });
    }

    // By hand: z of 1, 2, 3 with the sample deviation 1: from A, B is at 1, C at 2; y is the same everywhere and does not count.
    [Test]
    public async Task Neighbours_are_nearest_by_standardised_distance_and_say_why()
    {
        var analysis = await api.AnalyseAsync<NeighbourAnalysis>("neighbours", new
        {
            territory = "A", k = 2, variables = new object[] { new { variable = "x" }, new { variable = "y" } },
            data = new { units = new[] { "A", "B", "C", "D" }, variables = new { x = new double?[] { 1, 2, 3, null }, y = new double?[] { 5, 5, 5, 5 } } },
        });

        Assert.Multiple(() =>
        {
            Assert.That(analysis.Neighbours.Select(neighbour => (neighbour.Unit, neighbour.Distance)), Is.EqualTo(new[] { ("B", 1.0), ("C", 2.0) }));
            Assert.That(analysis.Frame.Excluded.Select(excluded => excluded.Unit), Is.EqualTo(new[] { "D" }));
            Assert.That(analysis.Frame.Warnings, Has.Some.Contains("y is the same for all"));
        });
    }

    // By hand: the cube root of 0.9 x 0.6 x 0.8, as the Human Development Index is made of its three dimensions.
    [Test]
    public async Task A_geometric_index_of_indices_is_their_geometric_mean()
    {
        var analysis = await api.AnalyseAsync<CompositeAnalysis>("composites", new
        {
            aggregation = "geometric", components = new object[] { new { variable = "health", normalisation = "none" }, new { variable = "education", normalisation = "none" }, new { variable = "income", normalisation = "none" } },
            data = new { units = new[] { "A", "B" }, variables = new { health = new double?[] { 0.9, null }, education = new double?[] { 0.6, 0.5 }, income = new double?[] { 0.8, 0.6 } } },
        });

        Assert.Multiple(() =>
        {
            Assert.That(analysis.Units[0].Value, Is.EqualTo(Math.Cbrt(0.432)).Within(1e-12));
            Assert.That(analysis.Units[0].Contributions.Sum(part => part.Contribution), Is.EqualTo(Math.Log(analysis.Units[0].Value!.Value)).Within(1e-12));
            Assert.That((analysis.Units[1].Status, analysis.Units[1].Value), Is.EqualTo(("indicatorMissing", (double?)null)));
        });
    }

    [Test]
    public async Task An_index_without_direction_with_wrong_weights_or_half_a_definition_is_refused()
    {
        var problem = await api.RefusedAnalysisAsync("composites", new
        {
            aggregation = "harmonic", minimumCoverage = 0.5,
            components = new object[]
            {
                new { variable = "female-share", weight = 0.5 }, new { variable = "unemployment-rate", weight = -0.1, normalisation = "goalposts", low = 3 },
                new { variable = "population-change", weight = 0.2, mean = 1, target = 3 },
            },
        });
        Assert.That(problem.Places(), Is.EquivalentTo(new[]
        {
            "/aggregation unknown-value", "/minimumCoverage contradiction", "/components/0/direction without-direction", "/components/1/weight out-of-range", "/components/1/low required",
            "/components/2/target contradiction", "/components/2/mean contradiction", "/components wrong-sum",
        }));
    }

    // By hand: 40 of 400 against 0.05: (0.1 - 0.05)/sqrt(0.05 x 0.95/400) = 4.6 standard errors; 1 of 10 is within.
    [Test]
    public async Task A_small_unit_is_not_judged_for_its_size_by_a_funnel()
    {
        var analysis = await api.AnalyseAsync<FunnelAnalysis>("spc/funnel", new
        {
            variable = "late", size = "all", kind = "proportion", target = 0.05, limits = "normal",
            data = new { units = new[] { "small", "large", "none" }, variables = new { late = new double?[] { 1, 40, 3 }, all = new double?[] { 10, 400, 0 } } },
        });

        Assert.Multiple(() =>
        {
            Assert.That(analysis.Points.Select(point => (point.Unit, point.Value, point.Zone)), Is.EqualTo(new[] { ("small", 0.1, "within"), ("large", 0.1, "veryHigh") }));
            Assert.That(analysis.Points[1].High95, Is.EqualTo(0.05 + (1.959964 * Math.Sqrt(0.05 * 0.95 / 400))).Within(1e-7));
            Assert.That(analysis.Frame.Excluded.Select(excluded => excluded.Unit), Is.EqualTo(new[] { "none" }));
        });
    }

    // By hand: 1, 2, 4, 5, 7 rises in all ten pairs: S = 10, tau 1, exact p = 2/120; the median of the ten slopes is 1.5.
    [Test]
    public async Task A_trend_is_told_with_its_test_and_against_the_group()
    {
        var analysis = await api.AnalyseAsync<TrendAnalysis>("trend", new
        {
            variable = "x", direction = "higherIsBetter", territory = "A",
            data = new
            {
                units = new[] { "A", "A", "A", "A", "A", "B", "B", "B", "B", "B", "C" }, periods = new[] { "2009", "2010", "2011", "2012", "2013", "2009", "2010", "2011", "2012", "2013", "2013" },
                variables = new { x = new double?[] { 1, 2, 4, 5, 7, 9, 9, 9, 9, 9, null } },
            },
        });
        var (own, flat, silent) = (analysis.Units[0], analysis.Units[1], analysis.Units[2]);

        Assert.Multiple(() =>
        {
            Assert.That((own.Slope, own.Travel, own.Change, own.PercentChange), Is.EqualTo(((double?)1.5, "improving", (double?)6, (double?)600)));
            Assert.That(own.Tau, Is.EqualTo(1).Within(1e-12));
            Assert.That(own.Probability, Is.EqualTo(2 / 120.0).Within(1e-12));
            Assert.That(own.GrowthRate, Is.EqualTo(Math.Pow(7, 0.25) - 1).Within(1e-12));
            Assert.That(own.Movement, Is.EqualTo("catchingUp"));
            Assert.That(flat.Travel, Is.EqualTo("noClearChange"));
            Assert.That((silent.N, silent.Change, silent.Travel), Is.EqualTo((0, (double?)null, "notEnoughPoints")));
            Assert.That(analysis.GroupMedians.Select(median => median.Median), Is.EqualTo(new[] { 5, 5.5, 6.5, 7, 8 }));
            Assert.That(analysis.Frame.Summary, Is.EqualTo("A: x – improving; catching up with the group."));
        });
    }

    [Test]
    public async Task Trends_of_a_group_follow_the_figures_of_the_database_through_all_its_periods()
    {
        var analysis = await api.AnalyseAsync<TrendAnalysis>("trend", new { variable = "unemployment-rate", group = "state-cities" });
        Assert.Multiple(() =>
        {
            Assert.That(analysis.Frame.Period, Is.EqualTo("2009..2013"));
            Assert.That(analysis.Units, Has.Count.EqualTo(9));
            Assert.That(analysis.Units.Select(unit => unit.N), Is.All.EqualTo(5));
            Assert.That(analysis.Direction, Is.EqualTo("lowerIsBetter"));
        });
    }

    // By hand: drift goes on along the mean change, (20 - 10)/4 = 2.5 a period; alpha 0.5 of 10, 12: level 11.
    [Test]
    public async Task A_series_is_carried_on_by_the_method_asked_for()
    {
        var periods = new[] { "2009", "2010", "2011", "2012", "2013" };
        var drift = await api.AnalyseAsync<ForecastAnalysis>("forecast", new { variable = "x", method = "drift", horizon = 2, data = new { units = Enumerable.Repeat("A", 5), periods, variables = new { x = new[] { 10, 13, 14, 16, 20 } } } });
        var short1 = await api.AnalyseAsync<ForecastAnalysis>("forecast", new { variable = "x", method = "holt", data = new { units = new[] { "A", "A" }, periods = periods[..2], variables = new { x = new[] { 10, 12 } } } });
        var capped = await api.AnalyseAsync<ForecastAnalysis>("forecast", new { variable = "x", method = "drift", most = 21, data = new { units = Enumerable.Repeat("A", 5), periods, variables = new { x = new[] { 10, 13, 14, 16, 20 } } } });

        Assert.Multiple(() =>
        {
            Assert.That(drift.Points.Select(point => point.Value), Is.EqualTo(new[] { 22.5, 25 }).Within(1e-12));
            Assert.That(drift.Points[1].High!.Value - drift.Points[1].Low!.Value, Is.GreaterThan(drift.Points[0].High!.Value - drift.Points[0].Low!.Value));
            Assert.That(short1.Method, Is.EqualTo("drift"));
            Assert.That(short1.Frame.Warnings, Has.Some.Contains("too few values for the method"));
            Assert.That(capped.IsClamped, Is.True);
            Assert.That(capped.Points.Select(point => point.Value), Is.All.LessThanOrEqualTo(21));
        });
    }

    // Wheeler (1993): limits are the mean plus and minus 2.66 times the mean moving range. By hand: mean 5, ranges 2, 2, 2.
    [Test]
    public async Task A_control_chart_has_the_limits_of_Wheeler_and_names_what_is_unusual()
    {
        var quiet = await api.AnalyseAsync<ControlChartAnalysis>("spc/xmr", new { variable = "x", data = new { units = Enumerable.Repeat("A", 4), periods = new[] { "a", "b", "c", "d" }, variables = new { x = new[] { 4, 6, 4, 6 } } } });
        var loud = await api.AnalyseAsync<ControlChartAnalysis>("spc/xmr", new { variable = "x", data = new { units = Enumerable.Repeat("A", 9), periods = Enumerable.Range(1, 9).Select(number => $"{number}"), variables = new { x = new[] { 4, 5, 4, 5, 4, 5, 4, 5, 50 } } } });

        Assert.Multiple(() =>
        {
            Assert.That(quiet.Points.Select(point => (point.Centre, point.Low, point.High)), Is.All.EqualTo((5.0, 5 - (2.66 * 2), 5 + (2.66 * 2))).Within(1e-9));
            Assert.That(quiet.Points.SelectMany(point => point.Signals), Is.Empty);
            Assert.That(loud.Points[^1].Signals, Does.Contain("outside"));
        });
    }

    // By hand: the treated go from 10, 12 to 20 and 22 (mean change 10), the others from 5, 7 to 8 and 10 (3): the effect is 7.
    [Test]
    public async Task The_effect_of_an_action_is_the_difference_in_differences()
    {
        var analysis = await api.AnalyseAsync<ImpactAnalysis>("impact/did", new
        {
            variable = "x", treated = new[] { "T1", "T2" }, since = "2011",
            data = new { units = new[] { "T1", "T1", "T2", "T2", "C1", "C1", "C2", "C2" }, periods = new[] { "2010", "2011", "2010", "2011", "2010", "2011", "2010", "2011" }, variables = new { x = new[] { 10, 20, 12, 22, 5, 8, 7, 10 } } },
        });
        var problem = await api.RefusedAnalysisAsync("impact/did", new { variable = "x", treated = new[] { "T9" }, since = "2011", data = new { units = new[] { "T1" }, periods = new[] { "2010" }, variables = new { x = new[] { 10 } } } });
        var late = await api.RefusedAnalysisAsync("impact/did", new { variable = "unemployment-rate", treated = new[] { "LV0420200" }, since = "2009" }, 422);

        Assert.Multiple(() =>
        {
            Assert.That((analysis.Effect, analysis.TreatedChange, analysis.ControlChange), Is.EqualTo(((double?)7, (double?)10, (double?)3)));
            Assert.That(analysis.Gaps.Select(gap => (gap.Period, gap.Gap!.Value, gap.IsAfter)), Is.EqualTo(new[] { ("2010", 5.0, false), ("2011", 12.0, true) }));
            Assert.That(problem.Places(), Is.EqualTo(new[] { "/treated/0 unknown-value" }));
            Assert.That(late.Detail, Does.Contain("before 2009"));
        });
    }

    [Test]
    public async Task Whose_series_it_is_must_be_clear_and_a_stranger_to_the_group_is_refused()
    {
        var unnamed = await api.RefusedAnalysisAsync("forecast", new { variable = "unemployment-rate" });
        var stranger = await api.RefusedAnalysisAsync("position", new { variable = "unemployment-rate", territory = "LV0010000", group = "municipalities", period = "2013" });
        var city = await api.AnalyseAsync<ForecastAnalysis>("forecast", new { variable = "unemployment-rate", territory = "LV0010000" });
        Assert.Multiple(() =>
        {
            Assert.That(unnamed.Places(), Is.EqualTo(new[] { "/territory required" }));
            Assert.That(stranger.Places(), Is.EqualTo(new[] { "/territory not-a-member" }));
            Assert.That((city.Unit, city.Frame.N), Is.EqualTo(("LV0010000", 5)));
        });
    }

    [Test]
    public async Task Summaries_are_told_in_Latvian_too()
    {
        var analysis = await api.AnalyseAsync<PositionAnalysis>("position", new { variable = "unemployment-rate", group = "all", period = "2013", territory = "LV0420200" }, "lv");
        Assert.That(analysis.Frame.Summary, Does.StartWith("Cēsu novads: 6,5, ").And.Contain(". vieta. Bezdarba līmenis: mediāna 7,8"));
    }
}
