using Benchlearning.Api.Features.Analyses;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class ControlChartTests
{
    // Montgomery, Introduction to Statistical Quality Control, viscosity of aircraft primer paint: mean 33.52, mean moving range
    // 0.48, limits 32.24 and 34.80.
    [Test]
    public void Limits_of_single_values_are_those_of_Montgomery()
    {
        var points = Individuals(
            33.75, 33.05, 34.00, 33.81, 33.46, 34.02, 33.68, 33.27, 33.49, 33.20, 33.62, 33.00, 33.54, 33.12, 33.84);
        Assert.That(points[0].Centre, Is.EqualTo(33.52).Within(0.005));
        Assert.That(points.Select(static one => one.MovingRange).OfType<double>().Average(), Is.EqualTo(0.48).Within(0.005));
        Assert.That(points[0].Low, Is.EqualTo(32.24).Within(0.005));
        Assert.That(points[0].High, Is.EqualTo(34.80).Within(0.005));
        Assert.That(points.Select(static one => one.Signals), Is.All.EqualTo(ControlSignals.None));
    }

    // Montgomery, frozen orange juice cans, 30 samples of 50: p = 0.2313, limits 0.0524 and 0.4102; samples 15 and 23 are outside.
    [Test]
    public void Limits_of_shares_are_those_of_Montgomery()
    {
        double[] faulty =
        [
            12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6,
        ];
        var points = ControlChart.Of(
            ControlChartKind.Proportions, [.. faulty.Select(static (count, i) => new ControlPeriod($"{i + 1}", count, 50))]);
        Assert.That(points[0].Centre, Is.EqualTo(0.2313).Within(5e-5));
        Assert.That(points[0].Low, Is.EqualTo(0.0524).Within(5e-5));
        Assert.That(points[0].High, Is.EqualTo(0.4102).Within(5e-5));
        Assert.That(
            points.Where(static one => one.Signals.HasFlag(ControlSignals.Outside)).Select(static one => one.Period),
            Is.EqualTo(new[] { "15", "23" }));
    }

    // By hand: 4, 8 and 12 events in 1, 2 and 3: u = 4, limits 4 plus and minus 6/sqrt(n); the lower one is held at 0.
    [Test]
    public void Limits_of_rates_are_those_worked_out_by_hand()
    {
        var points = ControlChart.Of(ControlChartKind.Rates, [new("a", 4, 1), new("b", 8, 2), new("c", 12, 3)]);
        Assert.That(points.Select(static one => one.High), Is.EqualTo(new[] { 10, 4 + (6 / Math.Sqrt(2)), 4 + (6 / Math.Sqrt(3)) }).Within(1e-14));
        Assert.That(points.Select(static one => one.Low), Is.EqualTo(new[] { 0, 0, 4 - (6 / Math.Sqrt(3)) }).Within(1e-14));
    }

    [Test]
    public void Eight_on_one_side_are_a_shift_and_seven_are_not()
    {
        var shift = Individuals(1, 3, 1, 3, 1, 3, 1, 3, 5, 7, 5, 7, 5, 7, 5, 7);
        Assert.That(shift.Count(static one => one.Signals.HasFlag(ControlSignals.Shift)), Is.EqualTo(16));
        var less = Individuals(1, 3, 1, 3, 1, 3, 1, 5, 7, 5, 7, 5, 7, 5);
        Assert.That(less.Count(static one => one.Signals.HasFlag(ControlSignals.Shift)), Is.Zero);
    }

    [Test]
    public void Six_that_rise_are_a_trend_and_five_are_not()
    {
        var trend = Individuals(9, 1, 2, 3, 4, 5, 6, 1, 9, 1);
        Assert.That(
            trend.Select(static one => one.Signals.HasFlag(ControlSignals.Trend)),
            Is.EqualTo(new[] { false, true, true, true, true, true, true, false, false, false }));
        Assert.That(Individuals(9, 1, 2, 3, 4, 5, 1, 9, 1).Count(static one => one.Signals.HasFlag(ControlSignals.Trend)), Is.Zero);
    }

    // By hand: ten values of 0 and 1 in turn, mean moving range about 1, one deviation about 0.9; two of three near 3 are in the
    // outer third.
    [Test]
    public void Two_of_three_near_a_limit_are_marked()
    {
        var points = Individuals(0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 2.9, 2.8, 0, 1, 0, 1);
        Assert.That(points.Index().Where(static one => one.Item.Signals.HasFlag(ControlSignals.NearLimit)).Select(static one => one.Index), Is.EqualTo(new[] { 20, 21 }));
    }

    [Test]
    public void Limits_are_made_anew_after_a_known_change_and_missing_periods_are_passed_over()
    {
        var points = ControlChart.Of(
            ControlChartKind.Individuals,
            [new("1", 1), new("2", null), new("3", 3), new("4", 100, StartsAnew: true), new("5", 104)]);
        Assert.That(points.Select(static one => one.Centre), Is.EqualTo(new double?[] { 2, 2, 2, 102, 102 }));
        Assert.That(points.Select(static one => one.MovingRange), Is.EqualTo(new double?[] { null, null, 2, null, 4 }));
        Assert.That(points[1].Value, Is.Null);
    }

    [Test]
    public void Few_or_equal_values_say_what_can_be_said()
    {
        Assert.That(Individuals(), Is.Empty);
        var one = Individuals(5).Single();
        Assert.That((one.Value, one.Centre, one.Low), Is.EqualTo(((double?)5, (double?)null, (double?)null)));
        var equal = Individuals(5, 5, 5, 5, 5, 5, 5, 5, 5);
        Assert.That(equal.Select(static point => (point.Low, point.High, point.Signals)), Is.All.EqualTo(((double?)5, (double?)5, ControlSignals.None)));
    }

    [Test]
    public void Counts_that_are_not_possible_are_refused()
    {
        Assert.That(() => ControlChart.Of(ControlChartKind.Proportions, [new("a", 3, 2)]), Throws.ArgumentException);
        Assert.That(() => ControlChart.Of(ControlChartKind.Rates, [new("a", 3)]), Throws.ArgumentException);
        Assert.That(() => ControlChart.Of(ControlChartKind.Rates, [new("a", -3, 1)]), Throws.ArgumentException);
    }

    [Property(Arbitrary = [typeof(Groups)])]
    public bool The_unit_scales_the_limits_and_changes_no_signal(Group group)
    {
        var one = Individuals(group.Values);
        var other = Individuals([.. group.Values.Select(static value => value * 1024)]);
        return one.Zip(other).All(static pair =>
            pair.First.Signals == pair.Second.Signals && pair.First.Low * 1024 == pair.Second.Low && pair.First.High * 1024 == pair.Second.High);
    }

    private static IReadOnlyList<ControlPoint> Individuals(params double?[] values) => ControlChart.Of(
        ControlChartKind.Individuals, [.. values.Select(static (value, i) => new ControlPeriod($"{i}", value))]);
}
