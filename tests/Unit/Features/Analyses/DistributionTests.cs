using Benchlearning.Api.Features.Analyses;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class DistributionTests
{
    // RAIM indicators of 2013, mean and population standard deviation to six decimals: a worked example of standardisation.
    [Test]
    public void Means_deviations_and_scores_are_those_of_the_worked_example_of_2013()
    {
        foreach (var one in ReferenceCases.Of("standardisation_2013"))
        {
            var expected = one.GetProperty("expected");
            var values = one.Numbers("values");
            var group = Distribution.Of(values);
            var deviation = group.StandardDeviation!.Value * Math.Sqrt((group.Count - 1.0) / group.Count);
            Assert.That(group.Mean, Is.EqualTo(expected.GetProperty("mean").GetDouble()).Within(5.001e-7));
            Assert.That(deviation, Is.EqualTo(expected.GetProperty("populationStandardDeviation").GetDouble()).Within(5.001e-7));
            var sign = one.GetProperty("direction").GetInt32();
            double?[] scores = [.. values.Select(value => sign * (value - group.Mean) / deviation)];
            Assert.That(ReferenceCases.LargestDifference(scores, expected.Numbers("scores")), Is.LessThan(5.001e-7));
        }
    }

    // NumPy 1.24.2, Python 3.11.2: numpy.mean(x), numpy.std(x, ddof=1), numpy.quantile(x, p).
    [Test]
    public void Summaries_are_those_of_NumPy_for_real_municipalities()
    {
        foreach (var one in ReferenceCases.Of("numpy_scipy_2013"))
        {
            var group = Distribution.Of(one.Numbers("values"));
            double?[] actual =
            [
                group.Mean, group.StandardDeviation,
                group.Minimum, group.LowerQuartile, group.Median, group.UpperQuartile, group.Maximum,
            ];
            var p = one.Numbers("p").ToList();
            var linear = one.GetProperty("quantiles").Numbers("7");
            double?[] expected =
            [
                one.GetProperty("mean").GetDouble(), one.GetProperty("sampleStandardDeviation").GetDouble(),
                linear[0], linear[p.IndexOf(0.25)], linear[p.IndexOf(0.5)], linear[p.IndexOf(0.75)], linear[^1],
            ];
            Assert.That(ReferenceCases.LargestDifference(actual, expected), Is.LessThan(1e-14));
        }
    }

    [Test]
    public void An_empty_group_has_nothing_but_its_missing_values() =>
        Assert.That(
            Distribution.Of([null, double.NaN]),
            Is.EqualTo(new Distribution(0, 2, null, null, null, null, null, null, null)));

    [Test]
    public void One_unit_has_no_spread() =>
        Assert.That(Distribution.Of([5, null]), Is.EqualTo(new Distribution(1, 1, 5, 5, 5, 5, 5, 5, null)));

    [Test]
    public void Two_units_have_one()
    {
        var group = Distribution.Of([1, 3]);
        Assert.That(group, Is.EqualTo(new Distribution(2, 0, 1, 1.5, 2, 2.5, 3, 2, Math.Sqrt(2))));
    }

    [Test]
    public void Equal_values_have_a_spread_of_exactly_zero_and_themselves_as_mean() =>
        Assert.That(Distribution.Of([0.1, 0.1, 0.1]), Is.EqualTo(new Distribution(3, 0, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0)));

    [Test]
    public void Near_ties_are_equal_values_at_the_published_decimals() =>
        Assert.That(Distribution.Of([0.3, 0.1 + 0.2, 0.3 - 4e-16], 1).StandardDeviation, Is.Zero);

    [Test]
    public void Huge_and_tiny_values_are_summarised_as_ordinary_ones_are()
    {
        var huge = Distribution.Of([1e300, 2e300, 3e300]);
        Assert.That(huge.Mean, Is.EqualTo(2e300).Within(1e286));
        Assert.That(huge.StandardDeviation, Is.EqualTo(1e300).Within(1e286));
        var tiny = Distribution.Of([1e-300, 2e-300, 3e-300]);
        Assert.That(tiny.StandardDeviation, Is.EqualTo(1e-300).Within(1e-314));
        var largest = Distribution.Of([double.MaxValue, double.MaxValue, double.MinValue]);
        Assert.That(largest.Mean, Is.EqualTo(double.MaxValue / 3).Within(1e295));
        Assert.That(Distribution.Of([double.MaxValue, double.MinValue]).StandardDeviation, Is.Null);
    }

    [Test]
    public void A_small_value_is_not_lost_between_large_ones() =>
        Assert.That(Distribution.Of([1e16, 1, -1e16]).Mean, Is.EqualTo(1 / 3.0).Within(1e-16));

    [Test]
    public void A_small_spread_on_a_large_level_keeps_its_digits() =>
        Assert.That(
            Distribution.Of([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]).StandardDeviation, Is.EqualTo(Math.Sqrt(30)).Within(1e-12));

    [Property(Arbitrary = [typeof(Groups)])]
    public bool Nothing_is_ever_NaN_or_infinite_and_the_figures_are_in_order(WildGroup group)
    {
        var all = Distribution.Of(group.Values);
        double?[] figures = [all.Minimum, all.LowerQuartile, all.Median, all.UpperQuartile, all.Maximum];
        var ordered = figures.OfType<double>().ToArray();
        return all.Count + all.Missing == group.Values.Length
            && ordered.Length == (all.Count == 0 ? 0 : 5)
            && ordered.SequenceEqual(ordered.Order())
            && figures.Append(all.Mean).Append(all.StandardDeviation).OfType<double>().All(double.IsFinite)
            && (all.Count == 0 || (all.Mean >= all.Minimum && all.Mean <= all.Maximum))
            && all.StandardDeviation is null or >= 0;
    }

    [Property(Arbitrary = [typeof(Groups)])]
    public bool The_order_of_units_makes_no_difference(WildGroup group) =>
        Distribution.Of(group.Values) == Distribution.Of(group.Values.Turned());

    [Property(Arbitrary = [typeof(Groups)])]
    public bool Every_figure_is_measured_in_the_unit_of_the_values(Group group)
    {
        var one = Distribution.Of(group.Values);
        var other = Distribution.Of([.. group.Values.Select(static value => value * 1024)]);
        return other == new Distribution(
            one.Count, one.Missing, one.Minimum * 1024, one.LowerQuartile * 1024, one.Median * 1024, one.UpperQuartile * 1024,
            one.Maximum * 1024, one.Mean * 1024, one.StandardDeviation * 1024);
    }
}
