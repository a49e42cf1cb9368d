using Benchlearning.Contracts.V1.Analyses;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Features.Analyses;

/// <summary>
/// Standardised rates against those that the English public health bodies' package PHEindicatormethods is tested with (testdata_DSR_ISR.xlsx: results of their spreadsheet tool).
/// </summary>
[TestFixture]
public sealed class StandardisationTests
{
    private static readonly string[] Ages = ["0-4", "5-9", "10-14", "15-19", "20-24", "25-29", "30-34", "35-39", "40-44", "45-49", "50-54", "55-59", "60-64", "65-69", "70-74", "75-79", "80-84", "85-89", "90+"];
    private static readonly double[] People = [636, 558, 609, 543, 384, 594, 669, 843, 660, 576, 606, 522, 426, 273, 300, 288, 153, 123, 207];
    private static readonly double[] European2013 = [5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000];
    private static readonly double[] ReferenceEvents = [10303, 2824, 0, 3615, 3641, 3490, 3789, 3213, 3031, 2771, 3089, 3490, 3595, 4745, 5514, 7125, 5694, 6210, 5757];
    private static readonly double[] ReferencePeople = [50520, 57173, 60213, 54659, 44345, 50128, 62163, 67423, 62899, 55463, 60479, 49974, 44140, 40888, 37239, 30819, 18136, 15325, 13918];

    private static readonly Dictionary<string, double[]> Events = new(StringComparer.Ordinal)
    {
        ["big"] = [127, 25, 18, 21, 12, 27, 48, 27, 29, 32, 32, 34, 45, 65, 38, 68, 74, 82, 91], ["small"] = [12, 4, 3, 2, 3, 4, 8, 2, 2, 3, 4, 5, 6, 8, 5, 6, 5, 5, 4],
        ["tiny"] = [0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 1, 2, 3],
    };

    private ApiServer api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await ApiServer.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    [Test]
    public async Task Indirectly_standardised_rates_are_those_published_with_their_limits()
    {
        var wide = await api.AnalyseAsync<StandardisationAnalysis>("standardisation", new { events = "n", population = "people", referenceEvents = "cases", referencePopulation = "all", level = 0.998, data = Table() });
        var analysis = await api.AnalyseAsync<StandardisationAnalysis>("standardisation", new { events = "n", population = "people", referenceEvents = "cases", referencePopulation = "all", territory = "small", data = Table() });

        Assert.Multiple(() =>
        {
            Assert.That((analysis.Method, analysis.Reference, analysis.Multiplier, analysis.Limits, analysis.Frame.N), Is.EqualTo(("indirect", "given", 100000.0, "automatic", 3)));
            Assert.That(analysis.Strata, Is.EqualTo(Ages));
            Assert.That(analysis.Units.Select(unit => unit.Observed), Is.EqualTo(new[] { 895.0, 91, 9 }));
            Assert.That(analysis.Units.Select(unit => unit.Expected), Is.All.EqualTo(835.88356123117433).Within(1e-9));
            Assert.That(analysis.Units.Select(unit => unit.ReferenceRate), Is.All.EqualTo(9349.8830922110192).Within(1e-8));
            Assert.That(analysis.Units.Select(unit => unit.Rate), Is.EqualTo(new[] { 10011.137622091057, 1017.8922051511577, 100.6706576523123 }).Within(1e-8));
            Assert.That(analysis.Units.Select(unit => unit.RateLow), Is.EqualTo(new[] { 9365.91600297888, 819.52100250646299, 46.033035133078933 }).Within(1e-8));
            Assert.That(analysis.Units.Select(unit => unit.RateHigh), Is.EqualTo(new[] { 10689.097582910616, 1249.7592601383201, 191.10426659054028 }).Within(1e-8));
            Assert.That(analysis.Units.Select(unit => unit.Ratio), Is.EqualTo(new[] { 1.0707232939020275, 0.10886683770400503, 0.010767049882813684 }).Within(1e-13));
            Assert.That(analysis.Units.Select(unit => unit.RatioHigh), Is.EqualTo(new[] { 1.1432332872498949, 0.13366576328418911, 0.02043921455549973 }).Within(1e-12));
            Assert.That(analysis.Units.Select(unit => (unit.Limits, unit.Place)), Is.EqualTo(new[] { ("byar", "above"), ("byar", "below"), ("exact", "below") }));
            Assert.That(wide.Units.Select(unit => unit.RateLow), Is.EqualTo(new[] { 9008.7578618655007, 719.51329035282447, 27.431908625542341 }).Within(1e-8));
            Assert.That(wide.Units.Select(unit => unit.RateHigh), Is.EqualTo(new[] { 11089.02718538338, 1392.9381508991678, 253.43696352192359 }).Within(1e-8));
            Assert.That(analysis.Frame.Summary, Is.EqualTo("small: 91 events, 835.9 expected, ratio 0.11 (95 %: 0.09–0.13): fewer than chance allows."));
            Assert.That(analysis.Frame.Warnings, Is.EqualTo(new[] { "There are fewer than 10 events: tiny." }));
        });
    }

    [Test]
    public async Task Events_that_are_known_only_as_a_whole_are_given_by_unit()
    {
        var analysis = await api.AnalyseAsync<StandardisationAnalysis>("standardisation", new
        {
            population = "people", referenceEvents = "cases", referencePopulation = "all", multiplier = 1000, observedTotals = new Dictionary<string, double>(StringComparer.Ordinal) { ["big"] = 895, ["tiny"] = 9 }, data = Table(),
        }, "lv");
        Assert.Multiple(() =>
        {
            Assert.That(analysis.Units.Select(unit => unit.Rate), Is.EqualTo(new double?[] { 100.11137622091056, null, 1.0067065765231229 }).Within(1e-9));
            Assert.That(analysis.Units[1].Status, Is.EqualTo("numberMissing"));
            Assert.That(analysis.Frame.Excluded, Is.EqualTo(new[] { new ExcludedUnit("small", null, "valueMissing") }));
            Assert.That(analysis.Frame.Summary, Is.EqualTo("tiny: notikumu 9, sagaidāmi 835,9, attiecība 0,01 (95 %: 0,00–0,02) – mazāk, nekā ļauj nejaušība."));
        });
    }

    [Test]
    public async Task Directly_standardised_rates_are_those_published_with_the_limits_of_Dobson()
    {
        var analysis = await api.AnalyseAsync<StandardisationAnalysis>("standardisation", new { method = "direct", events = "n", population = "people", standard = "standard", limits = "byar", territory = "big", data = Table() });
        var wide = await api.AnalyseAsync<StandardisationAnalysis>("standardisation", new { method = "direct", events = "n", population = "people", standard = "standard", multiplier = 10000, level = 0.998, data = Table() });

        Assert.Multiple(() =>
        {
            Assert.That(analysis.Units.Take(2).Select(unit => unit.Rate), Is.EqualTo(new[] { 10430.247991469423, 1103.212025300104 }).Within(1e-8));
            Assert.That(analysis.Units.Take(2).Select(unit => unit.RateLow), Is.EqualTo(new[] { 9717.709067985681, 877.455767536709 }).Within(1e-8));
            Assert.That(analysis.Units.Take(2).Select(unit => unit.RateHigh), Is.EqualTo(new[] { 11178.94091547925, 1367.0882227251795 }).Within(1e-8));
            Assert.That(analysis.Units.Select(unit => unit.Population), Is.All.EqualTo(8970));
            Assert.That(wide.Units.Take(2).Select(unit => unit.RateLow), Is.EqualTo(new[] { 932.32878802199036, 76.36420357939879 }).Within(1e-9));
            Assert.That(wide.Units.Take(2).Select(unit => unit.RateHigh), Is.EqualTo(new[] { 1162.0595999522059, 153.00328948244763 }).Within(1e-9));
            Assert.That(analysis.Frame.Warnings, Is.EqualTo(new[] { "There are fewer than 10 events, and the direct rate is unsure: tiny." }));
            Assert.That(analysis.Frame.Summary, Is.EqualTo("big: standardised rate 10,430 per 100,000 (95 %: 9,717.7–11,178.9), crude 9,978."));
        });
    }

    // By hand: A has rates 0.1 and 0.2, B 0.3 and 0.1; all people are 150 young and 150 old. Direct: A (0.1 + 0.2)/2, B (0.3 + 0.1)/2 of 1000. Indirect: the rates of all are
    // 35/150 and 20/150: A expects 50 x 35/150 + 100 x 20/150 = 25 and has 25.
    [Test]
    public async Task Without_a_reference_the_group_as_a_whole_is_it()
    {
        var data = new
        {
            units = new[] { "A", "A", "B", "B" }, strata = new[] { "young", "old", "young", "old" }, variables = new { n = new[] { 5, 20, 30, 0 }, p = new[] { 50, 100, 100, 50 } },
        };
        var indirect = await api.AnalyseAsync<StandardisationAnalysis>("standardisation", new { events = "n", population = "p", data });
        var direct = await api.AnalyseAsync<StandardisationAnalysis>("standardisation", new { method = "direct", multiplier = 1000, events = "n", population = "p", data });
        Assert.Multiple(() =>
        {
            Assert.That((indirect.Reference, direct.Reference), Is.EqualTo(("group", "group")));
            Assert.That(indirect.Units[0].Expected, Is.EqualTo(25).Within(1e-12));
            Assert.That(indirect.Units.Sum(unit => unit.Expected), Is.EqualTo(55).Within(1e-12)); // as many as there are
            Assert.That(direct.Units.Select(unit => unit.Rate), Is.EqualTo(new[] { 150.0, 150 }).Within(1e-10));
            Assert.That(indirect.Frame.Warnings, Has.Some.StartsWith("A small group"));
        });
    }

    [Test]
    public async Task Strata_can_be_indicators_of_the_database_and_variables_of_one_row_each()
    {
        var wide = await api.AnalyseAsync<StandardisationAnalysis>("standardisation", new
        {
            method = "direct", multiplier = 1000, strata = new object[] { new { stratum = "young", events = "n1", population = "p1", standard = 1 }, new { stratum = "old", events = "n2", population = "p2", standard = 3 } },
            data = new { units = new[] { "A", "B" }, variables = new { n1 = new double?[] { 5, null }, p1 = new[] { 50, 10 }, n2 = new[] { 20, 1 }, p2 = new[] { 100, 10 } } },
        });
        var stored = await api.AnalyseAsync<StandardisationAnalysis>("standardisation", new
        {
            strata = new object[] { new { stratum = "all", events = "income-tax-per-capita", population = "registered-population" } }, group = "all", period = "2013", territory = "LV0420200",
        });
        Assert.Multiple(() =>
        {
            Assert.That(wide.Units[0].Rate, Is.EqualTo((0.1 + (3 * 0.2)) / 4 * 1000).Within(1e-10)); // by hand
            Assert.That(wide.Frame.Excluded, Is.EqualTo(new[] { new ExcludedUnit("B", "young", "valueMissing") }));
            Assert.That(stored.Units, Has.Count.EqualTo(119));
            Assert.That(stored.Units.Sum(unit => unit.Expected), Is.EqualTo(stored.Units.Sum(unit => unit.Observed)).Within(1e-6));
            Assert.That(stored.Frame.Summary, Does.StartWith("Cēsis municipality: "));
        });
    }

    [Test]
    public async Task Nobody_counted_nothing_expected_and_a_stratum_missing_are_each_told()
    {
        var analysis = await api.AnalyseAsync<StandardisationAnalysis>("standardisation", new
        {
            events = "n", population = "p", referenceEvents = "r", referencePopulation = "q",
            data = new
            {
                units = new[] { "none", "none", "nothing", "nothing", "half" }, strata = new[] { "a", "b", "a", "b", "a" },
                variables = new { n = new[] { 0, 0, 3, 4, 1 }, p = new[] { 10, 10, 0, 0, 5 }, r = new[] { 1, 1, 1, 1, 1 }, q = new[] { 10, 10, 10, 10, 10 } },
            },
        });
        var direct = await api.AnalyseAsync<StandardisationAnalysis>("standardisation", new
        {
            method = "direct", events = "n", population = "p", data = new { units = new[] { "none" }, strata = new[] { "a" }, variables = new { n = new[] { 0 }, p = new[] { 10 } } },
        });
        Assert.Multiple(() =>
        {
            Assert.That((analysis.Units[0].Ratio, analysis.Units[0].RatioLow), Is.EqualTo(((double?)0, (double?)0)));
            Assert.That(analysis.Units[0].RatioHigh, Is.EqualTo(-Math.Log(0.025) / 2).Within(1e-10)); // exact, of 0 against 2
            Assert.That(analysis.Units.Select(unit => unit.Status), Is.EqualTo(new[] { "standardised", "nothingExpected", "numberMissing" }));
            Assert.That(analysis.Frame.Excluded, Is.EqualTo(new[] { new ExcludedUnit("half", "b", "valueMissing") }));
            Assert.That((direct.Units[0].Rate, direct.Units[0].RateHigh), Is.EqualTo(((double?)0, (double?)null)));
        });
    }

    [Test]
    public async Task Everything_wrong_with_strata_is_told_at_once()
    {
        var rows = await api.RefusedAnalysisAsync("standardisation", new
        {
            method = "middle", events = "n", level = 0, multiplier = -1, limits = "wilson", observedTotals = new Dictionary<string, double>(StringComparer.Ordinal) { ["Q"] = 1, ["A"] = -1 }, referencePopulation = "p",
            data = new { units = new[] { "A", "A" }, strata = new[] { "x", "x" }, variables = new { p = new[] { 1, 1 } } },
        });
        var direct = await api.RefusedAnalysisAsync("standardisation", new { method = "direct", events = "n", population = "p", referenceEvents = "n", data = new { units = new[] { "A" }, variables = new { n = new[] { 1 }, p = new[] { 1 } } } });
        var named = await api.RefusedAnalysisAsync("standardisation", new
        {
            population = "population", strata = new object?[] { null, new { stratum = "a", events = "population-change", population = "population", standard = 1 }, new { stratum = "a", population = "population", referenceEvents = -1 } },
        });
        var elsewhere = await api.RefusedAnalysisAsync("position", new { variable = "x", data = new { units = new[] { "A" }, strata = new[] { "x" }, variables = new { x = new[] { 1 } } } });
        var impossible = await api.RefusedAnalysisAsync("standardisation", new
        {
            method = "direct", events = "n", population = "p", standard = "s", data = new { units = new[] { "A", "B" }, strata = new[] { "x", "x" }, variables = new { n = new[] { -1, 1 }, p = new[] { 0, 1 }, s = new[] { 1, -1 } } },
        }, 422);
        Assert.Multiple(() =>
        {
            Assert.That(rows.Places(), Is.EquivalentTo(new[]
            {
                "/method unknown-value", "/limits unknown-value", "/level out-of-range", "/multiplier out-of-range", "/events unknown-value", "/data/units/1 repeated-code", "/population required", "/observedTotals contradiction",
                "/referenceEvents required", "/observedTotals/Q unknown-value", "/observedTotals/A out-of-range",
            }));
            Assert.That(direct.Places(), Is.EquivalentTo(new[] { "/data/strata required", "/referenceEvents contradiction" }));
            Assert.That(named.Places(), Is.SupersetOf(new[]
            {
                "/population contradiction", "/strata/0/stratum required", "/strata/0/population required", "/strata/1/standard contradiction", "/strata/2/stratum repeated-code", "/strata/2/events required",
                "/strata/2/referenceEvents out-of-range", "/strata/2/referencePopulation required",
            }));
            Assert.That(elsewhere.Places(), Is.EqualTo(new[] { "/data/strata contradiction" }));
            Assert.That(impossible.Places(), Is.EquivalentTo(new[] { "/events negative-value", "/population not-positive", "/standard negative-value" }));
            Assert.That(impossible.Errors![0].Message, Does.StartWith("A, x: "));
        });
    }

    private static object Table() => new
    {
        units = Events.Keys.SelectMany(unit => Enumerable.Repeat(unit, Ages.Length)), strata = Events.SelectMany(_ => Ages),
        variables = new
        {
            n = Events.SelectMany(unit => unit.Value), people = Events.SelectMany(_ => People), standard = Events.SelectMany(_ => European2013), cases = Events.SelectMany(_ => ReferenceEvents), all = Events.SelectMany(_ => ReferencePeople),
        },
    };
}
