using Benchlearning.Api.Features.Analyses;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class FunnelTests
{
    // By hand: p = 0.2, n = 100: one error 0.04, limits 0.2 plus and minus 1.959964 x 0.04 and 3.090232 x 0.04 (English public health
    // tool for funnel plots of proportions).
    [Test]
    public void Normal_limits_are_those_of_the_formula()
    {
        var band = Funnel.Of([new("A", 20, 100)], FunnelKind.Proportion, limits: FunnelLimits.Normal).Points.Single().Band;
        Assert.That(band.Low95, Is.EqualTo(0.2 - (1.959963984540054 * 0.04)).Within(1e-15));
        Assert.That(band.High998, Is.EqualTo(0.2 + (3.090232306167813 * 0.04)).Within(1e-15));
    }

    // In closed form, n = 1, p = 0.2: P(0) = 0.8, so for 0.975 r = 1 and a = (1 - 0.975)/0.2 = 0.125: limit 0.875; for 0.025 r = 0,
    // a = (0.8 - 0.025)/0.8 > 0, limit below 0, held at 0.
    [Test]
    public void Exact_limits_of_a_share_are_those_of_Spiegelhalters_formula()
    {
        var band = Funnel.Of([new("A", 0, 1)], FunnelKind.Proportion, 0.2).Points.Single().Band;
        Assert.That(band.Low95, Is.Zero);
        Assert.That(band.High95, Is.EqualTo(0.875).Within(1e-14));
    }

    // The exact limits of 10 expected events, Garwood (1936): 4.795 to 18.390.
    [Test]
    public void Exact_limits_of_a_rate_are_those_of_the_expected_count()
    {
        var point = Funnel.Of([new("A", 19, 10)], FunnelKind.Rate, 1).Points.Single();
        Assert.That(point.Band.Low95, Is.EqualTo(0.4795).Within(5.1e-5));
        Assert.That(point.Band.High95, Is.EqualTo(1.8390).Within(5.1e-5));
        Assert.That(point.Zone, Is.EqualTo(FunnelZone.High));
    }

    [Test]
    public void Zones_follow_the_limits()
    {
        var result = Funnel.Of(
            [new("A", 30, 100), new("B", 45, 100), new("C", 38, 100), new("D", 14, 100), new("E", 20, 100), new("F", 2, 4)],
            FunnelKind.Proportion, 0.3, limits: FunnelLimits.Normal);
        Assert.That(result.Points.Select(static one => one.Zone), Is.EqualTo(new[]
        {
            FunnelZone.Within, FunnelZone.VeryHigh, FunnelZone.Within, FunnelZone.VeryLow, FunnelZone.Low, FunnelZone.Within,
        }));
    }

    // By hand: (10 + 20)/(100 + 100) = 0.15; means weighted by size (2 x 1 + 5 x 3)/4.
    [Test]
    public void The_target_is_the_group_as_a_whole_unless_given()
    {
        Assert.That(Funnel.Of([new("A", 10, 100), new("B", 20, 100)], FunnelKind.Proportion).Target, Is.EqualTo(0.15).Within(1e-15));
        Assert.That(Funnel.Of([new("A", 2, 1), new("B", 5, 3)], FunnelKind.Mean).Target, Is.EqualTo(4.25).Within(1e-15));
    }

    // By hand, means with deviation 1 and sizes 1: z = the values about 0: -2, -1, 1, 2; winsorised at the tenth (type 7: -1.7 and
    // 1.7): phi = (2 x 2.89 + 2)/4 = 1.945; tau^2 = (7.78 - 3)/(4 - 1).
    [Test]
    public void Overdispersion_is_that_worked_out_by_hand()
    {
        FunnelUnit[] units = [new("A", -2, 1), new("B", -1, 1), new("C", 1, 1), new("D", 2, 1)];
        var wide = Funnel.Of(units, FunnelKind.Mean, 0, overdispersion: Overdispersion.Multiplicative);
        Assert.That(wide.Dispersion, Is.EqualTo(1.945).Within(1e-14));
        Assert.That(wide.Points[0].Band.High95, Is.EqualTo(1.959963984540054 * Math.Sqrt(1.945)).Within(1e-13));
        var added = Funnel.Of(units, FunnelKind.Mean, 0, overdispersion: Overdispersion.Additive);
        Assert.That(added.BetweenVariance, Is.EqualTo(4.78 / 3).Within(1e-14));
        Assert.That(added.Points[0].Band.Low95, Is.EqualTo(-1.959963984540054 * Math.Sqrt(1 + (4.78 / 3))).Within(1e-13));
        Assert.That(Funnel.Of(units, FunnelKind.Mean, 0).BetweenVariance, Is.Zero);
    }

    // By hand: arcsine of the root of 0.5 is pi/4, n = 25: error 0.1; limits sin^2(pi/4 plus and minus z/10).
    [Test]
    public void Shares_with_overdispersion_are_taken_on_the_arcsine_scale()
    {
        var band = Funnel.Of([new("A", 12, 25), new("B", 13, 25)], FunnelKind.Proportion, 0.5, overdispersion: Overdispersion.Multiplicative)
            .Points[0].Band;
        Assert.That(band.High95, Is.EqualTo(Math.Pow(Math.Sin((Math.PI / 4) + 0.1959963984540054), 2)).Within(1e-14));
    }

    [Test]
    public void Units_without_a_value_or_a_size_are_left_out_and_listed()
    {
        var result = Funnel.Of([new("A", null, 3), new("B", 1, null), new("C", 1, 0), new("D", 1, 4)], FunnelKind.Rate);
        Assert.That(result.Points.Single().Unit, Is.EqualTo("D"));
        Assert.That(result.Excluded, Is.EqualTo(new Exclusion[]
        {
            new("A", ExclusionReason.ValueMissing), new("B", ExclusionReason.DenominatorMissing),
            new("C", ExclusionReason.DenominatorNotPositive),
        }));
        Assert.That((result.Dispersion, Funnel.Of([], FunnelKind.Rate).Target), Is.EqualTo(((double?)null, (double?)null)));
    }

    [Test]
    public void Targets_at_the_ends_leave_no_room_for_chance()
    {
        var band = Funnel.Of([new("A", 0, 10), new("B", 0, 20)], FunnelKind.Proportion).Points[0].Band;
        Assert.That((band.Low998, band.High998), Is.EqualTo((0.0, 0.0)));
        Assert.That(Funnel.Of([new("A", 0, 10)], FunnelKind.Rate).Points[0].Band.Low95, Is.Zero);
    }

    [Test]
    public void Numbers_that_are_not_possible_are_refused()
    {
        Assert.That(() => Funnel.Of([new("A", 5, 4)], FunnelKind.Proportion), Throws.ArgumentException);
        Assert.That(() => Funnel.Of([new("A", -1, 4)], FunnelKind.Rate), Throws.ArgumentException);
        Assert.That(() => Funnel.Of([new("A", 1, 4)], FunnelKind.Proportion, 1.5), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Funnel.Of([new("A", 1, 4)], FunnelKind.Mean, deviation: 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Property]
    public bool Limits_are_nested_and_narrow_with_size(FsCheck.PositiveInt size, FsCheck.NonNegativeInt count)
    {
        double n = size.Get;
        var share = count.Get % (size.Get + 1);
        return Enum.GetValues<FunnelKind>().All(kind => Enum.GetValues<FunnelLimits>().All(limits =>
        {
            var small = Funnel.Of([new("A", share, n)], kind, limits: limits).Points[0];
            var large = Funnel.Of([new("A", share * 16, n * 16)], kind, kind == FunnelKind.Mean ? share : share / n, limits: limits).Points[0];
            return small.Band.Low998 <= small.Band.Low95 + 1e-12 && small.Band.Low95 <= small.Band.High95
                && small.Band.High95 <= small.Band.High998 + 1e-12
                && large.Band.High998 - large.Band.Low998 <= small.Band.High998 - small.Band.Low998 + 1e-12
                && (kind == FunnelKind.Mean || small.Band.Low998 >= 0)
                && (kind != FunnelKind.Proportion || small.Band.High998 <= 1);
        }));
    }
}
