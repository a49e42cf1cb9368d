using Benchlearning.Api.Features.Analyses;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class IndirectStandardisationTests
{
    // Garwood (1936) as tabled by Ulm (1990) and others: exact 95 % limits of a Poisson count.
    [TestCase(0, 0, 3.689)]
    [TestCase(1, 0.025, 5.572)]
    [TestCase(5, 1.623, 11.668)]
    [TestCase(10, 4.795, 18.390)]
    [TestCase(100, 81.364, 121.627)]
    public void Exact_limits_are_those_of_the_tables(double count, double low, double high)
    {
        var limits = PoissonLimits.Of(count);
        Assert.That(limits.Low, Is.EqualTo(low).Within(5.1e-4));
        Assert.That(limits.High, Is.EqualTo(high).Within(5.1e-4));
    }

    // In closed form: P(0 | h) = exp(-h) = 0.025 and 1 - exp(-l) = 0.025 for a count of 1.
    [Test]
    public void Exact_limits_of_the_smallest_counts_are_those_of_the_closed_form()
    {
        Assert.That(PoissonLimits.Of(0).High, Is.EqualTo(-Math.Log(0.025)).Within(1e-13));
        Assert.That(PoissonLimits.Of(1).Low, Is.EqualTo(-Math.Log(0.975)).Within(1e-15));
    }

    // Breslow and Day (1987), by the formula with z = 1.959964.
    [Test]
    public void The_limits_of_Byar_are_those_of_the_formula_and_near_the_exact_ones()
    {
        var limits = PoissonLimits.Of(10, 0.95, PoissonLimitMethod.Byar);
        Assert.That(limits.Low, Is.EqualTo(10 * Math.Pow(1 - (1 / 90.0) - (1.959963984540054 / (3 * Math.Sqrt(10))), 3)).Within(1e-13));
        Assert.That(limits.High, Is.EqualTo(11 * Math.Pow(1 - (1 / 99.0) + (1.959963984540054 / (3 * Math.Sqrt(11))), 3)).Within(1e-13));
        Assert.That(limits.Low, Is.EqualTo(4.795).Within(0.02));
        Assert.That(PoissonLimits.Of(0, 0.95, PoissonLimitMethod.Byar).Low, Is.Zero);
    }

    // By hand: expected 1000 x 10/10000 + 2000 x 60/20000 = 1 + 6 = 7; observed 14: ratio 2; crude rate 70/30000 x 1000 = 7/3.
    [Test]
    public void A_ratio_and_a_rate_are_those_worked_out_by_hand()
    {
        var result = IndirectStandardisation.Of(14, [new(1000, 10, 10_000), new(2000, 60, 20_000)], 1000);
        Assert.That((result.Status, result.Method), Is.EqualTo((StandardisationStatus.Standardised, PoissonLimitMethod.Byar)));
        Assert.That(result.Expected, Is.EqualTo(7).Within(1e-14));
        Assert.That(result.Ratio, Is.EqualTo(2).Within(1e-14));
        Assert.That(result.Rate, Is.EqualTo(14 / 3.0).Within(1e-13));
        var limits = PoissonLimits.Of(14, 0.95, PoissonLimitMethod.Byar);
        Assert.That(result.RatioLow, Is.EqualTo(limits.Low / 7).Within(1e-13));
        Assert.That(result.RateHigh, Is.EqualTo(limits.High / 7 * 7 / 3).Within(1e-13));
    }

    [Test]
    public void Below_ten_events_limits_are_exact_unless_asked_otherwise()
    {
        StandardisationGroup[] groups = [new(1000, 10, 1000)];
        Assert.That(IndirectStandardisation.Of(9, groups).Method, Is.EqualTo(PoissonLimitMethod.Exact));
        Assert.That(IndirectStandardisation.Of(9, groups, method: PoissonLimitMethod.Byar).Method, Is.EqualTo(PoissonLimitMethod.Byar));
        Assert.That(IndirectStandardisation.Of(0, groups).RatioLow, Is.Zero);
    }

    [Test]
    public void Without_a_number_or_an_expectation_there_is_no_ratio()
    {
        Assert.That(IndirectStandardisation.Of(null, [new(1, 1, 1)]).Status, Is.EqualTo(StandardisationStatus.NumberMissing));
        Assert.That(IndirectStandardisation.Of(3, [new(1, null, 1)]).Status, Is.EqualTo(StandardisationStatus.NumberMissing));
        Assert.That(IndirectStandardisation.Of(3, [new(1, 0, 1)]).Status, Is.EqualTo(StandardisationStatus.NothingExpected));
        Assert.That(IndirectStandardisation.Of(3, []).Ratio, Is.Null);
    }

    [Test]
    public void Numbers_outside_their_range_are_refused()
    {
        Assert.That(() => IndirectStandardisation.Of(-1, [new(1, 1, 1)]), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => IndirectStandardisation.Of(1, [new(-1, 1, 1)]), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => IndirectStandardisation.Of(1, [new(1, 1, 0)]), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => IndirectStandardisation.Of(1, [new(1, 1, 1)], 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => PoissonLimits.Of(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => PoissonLimits.Of(1, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Property]
    public bool Limits_hold_the_count_between_them_and_widen_with_the_level(FsCheck.NonNegativeInt count) =>
        Enum.GetValues<PoissonLimitMethod>().All(method =>
        {
            var narrow = PoissonLimits.Of(count.Get, 0.95, method);
            var wide = PoissonLimits.Of(count.Get, 0.998, method);
            return wide.Low <= narrow.Low && narrow.Low <= count.Get && count.Get < narrow.High && narrow.High < wide.High;
        });
}
