using Benchlearning.Api.Features.Analyses;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class TrendAgainstGroupTests
{
    private static readonly TimedValue[] Middle = [.. Enumerable.Range(1, 5).Select(static year => new TimedValue(year, 10))];

    [TestCase(new double[] { 5, 6, 7, 8, 9 }, nameof(GroupMovement.CatchingUp))]
    [TestCase(new double[] { 9, 8, 7, 6, 5 }, nameof(GroupMovement.FallingBehind))]
    [TestCase(new double[] { 8, 9, 10, 11, 12 }, nameof(GroupMovement.PullingAhead))]
    [TestCase(new double[] { 15, 14, 13, 12, 11 }, nameof(GroupMovement.LosingItsLead))]
    [TestCase(new double[] { 9, 11, 9, 11, 9 }, nameof(GroupMovement.KeepingDistance))]
    public void A_unit_moves_against_its_group_by_gap_and_trend(double[] values, string expected)
    {
        var result = TrendAgainstGroup.Of(Series(values), Middle, Direction.HigherIsBetter);
        Assert.That(result.Movement.ToString(), Is.EqualTo(expected));
        Assert.That(result.LastGap, Is.EqualTo(values[^1] - 10));
    }

    [Test]
    public void Where_less_is_better_the_gap_is_turned_round()
    {
        var result = TrendAgainstGroup.Of(Series([15, 14, 13, 12, 11]), Middle, Direction.LowerIsBetter);
        Assert.That((result.Movement, result.LastGap), Is.EqualTo((GroupMovement.CatchingUp, (double?)-1)));
        Assert.That(result.Trend.Median!.PerPeriod, Is.EqualTo(1));
    }

    [Test]
    public void Without_a_direction_or_enough_periods_nothing_can_be_told()
    {
        Assert.That(TrendAgainstGroup.Of(Series([1, 2, 3, 4, 5]), Middle, Direction.Neutral).Movement, Is.EqualTo(GroupMovement.CannotTell));
        var few = TrendAgainstGroup.Of(Series([1, 2, 3, 4, 5]), Middle[..3], Direction.HigherIsBetter);
        Assert.That((few.Movement, few.LastGap), Is.EqualTo((GroupMovement.CannotTell, (double?)-7)));
        Assert.That(TrendAgainstGroup.Of([], [], Direction.HigherIsBetter).LastGap, Is.Null);
    }

    private static TimedValue[] Series(double[] values) => [.. values.Select(static (value, i) => new TimedValue(i + 1, value))];
}
