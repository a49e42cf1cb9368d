using Benchlearning.Contracts.V1.Analyses;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Features.Analyses;

/// <summary>Quantiles, outliers and ranks with errors, against published and independently computed results.</summary>
[TestFixture]
public sealed class PositionMethodTests
{
    // NIST/SEMATECH e-Handbook of Statistical Methods, 7.1.6: 90 ordered values; lower quartile 429.75, upper 742.25, inner fences -39 and 1211, outer -507.75 and 1679.75; 1441 is a mild outlier.
    private static readonly double[] Handbook =
    [
        30, 171, 184, 201, 212, 250, 265, 270, 272, 289, 305, 306, 322, 322, 336, 346, 351, 370, 390, 404, 409, 411, 436, 437, 439, 441, 444, 448, 451, 453, 470, 480, 482, 487, 494, 495, 499, 503, 514,
        521, 522, 527, 548, 550, 559, 560, 570, 572, 574, 578, 585, 592, 592, 607, 616, 618, 621, 629, 637, 638, 640, 656, 668, 707, 709, 719, 737, 739, 752, 758, 766, 792, 792, 794, 802, 818, 830, 832,
        843, 858, 860, 869, 918, 925, 953, 991, 1000, 1005, 1068, 1441,
    ];

    private ApiServer api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await ApiServer.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    // R's quantile(1:10, c(0.1, 1/3, 0.5, 0.95), type = 1 to 9); Hyndman and Fan (1996).
    [Test]
    public async Task All_nine_types_of_quantiles_are_told_beside_each_other()
    {
        var analysis = await api.AnalyseAsync<QuantileAnalysis>("quantiles", new
        {
            variable = "x", types = Enumerable.Range(1, 9), probabilities = new[] { 0.1, 1 / 3.0, 0.5, 0.95 }, data = Numbers(Enumerable.Range(1, 10).Select(number => (double?)number)),
        });
        double[][] expected =
        [
            [1, 4, 5, 10], [1.5, 4, 5.5, 10], [1, 3, 5, 10], [1, 10 / 3.0, 5, 9.5], [1.5, 23 / 6.0, 5.5, 10], [1.1, 11 / 3.0, 5.5, 10], [1.9, 4, 5.5, 9.55],
            [4.1 / 3, 34 / 9.0, 5.5, 10], [1.4, 91 / 24.0, 5.5, 10],
        ];

        Assert.Multiple(() =>
        {
            for (var type = 1; type <= 9; type++)
                Assert.That(analysis.Groups.Single().Quantiles[type - 1].Values, Is.EqualTo(expected[type - 1]).Within(1e-12), $"type {type}");
            Assert.That(analysis.Groups.Single().Quantiles.Select(quantiles => quantiles.Type), Is.EqualTo(Enumerable.Range(1, 9)));
        });
    }

    // SciPy 1.10.1: scipy.stats.skew(x, bias=False) 0.5517085513971323, numpy.std(x, ddof=1) 237.60009021759805, median_abs_deviation 153.
    [Test]
    public async Task A_group_is_told_as_the_handbook_and_SciPy_tell_it()
    {
        var analysis = await api.AnalyseAsync<QuantileAnalysis>("quantiles", new { variable = "x", type = 6, data = Numbers(Handbook.Select(value => (double?)value)) });
        var all = analysis.Groups.Single();

        Assert.Multiple(() =>
        {
            Assert.That(all.Quantiles.Single().Values, Is.EqualTo(new[] { 30, 429.75, 559.5, 742.25, 1441 }));
            Assert.That(all.Quantiles.Single().InterquartileRange, Is.EqualTo(312.5));
            Assert.That(all.Skewness, Is.EqualTo(0.5517085513971323).Within(1e-13));
            Assert.That(all.StandardDeviation, Is.EqualTo(237.60009021759805).Within(1e-11));
            Assert.That(all.MedianAbsoluteDeviation, Is.EqualTo(153));
            Assert.That(analysis.Frame.Summary, Is.EqualTo("x: half of the units lie between 436.25 and 738.5; the median is 559.5, 90 values."));
        });
    }

    [Test]
    public async Task Each_group_of_the_data_is_told_after_all_of_them_with_its_weights_and_what_it_lacks()
    {
        var analysis = await api.AnalyseAsync<QuantileAnalysis>("quantiles", new
        {
            variable = "x", probabilities = new[] { 0.5 },
            data = new
            {
                units = new[] { "A", "B", "C", "D" }, variables = new { x = new double?[] { 1, 3, null, 9 } }, weights = new double?[] { 1, 3, 1, null },
                groups = new { first = new[] { "A", "B" }, second = new[] { "C", "D", "D" }, nobody = Array.Empty<string>() },
            },
        });

        Assert.Multiple(() =>
        {
            Assert.That(analysis.Groups.Select(group => (group.Group, group.N, group.Missing, group.Mean, group.WeightedMean)), Is.EqualTo(new (string?, int, int, double?, double?)[]
            {
                (null, 3, 1, 13 / 3.0, 2.5), ("first", 2, 0, 2, 2.5), ("second", 1, 1, 9, null), ("nobody", 0, 0, null, null),
            }));
            Assert.That(analysis.Groups.Select(group => group.Quantiles.Single().Values.Single()), Is.EqualTo(new double?[] { 3, 2, 9, null }));
            Assert.That(analysis.Groups.Select(group => group.Skewness is null), Is.EqualTo(new[] { false, true, true, true }));
            Assert.That(analysis.Frame.Excluded, Is.EqualTo(new[] { new ExcludedUnit("C", "x", "valueMissing") }));
        });
    }

    [Test]
    public async Task Quantiles_of_figures_of_the_database_are_told_in_Latvian()
    {
        var analysis = await api.AnalyseAsync<QuantileAnalysis>("quantiles", new { variable = "unemployment-rate", group = "state-cities", period = "2013" }, "lv");
        Assert.That(analysis.Frame.Summary, Does.StartWith("Bezdarba līmenis: pusei vienību vērtība ir no ").And.Contain("vērtību 9."));
    }

    [Test]
    public async Task Wrong_probabilities_and_types_are_each_named()
    {
        var problem = await api.RefusedAnalysisAsync("quantiles", new { variable = "x", probabilities = new[] { 0.5, 1.5, -0.1 }, type = 7, types = new[] { 0, 7, 10 }, madConstant = 0, data = Numbers([1]) });
        var repeated = await api.RefusedAnalysisAsync("quantiles", new { variable = "x", probabilities = Array.Empty<double>(), types = new[] { 7, 7 }, data = Numbers([1]) });
        Assert.Multiple(() =>
        {
            Assert.That(problem.Places(), Is.EquivalentTo(new[] { "/probabilities/1 out-of-range", "/probabilities/2 out-of-range", "/type contradiction", "/types/0 out-of-range", "/types/2 out-of-range", "/madConstant out-of-range" }));
            Assert.That(repeated.Places(), Is.EquivalentTo(new[] { "/probabilities out-of-range", "/types out-of-range" }));
        });
    }

    [Test]
    public async Task Tukeys_fences_are_those_of_the_handbook()
    {
        var analysis = await api.AnalyseAsync<OutlierAnalysis>("outliers", new { variable = "x", method = "tukey", quantileType = 6, data = Numbers(Handbook.Select(value => (double?)value)) });
        var basis = analysis.Bases.Single();

        Assert.Multiple(() =>
        {
            Assert.That((basis.LowerQuartile, basis.UpperQuartile, basis.Scale), Is.EqualTo(((double?)429.75, (double?)742.25, (double?)312.5)));
            Assert.That((basis.Low, basis.High, basis.HardLow, basis.HardHigh), Is.EqualTo(((double?)-39, (double?)1211, (double?)-507.75, (double?)1679.75)));
            Assert.That(analysis.Units.Where(unit => unit.Status == "outlier").Select(unit => (unit.Value, unit.Severity, unit.Side)), Is.EqualTo(new[] { ((double?)1441, "soft", "high") }));
            Assert.That(analysis.Units[^1].Score, Is.EqualTo((1441 - 742.25) / 312.5).Within(1e-12));
            Assert.That(analysis.Frame.Summary, Is.EqualTo("x: 1 of the 90 values tested stands out: 90 (1441)."));
        });
    }

    // By hand: median 2.45, MAD 0.15: 0.6745 x 5.75/0.15 = 25.8558 and 0.6745 x 5.85/0.15 = 26.3055; the limits are 2.45 -/+ 3.5 x 0.15/0.6745.
    [Test]
    public async Task Modified_scores_are_those_of_Iglewicz_and_Hoaglin()
    {
        var analysis = await api.AnalyseAsync<OutlierAnalysis>("outliers", new { variable = "x", method = "iglewiczHoaglin", data = Numbers([2.1, 2.6, 2.4, 2.5, 2.3, 2.1, 2.3, 2.6, 8.2, 8.3, null]) });
        Assert.Multiple(() =>
        {
            Assert.That(analysis.Units.Where(unit => unit.Status == "outlier").Select(unit => unit.Score), Is.EqualTo(new[] { 0.6745 * 5.75 / 0.15, 0.6745 * 5.85 / 0.15 }).Within(1e-10));
            Assert.That(analysis.Bases.Single().High, Is.EqualTo(2.45 + (3.5 * 0.15 / 0.6745)).Within(1e-12));
            Assert.That((analysis.Threshold, analysis.HardThreshold, analysis.Frame.N), Is.EqualTo(((double?)3.5, (double?)null, 10)));
            Assert.That(analysis.Units[^1].Status, Is.EqualTo("valueMissing"));
        });
    }

    // By hand: of 0, 0, 0, 0, 10 the mean is 2 and the sample deviation sqrt(20): 8/sqrt(20) = 1.79.
    [Test]
    public async Task A_standard_score_is_soft_or_hard_as_the_thresholds_say()
    {
        var analysis = await api.AnalyseAsync<OutlierAnalysis>("outliers", new { variable = "x", method = "zScore", threshold = 1, hardThreshold = 1.7, data = Numbers([0, 0, 0, 0, 10]) });
        Assert.That((analysis.Units[4].Score!.Value, analysis.Units[4].Severity), Is.EqualTo((8 / Math.Sqrt(20), "hard")).Within(1e-12));
    }

    // By hand, two values on each side: at the fourth the window 1, 2, 30, 4, 5 has median 4 and deviations 3, 2, 26, 0, 1: MAD 2; |30 - 4| > 3 x 1.4826 x 2.
    [Test]
    public async Task Hampels_filter_looks_along_each_series_and_tests_no_edge()
    {
        var periods = Enumerable.Range(2001, 7).Select(year => $"{year}").ToArray();
        var analysis = await api.AnalyseAsync<OutlierAnalysis>("outliers", new
        {
            variable = "x", method = "hampel", halfWidth = 2,
            data = new { units = Enumerable.Repeat("A", 7).Concat(Enumerable.Repeat("B", 5)), periods = periods.Concat(periods.Take(5)), variables = new { x = new double?[] { 0, 1, 2, 30, 4, 5, 6, 1, 2, null, 4, 5 } } },
        });

        Assert.Multiple(() =>
        {
            Assert.That(analysis.Units.Take(7).Select(unit => unit.Status), Is.EqualTo(new[] { "windowIncomplete", "windowIncomplete", "within", "outlier", "within", "windowIncomplete", "windowIncomplete" }));
            Assert.That(analysis.Units[3].Expected, Is.EqualTo(4));
            Assert.That(analysis.Units[3].Score, Is.EqualTo(26 / (1.4826 * 2)).Within(1e-12));
            Assert.That(analysis.Units[3].High, Is.EqualTo(4 + (3 * 1.4826 * 2)).Within(1e-12));
            Assert.That(analysis.Units.Skip(7).Select(unit => unit.Status), Is.EqualTo(new[] { "windowIncomplete", "windowIncomplete", "valueMissing", "windowIncomplete", "windowIncomplete" }));
        });
    }

    // NumPy 1.24.2: r = cur/prev; m = median(r); s = where(r < m, 1 - m/r, r/m - 1); E = s*maximum(prev, cur)**0.5; quartiles by numpy.quantile.
    private static readonly double?[] Before = [100, 250, 80, 1200, 45, 600, 310, 95, 150, 2000];
    private static readonly double?[] After = [110, 262, 86, 1290, 48, 2400, 335, 100, 15, 2150];

    [Test]
    public async Task The_ratio_edit_is_that_of_Hidiroglou_and_Berthelot()
    {
        var analysis = await api.AnalyseAsync<OutlierAnalysis>("outliers", new
        {
            variable = "now", previous = "before", method = "hidiroglouBerthelot",
            data = new { units = Enumerable.Range(1, 12).Select(number => $"u{number}"), variables = new { now = After.Concat([0, 5]), before = Before.Concat([7, null]) } },
        });
        var basis = analysis.Bases.Single();

        Assert.Multiple(() =>
        {
            Assert.That(basis.MedianRatio, Is.EqualTo(1.075).Within(1e-12));
            Assert.That(analysis.Units.Take(10).Select(unit => unit.Effect), Is.EqualTo(new[]
            {
                0.24390903445817522, -0.4170163926702696, 0, 0, -0.05412658773652741, 133.2978139095962, 0.09611480609456931, -0.2124999999999999, -119.4126249606799, 0,
            }).Within(1e-10));
            Assert.That((basis.Low, basis.High), Is.EqualTo(((double?)-0.6916265877365271, (double?)0.28834441828370794)).Within(1e-10));
            Assert.That(analysis.Units.Where(unit => unit.Status == "outlier").Select(unit => (unit.Unit, unit.Side)), Is.EqualTo(new[] { ("u6", "high"), ("u9", "low") }));
            Assert.That(analysis.Units.Skip(10).Select(unit => unit.Status), Is.EqualTo(new[] { "notPositive", "previousMissing" }));
            Assert.That(analysis.Frame.Excluded.Select(excluded => excluded.Reason), Is.EqualTo(new[] { "valueNotPositive", "previousMissing" }));
            Assert.That((analysis.U, analysis.A, analysis.Threshold), Is.EqualTo(((double?)0.5, (double?)0.05, (double?)4)));
        });
    }

    [Test]
    public async Task The_same_figure_again_and_a_wrong_unit_are_found_against_the_period_before()
    {
        var data = new { units = new[] { "A", "A", "B", "B", "C", "C", "D", "D" }, periods = new[] { "2012", "2013", "2012", "2013", "2012", "2013", "2012", "2013" }, variables = new { x = new double?[] { 7, 7, 5, 5200, 0, 0, 30, 2.9 } } };
        var repeated = await api.AnalyseAsync<OutlierAnalysis>("outliers", new { variable = "x", method = "repeated", data });
        var unit = await api.AnalyseAsync<OutlierAnalysis>("outliers", new { variable = "x", method = "unitError", data });

        Assert.Multiple(() =>
        {
            Assert.That(repeated.Units.Where(row => row.Status == "outlier").Select(row => (row.Unit, row.Period, row.Severity)), Is.EqualTo(new[] { ("A", "2013", "soft") }));
            Assert.That(unit.Units.Where(row => row.Status == "outlier").Select(row => (row.Unit, row.Factor, row.Severity)), Is.EqualTo(new[] { ("B", (double?)1000, "hard"), ("D", 0.1, "hard") }));
            Assert.That(unit.Units[5].Status, Is.EqualTo("notPositive"));
            Assert.That(unit.Units[0].Status, Is.EqualTo("previousMissing"));
        });
    }

    [Test]
    public async Task Outliers_of_the_database_are_looked_for_within_a_period_or_over_several()
    {
        var one = await api.AnalyseAsync<OutlierAnalysis>("outliers", new { variable = "unemployment-rate", group = "all", period = "2013" }, "lv");
        var several = await api.AnalyseAsync<OutlierAnalysis>("outliers", new { variable = "unemployment-rate", group = "state-cities", method = "hidiroglouBerthelot", periods = new[] { "2011..2013" } });

        Assert.Multiple(() =>
        {
            Assert.That(one.Units, Has.Count.EqualTo(119));
            Assert.That(one.Frame.Summary, Does.StartWith("Bezdarba līmenis: izceļas "));
            Assert.That(several.Bases.Select(basis => (basis.Period, basis.N)), Is.EqualTo(new[] { ("2012", 9), ("2013", 9) }));
            Assert.That(several.Units, Has.Count.EqualTo(27));
        });
    }

    [Test]
    public async Task Options_of_another_method_and_unknown_methods_are_refused()
    {
        var unknown = await api.RefusedAnalysisAsync("outliers", new { variable = "x", method = "grubbs", data = Numbers([1]) });
        var problem = await api.RefusedAnalysisAsync("outliers", new { variable = "x", method = "zScore", threshold = 3, hardThreshold = 2, u = 2, halfWidth = 3, previous = "x2", data = Numbers([1]) });
        var noPeriods = await api.RefusedAnalysisAsync("outliers", new { variable = "x", method = "hampel", data = Numbers([1]) });

        Assert.Multiple(() =>
        {
            Assert.That(unknown.Errors!.Single().Allowed, Is.EqualTo(new[] { "tukey", "iglewiczHoaglin", "zScore", "hampel", "hidiroglouBerthelot", "repeated", "unitError" }));
            Assert.That(problem.Places(), Is.EquivalentTo(new[] { "/hardThreshold out-of-range", "/u out-of-range", "/u contradiction", "/halfWidth contradiction", "/previous unknown-value", "/previous contradiction" }));
            Assert.That(noPeriods.Places(), Is.EqualTo(new[] { "/data/periods required" }));
        });
    }

    [TestCase("tukey")]
    [TestCase("iglewiczHoaglin")]
    [TestCase("zScore")]
    public async Task Nothing_one_all_equal_huge_and_tiny_values_break_no_method(string method)
    {
        foreach (var values in new double?[][] { [null], [5], [5, 5, 5], [1e308, -1e308, 0], [1e-300, 2e-300, 3e-300], [0, 0, 0, 1] })
        {
            var analysis = await api.AnalyseAsync<OutlierAnalysis>("outliers", new { variable = "x", method, data = Numbers(values) });
            Assert.That(analysis.Units, Has.Count.EqualTo(values.Length), $"{method}: {string.Join(' ', values)}");
        }
    }

    // By hand: 1 and 2 with errors 0.6 and 0.8 are 1 apart, the error of which is 1: the other is better with probability Phi(1) = 0.8413447461; at 68 % (critical value 0.994) that is sure, at 95 % not.
    [Test]
    public async Task Ranks_of_values_with_errors_are_told_with_their_uncertainty()
    {
        var data = new { units = new[] { "A", "B", "C" }, variables = new { x = new double?[] { 1, 2, 5 }, se = new double?[] { 0.6, 0.8, null } } };
        var usual = await api.AnalyseAsync<PositionAnalysis>("position", new { variable = "x", direction = "higherIsBetter", standardErrors = "se", territory = "A", data });
        var rash = await api.AnalyseAsync<PositionAnalysis>("position", new { variable = "x", direction = "higherIsBetter", standardErrors = "se", level = 0.68, data });

        Assert.Multiple(() =>
        {
            Assert.That(usual.Units[0].Uncertainty!.ExpectedRank, Is.EqualTo(1.8413447460685429).Within(1e-9));
            Assert.That((usual.Units[0].Uncertainty!.BestRank, usual.Units[0].Uncertainty!.WorstRank), Is.EqualTo((1, 2)));
            Assert.That((rash.Units[0].Uncertainty!.BestRank, rash.Units[0].Uncertainty!.WorstRank), Is.EqualTo((2, 2)));
            Assert.That(usual.Units[2].Uncertainty, Is.Null);
            Assert.That(usual.Units[2].Rank, Is.EqualTo(1));
            Assert.That(usual.Frame.Excluded, Is.EqualTo(new[] { new ExcludedUnit("C", "se", "variableMissing") }));
            Assert.That((usual.Level, usual.IsSimultaneous), Is.EqualTo(((double?)0.95, (bool?)false)));
            Assert.That(usual.Frame.Summary, Does.Contain("(plausibly 1 to 2)"));
        });
    }

    // Microsoft's example of PERCENTRANK.INC and .EXC: of 13, 12, 11, 8, 4, 3, 2, 1, 1, 1 the score 2 has 0.333 and 0.364, 4 has 0.555 and 0.545, and 5, which is none of them, 0.583 and 0.568.
    [TestCase("excelInclusive", new[] { 1 / 3.0, 5 / 9.0, 5.25 / 9 })]
    [TestCase("excelExclusive", new[] { 4 / 11.0, 6 / 11.0, 6.25 / 11 })]
    public async Task A_number_that_is_nobodys_has_a_percentile_rank_too(string percentiles, double[] expected)
    {
        var analysis = await api.AnalyseAsync<PositionAnalysis>("position", new { variable = "x", percentiles, scores = new[] { 2, 4, 5, 99 }, data = Numbers([13, 12, 11, 8, 4, 3, 2, 1, 1, 1]) });
        Assert.Multiple(() =>
        {
            Assert.That(analysis.Scores.Take(3).Select(score => score.Percentile), Is.EqualTo(expected).Within(1e-12));
            Assert.That((analysis.Scores[3].Score, analysis.Scores[3].Percentile), Is.EqualTo((99.0, (double?)null)));
        });
    }

    [Test]
    public async Task Errors_without_a_side_or_below_zero_are_refused()
    {
        var data = new { units = new[] { "A", "B" }, variables = new { x = new[] { 1, 2 }, se = new[] { 0.1, -0.1 } } };
        var problem = await api.RefusedAnalysisAsync("position", new { variable = "x", standardErrors = "se", level = 1, data });
        var alone = await api.RefusedAnalysisAsync("position", new { variable = "x", level = 0.9, isSimultaneous = true, data });
        Assert.Multiple(() =>
        {
            Assert.That(problem.Places(), Is.EquivalentTo(new[] { "/direction without-direction", "/standardErrors out-of-range", "/level out-of-range" }));
            Assert.That(alone.Places(), Is.EquivalentTo(new[] { "/level contradiction", "/isSimultaneous contradiction" }));
        });
    }

    private static object Numbers(IEnumerable<double?> values)
    {
        var list = values.ToArray();
        return new { units = Enumerable.Range(1, list.Length).Select(number => $"{number}"), variables = new { x = list } };
    }
}
