using Benchlearning.Api.Features.Analyses;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class DeaTests
{
    private static readonly DeaOptions Ccr = new(DeaReturns.Constant);
    private static readonly DeaOptions Bcc = new();

    // Coelli (1996), A Guide to DEAP 2.1, example 1, as printed in EG1-out.txt to three decimals.
    [Test]
    public void Scores_slacks_peers_and_targets_are_those_of_DEAP_example_1()
    {
        var results = Dea.Measure(DeaSamples.DeapExample1, Ccr);
        Assert.That(Scores(results), Is.EqualTo(new[] { 0.5, 1, 0.833, 0.714, 1 }).Within(6e-4));
        Assert.That(results[0].InputSlacks.Select(static one => one.Value), Is.EqualTo(new[] { 0, 0.5 }).Within(1e-12));
        Assert.That(results.Skip(1).SelectMany(static one => one.InputSlacks), Is.All.Property("Value").EqualTo(0));
        Assert.That(
            results.SelectMany(static one => one.InputTargets),
            Is.EqualTo(new[] { 1, 2, 2, 4, 5, 5, 2.143, 1.429, 6, 2 }).Within(6e-4));
        Assert.That(results.Select(Peers), Is.EqualTo(new[]
        {
            "DMU2 0.500", "DMU2 1.000", "DMU2 1.000, DMU5 0.500", "DMU2 0.214, DMU5 0.286", "DMU5 1.000",
        }));
        Assert.That(results, Is.All.Property("AreSlacksUnique").True.And.Property("ArePeersUnique").True);
    }

    // Cooper, Seiford and Tone (2007), Table 3.2: F is as good as C but for two of the first input.
    [Test]
    public void Scores_and_slacks_are_those_of_Cooper_Seiford_and_Tone()
    {
        var results = Dea.Measure(DeaSamples.TwoInputs, Ccr);
        Assert.That(Scores(results), Is.EqualTo(new[] { 0.8571, 0.6316, 1, 1, 1, 1 }).Within(6e-5));
        Assert.That(results[5].InputSlacks.Select(static one => one.Value), Is.EqualTo(new[] { 2.0, 0 }).Within(1e-12));
        Assert.That(results[5].Status, Is.EqualTo(DeaStatus.WeaklyEfficient));
        Assert.That(results[5].Score, Is.EqualTo(1));
        Assert.That(Peers(results[5]), Is.EqualTo("C 1.000"));
        Assert.That(results.Take(2), Is.All.Property("Status").EqualTo(DeaStatus.Inefficient));
        Assert.That(results.Skip(2).Take(3), Is.All.Property("Status").EqualTo(DeaStatus.Efficient));
    }

    // Cooper, Seiford and Tone (2007), Table 1.5: twelve hospitals, doctors and nurses, outpatients and inpatients; the CCR
    // column to three decimals.
    [Test]
    public void Scores_are_those_of_the_twelve_hospitals_of_Cooper_Seiford_and_Tone() =>
        Assert.That(
            Scores(Dea.Measure(DeaSamples.Hospitals, Ccr)),
            Is.EqualTo(new[] { 1, 1, 0.883, 1, 0.763, 0.835, 0.902, 0.796, 0.960, 0.871, 0.955, 0.958 }).Within(6e-4));

    // Coelli (1996), example 2: scores under constant and variable returns, scale efficiency and side.
    [Test]
    public void Scale_efficiency_is_that_of_DEAP_example_2()
    {
        var results = DeaScale.Of(DeaSamples.DeapExample2);
        Assert.That(results.Select(static one => one.Constant), Is.EqualTo(new[] { 0.5, 0.5, 1, 0.8, 0.833 }).Within(6e-4));
        Assert.That(results.Select(static one => one.Variable), Is.EqualTo(new[] { 1, 0.625, 1, 0.9, 1 }).Within(6e-4));
        Assert.That(results.Select(static one => one.ScaleEfficiency), Is.EqualTo(new[] { 0.5, 0.8, 1, 0.889, 0.833 }).Within(6e-4));
        Assert.That(results.Select(static one => one.Returns), Is.EqualTo(new[]
        {
            ReturnsToScale.Increasing, ReturnsToScale.Increasing, ReturnsToScale.Constant, ReturnsToScale.Decreasing,
            ReturnsToScale.Decreasing,
        }));
    }

    // By hand: A (1, 1) and B (3, 3) span the frontier; C (2, 2) lies on it, D (3, 2) could use 2. Without C, D's peers are A and
    // B by halves; with C any mixture does.
    [Test]
    public void Peers_that_are_not_unique_are_said_to_be_so_with_their_ranges()
    {
        var with = Dea.Measure(DeaSamples.Of(1, 1, [1, 1], [3, 3], [2, 2], [3, 2]), Bcc)[3];
        Assert.That(with.Score, Is.EqualTo(2 / 3.0).Within(1e-15));
        Assert.That(with.ArePeersUnique, Is.False);
        Assert.That(with.AreSlacksUnique, Is.True);
        Assert.That(with.Peers.Select(static one => one.Unit), Is.EqualTo(new[] { "A", "B", "C" }));
        Assert.That(
            with.Peers.SelectMany(static one => new[] { one.Range.Low, one.Range.High }),
            Is.EqualTo(new[] { 0, 0.5, 0, 0.5, 0, 1 }).Within(1e-14));

        var without = Dea.Measure(DeaSamples.Of(1, 1, [1, 1], [3, 3], [3, 2]), Bcc)[2];
        Assert.That(without.ArePeersUnique, Is.True);
        Assert.That(without.Peers.Select(static one => one.Lambda), Is.EqualTo(new[] { 0.5, 0.5 }).Within(1e-15));
    }

    // By hand: (3, 3) is weakly beaten by A (1, 3) and B (3, 1) with the same output, 2 less of one input or of the other: the sum
    // of slacks is 2 either way, and for every mixture of A and B. In inputs alone it could use two thirds of both, like C (2, 2).
    [Test]
    public void Slacks_that_are_not_unique_are_said_to_be_so_with_their_ranges()
    {
        var unit = Dea.Measure(DeaSamples.Of(2, 1, [1, 3, 1], [3, 1, 1], [2, 2, 1], [3, 3, 1]), Bcc)[3];
        Assert.That(unit.Score, Is.EqualTo(2 / 3.0).Within(1e-15));
        Assert.That(unit.InputSlacks, Is.All.Property("Value").EqualTo(0));
        var output = new DeaOptions(DeaReturns.Variable, DeaOrientation.Output);
        var seen = Dea.Measure(DeaSamples.Of(2, 1, [1, 3, 1], [3, 1, 1], [3, 3, 1]), output)[2];
        Assert.That(seen.Status, Is.EqualTo(DeaStatus.WeaklyEfficient));
        Assert.That(seen.AreSlacksUnique, Is.False);
        Assert.That(seen.InputSlacks.Sum(static one => one.Value), Is.EqualTo(2).Within(1e-12));
        Assert.That(
            seen.InputSlacks.SelectMany(static one => new[] { one.Range.Low, one.Range.High }),
            Is.EqualTo(new[] { 0.0, 2, 0, 2 }).Within(1e-14));
    }

    // By hand: with B and C alone, A (1, 1) would do with 4 times its input at constant returns, but nobody else makes as little
    // input do: at variable returns A has no place in their frontier's range for outputs, and C none for inputs.
    [Test]
    public void Super_efficiency_that_does_not_exist_is_a_status_and_not_a_number()
    {
        var data = DeaSamples.Of(1, 1, [1, 1], [4, 2], [10, 3]);
        var inputs = Dea.SuperEfficiency(data, Bcc);
        Assert.That(inputs.Select(static one => one.Status), Is.EqualTo(new[]
        {
            DeaStatus.SuperEfficient, DeaStatus.SuperEfficient, DeaStatus.Infeasible,
        }));
        Assert.That(inputs[0].Score, Is.EqualTo(4).Within(1e-14));
        Assert.That(inputs[2].Score, Is.Null);
        var outputs = Dea.SuperEfficiency(data, new DeaOptions(DeaReturns.Variable, DeaOrientation.Output));
        Assert.That(outputs[0].Status, Is.EqualTo(DeaStatus.Infeasible));
        Assert.That(Dea.SuperEfficiency(data, Ccr)[0].Score, Is.EqualTo(2).Within(1e-14));
    }

    // By hand, the second input fixed: C (4, 4) may be measured by A (2, 4), half of its first input; D (4, 3) by A and B (4, 2) by
    // halves; B by itself alone, for A uses more of what is fixed; E (2, 5) could spare nothing that is its to spare.
    [Test]
    public void An_input_that_nobody_can_change_bounds_the_comparison_and_is_not_reduced()
    {
        var options = new DeaOptions(Fixed: [1]);
        var results = Dea.Measure(DeaSamples.Of(2, 1, [2, 4, 1], [4, 2, 1], [4, 4, 1], [4, 3, 1], [2, 5, 1]), options);
        Assert.That(Scores(results), Is.EqualTo(new[] { 1, 1, 0.5, 0.75, 1 }).Within(1e-14));
        Assert.That(Peers(results[3]), Is.EqualTo("A 0.500, B 0.500"));
        Assert.That(results.Select(static one => one.InputTargets[1]), Is.EqualTo(new[] { 4.0, 2, 4, 3, 5 }));
        Assert.That(results[4].Status, Is.EqualTo(DeaStatus.Efficient));
    }

    [Test]
    public void A_group_of_one_is_efficient_and_a_group_of_none_is_empty()
    {
        Assert.That(Dea.Measure(DeaSamples.Of(1, 1, [5, 2]), Bcc).Single().Status, Is.EqualTo(DeaStatus.Efficient));
        Assert.That(Dea.Measure(DeaData.From([], 1, 1)), Is.Empty);
        Assert.That(Dea.SuperEfficiency(DeaSamples.Of(1, 1, [5, 2])).Single().Status, Is.EqualTo(DeaStatus.Infeasible));
    }

    [Test]
    public void Units_alike_in_everything_are_all_efficient_and_each_others_peers()
    {
        var results = Dea.Measure(DeaSamples.Of(1, 1, [5, 2], [5, 2], [5, 2]), Bcc);
        Assert.That(results, Is.All.Property("Status").EqualTo(DeaStatus.Efficient));
        Assert.That(results, Is.All.Property("ArePeersUnique").False);
        Assert.That(results.SelectMany(static one => one.Peers), Is.All.Property("Range").EqualTo(new DeaRange(0, 1)));
    }

    [Test]
    public void Inputs_that_are_multiples_of_each_other_change_nothing()
    {
        var one = Scores(Dea.Measure(DeaSamples.DeapExample2, Bcc));
        var two = Scores(Dea.Measure(
            DeaSamples.Of(2, 1, [2, 20, 1], [4, 40, 2], [3, 30, 3], [5, 50, 4], [6, 60, 5]), Bcc));
        Assert.That(two, Is.EqualTo(one).Within(1e-14));
    }

    [Test]
    public void Zeros_are_numbers_like_others()
    {
        var results = Dea.Measure(DeaSamples.Of(2, 2, [0, 2, 1, 0], [2, 0, 0, 1], [2, 2, 1, 1], [4, 4, 1, 1]), Ccr);
        Assert.That(Scores(results), Is.EqualTo(new[] { 1, 1, 1, 0.5 }).Within(1e-14));
    }

    [Test]
    public void Huge_and_tiny_numbers_are_measured_as_ordinary_ones_are()
    {
        var results = Dea.Measure(
            DeaSamples.Of(2, 1, [2e200, 5e-200, 1], [2e200, 4e-200, 2], [6e200, 6e-200, 3], [3e200, 2e-200, 1], [6e200, 2e-200, 2]),
            new DeaOptions(DeaReturns.Constant, SlackWeights: DeaSlackWeights.RangeAdjusted));
        Assert.That(Scores(results), Is.EqualTo(new[] { 0.5, 1, 5 / 6.0, 5 / 7.0, 1 }).Within(1e-14));
    }

    [Test]
    public void Data_that_cannot_be_analysed_are_refused_with_every_reason()
    {
        DeaUnit[] units =
        [
            new("A", [1, 0], [1, 0]), new("B", [-1, 0], [1, 0]), new("C", [0, 0], [0, 0]), new("A", [2, 0], [1, 0]),
            new("E", [2], [1, 0]), new("F", [null, 0], [1, 0]),
        ];
        Assert.That(DeaData.Check(units, 2, 2), Is.EquivalentTo(new DeaFault[]
        {
            new(DeaFaultKind.NegativeValue, "B", 0), new(DeaFaultKind.InputsAllZero, "C"), new(DeaFaultKind.OutputsAllZero, "C"),
            new(DeaFaultKind.UnitTwice, "A"), new(DeaFaultKind.WrongLength, "E"), new(DeaFaultKind.VariableAllZero, null, 1),
            new(DeaFaultKind.VariableAllZero, null, 3),
        }));
        Assert.That(() => DeaData.From(units, 2, 2), Throws.ArgumentException);
        Assert.That(DeaData.Check([], 0, 1), Is.EqualTo(new[] { new DeaFault(DeaFaultKind.NoVariable) }));
    }

    [Test]
    public void A_unit_that_lacks_a_number_is_left_out_and_the_number_named()
    {
        var data = DeaData.From([new("A", [1], [1]), new("B", [null], [double.NaN]), new("C", [2], [1])], 1, 1);
        Assert.That(data.Units, Is.EqualTo(new[] { "A", "C" }));
        Assert.That(data.Excluded, Is.EqualTo(new Exclusion[]
        {
            new("B", ExclusionReason.VariableMissing, "input 1"), new("B", ExclusionReason.VariableMissing, "output 1"),
        }));
        Assert.That(data.HasTooFewUnits, Is.True);
        Assert.That((DeaData.FewestUnits(3, 4), DeaData.FewestUnits(10, 10)), Is.EqualTo((21, 100)));
    }

    private static string Peers(DeaScore score) => string.Join(", ", score.Peers.Select(static peer =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{peer.Unit} {peer.Lambda:0.000}")));

    private static double?[] Scores(IReadOnlyList<DeaScore> results) => [.. results.Select(static one => one.Score)];
}
