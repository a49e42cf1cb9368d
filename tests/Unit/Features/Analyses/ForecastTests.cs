using Benchlearning.Api.Features.Analyses;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class ForecastTests
{
    // Hyndman and Athanasopoulos (2018), Forecasting: Principles and Practice, 2nd edition, Table 7.1: oil production of Saudi Arabia,
    // alpha 0.8339; the forecast is 542.68.
    [Test]
    public void Simple_smoothing_is_that_of_the_textbook()
    {
        var result = Forecast.Of(
            [
                445.3641, 453.1950, 454.4096, 422.3789, 456.0371, 440.3866, 425.1944, 486.2052, 500.4291, 521.2759, 508.9488, 488.8889,
                509.8706, 456.7229, 473.8166, 525.9509, 549.8338, 542.3405,
            ],
            ForecastMethod.SimpleSmoothing, 2, parameters: new SmoothingParameters(0.8339));
        Assert.That(result.Points.Select(static one => one.Value), Is.All.EqualTo(542.68).Within(0.005));
        var reach = (result.Points[1].High - result.Points[1].Value) / (result.Points[0].High - result.Points[0].Value);
        Assert.That(reach, Is.EqualTo(Math.Sqrt(1 + (0.8339 * 0.8339))).Within(1e-12));
    }

    // By hand: 10, 12, 13, 17: naive 17, squared steps 4 + 1 + 16, deviation sqrt(7); drift 7/3 a step, squares 21 - 49/3 = 14/3 over
    // 3 - 1, spread two ahead sqrt(2 (1 + 2/3)).
    [Test]
    public void Naive_and_drift_are_those_worked_out_by_hand()
    {
        double[] series = [10, 12, 13, 17];
        var naive = Forecast.Of(series, ForecastMethod.Naive, 4);
        Assert.That(naive.Points.Select(static one => one.Value), Is.All.EqualTo(17));
        Assert.That(naive.Points[3].High, Is.EqualTo(17 + (1.959963984540054 * Math.Sqrt(7) * 2)).Within(1e-12));
        var drift = Forecast.Of(series, ForecastMethod.Drift, 2);
        Assert.That(drift.Points.Select(static one => one.Value), Is.EqualTo(new[] { 17 + (7 / 3.0), 17 + (14 / 3.0) }).Within(1e-13));
        Assert.That(drift.Points[1].Value - drift.Points[1].Low, Is.EqualTo(1.959963984540054 * Math.Sqrt(7 / 3.0) * Math.Sqrt(10 / 3.0)).Within(1e-12));
    }

    // By hand, alpha 1/2, beta* 1/2: 10, 12, 13, 17: level 10, trend 2; 12 expected 12; then level 12, trend 2; 13 expected 14, level
    // 13.5, trend (1.5 + 2)/2 = 1.75; 17 expected 15.25, level 16.125, trend (2.625 + 1.75)/2 = 2.1875. Damped with phi 0.9: 12
    // expected 11.8, level 11.9, trend (1.9 + 1.8)/2 = 1.85; 13 expected 13.565, level 13.2825, trend (1.3825 + 1.665)/2 = 1.52375; 17
    // expected 14.653875, level 15.8269375, trend (2.5444375 + 1.371375)/2 = 1.95790625.
    [Test]
    public void Holt_and_damped_Holt_are_those_worked_out_by_hand()
    {
        double[] series = [10, 12, 13, 17];
        var holt = Forecast.Of(series, ForecastMethod.Holt, 2, parameters: new SmoothingParameters(0.5, 0.5));
        Assert.That(holt.Points.Select(static one => one.Value), Is.EqualTo(new[] { 18.3125, 20.5 }).Within(1e-13));
        Assert.That(holt.ResidualDeviation, Is.EqualTo(Math.Sqrt((1 + (1.75 * 1.75)) / 3)).Within(1e-13));
        Assert.That(
            (holt.Points[1].High - holt.Points[1].Value) / (holt.Points[0].High - holt.Points[0].Value),
            Is.EqualTo(Math.Sqrt(1 + (0.75 * 0.75))).Within(1e-12));
        var damped = Forecast.Of(series, ForecastMethod.DampedHolt, 2, parameters: new SmoothingParameters(0.5, 0.5, 0.9));
        Assert.That(
            damped.Points.Select(static one => one.Value),
            Is.EqualTo(new[] { 15.8269375 + (0.9 * 1.95790625), 15.8269375 + (1.71 * 1.95790625) }).Within(1e-12));
    }

    [Test]
    public void Parameters_found_are_better_than_any_of_a_fine_grid()
    {
        double[] series = [12, 15, 11, 14, 19, 17, 22, 20, 26, 23];
        var found = Forecast.Of(series, ForecastMethod.Holt, 1);
        var best = double.PositiveInfinity;
        for (var alpha = 1; alpha <= 50; alpha++)
        {
            for (var beta = 0; beta <= 50; beta++)
            {
                var one = Forecast.Of(series, ForecastMethod.Holt, 1, parameters: new SmoothingParameters(alpha / 50.0, beta / 50.0));
                best = Math.Min(best, one.ResidualDeviation!.Value * Math.Sqrt(9));
            }
        }

        Assert.That(found.ResidualDeviation * Math.Sqrt(7), Is.LessThanOrEqualTo(best + 1e-9));
    }

    // By hand: the last third of 1, 2, 4, 7, 11, 16 is 11 and 16: drift of the values before expects 9 and 13.5: errors 2 and 2.5;
    // naive 4 and 5.
    [Test]
    public void The_backtest_knows_only_what_was_before()
    {
        var result = Forecast.Of([1, 2, 4, 7, 11, 16], ForecastMethod.Drift, 1);
        Assert.That(result.BacktestError, Is.EqualTo(2.25).Within(1e-14));
        Assert.That(result.NaiveBacktestError, Is.EqualTo(4.5).Within(1e-14));
    }

    [Test]
    public void What_is_not_possible_is_held_back_and_said()
    {
        var result = Forecast.Of([90, 95, 97, 99], ForecastMethod.Drift, 3, least: 0, most: 100);
        Assert.That(result.Points[^1].Value, Is.EqualTo(100));
        Assert.That(result.Points[^1].High, Is.EqualTo(100));
        Assert.That(result.IsClamped, Is.True);
        Assert.That(Forecast.Of([50, 51, 50, 51], ForecastMethod.Naive, 1, least: 0, most: 100).IsClamped, Is.False);
    }

    [Test]
    public void Short_series_say_what_can_be_said()
    {
        Assert.That(Forecast.Of([], ForecastMethod.Naive, 2).Points, Is.Empty);
        var one = Forecast.Of([7], ForecastMethod.Holt, 1);
        Assert.That((one.Method, one.Points[0].Value, one.Points[0].Low), Is.EqualTo((ForecastMethod.Drift, 7.0, (double?)null)));
        var two = Forecast.Of([7, 9], ForecastMethod.DampedHolt, 1);
        Assert.That((two.Points[0].Value, two.Points[0].Low, two.CorrectedCriterion), Is.EqualTo((11.0, (double?)null, (double?)null)));
        Assert.That(Forecast.Of([5, 5, 5, 5, 5, 5], ForecastMethod.Holt, 1).Points[0], Is.EqualTo(new ForecastPoint(1, 5, 5, 5)));
    }

    [Test]
    public void A_question_that_makes_no_sense_is_refused()
    {
        Assert.That(() => Forecast.Of([1, double.NaN], ForecastMethod.Naive, 1), Throws.ArgumentException);
        Assert.That(() => Forecast.Of([1], ForecastMethod.Naive, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Forecast.Of([1], ForecastMethod.Naive, 1, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => Forecast.Of([1], ForecastMethod.Holt, 1, parameters: new SmoothingParameters(2)), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Property(Arbitrary = [typeof(Groups)], MaxTest = 50)]
    public bool Intervals_hold_the_forecast_and_widen(Group group)
    {
        double[] series = [.. group.Values.OfType<double>().Take(15)];
        return Enum.GetValues<ForecastMethod>().All(method =>
        {
            var points = Forecast.Of(series, method, 5).Points;
            return points.All(static one => !(one.Low > one.Value) && !(one.High < one.Value))
                && points.Zip(points.Skip(1)).All(static pair => !(pair.Second.High - pair.Second.Value < pair.First.High - pair.First.Value - 1e-6));
        });
    }
}
