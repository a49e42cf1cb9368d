using Benchlearning.Api.Features.Analyses;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class GroupAverageTests
{
    // RAIM indicators of 2013 weighted by population, to six decimals: a worked example of standardisation.
    // NumPy 1.24.2, Python 3.11.2: numpy.mean(x), numpy.average(x, weights=w).
    [Test]
    public void Both_means_are_those_of_the_worked_example_and_of_NumPy()
    {
        foreach (var (one, numpy) in ReferenceCases.Of("standardisation_2013").Zip(ReferenceCases.Of("numpy_scipy_2013")))
        {
            WeightedValue[] units = [.. one.Texts("units").Select(
                (unit, i) => new WeightedValue(unit, one.Numbers("values")[i], one.Numbers("weights")[i]))];
            var weighted = GroupAverage.Weighted(units, "population 2019");
            Assert.That(
                weighted.Value, Is.EqualTo(one.GetProperty("expected").GetProperty("weightedMean").GetDouble()).Within(5.001e-7));
            Assert.That(
                ReferenceCases.LargestDifference(
                    [weighted.Value, GroupAverage.Unweighted(units).Value],
                    [numpy.GetProperty("weightedMean").GetDouble(), numpy.GetProperty("mean").GetDouble()]),
                Is.LessThan(1e-14));
            Assert.That(weighted.WeightName, Is.EqualTo("population 2019"));
        }
    }

    [Test]
    public void A_unit_without_a_usable_weight_is_left_out_and_named()
    {
        var average = GroupAverage.Weighted(
            [new("A", 1, 10), new("B", 4, 20), new("C", 9, null), new("D", 9, 0), new("E", 9, -1), new("F", null, 5)],
            "population");
        Assert.That(average.Value, Is.EqualTo(3));
        Assert.That(average.Count, Is.EqualTo(2));
        Assert.That(average.Missing, Is.EqualTo(1));
        Assert.That(average.Excluded, Is.EqualTo(new Exclusion[]
        {
            new("C", ExclusionReason.WeightMissing), new("D", ExclusionReason.WeightNotPositive),
            new("E", ExclusionReason.WeightNotPositive), new("F", ExclusionReason.ValueMissing),
        }));
    }

    [Test]
    public void The_ratio_of_sums_is_the_ratio_of_the_group_and_not_the_mean_of_ratios()
    {
        // The municipalities A and B of the constructed merger: 10 430 000 / 4350.
        var ratio = GroupAverage.RatioOfSums(
            [
                new("A", 6450000, 3100), new("B", 3980000, 1250),
                new("C", 5, 0), new("D", 5, -1), new("E", null, 1), new("F", 1, null),
            ]);
        Assert.That(ratio.Value, Is.EqualTo(2397.7011494252874).Within(1e-11));
        Assert.That(ratio.Count, Is.EqualTo(2));
        Assert.That(ratio.Missing, Is.EqualTo(2));
        Assert.That(ratio.Excluded, Is.EqualTo(new Exclusion[]
        {
            new("C", ExclusionReason.DenominatorNotPositive), new("D", ExclusionReason.DenominatorNotPositive),
            new("E", ExclusionReason.NumeratorMissing), new("F", ExclusionReason.DenominatorMissing),
        }));
        Assert.That(
            GroupAverage.Unweighted([new("A", 6450000.0 / 3100, null), new("B", 3980000.0 / 1250, null)]).Value,
            Is.EqualTo(2632.322580645161).Within(1e-11));
    }

    [Test]
    public void A_factor_says_what_the_ratio_is_per() =>
        Assert.That(GroupAverage.RatioOfSums([new("A", 1, 50), new("B", 3, 50)], 100).Value, Is.EqualTo(4));

    [Test]
    public void An_average_of_nobody_is_null()
    {
        Assert.That(GroupAverage.Unweighted([]).Value, Is.Null);
        Assert.That(GroupAverage.Unweighted([new("A", null, 1)]).Missing, Is.EqualTo(1));
        Assert.That(GroupAverage.Weighted([new("A", 1, null)], "population").Value, Is.Null);
        Assert.That(GroupAverage.RatioOfSums([new("A", 1, 0)]).Value, Is.Null);
    }

    [Test]
    public void Huge_values_and_weights_do_not_overflow_and_what_exceeds_a_double_is_null()
    {
        Assert.That(GroupAverage.Weighted([new("A", 1e300, 1e300), new("B", 1e300, 1e300)], "w").Value, Is.EqualTo(1e300));
        Assert.That(GroupAverage.Unweighted([new("A", 1e308, null), new("B", 1.5e308, null)]).Value, Is.EqualTo(1.25e308));
        Assert.That(GroupAverage.RatioOfSums([new("A", 1e308, 1e308), new("B", 1e308, 1e308)]).Value, Is.EqualTo(1));
        Assert.That(GroupAverage.RatioOfSums([new("A", 1e300, 1e-300)]).Value, Is.Null);
    }

    [Test]
    public void A_weight_must_have_a_name_and_a_factor_be_a_number()
    {
        Assert.That(() => GroupAverage.Weighted([], " "), Throws.ArgumentException);
        Assert.That(() => GroupAverage.RatioOfSums([], double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Property(Arbitrary = [typeof(Groups)])]
    public bool Equal_weights_give_the_mean_and_the_size_of_weights_does_not_matter(Group group)
    {
        WeightedValue[] Units(double weight) => [.. group.Values.Select((value, i) => new WeightedValue($"{i}", value, weight))];
        var mean = GroupAverage.Unweighted(Units(1)).Value;
        return Same(GroupAverage.Weighted(Units(1), "w").Value, mean)
            && Same(GroupAverage.Weighted(Units(1e-7), "w").Value, mean);

        static bool Same(double? left, double? right) =>
            left is null ? right is null : Math.Abs(left.Value - right!.Value) <= 1e-12 * Math.Max(1, Math.Abs(right.Value));
    }
}
