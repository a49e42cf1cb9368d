namespace Benchlearning.Api.Features.Analyses;

/// <summary>How a series is carried on.</summary>
internal enum ForecastMethod
{
    /// <summary>The last value.</summary>
    Naive,

    /// <summary>The last value plus the mean change.</summary>
    Drift,

    /// <summary>Simple exponential smoothing: a level that follows the values by alpha.</summary>
    SimpleSmoothing,

    /// <summary>Holt's (1957) level and trend.</summary>
    Holt,

    /// <summary>Holt's with a trend that fades by phi each period (Gardner and McKenzie, 1985).</summary>
    DampedHolt,
}

/// <summary>How strongly values move a level and a trend.</summary>
/// <param name="Alpha">Of the level, 0 to 1.</param>
/// <param name="BetaStar">Of the trend, 0 to 1: beta* of Hyndman and Athanasopoulos; R's ets has beta = alpha beta*.</param>
/// <param name="Phi">How much of the trend is left after a period, 0.8 to 0.98; 1 for all of it.</param>
internal sealed record SmoothingParameters(double Alpha, double BetaStar = 0, double Phi = 1);

/// <summary>A value to come.</summary>
/// <param name="Step">How many periods ahead, from 1.</param>
/// <param name="Value">The expected value.</param>
/// <param name="Low">The lower end of its interval; null without residuals.</param>
/// <param name="High">The upper end.</param>
internal readonly record struct ForecastPoint(int Step, double Value, double? Low, double? High);

/// <summary>A forecast.</summary>
/// <param name="Method">The method used: drift where the series is too short for the one asked for.</param>
/// <param name="Count">Values used.</param>
/// <param name="Parameters">The smoothing parameters; null for methods that have none.</param>
/// <param name="Points">One per period ahead; none when there is nothing to go on, and none from where values leave the range of
/// doubles.</param>
/// <param name="ResidualDeviation">The deviation of one-step errors within the series; null with too few.</param>
/// <param name="CorrectedCriterion">AICc, to compare methods on the same series: lower is better. Null with too few
/// values.</param>
/// <param name="BacktestError">The mean size of errors when each value of the last third is forecast from those before it, parameters
/// found anew each time, in the unit of the indicator. Null with fewer than six values.</param>
/// <param name="NaiveBacktestError">The same of the naive method: a method that does no better is not worth its trouble.</param>
/// <param name="IsClamped">Whether an end or a value was held within what is possible.</param>
internal sealed record ForecastResult(
    ForecastMethod Method,
    int Count,
    SmoothingParameters? Parameters,
    IReadOnlyList<ForecastPoint> Points,
    double? ResidualDeviation,
    double? CorrectedCriterion,
    double? BacktestError,
    double? NaiveBacktestError,
    bool IsClamped);

/// <summary>
/// Forecasts of short yearly series (Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd edition, chapters 5 and 8).
/// Smoothing starts from the first value, and a trend from the first change; parameters not given make the sum of squared one-step
/// errors least. Intervals are the normal ones of the chapters, with the trend's beta = alpha beta*.
/// </summary>
internal static class Forecast
{
    /// <summary>With fewer values, nothing but drift is fitted.</summary>
    public const int FewestForSmoothing = 4;

    private const int FewestForBacktest = 6;

    /// <summary>Forecasts.</summary>
    /// <param name="values">The comparable values since the last break, in order of evenly spaced time, finite.</param>
    /// <param name="method">How.</param>
    /// <param name="horizon">How many periods ahead, 1 to 30.</param>
    /// <param name="level">The level of intervals, above 0 and below 1.</param>
    /// <param name="parameters">The smoothing parameters; null to find them.</param>
    /// <param name="least">The least possible value: 0 for counts and shares; null for none.</param>
    /// <param name="most">The largest possible value: 100 for percentages; null for none.</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The horizon, the level or a parameter is outside its range.</exception>
    public static ForecastResult Of(
        IReadOnlyList<double> values,
        ForecastMethod method,
        int horizon,
        double level = 0.95,
        SmoothingParameters? parameters = null,
        double? least = null,
        double? most = null)
    {
        Check(values, horizon, level, parameters);
        double[] series = [.. values];
        var used = series.Length < FewestForSmoothing && method != ForecastMethod.Naive ? ForecastMethod.Drift : method;
        if (series.Length == 0)
        {
            return new ForecastResult(used, 0, null, [], null, null, null, null, false);
        }

        var fit = ForecastFit.Of(series, used, parameters);
        var z = NormalDistribution.Quantile((1 + level) / 2);
        var points = new List<ForecastPoint>(horizon);
        var isClamped = false;
        for (var step = 1; step <= horizon && double.IsFinite(fit.Ahead(step)); step++)
        {
            var reach = z * fit.Deviation * fit.Spread(step);
            points.Add(new ForecastPoint(step, Held(fit.Ahead(step)), End(fit.Ahead(step) - reach), End(fit.Ahead(step) + reach)));
        }

        var (own, naive) = Backtest(series, used, parameters);
        var deviation = fit.Deviation is { } spread ? Presence.FiniteOrNull(spread) : null;
        return new ForecastResult(
            used, series.Length, fit.Parameters, points, deviation, fit.Criterion, own, naive, isClamped);

        double? End(double? number) => number is { } present ? Presence.FiniteOrNull(Held(present)) : null;

        double Held(double value)
        {
            var held = Math.Min(Math.Max(value, least ?? value), most ?? value);
            isClamped |= held != value;
            return held;
        }
    }

    private static void Check(IReadOnlyList<double> values, int horizon, double level, SmoothingParameters? parameters)
    {
        if (!values.All(double.IsFinite))
        {
            throw new ArgumentException("A forecast goes on from finite numbers.", nameof(values));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(horizon, 30);
        if (!(level is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, "A level lies between 0 and 1.");
        }

        if (parameters is { } given
            && !(given.Alpha is > 0 and <= 1 && given.BetaStar is >= 0 and <= 1 && given.Phi is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(parameters), given, "Smoothing parameters lie between 0 and 1.");
        }
    }

    private static (double? Own, double? Naive) Backtest(double[] series, ForecastMethod method, SmoothingParameters? parameters)
    {
        if (series.Length < FewestForBacktest)
        {
            return (null, null);
        }

        var first = series.Length - (series.Length / 3);
        var own = new List<double>();
        var naive = new List<double>();
        for (var next = first; next < series.Length; next++)
        {
            own.Add(Math.Abs(series[next] - ForecastFit.Of(series[..next], method, parameters).Ahead(1)));
            naive.Add(Math.Abs(series[next] - series[next - 1]));
        }

        return own.Concat(naive).All(double.IsFinite) ? (Moments.Mean([.. own]), Moments.Mean([.. naive])) : (null, null);
    }
}
