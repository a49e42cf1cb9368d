using Benchlearning.Api.Features.Analyses;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class OutliersTests
{
    private static readonly OutlierThresholds Usual = new(1.5, 3);

    [Test]
    public void A_value_on_a_limit_is_within_it()
    {
        var fence = new OutlierFence(0.1, 0.3, 0.2, 0.2);
        Assert.That(fence.Judge(0.3 + (1.5 * 0.2), Usual).Status, Is.EqualTo(OutlierStatus.Within)); // 0.6000000000000001 in binary
        Assert.That(fence.Judge(0.61, Usual), Is.EqualTo(new OutlierScore(OutlierStatus.Outlier, (0.61 - 0.3) / 0.2, false, true)));
        Assert.That(fence.Judge(-1, Usual), Is.EqualTo(new OutlierScore(OutlierStatus.Outlier, -1.1 / 0.2, true, false)));
        Assert.That(fence.Judge(0.2, Usual), Is.EqualTo(new OutlierScore(OutlierStatus.Within, 0)));
    }

    [Test]
    public void Without_any_scale_whatever_differs_stands_out_and_has_no_score()
    {
        var fence = Outliers.Tukey(OrderedValues.From([5, 5, 5, 5, 6]))!.Value;
        Assert.That(fence.Judge(6, Usual), Is.EqualTo(new OutlierScore(OutlierStatus.Outlier, null, true, true)));
        Assert.That(fence.Judge(5, Usual).Status, Is.EqualTo(OutlierStatus.Within));
    }

    // By hand: 1, 1, 1, 1, 1, 6 has a MAD of 0 and a mean absolute deviation from the median of 5/6.
    [Test]
    public void More_than_half_equal_are_measured_by_the_mean_absolute_deviation()
    {
        var (fence, scale) = Outliers.Robust(OrderedValues.From([1, 1, 1, 1, 1, 6]), RobustZ.IglewiczHoaglin)!.Value;
        Assert.That(scale, Is.EqualTo(RobustScale.MeanAbsoluteDeviation));
        Assert.That(fence.HighScale, Is.EqualTo(1.253314 * 5 / 6).Within(1e-12));
    }

    [TestCase(110, 10, 10.0)]
    [TestCase(1.2, 1000, 0.001)]
    [TestCase(30, 10, null)]
    [TestCase(1e5, 10, null)]
    public void A_unit_error_is_a_power_of_ten(double value, double previous, double? factor) =>
        Assert.That(Outliers.UnitError(new ValueChange(value, previous)).Factor, Is.EqualTo(factor).Within(1e-12));

    [Test]
    public void A_change_across_a_break_is_not_compared()
    {
        var edit = Outliers.HidiroglouBerthelot([new(10, 5), new(10, 5, StartsAnew: true), new(null, 5), new(5, null), new(-1, 5)], new OutlierThresholds(4));
        Assert.That(edit.Scores.Select(static score => score.Status), Is.EqualTo(new[]
        {
            OutlierStatus.Within, OutlierStatus.BreakBefore, OutlierStatus.ValueMissing, OutlierStatus.PreviousMissing, OutlierStatus.NotPositive,
        }));
        Assert.That(Outliers.Repeated(new ValueChange(5, 5, StartsAnew: true)).Status, Is.EqualTo(OutlierStatus.BreakBefore));
    }

    [Test]
    public void No_change_at_all_and_equal_changes_have_no_outlier()
    {
        Assert.That(Outliers.HidiroglouBerthelot([], new OutlierThresholds(4)).Fence, Is.Null);
        Assert.That(Outliers.HidiroglouBerthelot([new(2, 1), new(4, 2), new(6, 3)], new OutlierThresholds(4)).Scores.Select(static score => score.Status), Is.All.EqualTo(OutlierStatus.Within));
    }

    [Property(Arbitrary = [typeof(Groups)])]
    public bool Neither_the_unit_of_measurement_nor_a_turn_upside_down_changes_what_stands_out(Group group)
    {
        var fences = new Func<OrderedValues, OutlierFence?>[]
        {
            static values => Outliers.Tukey(values), static values => Outliers.Robust(values, RobustZ.NormalConsistent)?.Fence, static values => Outliers.Standard(values),
        };
        return fences.All(fence => Found(fence, 1).SequenceEqual(Found(fence, 1024)) && Found(fence, 1).SequenceEqual(Found(fence, -1)));

        IEnumerable<OutlierStatus> Found(Func<OrderedValues, OutlierFence?> make, double factor)
        {
            double?[] values = [.. group.Values.Select(value => value * factor)];
            var limits = make(OrderedValues.From(values));
            return values.Select(value => value is { } number && limits is { } fence ? fence.Judge(number, Usual).Status : OutlierStatus.ValueMissing);
        }
    }
}
