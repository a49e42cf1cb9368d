using Benchlearning.Api.Features.Analyses;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class PercentileRankTests
{
    private static readonly Dictionary<string, PercentileRankMethod> Methods = new(StringComparer.Ordinal)
    {
        ["mean"] = PercentileRankMethod.Mean,
        ["strict"] = PercentileRankMethod.Strict,
        ["weak"] = PercentileRankMethod.Weak,
        ["hazen_midrank"] = PercentileRankMethod.Hazen,
        ["excel_inc"] = PercentileRankMethod.ExcelInclusive,
        ["excel_exc"] = PercentileRankMethod.ExcelExclusive,
    };

    // Microsoft Excel's documentation of PERCENTRANK.INC and .EXC, and scipy.stats.percentileofscore.
    [Test]
    public void Shares_are_those_of_Excel_and_SciPy()
    {
        var compared = 0;
        foreach (var one in ReferenceCases.Of("percentile_rank"))
        {
            var group = OrderedValues.From(one.GetProperty("input").Numbers("x"));
            var score = one.GetProperty("input").GetProperty("score").GetDouble();
            foreach (var expected in one.GetProperty("expected").EnumerateObject())
            {
                if (Methods.TryGetValue(expected.Name, out var method))
                {
                    var actual = PercentileRank.Of(group, score, method);
                    Assert.That(actual, Is.EqualTo(expected.Value.Number()).Within(1e-15), $"{one.Text("id")} {method}");
                    compared++;
                }
            }
        }

        Assert.That(compared, Is.EqualTo(76));
    }

    // SciPy 1.10.1, Python 3.11.2: scipy.stats.percentileofscore(x, s, kind=k)/100, k in mean, strict, weak.
    [Test]
    public void Shares_are_those_of_SciPy_for_real_municipalities()
    {
        foreach (var one in ReferenceCases.Of("numpy_scipy_2013"))
        {
            var group = OrderedValues.From(one.Numbers("values"));
            foreach (var kind in one.GetProperty("percentiles").EnumerateObject())
            {
                var method = Methods[kind.Name];
                double?[] actual = [.. one.Numbers("scores").Select(score => PercentileRank.Of(group, score!.Value, method))];
                Assert.That(
                    ReferenceCases.LargestDifference(actual, one.GetProperty("percentiles").Numbers(kind.Name)),
                    Is.LessThan(1e-14));
            }
        }
    }

    [Test]
    public void Nobody_is_anywhere_in_an_empty_group([Values] PercentileRankMethodName method) =>
        Assert.That(
            PercentileRank.Of(OrderedValues.From([null]), 1, (PercentileRankMethod)method, Direction.HigherIsBetter), Is.Null);

    [Test]
    public void One_unit_has_no_place_in_Excel()
    {
        var alone = OrderedValues.From([3]);
        Assert.That(PercentileRank.Of(alone, 3, PercentileRankMethod.ExcelInclusive), Is.Null);
        Assert.That(PercentileRank.Of(alone, 3, PercentileRankMethod.ExcelExclusive), Is.Null);
        Assert.That(PercentileRank.Of(alone, 3), Is.EqualTo(0.5));
    }

    [Test]
    public void A_score_is_rounded_as_the_group_is()
    {
        var group = OrderedValues.From([0.3, 0.1 + 0.2, 0.2], 1);
        Assert.That(PercentileRank.Of(group, 0.3 - 4e-16), Is.EqualTo(2 / 3.0).Within(1e-15));
        Assert.That(
            PercentileRank.Of(group, 0.3 - 4e-16, PercentileRankMethod.RankOverN, Direction.HigherIsBetter),
            Is.EqualTo(1 / 3.0).Within(1e-15));
    }

    [Test]
    public void A_rank_over_n_needs_a_member_and_a_direction()
    {
        var group = OrderedValues.From([1, 2, 3]);
        Assert.That(PercentileRank.Of(group, 2, PercentileRankMethod.RankOverN), Is.Null);
        Assert.That(PercentileRank.Of(group, 2.5, PercentileRankMethod.RankOverN, Direction.LowerIsBetter), Is.Null);
        Assert.That(PercentileRank.Of(group, 1, PercentileRankMethod.RankOverN, Direction.Target(2)), Is.EqualTo(2 / 3.0));
    }

    [Test]
    public void The_ends_of_the_doubles_are_no_trouble()
    {
        var group = OrderedValues.From([double.MinValue, double.MaxValue]);
        Assert.That(PercentileRank.Of(group, 0, PercentileRankMethod.ExcelInclusive), Is.EqualTo(0.5));
        Assert.That(
            PercentileRank.Of(OrderedValues.From([0, 1e-300]), 5e-301, PercentileRankMethod.ExcelInclusive), Is.EqualTo(0.5));
    }

    [Test]
    public void A_score_that_is_no_number_is_refused() =>
        Assert.That(
            () => PercentileRank.Of(OrderedValues.From([1]), double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Property(Arbitrary = [typeof(Groups)])]
    public bool Every_share_lies_between_0_and_1_and_strict_is_at_most_mean_at_most_weak(WildGroup group)
    {
        var ordered = OrderedValues.From(group.Values);
        foreach (var score in group.Values.Present().Append(0.5))
        {
            foreach (var method in Enum.GetValues<PercentileRankMethod>())
            {
                if (PercentileRank.Of(ordered, score, method, Direction.LowerIsBetter) is not null and not (>= 0 and <= 1))
                {
                    return false;
                }
            }

            var strict = PercentileRank.Of(ordered, score, PercentileRankMethod.Strict);
            var weak = PercentileRank.Of(ordered, score, PercentileRankMethod.Weak);
            if (PercentileRank.Of(ordered, score) is { } mean && !(strict <= mean && mean <= weak))
            {
                return false;
            }
        }

        return true;
    }

    [Property(Arbitrary = [typeof(Groups)])]
    public bool A_higher_score_is_never_at_a_lower_place(Group group)
    {
        var ordered = OrderedValues.From(group.Values);
        double[] scores = [.. group.Values.Present().SelectMany(static value => new[] { value, value + 0.005 }).Order()];
        return Enum.GetValues<PercentileRankMethod>()
            .Where(static method => method != PercentileRankMethod.RankOverN)
            .All(method =>
            {
                var places = scores.Select(score => PercentileRank.Of(ordered, score, method)).OfType<double>().ToArray();
                return places.Zip(places.Skip(1)).All(static pair => pair.First <= pair.Second + 1e-15);
            });
    }

    [Property(Arbitrary = [typeof(Groups)])]
    public bool The_order_of_units_makes_no_difference(Group group)
    {
        var (one, other) = (OrderedValues.From(group.Values), OrderedValues.From(group.Values.Turned()));
        return group.Values.Present().All(score => PercentileRank.Of(one, score).Equals(PercentileRank.Of(other, score)));
    }

    /// <summary>The methods by number, because a public test cannot take an internal type.</summary>
    public enum PercentileRankMethodName
    {
        Mean, Strict, Weak, ExcelInclusive, ExcelExclusive, RankOverN, Hazen,
    }
}
