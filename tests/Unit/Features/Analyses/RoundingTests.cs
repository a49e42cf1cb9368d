using Benchlearning.Api.Features.Analyses;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class RoundingTests
{
    [TestCase(2.675, 2, 2.68)]
    [TestCase(-2.675, 2, -2.68)]
    [TestCase(1.005, 2, 1.01)]
    [TestCase(0.5, 0, 1)]
    [TestCase(-0.5, 0, -1)]
    [TestCase(2.5, 0, 3)]
    [TestCase(2.4999, 0, 2)]
    [TestCase(1e300, 2, 1e300)]
    [TestCase(1e-300, 2, 0)]
    [TestCase(123456789012.345, 2, 123456789012.35)]
    [TestCase(4503599627370497.5, 0, 4503599627370497.5)]
    public void A_half_goes_away_from_zero_as_a_reader_of_the_decimal_expects(double value, int decimals, double expected) =>
        Assert.That(Rounding.ToDecimals(value, decimals), Is.EqualTo(expected));

    [Test]
    public void A_sum_that_misses_a_half_by_binary_noise_rounds_as_the_half()
    {
        var noisy = 2.675 - 4.440892098500626e-16;
        Assert.That(noisy, Is.Not.EqualTo(2.675));
        Assert.That(Rounding.ToDecimals(noisy, 2), Is.EqualTo(2.68));
        Assert.That(Rounding.ToDecimals(0.005 - 4e-16, 2), Is.EqualTo(0.01));
        Assert.That(Rounding.ToDecimals(0.1 + 0.2, 1), Is.EqualTo(0.3));
    }

    [Test]
    public void There_is_no_negative_zero() =>
        Assert.That(double.IsNegative(Rounding.ToDecimals(-0.001, 2)), Is.False);

    [Test]
    public void Decimals_round_exactly()
    {
        Assert.That(Rounding.ToDecimals(2.675m, 2), Is.EqualTo(2.68m));
        Assert.That(Rounding.ToDecimals(-2.675m, 2), Is.EqualTo(-2.68m));
        Assert.That(Rounding.ToDecimals(2.6749999999999999999999999m, 2), Is.EqualTo(2.67m));
    }

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void What_is_no_number_is_refused(double value) =>
        Assert.That(() => Rounding.ToDecimals(value, 2), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [TestCase(-1)]
    [TestCase(16)]
    public void Decimals_beyond_a_double_are_refused(int decimals) =>
        Assert.That(() => Rounding.ToDecimals(1.0, decimals), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Property]
    public bool A_double_and_the_decimal_it_shows_round_alike(int thousandths)
    {
        var text = thousandths / 1000m;
        return (decimal)Rounding.ToDecimals(thousandths / 1000.0, 2) == Rounding.ToDecimals(text, 2);
    }

    [Property(Arbitrary = [typeof(Groups)])]
    public bool Rounding_twice_is_rounding_once_and_keeps_the_order(WildGroup group)
    {
        var ordered = group.Values.Present().Order().Select(static value => Rounding.ToDecimals(value, 2)).ToArray();
        return ordered.SequenceEqual(ordered.Order()) && ordered.All(static value => Rounding.ToDecimals(value, 2).Equals(value));
    }
}
