using System.Text.Json;
using Benchlearning.Api.Features.Analyses;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class RanksTests
{
    private static readonly double?[] Tied = [10, 20, 20, 5, 20, 10, 7];

    private static readonly (string Published, string Scipy, RankMethod Method)[] Methods =
    [
        ("competition_min", "min", RankMethod.Competition),
        ("modified_max", "max", RankMethod.Modified),
        ("dense", "dense", RankMethod.Dense),
        ("fractional_average", "average", RankMethod.Fractional),
        ("ordinal_first", "ordinal", RankMethod.Ordinal),
    ];

    // R base::rank, and the ranks printed in the UNDP Human Development Report 2015, Table 1.
    [Test]
    public void Ranks_are_those_of_R_and_of_the_Human_Development_Report()
    {
        var compared = 0;
        foreach (var one in ReferenceCases.Of("ranks").Where(static one => one.GetProperty("input").TryGetProperty("x", out _)))
        {
            var direction = one.GetProperty("options").Text("direction") == "desc"
                ? Direction.HigherIsBetter
                : Direction.LowerIsBetter;
            foreach (var expected in one.GetProperty("expected").EnumerateObject())
            {
                var method = Methods.Single(method => method.Published == expected.Name).Method;
                var ranks = Ranks.Of(one.GetProperty("input").Numbers("x"), direction, method);
                Assert.That(ranks, Is.EqualTo(one.GetProperty("expected").Numbers(expected.Name)), $"{one.Text("id")} {method}");
                compared++;
            }
        }

        Assert.That(compared, Is.EqualTo(71));
    }

    // Scottish Local Government Benchmarking Framework, CORP09 and CORP10 in four quarters: ranks in the nation and in each
    // family group.
    [Test]
    public void Ranks_and_shares_are_those_of_the_Scottish_framework()
    {
        var cases = ReferenceCases.Of("ranks")
            .Where(static one => one.Text("id").StartsWith("lgbf", StringComparison.Ordinal))
            .ToArray();
        foreach (var one in cases)
        {
            var (input, expected) = (one.GetProperty("input"), one.GetProperty("expected"));
            var direction = one.GetProperty("options").Text("direction").StartsWith("desc", StringComparison.Ordinal)
                ? Direction.HigherIsBetter
                : Direction.LowerIsBetter;
            var values = input.Numbers("value");
            Assert.That(Ranks.Of(values, direction, decimals: 2), Is.EqualTo(expected.Numbers("national_rank")), one.Text("id"));
            Assert.That(Shares(values, direction), Is.EqualTo(expected.Numbers("national_pct")).Within(1e-14));

            var families = input.Numbers("family_group");
            foreach (var family in families.Distinct())
            {
                double?[] Own(double?[] all) => [.. all.Where((_, unit) => families[unit] == family)];
                Assert.That(Ranks.Of(Own(values), direction, decimals: 2), Is.EqualTo(Own(expected.Numbers("family_rank"))));
                Assert.That(Shares(Own(values), direction), Is.EqualTo(Own(expected.Numbers("family_pct"))).Within(1e-14));
            }
        }

        Assert.That(cases, Has.Length.EqualTo(4));

        static double?[] Shares(double?[] values, Direction direction)
        {
            var group = OrderedValues.From(values, 2);
            return [.. values.Select(value => value is { } score
                ? PercentileRank.Of(group, score, PercentileRankMethod.RankOverN, direction)
                : null)];
        }
    }

    // SciPy 1.10.1, Python 3.11.2: scipy.stats.rankdata(x, method=m) and rankdata(-x, method=m), m in min, max, dense, average,
    // ordinal, over RAIM indicators of nine cities and 110 municipalities in 2013.
    [Test]
    public void Ranks_are_those_of_SciPy_for_real_municipalities()
    {
        foreach (var one in ReferenceCases.Of("numpy_scipy_2013"))
        {
            foreach (var (_, scipy, method) in Methods)
            {
                Assert.That(
                    Ranks.Of(one.Numbers("values"), Direction.LowerIsBetter, method),
                    Is.EqualTo(one.GetProperty("ranks").GetProperty("asc").Numbers(scipy)));
                Assert.That(
                    Ranks.Of(one.Numbers("values"), Direction.HigherIsBetter, method),
                    Is.EqualTo(one.GetProperty("ranks").GetProperty("desc").Numbers(scipy)));
            }
        }
    }

    [Test]
    public void A_near_tie_of_binary_noise_is_a_tie_at_the_published_decimals()
    {
        double?[] values = [0.3, 0.1 + 0.2, 0.3 - 4e-16, 0.2];
        Assert.That(Ranks.Of(values, Direction.HigherIsBetter, decimals: 1), Is.EqualTo(new double?[] { 1, 1, 1, 4 }));
        Assert.That(Ranks.Of(values, Direction.HigherIsBetter), Is.EqualTo(new double?[] { 2, 1, 3, 4 }));
    }

    [Test]
    public void Nobody_is_ranked_where_no_way_is_better() =>
        Assert.That(Ranks.Of(Tied, Direction.Neutral), Is.All.Null);

    [Test]
    public void Above_and_below_the_target_by_as_much_is_a_tie_and_within_the_tolerance_everyone_is_first()
    {
        Assert.That(
            Ranks.Of([0.1, 0.3, 0.2, 0.5, null], Direction.Target(0.2), decimals: 1),
            Is.EqualTo(new double?[] { 2, 2, 1, 4, null }));
        Assert.That(
            Ranks.Of([1000.1, 1000.3], Direction.Target(1000.2), decimals: 1), Is.EqualTo(new double?[] { 1, 1 }));
        Assert.That(
            Ranks.Of([0.1, 0.3, 0.2, 0.5, 0.4], Direction.Target(0.2, 0.1), decimals: 1),
            Is.EqualTo(new double?[] { 1, 1, 1, 5, 4 }));
    }

    [Test]
    public void None_missing_and_single_are_no_trouble()
    {
        Assert.That(Ranks.Of([], Direction.HigherIsBetter), Is.Empty);
        Assert.That(Ranks.Of([null, double.NaN], Direction.HigherIsBetter), Is.All.Null);
        Assert.That(Ranks.Of([7], Direction.LowerIsBetter), Is.EqualTo(new double?[] { 1 }));
        Assert.That(
            Ranks.Of([-1e300, 1e-300, 0, -0.0, 1e300], Direction.LowerIsBetter), Is.EqualTo(new double?[] { 1, 4, 2, 2, 5 }));
        Assert.That(
            Ranks.Of([double.MinValue, double.MaxValue], Direction.Target(double.MaxValue)), Is.EqualTo(new double?[] { 2, 1 }));
    }

    [Test]
    public void A_group_larger_than_the_stack_allows_is_ranked_too()
    {
        double?[] values = [.. Enumerable.Range(0, 1000).Select(static number => (double?)number)];
        Assert.That(Ranks.Of(values, Direction.HigherIsBetter)[^1], Is.EqualTo(1));
        Assert.That(Ranks.Of(values, Direction.HigherIsBetter)[0], Is.EqualTo(1000));
    }

    [Test]
    public void Infinity_is_refused() =>
        Assert.That(() => Ranks.Of([double.PositiveInfinity], Direction.HigherIsBetter), Throws.ArgumentException);

    [Test]
    public void An_unknown_method_or_direction_is_refused()
    {
        Assert.That(
            () => Ranks.Of([1], Direction.HigherIsBetter, (RankMethod)9), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Direction.FromCode("upwards"), Throws.ArgumentException);
        Assert.That(() => Direction.FromCode("target"), Throws.ArgumentException);
        Assert.That(() => Direction.Target(1, -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Direction.Target(double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void A_direction_is_read_from_the_words_of_an_indicator()
    {
        Assert.That(Direction.FromCode("higherIsBetter"), Is.EqualTo(Direction.HigherIsBetter));
        Assert.That(Direction.FromCode("lowerIsBetter"), Is.EqualTo(Direction.LowerIsBetter));
        Assert.That(Direction.FromCode("target", 3, 0.5), Is.EqualTo(Direction.Target(3, 0.5)));
        Assert.That(Direction.FromCode("neutral"), Is.EqualTo(default(Direction)));
    }

    [Property(Arbitrary = [typeof(Groups)])]
    public bool Fractional_and_ordinal_ranks_add_up_to_the_sum_of_places(WildGroup group)
    {
        var n = group.Values.Present().Length;
        return Sum(RankMethod.Fractional) == n * (n + 1) / 2.0 && Sum(RankMethod.Ordinal) == n * (n + 1) / 2.0;

        double? Sum(RankMethod method) => Ranks.Of(group.Values, Direction.HigherIsBetter, method).Sum();
    }

    [Property(Arbitrary = [typeof(Groups)])]
    public bool A_rank_depends_neither_on_the_order_of_units_nor_on_the_unit_of_measurement(Group group)
    {
        foreach (var direction in new[] { Direction.HigherIsBetter, Direction.LowerIsBetter })
        {
            var ranks = Ranks.Of(group.Values, direction);
            double?[] scaled = [.. group.Values.Select(static value => value * 1024)];
            if (!Ranks.Of(group.Values.Turned(), direction).SequenceEqual(ranks.Turned())
                || !Ranks.Of(scaled, direction).SequenceEqual(ranks))
            {
                return false;
            }
        }

        return true;
    }

    [Property(Arbitrary = [typeof(Groups)])]
    public bool A_competition_rank_is_one_more_than_the_number_of_better_units(Group group)
    {
        var ranks = Ranks.Of(group.Values, Direction.LowerIsBetter);
        return group.Values.Zip(ranks).All(pair =>
            pair.First is null ? pair.Second is null : pair.Second == 1 + group.Values.Count(other => other < pair.First));
    }
}
