using Benchlearning.Api.Features.Analyses;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class QuantileGroupsTests
{
    [Test]
    public void Ten_units_make_five_pairs_the_best_in_the_first()
    {
        double?[] values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
        Assert.That(
            QuantileGroups.Of(values, 5, Direction.LowerIsBetter), Is.EqualTo(new int?[] { 1, 1, 2, 2, 3, 3, 4, 4, 5, 5 }));
        Assert.That(
            QuantileGroups.Of(values, 5, Direction.HigherIsBetter), Is.EqualTo(new int?[] { 5, 5, 4, 4, 3, 3, 2, 2, 1, 1 }));
    }

    [Test]
    public void Units_that_do_not_divide_evenly_are_placed_by_the_published_formula() =>
        // By hand, n = 7, k = 3: q = 4 - ceil(3 (8 - r)/7) = 4 - ceil(3, 2.57, 2.14, 1.71, 1.29, 0.86, 0.43).
        Assert.That(
            QuantileGroups.Of([1, 2, 3, 4, 5, 6, 7], 3, Direction.LowerIsBetter), Is.EqualTo(new int?[] { 1, 1, 1, 2, 2, 3, 3 }));

    [Test]
    public void Equal_units_share_a_group_and_the_missing_have_none() =>
        // Ranks 1, 2, 2, 2, 5 of five; k = 5.
        Assert.That(
            QuantileGroups.Of([1, 2, null, 2, 2, 3], 5, Direction.LowerIsBetter), Is.EqualTo(new int?[] { 1, 2, null, 2, 2, 5 }));

    [Test]
    public void Near_ties_share_a_group_at_the_published_decimals() =>
        Assert.That(
            QuantileGroups.Of([0.3, 0.1 + 0.2], 2, Direction.LowerIsBetter, 1), Is.EqualTo(new int?[] { 1, 1 }));

    [Test]
    public void Fewer_units_than_groups_make_none()
    {
        Assert.That(QuantileGroups.Of([1, 2, 3, 4, null], 5, Direction.LowerIsBetter), Is.All.Null);
        Assert.That(QuantileGroups.Of([], 2, Direction.LowerIsBetter), Is.Empty);
    }

    [Test]
    public void Where_no_way_is_better_there_are_no_groups() =>
        Assert.That(QuantileGroups.Of([1, 2, 3], 2, Direction.Neutral), Is.All.Null);

    [Test]
    public void One_group_is_refused() =>
        Assert.That(
            () => QuantileGroups.Of([1, 2], 1, Direction.LowerIsBetter), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Property(Arbitrary = [typeof(Groups)])]
    public bool Groups_run_from_1_to_k_and_follow_the_ranks(WildGroup group)
    {
        foreach (var k in new[] { 2, 3, 4, 5, 10 })
        {
            var groups = QuantileGroups.Of(group.Values, k, Direction.HigherIsBetter);
            var ordered = group.Values.Zip(groups).Where(static pair => pair.Second is not null)
                .OrderByDescending(static pair => pair.First).Select(static pair => pair.Second!.Value).ToArray();
            if (ordered.Any(number => number < 1 || number > k) || !ordered.SequenceEqual(ordered.Order()))
            {
                return false;
            }
        }

        return true;
    }

    [Property(Arbitrary = [typeof(Groups)])]
    public bool The_order_of_units_makes_no_difference(Group group)
    {
        static double?[] Groups(double?[] values) =>
            [.. QuantileGroups.Of(values, 4, Direction.HigherIsBetter).Select(static number => (double?)number)];
        return Groups(group.Values.Turned()).SequenceEqual(Groups(group.Values).Turned());
    }
}
