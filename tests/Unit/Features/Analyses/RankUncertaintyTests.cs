using Benchlearning.Api.Features.Analyses;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class RankUncertaintyTests
{
    // By hand, errors 3 and 4, so 5 together: A and B are 5 apart: Phi(1) = 0.841344746 that A is better; C is 500 away from both.
    [Test]
    public void Expected_ranks_are_those_worked_out_by_hand()
    {
        var result = RankUncertainty.Of([new("A", 15, 3), new("B", 10, 4), new("C", -490, 0)], Direction.HigherIsBetter);
        Assert.That(result.Ranks.Select(static one => one.Expected), Is.EqualTo(new[] { 2 - 0.841344746068543, 1.841344746068543, 3 }).Within(1e-14));
        Assert.That(result.Ranks.Select(static one => (one.Rank, one.Low, one.High)), Is.EqualTo(new[] { (1.0, 1, 2), (2.0, 1, 2), (3.0, 3, 3) }));
    }

    // By hand: two units 2.1 errors apart: sure for one of them (1.96), and for all pairs of two it is the same one test; with a third
    // far away there are three pairs, critical value 2.394, and for one unit two tests, 2.241.
    [Test]
    public void More_tests_need_larger_gaps()
    {
        UncertainValue[] two = [new("A", 0, 0), new("B", 2.1, 1)];
        Assert.That(RankUncertainty.Of(two, Direction.LowerIsBetter).Ranks[0].High, Is.EqualTo(1));
        UncertainValue[] three = [new("A", 0, 0), new("B", 2.3, 1), new("C", 100, 1)];
        Assert.That(RankUncertainty.Of(three, Direction.LowerIsBetter).Ranks[0].High, Is.EqualTo(1));
        Assert.That(RankUncertainty.Of(three, Direction.LowerIsBetter, isSimultaneous: true).Ranks[0].High, Is.EqualTo(2));
    }

    [Test]
    public void Exact_values_have_exact_ranks_and_equal_ones_share_them()
    {
        var result = RankUncertainty.Of([new("A", 1, 0), new("B", 2, 0), new("C", 2, 0)], Direction.LowerIsBetter);
        Assert.That(result.Ranks.Select(static one => (one.Rank, one.Expected, one.Low, one.High)), Is.EqualTo(new[]
        {
            (1.0, 1.0, 1, 1), (2.0, 2.5, 2, 3), (2.0, 2.5, 2, 3),
        }));
    }

    [Test]
    public void Units_without_a_value_or_an_error_are_listed_and_few_units_are_no_trouble()
    {
        var result = RankUncertainty.Of([new("A", null, 1), new("B", 1, null), new("C", 1, 1)], Direction.HigherIsBetter);
        Assert.That(result.Ranks.Single(), Is.EqualTo(new UncertainRank("C", 1, 1, 1, 1)));
        Assert.That(result.Excluded.Select(static one => one.Unit), Is.EqualTo(new[] { "A", "B" }));
        Assert.That(RankUncertainty.Of([], Direction.HigherIsBetter).Ranks, Is.Empty);
    }

    [Test]
    public void A_question_that_makes_no_sense_is_refused()
    {
        Assert.That(() => RankUncertainty.Of([], Direction.Neutral), Throws.ArgumentException);
        Assert.That(() => RankUncertainty.Of([], Direction.Target(1)), Throws.ArgumentException);
        Assert.That(() => RankUncertainty.Of([new("A", 1, -1)], Direction.HigherIsBetter), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => RankUncertainty.Of([], Direction.HigherIsBetter, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Property(Arbitrary = [typeof(Groups)])]
    public bool Expected_ranks_add_up_and_intervals_hold_the_rank(Group values, Group errors)
    {
        UncertainValue[] given = [.. values.Values.Zip(errors.Values).Select(static (pair, i) =>
            new UncertainValue($"{i}", pair.First, pair.Second is { } error ? Math.Abs(error) : null))];
        var ranks = RankUncertainty.Of(given, Direction.HigherIsBetter).Ranks;
        var n = ranks.Count;
        return Math.Abs(ranks.Sum(static one => one.Expected) - (n * (n + 1) / 2.0)) < 1e-9
            && ranks.All(one => one.Low <= one.Rank && one.Rank <= one.High && one.High <= n
                && one.Expected >= 1 - 1e-9 && one.Expected <= n + 1e-9);
    }
}
