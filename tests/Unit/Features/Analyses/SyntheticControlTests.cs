using Benchlearning.Api.Features.Analyses;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class SyntheticControlTests
{
    // By hand: the unit is a quarter of A and three quarters of B before; after, the mixture is 0.25 x 8 + 0.75 x 12 = 11, the unit
    // 15.
    [Test]
    public void A_unit_that_is_a_mixture_is_found_to_be_it()
    {
        var result = SyntheticControl.Of(
            new("T", [1.75, 3.5, 2.75], [15]),
            [new("A", [1, 5, 2], [8]), new("B", [2, 3, 3], [12]), new("C", [9, 9, 9], [9])]);
        Assert.That(result.Weights.Select(static one => one.Unit), Is.EqualTo(new[] { "A", "B" }));
        Assert.That(result.Weights.Select(static one => one.Weight), Is.EqualTo(new[] { 0.25, 0.75 }).Within(1e-9));
        Assert.That(result.Effect, Is.EqualTo(4).Within(1e-8));
        Assert.That(result.FitBefore, Is.Zero.Within(1e-9));
        Assert.That(result.IsOutsideHull, Is.False);
    }

    // By hand: above all others everywhere, the nearest mixture is the highest one alone: gaps 2, 2 and 7.
    [Test]
    public void A_unit_outside_the_others_gets_the_nearest_and_is_said_to_be_outside()
    {
        var result = SyntheticControl.Of(new("T", [10, 10], [15]), [new("A", [8, 8], [8]), new("B", [5, 5], [5])]);
        Assert.That(result.Weights.Single(), Is.EqualTo(new ControlWeight("A", 1)));
        Assert.That(result.Gaps, Is.EqualTo(new[] { 2.0, 2, 7 }).Within(1e-12));
        Assert.That(result.Ratio, Is.EqualTo(3.5).Within(1e-12));
        Assert.That(result.IsOutsideHull, Is.True);
    }

    // By hand: the nearest mixture to (10, 10) is A and B by halves, gaps 5.5 and 5.5 before, 30 after. No other unit is a mixture of
    // the rest before, and none moves after, so every other ratio is 0: one of four.
    [Test]
    public void The_probability_is_the_rank_among_placebos()
    {
        var result = SyntheticControl.Of(
            new("T", [10, 10], [30]), [new("A", [8, 1], [0]), new("B", [1, 8], [0]), new("C", [0, 0], [0])]);
        Assert.That(result.Weights.Select(static one => one.Weight), Is.EqualTo(new[] { 0.5, 0.5 }).Within(1e-9));
        Assert.That(result.Ratio, Is.EqualTo(30 / 5.5).Within(1e-9));
        Assert.That(result.PlaceboProbability, Is.EqualTo(0.25));
        Assert.That(result.Placebos, Has.Count.EqualTo(3));
    }

    [Test]
    public void Units_that_lack_a_value_are_left_out_and_without_others_there_is_no_effect()
    {
        var result = SyntheticControl.Of(new("T", [1], [2]), [new("A", [null], [2])]);
        Assert.That((result.Status, result.Effect), Is.EqualTo((ImpactStatus.NothingToCompare, (double?)null)));
        Assert.That(result.Excluded, Is.EqualTo(new[] { new Exclusion("A", ExclusionReason.ValueMissing) }));
        Assert.That(SyntheticControl.Of(new("T", [1], [2]), [new("A", [1], [5])]).PlaceboProbability, Is.Null);
        Assert.That(() => SyntheticControl.Of(new("T", [1], [2]), [new("A", [1, 2], [2])]), Throws.ArgumentException);
    }

    // The conditions of Karush, Kuhn and Tucker: among columns with weight the gradient is the same, and no other column's is smaller.
    [Property(Arbitrary = [typeof(DeaSamples)], MaxTest = 200)]
    public bool No_better_mixture_exists(EfficiencyData given)
    {
        var data = given.Ready();
        var target = data.Of(0).ToArray();
        double[][] columns = [.. Enumerable.Range(0, data.Count).Skip(1).Select(unit => data.Of(unit).ToArray())];
        if (columns.Length == 0)
        {
            return true;
        }

        var weights = SimplexLeastSquares.Solve(target, columns);
        var scale = columns.SelectMany(column => column.Zip(target, static (one, other) => Math.Abs(one - other))).Max();
        if (scale == 0)
        {
            return true;
        }

        double[] residual = [.. target.Select((value, row) => (columns.Select((column, i) => weights[i] * column[row]).Sum() - value) / scale)];
        double[] gradient = [.. columns.Select(column => column.Select((value, row) => (value - target[row]) / scale * residual[row]).Sum())];
        var least = gradient.Min();
        return Math.Abs(weights.Sum() - 1) < 1e-9 && weights.All(static weight => weight >= 0)
            && weights.Zip(gradient).All(pair => pair.First < 1e-7 || pair.Second - least < 1e-6);
    }
}
