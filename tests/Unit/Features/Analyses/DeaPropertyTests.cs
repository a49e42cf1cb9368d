using Benchlearning.Api.Features.Analyses;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Benchlearning.Tests.Unit.Features.Analyses;

/// <summary>What holds for any data.</summary>
public sealed class DeaPropertyTests
{
    private static readonly DeaOptions[] All =
    [
        .. from returns in Enum.GetValues<DeaReturns>()
           from orientation in Enum.GetValues<DeaOrientation>()
           select new DeaOptions(returns, orientation),
    ];

    // The dual of the first stage: prices under which nobody does better than the frontier, the unit's own inputs (outputs) cost
    // 1, and the score is what the prices say.
    [Property(Arbitrary = [typeof(DeaSamples)], MaxTest = 200)]
    public bool Prices_prove_every_score_to_1e_9(EfficiencyData given)
    {
        var data = given.Ready();
        return All.All(options => Dea.Measure(data, options).Index().All(one => IsProved(data, one.Index, one.Item, options)));
    }

    // By an independent program: the score is put into the constraints, and the dual bounds the sum of slacks.
    [Property(Arbitrary = [typeof(DeaSamples)], MaxTest = 200)]
    public bool No_larger_sum_of_slacks_exists_at_the_score(EfficiencyData given)
    {
        var data = given.Ready();
        return All.All(options => Dea.Measure(data, options).Index().All(one =>
        {
            var slacks = one.Item.InputSlacks.Concat(one.Item.OutputSlacks).Sum(static slack => slack.Value);
            return Math.Abs(slacks - LargestSum(data, one.Index, one.Item.Score!.Value, options)) < 1e-6 * Math.Max(1, slacks);
        }));
    }

    [Property(Arbitrary = [typeof(DeaSamples)], MaxTest = 200)]
    public bool Targets_are_what_the_peers_together_do(EfficiencyData given)
    {
        var data = given.Ready();
        return All.All(options => Dea.Measure(data, options).All(one =>
        {
            var sum = one.Peers.Sum(static peer => peer.Lambda);
            var isScaled = options.Returns switch
            {
                DeaReturns.Variable => Math.Abs(sum - 1) < 1e-9,
                DeaReturns.NonIncreasing => sum < 1 + 1e-9,
                DeaReturns.NonDecreasing => sum > 1 - 1e-9,
                _ => true,
            };
            double[] targets = [.. one.InputTargets, .. one.OutputTargets];
            return isScaled
                && one.Peers.All(static peer => peer.Lambda >= 0)
                && one.InputSlacks.Concat(one.OutputSlacks).All(static slack => slack.Value >= 0)
                && targets.Index().All(target => Math.Abs(target.Item - one.Peers.Sum(peer =>
                    peer.Lambda * data.Of(data.Units.Index().Single(one => one.Item == peer.Unit).Index)[target.Index])) < 1e-8 * Math.Max(1, target.Item));
        }));
    }

    [Property(Arbitrary = [typeof(DeaSamples)], MaxTest = 200)]
    public bool Scores_stay_within_their_bounds_and_fall_as_the_frontier_grows(EfficiencyData given)
    {
        var data = given.Ready();
        return Enum.GetValues<DeaOrientation>().All(orientation =>
        {
            var constant = Efficiencies(DeaReturns.Constant);
            var less = Efficiencies(DeaReturns.NonIncreasing);
            var more = Efficiencies(DeaReturns.NonDecreasing);
            var variable = Efficiencies(DeaReturns.Variable);
            var hull = FreeDisposalHull.Measure(data, orientation)
                .Select(one => orientation == DeaOrientation.Input ? one.Score : 1 / one.Score).ToArray();
            return Enumerable.Range(0, data.Count).All(unit =>
                constant[unit] > 0 && hull[unit] <= 1 && constant[unit] <= less[unit] + 1e-9 && constant[unit] <= more[unit] + 1e-9
                && less[unit] <= variable[unit] + 1e-9 && more[unit] <= variable[unit] + 1e-9
                && variable[unit] <= hull[unit] + 1e-9
                && Math.Abs(Math.Max(less[unit], more[unit]) - variable[unit]) < 1e-9);

            double[] Efficiencies(DeaReturns returns) =>
                [.. Dea.Measure(data, new DeaOptions(returns, orientation)).Select(static one => one.Efficiency!.Value)];
        });
    }

    [Property(Arbitrary = [typeof(DeaSamples)])]
    public bool At_constant_returns_both_orientations_say_the_same(EfficiencyData given)
    {
        var inputs = Dea.Scores(given.Ready(), new DeaOptions(DeaReturns.Constant));
        var outputs = Dea.Scores(given.Ready(), new DeaOptions(DeaReturns.Constant, DeaOrientation.Output));
        return inputs.Zip(outputs).All(static pair => Math.Abs((pair.First * pair.Second) - 1) < 1e-9);
    }

    [Property(Arbitrary = [typeof(DeaSamples)])]
    public bool Neither_the_order_of_units_nor_the_units_of_the_data_matter(EfficiencyData given)
    {
        double[] factors = [1000, 0.01, 3, 1e6, 1e-5, 0.7];
        var turned = DeaData.From([.. given.Units().Reverse()], given.Inputs, given.Outputs);
        return All.Select(static options => options with { SlackWeights = DeaSlackWeights.RangeAdjusted }).All(options =>
        {
            var expected = Dea.Measure(given.Ready(), options);
            return Alike(expected, [.. Dea.Measure(turned, options).Reverse()])
                && Alike(expected, Dea.Measure(given.Ready(factors), options));
        });

        static bool Alike(IReadOnlyList<DeaScore> first, IReadOnlyList<DeaScore> second) => first.Zip(second).All(static pair =>
            pair.First.Status == pair.Second.Status
            && Math.Abs(pair.First.Score!.Value - pair.Second.Score!.Value) < 1e-9 * pair.First.Score.Value
            && pair.First.AreSlacksUnique == pair.Second.AreSlacksUnique
            && pair.First.ArePeersUnique == pair.Second.ArePeersUnique);
    }

    [Property(Arbitrary = [typeof(DeaSamples)])]
    public bool Leaving_a_unit_out_changes_the_score_of_the_efficient_only(EfficiencyData given)
    {
        var data = given.Ready();
        return data.Count < 2 || All.All(options => Dea.Measure(data, options).Zip(Dea.SuperEfficiency(data, options)).All(static pair =>
            pair.First.Status == DeaStatus.Inefficient
                ? Math.Abs(pair.First.Score!.Value - pair.Second.Score!.Value) < 1e-9 * pair.First.Score.Value
                : pair.Second.Status == DeaStatus.Infeasible || pair.Second.Efficiency is null or >= 1 - 1e-9));
    }

    // Turned over, the data lead the simplex method to other corners of the optimal face: none may lie outside the ranges.
    [Property(Arbitrary = [typeof(DeaSamples)])]
    public bool Every_optimal_solution_found_lies_within_the_ranges_of_every_other(EfficiencyData given)
    {
        var turned = DeaData.From([.. given.Units().Reverse()], given.Inputs, given.Outputs);
        return All.All(options => Dea.Measure(given.Ready(), options).Zip(Dea.Measure(turned, options).Reverse()).All(pair =>
            pair.First.InputSlacks.Concat(pair.First.OutputSlacks).Zip(pair.Second.InputSlacks.Concat(pair.Second.OutputSlacks))
                .All(static slack => IsWithin(slack.First.Value, slack.Second.Range) && IsWithin(slack.Second.Value, slack.First.Range))
            && pair.First.Peers.All(peer => pair.Second.Peers.SingleOrDefault(other => other.Unit == peer.Unit) is { } other
                ? IsWithin(peer.Lambda, other.Range) && IsWithin(other.Lambda, peer.Range)
                : peer.Lambda < 1e-7)));

        static bool IsWithin(double value, DeaRange range)
        {
            var slack = 1e-7 * Math.Max(1, Math.Abs(value));
            return value >= range.Low - slack && value <= range.High + slack;
        }
    }

    private static bool IsProved(DeaData data, int unit, DeaScore score, DeaOptions options)
    {
        var isInput = options.Orientation == DeaOrientation.Input;
        var sign = isInput ? 1 : -1;
        var inputCost = Value(data.InputsOf(unit), score.InputWeights);
        var outputCost = Value(data.OutputsOf(unit), score.OutputWeights);
        var said = isInput ? outputCost + score.Intercept : inputCost + score.Intercept;
        var isSigned = options.Returns switch
        {
            DeaReturns.Constant => score.Intercept == 0,
            DeaReturns.NonIncreasing => sign * score.Intercept <= 1e-9,
            DeaReturns.NonDecreasing => sign * score.Intercept >= -1e-9,
            _ => true,
        };
        var nobodyDoesBetter = Enumerable.Range(0, data.Count).All(other =>
        {
            var cost = Value(data.InputsOf(other), score.InputWeights);
            var made = Value(data.OutputsOf(other), score.OutputWeights);
            return made - cost + (sign * score.Intercept) <= 1e-9 * (1 + cost + made + Math.Abs(score.Intercept));
        });
        return isSigned && nobodyDoesBetter
            && score.InputWeights.Concat(score.OutputWeights).All(static price => price >= -1e-12)
            && Math.Abs((isInput ? inputCost : outputCost) - 1) < 1e-9
            && Math.Abs(said - score.Score!.Value) < 1e-9 * Math.Max(1, score.Score.Value);
    }

    private static double Value(ReadOnlySpan<double> numbers, IReadOnlyList<double> prices)
    {
        var sum = 0.0;
        for (var i = 0; i < numbers.Length; i++)
        {
            sum += numbers[i] * prices[i];
        }

        return sum;
    }

    private static double LargestSum(DeaData data, int unit, double score, DeaOptions options)
    {
        var width = data.Inputs + data.Outputs;
        var rows = width + (options.Returns == DeaReturns.Constant ? 0 : 1);
        var columns = data.Count + width + 1;
        var matrix = new double[rows * columns];
        var right = new double[rows];
        var costs = new double[columns];
        for (var variable = 0; variable < width; variable++)
        {
            var isInput = variable < data.Inputs;
            right[variable] = data.Of(unit)[variable] * (isInput == (options.Orientation == DeaOrientation.Input) ? score : 1);
            matrix[((data.Count + variable) * rows) + variable] = isInput ? 1 : -1;
            costs[data.Count + variable] = -1;
            for (var other = 0; other < data.Count; other++)
            {
                matrix[(other * rows) + variable] = data.Of(other)[variable];
            }
        }

        if (rows > width)
        {
            right[width] = 1;
            for (var other = 0; other < data.Count; other++)
            {
                matrix[(other * rows) + width] = 1;
            }

            matrix[((columns - 1) * rows) + width] = options.Returns switch
            {
                DeaReturns.NonIncreasing => 1,
                DeaReturns.NonDecreasing => -1,
                _ => 0,
            };
        }

        var program = new LinearProgram(matrix, right);
        Assert.That(program.Minimise(costs), Is.EqualTo(LinearProgramStatus.Optimal));
        return -program.Objective;
    }
}
