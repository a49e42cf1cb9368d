using Benchlearning.Api.Features.Analyses;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class DifferenceInDifferencesTests
{
    // Card and Krueger (1994), Table 3, rows 1 and 2: full-time equivalent employment in New Jersey 20.44 and 21.03, in Pennsylvania
    // 23.33 and 21.17; the difference in differences printed is 2.76 (2.75 of the rounded means).
    [Test]
    public void The_effect_is_that_of_Card_and_Krueger()
    {
        var result = DifferenceInDifferences.Of([new("NJ", true, [20.44], [21.03]), new("PA", false, [23.33], [21.17])]);
        Assert.That(result.Effect, Is.EqualTo(2.76).Within(0.011));
        Assert.That(result.Effect, Is.EqualTo(2.75).Within(1e-12));
        Assert.That((result.Errors.Changes, result.PlaceboProbability), Is.EqualTo(((double?)null, (double?)1)));
    }

    // By hand: changes of the treated 5 and 7, of the others 1, 2 and 3: effect 6 - 2 = 4. Robust: 5/3 (2/4 + 2/9), its root
    // sqrt(65/54). Of the nine other choices of two of five none gives 4 or more on either side: (1 + 0)/(1 + 9).
    [Test]
    public void The_effect_its_error_and_its_placebos_are_those_worked_out_by_hand()
    {
        var result = DifferenceInDifferences.Of(
        [
            new("A", true, [10], [15]), new("C", false, [1], [2]), new("B", true, [20], [27]), new("D", false, [2], [4]),
            new("E", false, [3], [6]),
        ]);
        Assert.That((result.Treated, result.Controls), Is.EqualTo((2, 3)));
        Assert.That(result.Effect, Is.EqualTo(4).Within(1e-14));
        Assert.That(result.TreatedChange, Is.EqualTo(6).Within(1e-14));
        Assert.That(result.ControlChange, Is.EqualTo(2).Within(1e-14));
        Assert.That(result.Errors.Changes, Is.EqualTo(Math.Sqrt(65 / 54.0)).Within(1e-14));
        Assert.That(result.High - result.Effect, Is.EqualTo(3.182446305 * Math.Sqrt(65 / 54.0)).Within(1e-8));
        Assert.That((result.PlaceboProbability, result.Placebos), Is.EqualTo(((double?)0.1, 9)));
    }

    // By hand: gaps 1, 3, 5 before: the treated rose by 2 a period more.
    [Test]
    public void A_trend_before_the_action_is_shown()
    {
        var result = DifferenceInDifferences.Of(
            [new("A", true, [2, 5, 8], [11, 14]), new("B", false, [1, 2, 3], [4, 5])]);
        Assert.That(result.PreTrendDifference, Is.EqualTo(2).Within(1e-14));
        Assert.That(result.Gaps.Select(period => period.Gap), Is.EqualTo(new[] { 1.0, 3, 5, 7, 9 }).Within(1e-14));
    }

    [Test]
    public void Units_that_lack_a_value_are_left_out_and_a_side_without_units_has_no_effect()
    {
        var result = DifferenceInDifferences.Of([new("A", true, [1], [null]), new("B", false, [1], [2])]);
        Assert.That((result.Status, result.Effect), Is.EqualTo((ImpactStatus.NothingToCompare, (double?)null)));
        Assert.That(result.Excluded, Is.EqualTo(new[] { new Exclusion("A", ExclusionReason.ValueMissing) }));
        Assert.That(DifferenceInDifferences.Of([]).Status, Is.EqualTo(ImpactStatus.NothingToCompare));
    }

    [Test]
    public void Many_choices_are_drawn_with_a_seed()
    {
        ImpactUnit[] units = [.. Enumerable.Range(0, 40).Select(static i => new ImpactUnit($"{i}", i % 2 == 0, [0], [i * 37 % 11]))];
        var one = DifferenceInDifferences.Of(units, seed: 4);
        Assert.That(one.Placebos, Is.EqualTo(DifferenceInDifferences.MostPlacebos));
        Assert.That(DifferenceInDifferences.Of(units, seed: 4).PlaceboProbability, Is.EqualTo(one.PlaceboProbability));
    }

    [Test]
    public void Units_of_different_periods_are_refused()
    {
        Assert.That(() => DifferenceInDifferences.Of([new("A", true, [1], [2]), new("B", false, [1, 2], [2])]), Throws.ArgumentException);
        Assert.That(() => DifferenceInDifferences.Of([new("A", true, [], [2])]), Throws.ArgumentException);
        Assert.That(() => DifferenceInDifferences.Of([], 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Property(Arbitrary = [typeof(Groups)])]
    public bool What_everybody_has_in_common_and_the_order_of_units_make_no_difference(Group before, Group after)
    {
        ImpactUnit[] units = [.. before.Values.Zip(after.Values).Select(static (pair, i) => new ImpactUnit($"{i}", i % 3 == 0, [pair.First], [pair.Second]))];
        var one = DifferenceInDifferences.Of(units);
        var shifted = DifferenceInDifferences.Of([.. units.Reverse().Select(static unit => unit with { After = [unit.After[0] + 50] })]);
        return one.Status == shifted.Status && Math.Abs((one.Effect - shifted.Effect) ?? 0) < 1e-9
            && one.PlaceboProbability is null or (> 0 and <= 1);
    }
}
