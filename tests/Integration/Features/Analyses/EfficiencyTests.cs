using System.Net.Http.Json;
using Benchlearning.Contracts.V1.Analyses;
using Benchlearning.Contracts.V1.Service;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Features.Analyses;

/// <summary>Efficiency against a frontier, against real units, between periods, and with its sampling error.</summary>
[TestFixture]
public sealed class EfficiencyTests
{
    private static readonly string[] X = ["x"];
    private static readonly string[] Y = ["y"];

    // Coelli (1996), A Guide to DEAP 2.1, example 4: inputs and outputs of five firms in three years.
    private static readonly object FiveFirms = new
    {
        units = new[] { "1", "2", "3", "4", "5", "1", "2", "3", "4", "5", "1", "2", "3", "4", "5" }, periods = new[] { "1", "1", "1", "1", "1", "2", "2", "2", "2", "2", "3", "3", "3", "3", "3" },
        variables = new { x = new double[] { 2, 4, 3, 5, 6, 2, 4, 3, 5, 5, 2, 4, 3, 5, 5 }, y = new double[] { 1, 2, 3, 4, 5, 1, 3, 4, 3, 5, 1, 3, 4, 3, 5 } },
    };

    // Cooper, Seiford and Tone (2007), Table 1.5: twelve hospitals.
    private static readonly object Hospitals = new
    {
        units = new[] { "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L" },
        variables = new
        {
            doctors = new[] { 20, 19, 25, 27, 22, 55, 33, 31, 30, 50, 53, 38 }, nurses = new[] { 151, 131, 160, 168, 158, 255, 235, 206, 244, 268, 306, 284 },
            outpatients = new[] { 100, 150, 160, 180, 94, 230, 220, 152, 190, 250, 260, 250 }, inpatients = new[] { 90, 50, 55, 72, 66, 90, 88, 80, 100, 100, 147, 120 },
        },
    };

    private static readonly string[] Staff = ["doctors", "nurses"];
    private static readonly string[] Patients = ["outpatients", "inpatients"];

    private ApiServer api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await ApiServer.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    // Coelli (1996), example 1, as printed in EG1-out.txt to three decimals: scores, slacks, peers and targets.
    [Test]
    public async Task The_whole_result_is_that_of_DEAP_example_1()
    {
        var analysis = await api.AnalyseAsync<EfficiencyAnalysis>("efficiency/dea", new
        {
            inputs = new[] { "x1", "x2" }, outputs = Y, returns = "constant",
            data = new { units = new[] { "1", "2", "3", "4", "5" }, variables = new { x1 = new[] { 2, 2, 6, 3, 6 }, x2 = new[] { 5, 4, 6, 2, 2 }, y = new[] { 1, 2, 3, 1, 2 } } },
        });

        Assert.Multiple(() =>
        {
            Assert.That(analysis.Units.Select(unit => unit.Score), Is.EqualTo(new[] { 0.5, 1, 0.833, 0.714, 1 }).Within(6e-4));
            Assert.That(analysis.Units.SelectMany(unit => unit.Inputs).Select(input => input.Slack), Is.EqualTo(new[] { 0, 0.5, 0, 0, 0, 0, 0, 0, 0, 0 }).Within(1e-9));
            Assert.That(analysis.Units.SelectMany(unit => unit.Inputs).Select(input => input.Target), Is.EqualTo(new[] { 1, 2, 2, 4, 5, 5, 2.143, 1.429, 6, 2 }).Within(6e-4));
            Assert.That(analysis.Units[3].Peers.Select(peer => (peer.Unit, Math.Round(peer.Lambda, 3))), Is.EqualTo(new[] { ("2", 0.214), ("5", 0.286) }));
            Assert.That(analysis.Bootstrap, Is.Null);
        });
    }

    // Coelli (1996), example 4, output orientation, years 1 and 2: EG4-out.txt to three decimals. Nothing changes between years 2 and 3.
    [Test]
    public async Task The_chain_of_changes_is_that_of_DEAP_example_4()
    {
        var analysis = await api.AnalyseAsync<MalmquistAnalysis>("efficiency/malmquist", new { inputs = X, outputs = Y, orientation = "output", data = FiveFirms });
        var first = analysis.Steps[0].Units.Select(unit => unit.Change).ToArray();

        Assert.Multiple(() =>
        {
            Assert.That(analysis.Periods, Is.EqualTo(new[] { "1", "2", "3" }));
            Assert.That(analysis.Steps.Select(step => (step.From, step.To, step.N)), Is.EqualTo(new[] { ("1", "2", 5), ("2", "3", 5) }));
            Assert.That(first.Select(change => change.EfficiencyChange), Is.EqualTo(new[] { 0.75, 1.125, 1, 0.562, 0.9 }).Within(6e-4));
            Assert.That(first.Select(change => change.TechnicalChange), Is.All.EqualTo(1.333).Within(6e-4));
            Assert.That(first.Select(change => change.PureEfficiencyChange), Is.EqualTo(new[] { 1, 1.222, 1, 0.65, 1 }).Within(6e-4));
            Assert.That(first.Select(change => change.ScaleEfficiencyChange), Is.EqualTo(new[] { 0.75, 0.92, 1, 0.865, 0.9 }).Within(6e-4));
            Assert.That(first.Select(change => change.Index), Is.EqualTo(new[] { 1, 1.5, 1.333, 0.75, 1.2 }).Within(6e-4));
            Assert.That(analysis.Steps[0].Mean.Index, Is.EqualTo(Math.Pow(1.8, 0.2)).Within(1e-12)); // the product of the five is 1.8
            Assert.That(analysis.Steps[1].Units.Select(unit => unit.Change.Index), Is.All.EqualTo(1).Within(1e-12));
            Assert.That(analysis.Units.Select(unit => unit.Total.Index), Is.EqualTo(first.Select(change => change.Index)).Within(1e-12));
            Assert.That(analysis.Units[1].Mean.Index, Is.EqualTo(Math.Sqrt(1.5)).Within(1e-12));
            Assert.That(analysis.Frame.Summary, Is.EqualTo("Productivity from 1 to 3: +12.5 % on average; it grew in 3 of 5 units."));
        });
    }

    // By hand: at constant returns the best y/x is 1 in year 1 and 4/3 in year 2, so the efficiency of any point is its y/x over that.
    [Test]
    public async Task Above_1_is_progress_for_inputs_too_and_the_scores_behind_it_are_told()
    {
        var analysis = await api.AnalyseAsync<MalmquistAnalysis>("efficiency/malmquist", new { inputs = X, outputs = Y, data = FiveFirms, territory = "2" });
        var second = analysis.Steps[0].Units[1];

        Assert.Multiple(() =>
        {
            Assert.That(analysis.Orientation, Is.EqualTo("input"));
            Assert.That((second.ScoreFrom, second.ScoreTo, second.ScoreFromByTo, second.ScoreToByFrom), Is.EqualTo(((double?)0.5, (double?)0.5625, (double?)0.375, (double?)0.75)).Within(1e-12));
            Assert.That((second.VariableFrom, second.VariableTo), Is.EqualTo(((double?)0.625, (double?)(2 / 3.0))).Within(1e-12));
            Assert.That((second.Change.Index, second.Change.PureEfficiencyChange, second.Change.ScaleEfficiencyChange), Is.EqualTo(((double?)1.5, (double?)(16 / 15.0), (double?)1.0546875)).Within(1e-12));
            Assert.That(analysis.Frame.Summary, Does.StartWith("2: +50.0 % (catching up with the best +12.5 %, the best moving on +33.3 %)."));
        });
    }

    // By hand: only K makes the second output, and in year 2 needs the second input for it, of which F had none in year 1; G lacks a number and H a year.
    [Test]
    public async Task What_cannot_be_compared_between_periods_is_named_and_never_filled_in()
    {
        var analysis = await api.AnalyseAsync<MalmquistAnalysis>("efficiency/malmquist", new
        {
            inputs = new[] { "x1", "x2" }, outputs = new[] { "y1", "y2" },
            data = new
            {
                units = new[] { "F", "K", "G", "H", "F", "K", "G" }, periods = new[] { "2010", "2010", "2010", "2010", "2011", "2011", "2011" },
                variables = new
                {
                    x1 = new double?[] { 1, 1, 1, 1, 1, 1, null }, x2 = new double?[] { 0, 1, 1, 1, 0, 1, 1 },
                    y1 = new double?[] { 1, 2, 1, 1, 1, 2, 1 }, y2 = new double?[] { 1, 1, 1, 1, 0, 1, 1 },
                },
            },
        });
        var step = analysis.Steps.Single();

        Assert.Multiple(() =>
        {
            Assert.That(step.Units.Select(unit => (unit.Unit, unit.Status)), Is.EqualTo(new[] { ("F", "infeasible"), ("K", "measured"), ("G", "missing"), ("H", "missing") }));
            Assert.That((step.Units[0].ScoreFromByTo, step.Units[0].Change.Index, step.Units[0].Change.TechnicalChange), Is.EqualTo(((double?)null, (double?)null, (double?)null)));
            Assert.That(step.Units[0].Change.EfficiencyChange, Is.Not.Null);
            Assert.That(step.Units[2].Missing, Is.EqualTo(new[] { new MissingFigure("2011", "x1") }));
            Assert.That(step.Units[3].Missing, Is.EqualTo(new[] { new MissingFigure("2011", null) }));
            Assert.That(analysis.Frame.Excluded, Is.EqualTo(new[] { new ExcludedUnit("F", null, "infeasible"), new ExcludedUnit("G", "x1", "variableMissing"), new ExcludedUnit("H", null, "periodMissing") }));
            Assert.That((analysis.Frame.N, step.N), Is.EqualTo((1, 1)));
            Assert.That(analysis.Frame.Warnings, Has.Some.Contains("frontier of the other period"));
        });
    }

    [Test]
    public async Task A_unit_that_lacks_one_year_of_three_is_measured_in_the_others_but_has_no_whole_way()
    {
        var analysis = await api.AnalyseAsync<MalmquistAnalysis>("efficiency/malmquist", new
        {
            inputs = X, outputs = Y,
            data = new
            {
                units = new[] { "A", "A", "A", "B", "B", "B" }, periods = new[] { "2011", "2010", "2012", "2010", "2011", "2012" },
                variables = new { x = new double?[] { 1, 1, 1, 1, 1, 1 }, y = new double?[] { 2, 1, 4, 1, 1, null } },
            },
        });

        Assert.Multiple(() =>
        {
            Assert.That(analysis.Periods, Is.EqualTo(new[] { "2010", "2011", "2012" }));
            Assert.That(analysis.Steps.Select(step => step.Units[1].Status), Is.EqualTo(new[] { "measured", "missing" }));
            Assert.That(analysis.Units.Select(unit => unit.Total.Index), Is.EqualTo(new double?[] { 4, null }).Within(1e-12));
            Assert.That(analysis.Frame.Warnings, Has.Some.Contains("lack a step"));
        });
    }

    [Test]
    public async Task Productivity_of_state_cities_is_measured_along_the_years_of_the_database()
    {
        var request = new { inputs = new[] { "unemployment-rate" }, outputs = new[] { "income-tax-per-capita" }, group = "state-cities", periods = new[] { "2009..2013" }, territory = "LV0010000" };
        var analysis = await api.AnalyseAsync<MalmquistAnalysis>("efficiency/malmquist", request);
        var inLatvian = await api.AnalyseAsync<MalmquistAnalysis>("efficiency/malmquist", request, "lv");
        var single = await api.RefusedAnalysisAsync("efficiency/malmquist", new { inputs = X, outputs = Y, data = new { units = new[] { "A", "B" }, periods = new[] { "1", "1" }, variables = new { x = new[] { 1, 2 }, y = new[] { 1, 2 } } } });
        var oneYear = await api.RefusedAnalysisAsync("efficiency/malmquist", new { request.inputs, request.outputs, periods = new[] { "2013" } }, 422);

        Assert.Multiple(() =>
        {
            Assert.That((analysis.Steps.Count, analysis.Units.Count), Is.EqualTo((4, 9)));
            Assert.That(analysis.Steps.SelectMany(step => step.Units).Select(unit => unit.Change.EfficiencyChange * unit.Change.TechnicalChange),
                Is.EqualTo(analysis.Steps.SelectMany(step => step.Units).Select(unit => unit.Change.Index)).Within(1e-12));
            Assert.That(inLatvian.Frame.Summary, Does.StartWith("Rīga: ").And.Contain("Produktivitāte no 2009 līdz 2013: vidēji "));
            Assert.That(single.Places(), Is.EqualTo(new[] { "/data/periods too-few" }));
            Assert.That(oneYear.Detail, Does.Contain("only 2013"));
        });
    }

    [Test]
    public async Task Numbers_that_productivity_has_no_meaning_for_are_named_with_their_period()
    {
        var problem = await api.RefusedAnalysisAsync("efficiency/malmquist", new
        {
            inputs = X, outputs = Y, orientation = "both",
            data = new { units = new[] { "A", "A" }, periods = new[] { "2010", "2011" }, variables = new { x = new[] { 1, -1 }, y = new[] { 0, 1 } } },
        });
        var numbers = await api.RefusedAnalysisAsync("efficiency/malmquist", new
        {
            inputs = X, outputs = Y, data = new { units = new[] { "A", "A" }, periods = new[] { "2010", "2011" }, variables = new { x = new[] { 1, -1 }, y = new[] { 0, 1 } } },
        }, 422);

        Assert.Multiple(() =>
        {
            Assert.That(problem.Places(), Is.EqualTo(new[] { "/orientation unknown-value" }));
            Assert.That(numbers.Places(), Is.EquivalentTo(new[] { "/data/units outputs-all-zero", "/outputs/0 variable-all-zero", "/inputs/0 negative-value" }));
            Assert.That(numbers.Errors!.Select(error => error.Message), Has.Some.StartsWith("2010: ").And.Some.StartsWith("2011: "));
        });
    }

    // By hand: D (4, 4; 2) is beaten by A (2, 3; 2), max(2/4, 3/4) = 0.75, and as well by B (3, 3; 3); E (6, 4; 3) by B, max(3/6, 3/4), and by C (4.5, 1; 4), max(4.5/6, 1/4).
    [Test]
    public async Task Real_units_that_are_tied_are_all_named_with_their_slacks_and_targets()
    {
        var analysis = await api.AnalyseAsync<HullAnalysis>("efficiency/fdh", new
        {
            inputs = new[] { "x1", "x2" }, outputs = Y, territory = "E",
            data = new
            {
                units = new[] { "A", "B", "C", "D", "E", "N" },
                variables = new { x1 = new double?[] { 2, 3, 4.5, 4, 6, 1 }, x2 = new double?[] { 3, 3, 1, 4, 4, null }, y = new double?[] { 2, 3, 4, 2, 3, 1 } },
            },
        });

        Assert.Multiple(() =>
        {
            Assert.That(analysis.Units.Select(unit => unit.Score), Is.EqualTo(new double?[] { 1, 1, 1, 0.75, 0.75, null }));
            Assert.That(analysis.Units[3].Peers.Select(peer => peer.Unit), Is.EqualTo(new[] { "A", "B" }));
            Assert.That(analysis.Units[4].Peers.Select(peer => peer.Unit), Is.EqualTo(new[] { "B", "C" }));
            Assert.That(analysis.Units[4].Peers[1].Inputs, Is.EqualTo(new[] { new HullTarget("x1", 6, 4.5, -1.5, 0), new HullTarget("x2", 4, 1, -1, 2) }));
            Assert.That(analysis.Units[4].Peers[1].Outputs, Is.EqualTo(new[] { new HullTarget("y", 3, 4, 0, 1) }));
            Assert.That(analysis.Units[5].Status, Is.EqualTo("excluded"));
            Assert.That(analysis.Frame.Excluded, Is.EqualTo(new[] { new ExcludedUnit("N", "x2", "variableMissing") }));
            Assert.That(analysis.Frame.Summary, Is.EqualTo("Units that no other does better than: 3 of 5. E: 75.0 % of what is possible; done by B, C."));
        });
    }

    // By hand: from (3; 1, 2) to (2; 2, 4), twice both; (3; 4, 3) would be min(4, 1.5).
    [Test]
    public async Task For_outputs_the_best_real_unit_sets_the_score()
    {
        var analysis = await api.AnalyseAsync<HullAnalysis>("efficiency/fdh", new
        {
            inputs = X, outputs = new[] { "y1", "y2" }, orientation = "output", data = new { units = new[] { "A", "B", "C" }, variables = new { x = new[] { 2, 3, 3 }, y1 = new[] { 2, 4, 1 }, y2 = new[] { 4, 3, 2 } } },
        }, "lv");

        Assert.Multiple(() =>
        {
            Assert.That(analysis.Units.Select(unit => (unit.Score, unit.Efficiency)), Is.EqualTo(new (double?, double?)[] { (1, 1), (1, 1), (2, 0.5) }));
            Assert.That(analysis.Units[2].Peers.Single().Unit, Is.EqualTo("A"));
            Assert.That(analysis.Units[2].Peers.Single().Inputs.Single(), Is.EqualTo(new HullTarget("x", 3, 2, 0, 1)));
            Assert.That(analysis.Frame.Summary, Is.EqualTo("Vienības, kuras neviena cita nepārspēj: 2 no 3. C: 50,0 % no iespējamā; paraugs: A."));
        });
    }

    [Test]
    public async Task Real_units_of_the_database_are_compared_too_and_wrong_options_are_refused()
    {
        var analysis = await api.AnalyseAsync<HullAnalysis>("efficiency/fdh", new { inputs = new[] { "unemployment-rate" }, outputs = new[] { "income-tax-per-capita" }, group = "all", period = "2013" });
        var problem = await api.RefusedAnalysisAsync("efficiency/fdh", new { inputs = new[] { "unemployment-rate" }, outputs = new[] { "unemployment-rate" }, group = "everyone", orientation = "up" });
        var foreign = await api.RefusedAnalysisAsync("efficiency/fdh", new { inputs = X, outputs = Y, returns = "variable", data = FiveFirms });

        Assert.Multiple(() =>
        {
            Assert.That(analysis.Units, Has.Count.EqualTo(119));
            Assert.That(analysis.Units.Select(unit => unit.Efficiency), Is.All.InRange(1e-9, 1));
            Assert.That(problem.Places(), Is.EquivalentTo(new[] { "/outputs/0 repeated-code", "/group unknown-code", "/orientation unknown-value" }));
            Assert.That(foreign.Errors, Is.Not.Empty); // returns to scale have no meaning here
        });
    }

    // By hand: with x2 fixed, C (4, 4) is measured by A (2, 4) and B (4, 2) by itself alone.
    [Test]
    public async Task What_nobody_can_change_is_not_reduced_and_something_must_be_left_to_change()
    {
        var data = new { units = new[] { "A", "B", "C" }, variables = new { x1 = new[] { 2, 4, 4 }, x2 = new[] { 4, 2, 4 }, y = new[] { 1, 1, 1 } } };
        var analysis = await api.AnalyseAsync<EfficiencyAnalysis>("efficiency/dea", new { inputs = new[] { "x1", "x2" }, outputs = Y, nonDiscretionary = new[] { "x2" }, data });
        var problem = await api.RefusedAnalysisAsync("efficiency/dea", new { inputs = new[] { "x1", "x2" }, outputs = Y, nonDiscretionary = new[] { "x2", "y", "x1" }, returns = "up", data });

        Assert.Multiple(() =>
        {
            Assert.That(analysis.NonDiscretionary, Is.EqualTo(new[] { "x2" }));
            Assert.That(analysis.Units.Select(unit => unit.Score), Is.EqualTo(new[] { 1, 1, 0.5 }).Within(1e-12));
            Assert.That(analysis.Units[2].Inputs.Select(input => (input.Target, input.Radial)), Is.EqualTo(new[] { (2.0, -2.0), (4.0, 0.0) }).Within(1e-12));
            Assert.That(analysis.Units.Select(unit => unit.TimesPeer), Is.EqualTo(new[] { 1, 0, 0 }));
            Assert.That(problem.Places(), Is.EquivalentTo(new[] { "/nonDiscretionary/1 unknown-value", "/nonDiscretionary contradiction", "/returns unknown-value" }));
        });
    }

    [Test]
    public async Task Weights_and_intercept_prove_every_score()
    {
        var analysis = await api.AnalyseAsync<EfficiencyAnalysis>("efficiency/dea", new { inputs = Staff, outputs = Patients, data = Hospitals });

        Assert.Multiple(() =>
        {
            Assert.That(analysis.Units.Select(unit => unit.Inputs.Sum(input => input.Weight * input.Actual)), Is.All.EqualTo(1).Within(1e-9));
            Assert.That(analysis.Units.Select(unit => unit.Outputs.Sum(output => output.Weight * output.Actual) + unit.Intercept), Is.EqualTo(analysis.Units.Select(unit => unit.Score)).Within(1e-9));
            foreach (var judge in analysis.Units) // under its prices nobody does better than the frontier
                Assert.That(analysis.Units.Select(unit => judge.Outputs.Zip(unit.Outputs).Sum(pair => pair.First.Weight * pair.Second.Actual) + judge.Intercept
                    - judge.Inputs.Zip(unit.Inputs).Sum(pair => pair.First.Weight * pair.Second.Actual)), Is.All.LessThan(1e-9), judge.Unit);
        });
    }

    [Test]
    public async Task A_corrected_score_comes_with_its_interval_and_the_same_seed_gives_the_same()
    {
        var request = new { inputs = Staff, outputs = Patients, returns = "constant", territory = "E", data = Hospitals, bootstrap = new { replications = 500, seed = 7, level = 0.9 } };
        var analysis = await api.AnalyseAsync<EfficiencyAnalysis>("efficiency/dea", request);
        var again = await api.AnalyseAsync<EfficiencyAnalysis>("efficiency/dea", request);
        var other = await api.AnalyseAsync<EfficiencyAnalysis>("efficiency/dea", request with { bootstrap = new { replications = 500, seed = 8, level = 0.9 } });

        Assert.Multiple(() =>
        {
            Assert.That((analysis.Bootstrap!.Replications, analysis.Bootstrap.Seed, analysis.Bootstrap.Level), Is.EqualTo((500, 7, 0.9)));
            Assert.That(analysis.Bootstrap.Bandwidth, Is.GreaterThan(0));
            Assert.That(analysis.Units.Select(unit => unit.Bootstrap!.Bias), Is.All.GreaterThan(0));
            Assert.That(analysis.Units.Select(unit => unit.Score - unit.Bootstrap!.Bias), Is.EqualTo(analysis.Units.Select(unit => unit.Bootstrap!.CorrectedScore)).Within(1e-12));
            Assert.That(analysis.Units.Select(unit => unit.Bootstrap!.Low < unit.Bootstrap.CorrectedScore && unit.Bootstrap.CorrectedScore < unit.Bootstrap.High), Is.All.True);
            Assert.That(again.Units.Select(unit => unit.Bootstrap), Is.EqualTo(analysis.Units.Select(unit => unit.Bootstrap)));
            Assert.That(other.Units.Select(unit => unit.Bootstrap), Is.Not.EqualTo(analysis.Units.Select(unit => unit.Bootstrap)));
            Assert.That(analysis.Frame.Summary, Does.Match(@"E: 76\.3 % of what is possible; peers: [A-D, ]+\. Allowing for sampling error, E: between 6\d\.\d % and 7\d\.\d %\.$"));
        });
    }

    [Test]
    public async Task A_bootstrap_beyond_the_published_limits_is_refused_with_the_limit()
    {
        var limits = (await api.Client.GetFromJsonAsync<ServiceConfiguration>("/v1/config"))!.Limits;
        var problem = await api.RefusedAnalysisAsync("efficiency/dea", new { inputs = Staff, outputs = Patients, data = Hospitals, bootstrap = new { replications = 10_000, seed = -1, level = 1 } });
        var units = Enumerable.Range(0, 500).Select(number => $"u{number}").ToArray();
        var work = await api.RefusedAnalysisAsync("efficiency/dea", new { inputs = X, outputs = Y, bootstrap = new { replications = 1000 }, data = new { units, variables = new { x = units.Select(_ => 1), y = units.Select(_ => 1) } } });
        var many = Enumerable.Range(0, 2001).Select(number => $"u{number}").ToArray();
        var crowd = await api.RefusedAnalysisAsync("efficiency/dea", new { inputs = X, outputs = Y, data = new { units = many, variables = new { x = many.Select(_ => 1), y = many.Select(_ => 1) } } });

        Assert.Multiple(() =>
        {
            Assert.That((limits["maximumBootstrapReplications"], limits["maximumBootstrapPrograms"], limits["maximumEfficiencyUnits"], limits["maximumEfficiencyVariables"]), Is.EqualTo((2000, 250_000, 2000, 20)));
            Assert.That(problem.Places(), Is.EquivalentTo(new[] { "/bootstrap/replications out-of-range", "/bootstrap/seed out-of-range", "/bootstrap/level out-of-range" }));
            Assert.That(problem.Errors![0].Message, Does.Contain("2000"));
            Assert.That(work.Places(), Is.EqualTo(new[] { "/bootstrap/replications too-many" }));
            Assert.That(work.Errors![0].Message, Does.Contain("at most 500 replications"));
            Assert.That(crowd.Places(), Is.EqualTo(new[] { "/data/units too-many" }));
        });
    }

    [Test]
    public async Task Groups_of_none_one_and_two_and_units_alike_are_answered_with_a_warning()
    {
        var none = await Measure([null], [1]);
        var one = await Measure([5], [2]);
        var two = await Measure([1, 2], [1, 1]);
        var alike = await Measure([5, 5, 5], [2, 2, 2]);

        Assert.Multiple(() =>
        {
            Assert.That((none.Frame.N, none.Units.Single().Status, none.Units.Single().Score), Is.EqualTo((0, "excluded", (double?)null)));
            Assert.That(none.Frame.Excluded, Is.EqualTo(new[] { new ExcludedUnit("u0", "x", "variableMissing") }));
            Assert.That(none.Frame.Summary, Is.EqualTo("No unit has all the numbers."));
            Assert.That((one.Units.Single().Status, one.Units.Single().SuperEfficiencyStatus, one.Units.Single().SuperEfficiency), Is.EqualTo(("efficient", "infeasible", (double?)null)));
            Assert.That(two.Units.Select(unit => unit.Score), Is.EqualTo(new[] { 1, 0.5 }).Within(1e-12));
            Assert.That(alike.Units.Select(unit => (unit.Status, unit.ArePeersUnique, unit.Peers.Count)), Is.All.EqualTo(("efficient", false, 3)));
            Assert.That(alike.Bootstrap!.Bandwidth, Is.Null);
            Assert.That(alike.Units.Select(unit => unit.Bootstrap), Is.All.Null);
            Assert.That(alike.Frame.Warnings, Has.Some.Contains("sampling error cannot be told").And.Some.Contains("at least 6"));
            Assert.That(one.Frame.Warnings, Has.Some.Contains("no super-efficiency"));
        });

        Task<EfficiencyAnalysis> Measure(double?[] x, double?[] y) => api.AnalyseAsync<EfficiencyAnalysis>("efficiency/dea", new
        {
            inputs = X, outputs = Y, superEfficiency = true, bootstrap = new { }, data = new { units = x.Select((_, number) => $"u{number}"), variables = new { x, y } },
        });
    }

    [Test]
    public async Task Municipalities_are_measured_by_figures_of_the_database_with_their_sampling_error()
    {
        var analysis = await api.AnalyseAsync<EfficiencyAnalysis>("efficiency/dea", new
        {
            inputs = new[] { "unemployment-rate" }, outputs = new[] { "income-tax-per-capita" }, group = "all", period = "2013", territory = "LV0420200", scale = true, bootstrap = new { replications = 100 },
        }, "lv");

        Assert.Multiple(() =>
        {
            Assert.That(analysis.Units, Has.Count.EqualTo(119));
            Assert.That(analysis.Units.Select(unit => unit.Bootstrap!.High - unit.Score), Is.All.LessThan(1e-9));
            Assert.That(analysis.Units.Select(unit => unit.Scale!.Constant <= unit.Scale.Variable + 1e-9), Is.All.True);
            Assert.That(analysis.Frame.Summary, Does.Contain("Cēsu novads: ").And.Contain(" Ievērojot izlases kļūdu, Cēsu novads: no "));
        });
    }
}
