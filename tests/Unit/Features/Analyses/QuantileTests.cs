using Benchlearning.Api.Features.Analyses;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class QuantileTests
{
    // R stats::quantile, types 1 to 9, by the definitions of Hyndman and Fan (1996), The American Statistician 50, 361-365.
    [Test]
    public void Quantiles_of_all_nine_types_are_those_of_R()
    {
        var largest = 0.0;
        var cases = ReferenceCases.Of("quantiles");
        foreach (var one in cases)
        {
            var type = (QuantileType)one.GetProperty("options").GetProperty("type").GetInt32();
            var group = OrderedValues.From(one.GetProperty("input").Numbers("x"));
            double?[] actual = [.. one.GetProperty("input").Numbers("p").Select(p => Quantile.Of(group, p!.Value, type))];
            var difference = ReferenceCases.LargestDifference(actual, one.GetProperty("expected").Numbers("q"));
            Assert.That(difference, Is.LessThan(5e-15), one.Text("id")); // the reference holds 15 digits
            largest = Math.Max(largest, difference);
        }

        Assert.That(cases, Has.Count.EqualTo(18));
        TestContext.Out.WriteLine($"Largest difference: {largest:R}");
    }

    // NumPy 1.24.2, Python 3.11.2: numpy.quantile(x, p, method=m), m in inverted_cdf, averaged_inverted_cdf, closest_observation,
    // interpolated_inverted_cdf, hazen, weibull, linear, median_unbiased, normal_unbiased. This version of closest_observation is
    // off by one observation in places, so type 3 is by its definition in exact fractions, rounding half to even:
    // sorted(x)[max(0, round(len(x)*Fraction(p).limit_denominator(1000)) - 1)].
    [Test]
    public void Quantiles_are_those_of_NumPy_for_real_municipalities([Range(1, 9)] int type)
    {
        var largest = 0.0;
        foreach (var one in ReferenceCases.Of("numpy_scipy_2013"))
        {
            var group = OrderedValues.From(one.Numbers("values"));
            double?[] actual = [.. one.Numbers("p").Select(p => Quantile.Of(group, p!.Value, (QuantileType)type))];
            var difference = ReferenceCases.LargestDifference(actual, one.GetProperty("quantiles").Numbers($"{type}"));
            Assert.That(difference, Is.LessThan(1e-14), one.Text("id"));
            largest = Math.Max(largest, difference);
        }

        TestContext.Out.WriteLine($"Largest difference: {largest:R}");
    }

    [Test]
    public void The_lower_quartile_of_one_to_ten_is_3_25_and_not_that_of_type_8()
    {
        var group = OrderedValues.From([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        Assert.That(Quantile.Of(group, 0.25), Is.EqualTo(3.25));
        Assert.That(Quantile.Of(group, 0.25, QuantileType.MedianUnbiased), Is.EqualTo(2.9167).Within(5e-5));
    }

    [Test]
    public void A_jump_is_decided_exactly_where_binary_arithmetic_would_miss_it()
    {
        var group = OrderedValues.From([.. Enumerable.Range(1, 100).Select(static number => (double?)number)]);
        foreach (var percent in Enumerable.Range(1, 99))
        {
            // 100 * 0.29 is 28.999999999999996 and 100 * 0.07 is 7.000000000000001
            var p = percent / 100.0;
            Assert.That(Quantile.Of(group, p, QuantileType.InvertedDistribution), Is.EqualTo(percent));
            Assert.That(Quantile.Of(group, p, QuantileType.AveragedInvertedDistribution), Is.EqualTo(percent + 0.5));
        }
    }

    [Test]
    public void Of_none_there_is_none_of_one_it_is_itself_of_equals_it_is_their_value([Range(1, 9)] int type)
    {
        foreach (var p in new[] { 0, 0.1, 0.25, 0.5, 1 })
        {
            Assert.That(Quantile.Of(OrderedValues.From([null]), p, (QuantileType)type), Is.Null);
            Assert.That(Quantile.Of(OrderedValues.From([7.1]), p, (QuantileType)type), Is.EqualTo(7.1));
            Assert.That(Quantile.Of(OrderedValues.From([0.1, 0.1, 0.1]), p, (QuantileType)type), Is.EqualTo(0.1));
        }
    }

    [Test]
    public void Values_at_the_ends_of_the_doubles_do_not_overflow()
    {
        Assert.That(Quantile.Of(OrderedValues.From([double.MinValue, double.MaxValue]), 0.5), Is.Zero);
        Assert.That(Quantile.Of(OrderedValues.From([-1e300, 1e300]), 0.75), Is.EqualTo(5e299).Within(1e285));
        Assert.That(Quantile.Of(OrderedValues.From([1e-300, 3e-300]), 0.5), Is.EqualTo(2e-300).Within(1e-315));
    }

    [TestCase(-0.1)]
    [TestCase(1.1)]
    [TestCase(double.NaN)]
    public void A_probability_outside_0_to_1_is_refused(double probability) =>
        Assert.That(() => Quantile.Of(OrderedValues.From([1]), probability), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void A_tenth_type_is_refused() =>
        Assert.That(
            () => Quantile.Of(OrderedValues.From([1]), 0.5, (QuantileType)10), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Property(Arbitrary = [typeof(Groups)])]
    public bool A_quantile_never_falls_as_p_rises_and_stays_within_the_values(WildGroup group)
    {
        var ordered = OrderedValues.From(group.Values);
        if (ordered.Count == 0)
        {
            return true;
        }

        return Enum.GetValues<QuantileType>().All(type =>
        {
            var before = ordered.Ascending[0];
            for (var step = 0; step <= 200; step++)
            {
                var next = Quantile.Of(ordered, step / 200.0, type)!.Value;
                if (!(next >= before) || next > ordered.Ascending[^1])
                {
                    return false;
                }

                before = next;
            }

            return true;
        });
    }

    [Property(Arbitrary = [typeof(Groups)])]
    public bool A_quantile_is_measured_in_the_unit_of_the_values(Group group)
    {
        var ordered = OrderedValues.From(group.Values);
        var larger = OrderedValues.From([.. group.Values.Select(static value => value * 1024)]);
        return Enum.GetValues<QuantileType>().All(type =>
            new[] { 0, 0.1, 0.25, 0.5, 0.9 }.All(p => Quantile.Of(larger, p, type).Equals(Quantile.Of(ordered, p, type) * 1024)));
    }

    [Property(Arbitrary = [typeof(Groups)])]
    public bool The_median_of_the_mirrored_group_is_the_mirrored_median(Group group)
    {
        var median = Quantile.Of(OrderedValues.From(group.Values), 0.5);
        var mirrored = Quantile.Of(OrderedValues.From([.. group.Values.Select(static value => -value)]), 0.5);
        return median is null
            ? mirrored is null
            : Math.Abs(median.Value + mirrored!.Value) <= 1e-12 * Math.Max(1, Math.Abs(median.Value));
    }
}
