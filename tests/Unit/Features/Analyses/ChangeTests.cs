using Benchlearning.Api.Features.Analyses;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class ChangeTests
{
    [Test]
    public void A_difference_is_in_the_unit_of_the_indicator() => Assert.That(Change.Difference(4, 5), Is.EqualTo(1));

    [Test]
    public void A_percentage_changes_in_points() => Assert.That(Change.Points(4, 5), Is.EqualTo(1));

    // The rule of the Scottish benchmarking framework: 0 to 0 is 0 %, 0 to anything else is nothing.
    [TestCase(4.0, 5.0, 25.0)]
    [TestCase(5.0, 4.0, -20.0)]
    [TestCase(0.0, 0.0, 0.0)]
    [TestCase(0.0, 3.0, null)]
    [TestCase(-2.0, -1.0, null)]
    [TestCase(4.0, 0.0, -100.0)]
    [TestCase(1e-300, 1e300, null)]
    [TestCase(1e300, 1e-300, -100.0)]
    public void A_relative_change_needs_a_base(double first, double last, double? expected) =>
        Assert.That(Change.Percent(first, last), Is.EqualTo(expected));

    [TestCase(100.0, 121.0, 2.0, 0.1)]
    [TestCase(100.0, 50.0, 1.0, -0.5)]
    [TestCase(100.0, 0.0, 3.0, -1.0)]
    [TestCase(0.0, 5.0, 3.0, null)]
    [TestCase(-1.0, 5.0, 3.0, null)]
    [TestCase(5.0, -1.0, 3.0, null)]
    [TestCase(1e-300, 1e300, 600.0, 9.0)]
    public void Growth_is_compounded(double first, double last, double years, double? expected)
    {
        var actual = Change.CompoundAnnualGrowthRate(first, last, years);
        Assert.That(actual, expected is null ? Is.Null : Is.EqualTo(expected).Within(1e-12));
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(double.NaN)]
    public void No_time_is_no_span(double years) =>
        Assert.That(() => Change.CompoundAnnualGrowthRate(1, 2, years), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void An_improvement_is_a_change_the_good_way()
    {
        Assert.That(Change.Improvement(4, 5, Direction.HigherIsBetter), Is.EqualTo(1));
        Assert.That(Change.Improvement(4, 5, Direction.LowerIsBetter), Is.EqualTo(-1));
        Assert.That(Change.Improvement(4, 5, Direction.Target(5)), Is.EqualTo(1));
        Assert.That(Change.Improvement(4, 7, Direction.Target(5)), Is.EqualTo(-1));
        Assert.That(Change.Improvement(4, 5, Direction.Neutral), Is.Null);
    }

    [TestCase(null, 1.0)]
    [TestCase(1.0, null)]
    [TestCase(double.NaN, 1.0)]
    public void What_is_missing_does_not_change(double? first, double? last)
    {
        Assert.That(Change.Difference(first, last), Is.Null);
        Assert.That(Change.Percent(first, last), Is.Null);
        Assert.That(Change.Improvement(first, last, Direction.HigherIsBetter), Is.Null);
        Assert.That(Change.CompoundAnnualGrowthRate(first, last, 1), Is.Null);
    }

    [Test]
    public void A_change_that_exceeds_a_double_is_null() =>
        Assert.That(Change.Difference(double.MinValue, double.MaxValue), Is.Null);

    [Property]
    public bool A_relative_change_does_not_depend_on_the_unit(int first, int last) =>
        Change.Percent(first, last).Equals(Change.Percent(first * 1024.0, last * 1024.0));
}
