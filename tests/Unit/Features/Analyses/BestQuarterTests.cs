using Benchlearning.Api.Features.Analyses;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class BestQuarterTests
{
    private static readonly OrderedValues OneToFive = OrderedValues.From([5, 3, 1, 4, 2]);

    [Test]
    public void When_higher_is_better_the_best_quarter_begins_at_the_upper_quartile() =>
        Assert.That(
            BestQuarter.Of(OneToFive, 2, Direction.HigherIsBetter), Is.EqualTo(new BestQuarterPosition(3, 4, -1, -2, false)));

    [Test]
    public void When_lower_is_better_the_best_quarter_begins_at_the_lower_quartile()
    {
        Assert.That(
            BestQuarter.Of(OneToFive, 5, Direction.LowerIsBetter), Is.EqualTo(new BestQuarterPosition(3, 2, -2, -3, false)));
        Assert.That(BestQuarter.Of(OneToFive, 2, Direction.LowerIsBetter), Is.EqualTo(new BestQuarterPosition(3, 2, 1, 0, true)));
    }

    [Test]
    public void With_a_target_everything_is_a_distance_from_it() =>
        // Distances from 3: 0, 1, 1, 2, 2.
        Assert.That(BestQuarter.Of(OneToFive, 5, Direction.Target(3)), Is.EqualTo(new BestQuarterPosition(1, 1, -1, -1, false)));

    [Test]
    public void Within_the_tolerance_a_unit_is_on_target() =>
        // Distances: 0, 0, 0, 2, 2.
        Assert.That(BestQuarter.Of(OneToFive, 4, Direction.Target(3, 1)), Is.EqualTo(new BestQuarterPosition(0, 0, 0, 0, true)));

    [Test]
    public void Where_no_way_is_better_or_nobody_is_there_is_no_best_quarter()
    {
        Assert.That(BestQuarter.Of(OneToFive, 3, Direction.Neutral), Is.Null);
        Assert.That(BestQuarter.Of(OrderedValues.From([null]), 3, Direction.HigherIsBetter), Is.Null);
    }

    [Test]
    public void A_unit_without_a_value_is_shown_the_marks() =>
        Assert.That(
            BestQuarter.Of(OneToFive, null, Direction.HigherIsBetter),
            Is.EqualTo(new BestQuarterPosition(3, 4, null, null, null)));

    [Test]
    public void The_threshold_is_reached_as_it_is_read()
    {
        // The upper quartile of 7.6, 7.7, 7.8, 7.9 is 7.825, printed 7.8.
        var group = OrderedValues.From([7.6, 7.7, 7.8, 7.9], 1);
        Assert.That(BestQuarter.Of(group, 7.8, Direction.HigherIsBetter)!.InBestQuarter, Is.True);
        Assert.That(BestQuarter.Of(group, 7.7, Direction.HigherIsBetter)!.InBestQuarter, Is.False);
    }

    [Test]
    public void A_distance_that_exceeds_a_double_is_null() =>
        Assert.That(
            BestQuarter.Of(OrderedValues.From([double.MaxValue]), double.MinValue, Direction.HigherIsBetter)!.DistanceToMedian,
            Is.Null);

    [Property(Arbitrary = [typeof(Groups)])]
    public bool At_least_a_quarter_is_in_the_best_quarter_unless_the_threshold_falls_between_two_units(Group group)
    {
        foreach (var direction in new[] { Direction.HigherIsBetter, Direction.LowerIsBetter, Direction.Target(1, 0.5) })
        {
            var ordered = OrderedValues.From(group.Values);
            var best = group.Values.Present().Count(value => BestQuarter.Of(ordered, value, direction)!.InBestQuarter == true);
            if (ordered.Count > 0 && best < Math.Max(1, Math.Floor(ordered.Count / 4.0)))
            {
                return false;
            }
        }

        return true;
    }
}
