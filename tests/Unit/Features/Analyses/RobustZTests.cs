using Benchlearning.Api.Features.Analyses;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class RobustZTests
{
    // SciPy 1.10.1, NumPy 1.24.2, Python 3.11.2: mad = scipy.stats.median_abs_deviation(x); (x - numpy.median(x))/(1.4826*mad).
    [Test]
    public void Scores_are_those_of_SciPy_for_real_municipalities()
    {
        foreach (var one in ReferenceCases.Of("numpy_scipy_2013"))
        {
            var scores = RobustZ.Of(one.Numbers("values"));
            Assert.That(
                scores.MedianAbsoluteDeviation, Is.EqualTo(one.GetProperty("medianAbsoluteDeviation").GetDouble()).Within(1e-13));
            Assert.That(ReferenceCases.LargestDifference([.. scores.Scores], one.Numbers("robustZ")), Is.LessThan(1e-13));
            Assert.That(scores.Scale, Is.EqualTo(RobustScale.MedianAbsoluteDeviation));
        }
    }

    [Test]
    public void The_constant_is_the_callers_choice()
    {
        // Median 3, distances 2, 1, 0, 1, 97: MAD 1.
        double?[] values = [1, 2, 3, 4, 100];
        Assert.That(RobustZ.Of(values, RobustZ.Raw).Scores, Is.EqualTo(new double?[] { -2, -1, 0, 1, 97 }));
        Assert.That(RobustZ.Of(values).Scores[4], Is.EqualTo(97 / 1.4826).Within(1e-12));
        Assert.That(RobustZ.Of(values, RobustZ.IglewiczHoaglin).Scores[4], Is.EqualTo(0.6745 * 97).Within(1e-12));
    }

    [Test]
    public void Where_most_values_are_equal_the_mean_deviation_takes_over_and_says_so()
    {
        var scores = RobustZ.Of([5, 5, 5, 5, 9]);
        Assert.That(scores.Scale, Is.EqualTo(RobustScale.MeanAbsoluteDeviation));
        Assert.That(scores.MedianAbsoluteDeviation, Is.Zero);
        Assert.That(scores.Scores[4], Is.EqualTo(4 / (1.253314 * 0.8)).Within(1e-12));
        Assert.That(scores.Scores[0], Is.Zero);
    }

    [Test]
    public void Without_spread_there_are_no_scores()
    {
        Assert.That(RobustZ.Of([0.1, 0.1, 0.1]).Scores, Is.All.Null);
        Assert.That(RobustZ.Of([7]).Scale, Is.EqualTo(RobustScale.None));
        Assert.That(RobustZ.Of([null, null]).Median, Is.Null);
        Assert.That(RobustZ.Of([]).Scores, Is.Empty);
        Assert.That(RobustZ.Of([0.3, 0.1 + 0.2, 0.3 - 4e-16], decimals: 1).Scale, Is.EqualTo(RobustScale.None));
    }

    [Test]
    public void Huge_and_tiny_values_are_scored_as_ordinary_ones_are()
    {
        Assert.That(RobustZ.Of([1e300, 2e300, 3e300], 1).Scores[2], Is.EqualTo(1).Within(1e-14));
        Assert.That(RobustZ.Of([1e-300, 2e-300, 3e-300], 1).Scores[2], Is.EqualTo(1).Within(1e-14));
        Assert.That(RobustZ.Of([double.MinValue, 0, double.MaxValue], 1).Scores, Is.EqualTo(new double?[] { -1, 0, 1 }));
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(double.NaN)]
    public void A_constant_that_is_not_positive_is_refused(double constant) =>
        Assert.That(() => RobustZ.Of([1, 2], constant), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Property(Arbitrary = [typeof(Groups)])]
    public bool Scores_depend_neither_on_order_nor_on_unit_and_are_always_finite(WildGroup group)
    {
        var scores = RobustZ.Of(group.Values).Scores.ToArray();
        // Half of a subnormal number is not exactly half.
        double?[] whole = [.. group.Values.Select(static value => Math.Abs(value ?? 1) < 1e-290 ? 0 : value)];
        double?[] halved = [.. whole.Select(static value => value / 2)];
        return RobustZ.Of(group.Values.Turned()).Scores.SequenceEqual(scores.Turned())
            && RobustZ.Of(halved).Scores.SequenceEqual(RobustZ.Of(whole).Scores)
            && scores.OfType<double>().All(double.IsFinite);
    }
}
