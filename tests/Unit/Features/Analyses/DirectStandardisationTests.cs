using Benchlearning.Api.Features.Analyses;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class DirectStandardisationTests
{
    // By hand: rates 0.1 and 0.2 by weights 1 and 3: 0.175; variance (1 x 10/100^2 + 9 x 20/100^2)/16.
    [Test]
    public void A_rate_and_its_limits_are_those_worked_out_by_hand()
    {
        var result = DirectStandardisation.Of([new(10, 100, 1), new(20, 100, 3)], 1000);
        var (low, high) = PoissonLimits.Of(30, 0.95, PoissonLimitMethod.Byar);
        var grain = Math.Sqrt(190 / 10_000.0 / 16 / 30) * 1000;
        Assert.That((result.Status, result.Method), Is.EqualTo((StandardisationStatus.Standardised, PoissonLimitMethod.Byar)));
        Assert.That(result.Rate, Is.EqualTo(175).Within(1e-12));
        Assert.That(result.RateLow, Is.EqualTo(175 + (grain * (low - 30))).Within(1e-10));
        Assert.That(result.RateHigh, Is.EqualTo(175 + (grain * (high - 30))).Within(1e-10));
    }

    [Test]
    public void With_equal_weights_and_people_the_limits_are_those_of_the_crude_rate()
    {
        var result = DirectStandardisation.Of([new(3, 50, 7), new(4, 50, 7)], method: PoissonLimitMethod.Exact);
        var (low, high) = PoissonLimits.Of(7);
        Assert.That(result.Rate, Is.EqualTo(0.07).Within(1e-15));
        Assert.That(result.RateLow, Is.EqualTo(low / 100).Within(1e-12));
        Assert.That(result.RateHigh, Is.EqualTo(high / 100).Within(1e-12));
    }

    [Test]
    public void Without_a_number_or_a_standard_there_is_no_rate_and_without_events_no_limits()
    {
        Assert.That(DirectStandardisation.Of([new(null, 1, 1)]).Status, Is.EqualTo(StandardisationStatus.NumberMissing));
        Assert.That(DirectStandardisation.Of([new(1, 1, 0)]).Status, Is.EqualTo(StandardisationStatus.NothingExpected));
        Assert.That(DirectStandardisation.Of([]).Status, Is.EqualTo(StandardisationStatus.NothingExpected));
        var none = DirectStandardisation.Of([new(0, 10, 1)]);
        Assert.That((none.Rate, none.RateLow, none.RateHigh), Is.EqualTo(((double?)0, (double?)null, (double?)null)));
    }

    [Test]
    public void Numbers_outside_their_range_are_refused()
    {
        Assert.That(() => DirectStandardisation.Of([new(-1, 1, 1)]), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => DirectStandardisation.Of([new(1, 0, 1)]), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => DirectStandardisation.Of([new(1, 1, -1)]), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => DirectStandardisation.Of([new(1, 1, 1)], 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
