namespace Benchlearning.Api.Features.Analyses;

/// <summary>A series fitted by one method, ready to look ahead.</summary>
internal sealed class ForecastFit
{
    private readonly ForecastMethod _method;
    private readonly double _level;
    private readonly double _trend;
    private readonly int _count;

    private ForecastFit(
        ForecastMethod method, SmoothingParameters? parameters, double level, double trend, int count, double? deviation, double? criterion)
    {
        _method = method;
        Parameters = parameters;
        _level = level;
        _trend = trend;
        _count = count;
        Deviation = deviation;
        Criterion = criterion;
    }

    /// <summary>The smoothing parameters; null for methods that have none.</summary>
    public SmoothingParameters? Parameters { get; }

    /// <summary>The deviation of one-step errors: sqrt(sum of squares/(errors - parameters)); null with too few.</summary>
    public double? Deviation { get; }

    /// <summary>AICc of the one-step errors; null with too few.</summary>
    public double? Criterion { get; }

    /// <summary>Fits a series of at least one value.</summary>
    public static ForecastFit Of(double[] series, ForecastMethod method, SmoothingParameters? parameters)
    {
        var last = series[^1];
        switch (method)
        {
            case ForecastMethod.Naive:
                return Make(method, null, last, 0, series.Length, Steps(series, 0), 0);
            case ForecastMethod.Drift:
                var drift = series.Length > 1 ? (last - series[0]) / (series.Length - 1) : 0;
                return Make(method, null, last, drift, series.Length, Steps(series, drift), 1);
        }

        var isFound = parameters is null;
        var used = Allowed(method, parameters ?? SmoothingSearch.Best(guess => SumOfSquares(series, Allowed(method, guess), method), method));
        var (level, trend, errors) = Smooth(series, used, method);
        var count = isFound ? method switch
        {
            ForecastMethod.SimpleSmoothing => 1,
            ForecastMethod.Holt => 2,
            _ => 3,
        } : 0;
        return Make(method, used, level, trend, series.Length, errors, count);
    }

    /// <summary>The value expected so many periods ahead.</summary>
    public double Ahead(int step) => _method switch
    {
        ForecastMethod.Naive or ForecastMethod.SimpleSmoothing => _level,
        ForecastMethod.DampedHolt => _level + (_trend * Faded(Parameters!.Phi, step)),
        _ => _level + (step * _trend),
    };

    /// <summary>By how much the error so many periods ahead is larger than one period ahead, as a factor of its deviation.</summary>
    public double Spread(int step)
    {
        double h = step;
        if (_method == ForecastMethod.Naive)
        {
            return Math.Sqrt(h);
        }

        if (_method == ForecastMethod.Drift)
        {
            return Math.Sqrt(h * (1 + (h / Math.Max(1, _count - 1))));
        }

        // 1 + the sum of squares of what an error now does to the value j periods later: alpha (1 + beta* (phi + ... + phi^j)).
        var sum = 1.0;
        for (var later = 1; later < step; later++)
        {
            var weight = Parameters!.Alpha * (1 + (_method == ForecastMethod.SimpleSmoothing
                ? 0
                : Parameters.BetaStar * Faded(Parameters.Phi, later)));
            sum += weight * weight;
        }

        return Math.Sqrt(sum);
    }

    private static ForecastFit Make(
        ForecastMethod method, SmoothingParameters? parameters, double level, double trend, int count, double[] errors, int estimated)
    {
        var squares = errors.Sum(static error => error * error);
        double n = errors.Length;
        var freedom = n - estimated;
        double k = estimated + 1;
        return new ForecastFit(
            method, parameters, level, trend, count,
            freedom > 0 ? Math.Sqrt(squares / freedom) : null,
            n > k + 1 && squares > 0 ? Presence.FiniteOrNull((n * Math.Log(squares / n)) + (2 * k) + (2 * k * (k + 1) / (n - k - 1))) : null);
    }

    private static double[] Steps(double[] series, double drift) =>
        [.. series.Zip(series.Skip(1), (before, after) => after - before - drift)];

    private static SmoothingParameters Allowed(ForecastMethod method, SmoothingParameters given) => method switch
    {
        ForecastMethod.SimpleSmoothing => given with { BetaStar = 0, Phi = 1 },
        ForecastMethod.Holt => given with { Phi = 1 },
        _ => given,
    };

    private static double SumOfSquares(double[] series, SmoothingParameters parameters, ForecastMethod method) =>
        Smooth(series, parameters, method).Errors.Sum(static error => error * error);

    private static (double Level, double Trend, double[] Errors) Smooth(
        double[] series, SmoothingParameters parameters, ForecastMethod method)
    {
        var hasTrend = method != ForecastMethod.SimpleSmoothing;
        var (level, trend) = (series[0], hasTrend ? series[1] - series[0] : 0);
        var errors = new double[series.Length - 1];
        for (var i = 1; i < series.Length; i++)
        {
            var expected = level + (parameters.Phi * trend);
            errors[i - 1] = series[i] - expected;
            var before = level;
            level = expected + (parameters.Alpha * errors[i - 1]);
            trend = hasTrend ? (parameters.BetaStar * (level - before)) + ((1 - parameters.BetaStar) * parameters.Phi * trend) : 0;
        }

        return (level, trend, errors);
    }

    // phi + phi^2 + ... + phi^step.
    private static double Faded(double phi, int step)
    {
        double sum = 0, power = 1;
        for (var i = 0; i < step; i++)
        {
            power *= phi;
            sum += power;
        }

        return sum;
    }
}

/// <summary>Finds the smoothing parameters with the least sum of squares: a grid, then ever smaller steps around the best.</summary>
internal static class SmoothingSearch
{
    /// <summary>The best parameters of a method.</summary>
    /// <param name="squares">The sum of squares of some parameters.</param>
    /// <param name="method">The method, which says what parameters there are.</param>
    public static SmoothingParameters Best(Func<SmoothingParameters, double> squares, ForecastMethod method)
    {
        double[] none = [0];
        double[] coarse = [0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95];
        double[] phis = method == ForecastMethod.DampedHolt ? [0.8, 0.86, 0.92, 0.98] : [1];
        var best = new SmoothingParameters(0.5);
        var least = double.PositiveInfinity;
        foreach (var alpha in coarse)
        {
            foreach (var beta in method == ForecastMethod.SimpleSmoothing ? none : coarse)
            {
                foreach (var phi in phis)
                {
                    Try(new SmoothingParameters(alpha, beta, phi));
                }
            }
        }

        for (var step = 0.075; step > 1e-7; step /= 2)
        {
            var isBetter = true;
            while (isBetter)
            {
                isBetter = Try(best with { Alpha = Held(best.Alpha + step, 1e-4, 1) })
                    | Try(best with { Alpha = Held(best.Alpha - step, 1e-4, 1) })
                    | Try(best with { BetaStar = Held(best.BetaStar + step, 0, 1) })
                    | Try(best with { BetaStar = Held(best.BetaStar - step, 0, 1) })
                    | (method == ForecastMethod.DampedHolt && (Try(best with { Phi = Held(best.Phi + (step / 4), 0.8, 0.98) })
                        | Try(best with { Phi = Held(best.Phi - (step / 4), 0.8, 0.98) })));
            }
        }

        return best;

        bool Try(SmoothingParameters guess)
        {
            var sum = squares(guess);
            if (!(sum < least - (1e-12 * Math.Abs(least == double.PositiveInfinity ? 0 : least))))
            {
                return false;
            }

            (best, least) = (guess, sum);
            return true;
        }
    }

    private static double Held(double value, double low, double high) => Math.Clamp(value, low, high);
}
