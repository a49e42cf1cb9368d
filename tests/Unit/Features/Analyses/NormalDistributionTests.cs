using Benchlearning.Api.Features.Analyses;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class NormalDistributionTests
{
    // Wichura (1988), the check values of algorithm AS 241.
    [TestCase(0.25, -0.6744897501960817)]
    [TestCase(0.001, -3.090232306167814)]
    [TestCase(1e-20, -9.262340089798408)]
    public void Quantiles_are_those_of_Wichura(double probability, double expected) =>
        Assert.That(NormalDistribution.Quantile(probability), Is.EqualTo(expected).Within(4e-15 * Math.Abs(expected)));

    // Abramowitz and Stegun (1964), Table 26.1: P(1) and P(2) to fifteen decimals.
    [TestCase(0, 0.5)]
    [TestCase(1, 0.841344746068543)]
    [TestCase(-2, 0.022750131948179)]
    public void Probabilities_are_those_of_Abramowitz_and_Stegun(double z, double expected) =>
        Assert.That(NormalDistribution.Cumulative(z), Is.EqualTo(expected).Within(1e-15));

    [Test]
    public void Quantile_and_probability_are_inverse()
    {
        foreach (var probability in new[] { 1e-300, 1e-12, 0.01, 0.3, 0.5, 0.7, 0.999 })
        {
            Assert.That(
                NormalDistribution.Cumulative(NormalDistribution.Quantile(probability)),
                Is.EqualTo(probability).Within(1e-12 * probability));
        }

        Assert.That(() => NormalDistribution.Quantile(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => NormalDistribution.Quantile(double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    // Student (1908) and every table since: two-sided 5 % and 1 %.
    [TestCase(1, 0.05, 12.706)]
    [TestCase(5, 0.05, 2.571)]
    [TestCase(10, 0.01, 3.169)]
    [TestCase(30, 0.05, 2.042)]
    [TestCase(120, 0.05, 1.980)]
    public void Critical_values_of_Student_are_those_of_the_tables(double freedom, double probability, double expected) =>
        Assert.That(StudentDistribution.Critical(probability, freedom), Is.EqualTo(expected).Within(5.1e-4));

    // With one degree of freedom, P(|T| > t) = 1 - 2 atan(t)/pi; with two, 1 - t/sqrt(2 + t^2).
    [Test]
    public void Probabilities_of_Student_are_those_of_the_closed_forms()
    {
        foreach (var t in new[] { 0, 0.1, 1, 5, 100, 1e4 })
        {
            Assert.That(StudentDistribution.TwoSided(t, 1), Is.EqualTo(1 - (2 * Math.Atan(t) / Math.PI)).Within(1e-13));
            Assert.That(StudentDistribution.TwoSided(-t, 2), Is.EqualTo(1 - (t / Math.Sqrt(2 + (t * t)))).Within(1e-13));
        }

        Assert.That(StudentDistribution.TwoSided(double.PositiveInfinity, 3), Is.Zero);
    }
}
