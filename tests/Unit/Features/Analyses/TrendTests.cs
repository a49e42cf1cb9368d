using Benchlearning.Api.Features.Analyses;
using FsCheck;
using FsCheck.Fluent;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class TrendTests
{
    // Hollander and Wolfe (1973), Table A.21, upper tails of Kendall's S: n = 4: P(S >= 6) = .042, n = 5: P(S >= 8) = .042,
    // n = 10: P(S >= 19) = .054, P(S >= 27) = .008.
    [TestCase(new double[] { 1, 2, 3, 4 }, 6, 0.042)]
    [TestCase(new double[] { 1, 2, 3, 5, 4 }, 8, 0.042)]
    [TestCase(new double[] { 2, 1, 4, 3, 6, 5, 8, 7, 10, 9 }, 35, 0.000)]
    [TestCase(new double[] { 3, 5, 1, 2, 7, 4, 6, 10, 8, 9 }, 27, 0.008)]
    [TestCase(new double[] { 3, 5, 1, 2, 7, 4, 10, 9, 8, 6 }, 19, 0.054)]
    public void Exact_probabilities_are_those_of_Hollander_and_Wolfe(double[] values, int score, double upperTail)
    {
        var result = Kendall.Of([.. Enumerable.Range(0, values.Length).Select(static i => (double)i)], values);
        Assert.That(result.Score, Is.EqualTo(score));
        Assert.That(result.Method, Is.EqualTo(ProbabilityMethod.Exact));
        Assert.That(result.Probability / 2, Is.EqualTo(upperTail).Within(5e-4));
    }

    // By hand: x 1 to 4, y 1, 2, 2, 3: five pairs rise, one is tied in y: tau-b = 5/sqrt(6 x 5). Var S = (4 x 3 x 13 - 2 x 1 x 9)/18
    // = 138/18; z = 4/sqrt(138/18).
    [Test]
    public void Ties_are_counted_as_worked_out_by_hand()
    {
        var result = Kendall.Of([1, 2, 3, 4], [1, 2, 2, 3]);
        Assert.That(result.TauB, Is.EqualTo(5 / Math.Sqrt(30)).Within(1e-15));
        Assert.That(result.Variance, Is.EqualTo(138 / 18.0).Within(1e-14));
        Assert.That(result.Probability, Is.EqualTo(NormalDistribution.TwoSided(4 / Math.Sqrt(138 / 18.0))).Within(1e-15));
        Assert.That(result.Method, Is.EqualTo(ProbabilityMethod.Normal));
    }

    // By hand: (1, 1), (2, 3), (3, 2), (4, 6), (6, 7): slopes 2, 1/2, 5/3, 6/5, -1, 3/2, 1, 4, 5/3, 1/2; ascending -1, 1/2, 1/2,
    // 1, 6/5, 3/2, 5/3, 5/3, 2, 4: median 1.35; the line goes through the medians (3, 3). Var S = 5 x 4 x 15/18, at 95 % reach
    // 1.95996 x 4.08248 = 8.0015: ends number (10 - 8)/2 = 1 and (10 + 8)/2 + 1 = 10.
    [Test]
    public void The_median_slope_and_its_interval_are_those_worked_out_by_hand()
    {
        var result = Trend.Of(Series([1, 2, 3, 4, 6], [1, 3, 2, 6, 7]), Direction.HigherIsBetter);
        Assert.That(result.Median!.PerPeriod, Is.EqualTo(1.35).Within(1e-15));
        Assert.That(result.Median.Intercept, Is.EqualTo(3 - (3 * 1.35)).Within(1e-15));
        Assert.That((result.Median.Low, result.Median.High), Is.EqualTo(((double?)-1, (double?)4)));
        var narrow = Trend.Of(Series([1, 2, 3, 4, 6], [1, 3, 2, 6, 7]), Direction.HigherIsBetter, 0.5);

        // 0.67449 x 4.08248 = 2.7536: numbers round(3.62) = 4 and round(6.38) + 1 = 7 in order.
        Assert.That((narrow.Median!.Low, narrow.Median.High), Is.EqualTo(((double?)1, (double?)(5 / 3.0))));
    }

    // By hand: slope 1/2, SE sqrt(0.75), t(0.975; 1) = 12.7062.
    [Test]
    public void The_ordinary_slope_has_the_interval_of_Student()
    {
        var line = Trend.Of(Series([1, 2, 3], [1, 3, 2]), Direction.Neutral).LeastSquares!;
        Assert.That(line.PerPeriod, Is.EqualTo(0.5).Within(1e-14));
        Assert.That(line.High - line.PerPeriod, Is.EqualTo(12.706204736 * Math.Sqrt(0.75)).Within(1e-8));
    }

    [Test]
    public void Nothing_is_measured_across_a_break()
    {
        TimedValue[] series =
        [
            new(2009, 100), new(2010, 90), new(2011, 10, true), new(2012, null), new(2013, 12), new(2014, 13),
        ];
        var result = Trend.Of(series, Direction.HigherIsBetter);
        Assert.That((result.Count, result.Missing, result.BeforeBreak), Is.EqualTo((3, 1, 2)));
        Assert.That(result.Median!.PerPeriod, Is.EqualTo(1).Within(1e-15));
        Assert.That(result.Direction, Is.EqualTo(TrendDirection.NotEnoughPoints));
    }

    [Test]
    public void The_direction_is_read_by_what_is_good()
    {
        var rising = Series([1, 2, 3, 4, 5], [1, 2, 4, 7, 9]);
        Assert.That(Trend.Of(rising, Direction.HigherIsBetter).Direction, Is.EqualTo(TrendDirection.Improving));
        Assert.That(Trend.Of(rising, Direction.LowerIsBetter).Direction, Is.EqualTo(TrendDirection.Worsening));
        Assert.That(Trend.Of(rising, Direction.Neutral).Direction, Is.EqualTo(TrendDirection.Rising));
        Assert.That(Trend.Of(rising, Direction.Target(20)).Direction, Is.EqualTo(TrendDirection.Improving));
        Assert.That(
            Trend.Of(Series([1, 2, 3, 4, 5], [1, 2, 4, 3, 2]), Direction.HigherIsBetter).Direction,
            Is.EqualTo(TrendDirection.NoClearChange));
        Assert.That(
            Trend.Of(Series([1, 2, 3, 4, 5], [9, 7, 4, 2, 1]), Direction.Neutral).Direction, Is.EqualTo(TrendDirection.Falling));
    }

    [Test]
    public void The_last_points_can_be_looked_at_alone()
    {
        var result = Trend.Of(Series([1, 2, 3, 4, 5, 6], [90, 1, 2, 3, 4, 5]), Direction.HigherIsBetter, last: 5);
        Assert.That((result.Count, result.Direction), Is.EqualTo((5, TrendDirection.Improving)));
    }

    [Test]
    public void Few_or_equal_points_say_what_can_be_said()
    {
        Assert.That(Trend.Of([], Direction.Neutral).Median, Is.Null);
        Assert.That(Trend.Of(Series([1], [5]), Direction.Neutral).Direction, Is.EqualTo(TrendDirection.NotEnoughPoints));
        var two = Trend.Of(Series([1, 3], [5, 9]), Direction.Neutral);
        Assert.That((two.Median!.PerPeriod, two.Median.Low, two.LeastSquares!.Low), Is.EqualTo((2.0, (double?)null, (double?)null)));
        var equal = Trend.Of(Series([1, 2, 3, 4, 5], [7, 7, 7, 7, 7]), Direction.HigherIsBetter);
        Assert.That((equal.Median!.PerPeriod, equal.Kendall!.TauB), Is.EqualTo((0.0, (double?)null)));
        Assert.That(equal.Direction, Is.EqualTo(TrendDirection.NoClearChange));
        var near = Trend.Of(
            Series([1, 2, 3, 4, 5], [0.3, 0.1 + 0.2, 0.3, 0.3 + 1e-16, 0.3]), Direction.HigherIsBetter, decimals: 1);
        Assert.That(near.Kendall!.Score, Is.Zero);
    }

    [Test]
    public void A_series_that_makes_no_sense_is_refused()
    {
        Assert.That(() => Trend.Of(Series([1, 1], [1, 2]), Direction.Neutral), Throws.ArgumentException);
        Assert.That(() => Trend.Of(Series([1, double.NaN], [1, 2]), Direction.Neutral), Throws.ArgumentException);
        Assert.That(() => Trend.Of(Series([1, 2], [1, 2]), Direction.Neutral, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Trend.Of([], Direction.Neutral, last: 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Kendall.Of([1], [1, 2]), Throws.ArgumentException);
    }

    [Property(Arbitrary = [typeof(Groups)])]
    public bool A_slope_lies_within_its_interval_and_nothing_is_NaN_or_infinite(WildGroup group)
    {
        var result = Trend.Of(Series([.. group.Values.Select(static (_, i) => (double)i)], group.Values), Direction.HigherIsBetter);
        TrendLine?[] lines = [result.Median, result.LeastSquares];
        return lines.OfType<TrendLine>().All(static line =>
                double.IsFinite(line.PerPeriod) && double.IsFinite(line.Intercept)
                && line.Low is not double.NaN && !(line.Low > line.PerPeriod) && !(line.High < line.PerPeriod)
                && double.IsFinite(line.Low ?? 0) && double.IsFinite(line.High ?? 0))
            && (result.Kendall?.TauB is null or (>= -1 and <= 1))
            && (result.Kendall?.Probability is null or (>= 0 and <= 1));
    }

    [Property(Arbitrary = [typeof(Groups)])]
    public bool The_unit_scales_the_slope_and_changes_no_direction(Group group)
    {
        double[] times = [.. group.Values.Select(static (_, i) => (double)i)];
        var one = Trend.Of(Series(times, group.Values), Direction.LowerIsBetter);
        var other = Trend.Of(Series(times, [.. group.Values.Select(static value => value * 1024)]), Direction.LowerIsBetter);
        return one.Direction == other.Direction && one.Median?.PerPeriod * 1024 == other.Median?.PerPeriod
            && one.Kendall == other.Kendall;
    }

    private static TimedValue[] Series(double[] times, double?[] values) =>
        [.. times.Zip(values, static (time, value) => new TimedValue(time, value))];
}
