namespace Benchlearning.Api.Features.Analyses;

/// <summary>How to bootstrap.</summary>
/// <param name="Replications">How many times the data are drawn anew: B, 100 to 2,000; 1,000 or more is usual.</param>
/// <param name="Seed">The seed; the same seed gives the same answer, bit for bit, on any number of processors.</param>
/// <param name="Level">The level of the intervals, above 0 and below 1.</param>
/// <param name="Parallel">How many processors to use, 1 or more.</param>
internal sealed record DeaBootstrapOptions(int Replications = 1000, ulong Seed = 1, double Level = 0.95, int Parallel = 1);

/// <summary>The efficiency of a unit with its sampling error. The corrected score is never to be shown without its
/// interval.</summary>
/// <param name="Unit">Its identifier.</param>
/// <param name="Score">Farrell's score, theta or phi, of the data as they are.</param>
/// <param name="Bias">The mean of the bootstrap scores less the score: how much too good the score looks.</param>
/// <param name="Corrected">The score less the bias.</param>
/// <param name="Variance">Of the bootstrap scores, with B - 1.</param>
/// <param name="Low">The lower end of the interval.</param>
/// <param name="High">The upper end.</param>
/// <param name="IsCorrectionWorthIt">Whether the bias squared is more than three times the variance; otherwise the correction adds
/// more noise than it removes (Efron and Tibshirani, 1993; Simar and Wilson, 2000).</param>
internal sealed record DeaBootstrapScore(
    string Unit, double Score, double Bias, double Corrected, double Variance, double Low, double High, bool IsCorrectionWorthIt);

/// <summary>The bootstrap of a group.</summary>
/// <param name="Scores">One per unit, in the order of the data. Empty when there is nothing to draw from.</param>
/// <param name="Bandwidth">How much the draws are smoothed: h. Null when the scores have no spread, and then nothing is
/// drawn.</param>
/// <param name="Replications">B.</param>
/// <param name="Seed">The seed, to repeat it.</param>
internal sealed record DeaBootstrapResult(
    IReadOnlyList<DeaBootstrapScore> Scores, double? Bandwidth, int Replications, ulong Seed);

/// <summary>
/// The homogeneous smoothed bootstrap of efficiency scores (Simar and Wilson, 1998, Management Science 44(1), 49-61). Scores are
/// drawn from a kernel estimate of their density, reflected at 1 and corrected to the variance of the sample; each unit's inputs
/// (or outputs) are moved from its place on the frontier by the score drawn; the units as they are are measured against the
/// frontier so made. Intervals are those of Simar and Wilson (2000): score less the quantiles of the bootstrap scores less score.
/// The bandwidth is the normal reference rule on the reflected scores that are not 1, rescaled to the sample (Simar and Wilson,
/// 2008): h = 0.9 min(s, IQR/1.34) (2k)^(-1/5) (2k/n)^(1/5) s_n/s_2k, k the number of such scores.
/// </summary>
internal static class DeaBootstrap
{
    /// <summary>Fewest replications.</summary>
    public const int FewestReplications = 100;

    /// <summary>Most replications.</summary>
    public const int MostReplications = 2_000;

    /// <summary>Draws, measures and sums up.</summary>
    /// <param name="data">The units.</param>
    /// <param name="options">How to measure.</param>
    /// <param name="bootstrap">How to draw.</param>
    /// <param name="progress">Told how many replications are done, from any thread, after each.</param>
    /// <param name="cancellationToken">Ends it between two programs.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static DeaBootstrapResult Of(
        DeaData data,
        DeaOptions options,
        DeaBootstrapOptions bootstrap,
        Action<int>? progress,
        CancellationToken cancellationToken)
    {
        Check(bootstrap);
        var scores = Dea.Scores(data, options, cancellationToken);
        if (Bandwidth(scores) is not { } bandwidth)
        {
            return new DeaBootstrapResult([], null, bootstrap.Replications, bootstrap.Seed);
        }

        var drawn = new double[data.Count][];
        for (var unit = 0; unit < drawn.Length; unit++)
        {
            drawn[unit] = new double[bootstrap.Replications];
        }

        var done = 0;
        var threads = new ParallelOptions
        {
            MaxDegreeOfParallelism = bootstrap.Parallel,
            CancellationToken = cancellationToken,
        };
        _ = Parallel.For(0, bootstrap.Replications, threads, replication =>
        {
            var random = new StableRandom(bootstrap.Seed, (ulong)replication + 1);
            var frontier = Redrawn(data, options, scores, bandwidth, random);
            for (var unit = 0; unit < drawn.Length; unit++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                drawn[unit][replication] = Dea.ScoreAgainst(frontier, data.Of(unit), options) ?? scores[unit];
            }

            progress?.Invoke(Interlocked.Increment(ref done));
        });

        var results = new DeaBootstrapScore[data.Count];
        for (var unit = 0; unit < results.Length; unit++)
        {
            results[unit] = Summary(data.Units[unit], scores[unit], drawn[unit], bootstrap.Level);
        }

        return new DeaBootstrapResult(results, bandwidth, bootstrap.Replications, bootstrap.Seed);
    }

    /// <summary>The bandwidth of the normal reference rule; null when fewer than two scores differ from 1 or all are equal.</summary>
    internal static double? Bandwidth(double[] scores)
    {
        var inner = Array.FindAll(scores, static score => Math.Abs(score - 1) > 1e-6);
        if (inner.Length < 2)
        {
            return null;
        }

        double[] reflected = [.. inner, .. inner.Select(static score => 2 - score)];
        Array.Sort(reflected);
        var spread = Moments.StandardDeviation(reflected).GetValueOrDefault();
        var quarters = Quantile.OfAscending(reflected, 0.75) - Quantile.OfAscending(reflected, 0.25);
        var sample = Moments.StandardDeviation(scores).GetValueOrDefault();
        double count = reflected.Length;
        var robust = Math.Min(spread, quarters.GetValueOrDefault() / 1.34);
        var bandwidth = 0.9 * robust * Math.Pow(count, -0.2) * Math.Pow(count / scores.Length, 0.2) * sample / spread;
        return bandwidth > 0 && double.IsFinite(bandwidth) ? bandwidth : null;
    }

    private static void Check(DeaBootstrapOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Replications, FewestReplications, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Replications, MostReplications, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Parallel, 1, nameof(options));
        if (!(options.Level is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Level, "A level lies between 0 and 1.");
        }
    }

    // The data with every unit moved from the frontier by a score drawn from the smoothed density.
    private static DeaData Redrawn(DeaData data, DeaOptions options, double[] scores, double bandwidth, StableRandom random)
    {
        var isInput = options.Orientation == DeaOrientation.Input;
        var picked = new double[scores.Length];
        for (var unit = 0; unit < picked.Length; unit++)
        {
            picked[unit] = scores[random.Below(scores.Length)];
        }

        var mean = Moments.Mean(picked).GetValueOrDefault();
        var variance = 0.0;
        var centre = Moments.Mean(scores).GetValueOrDefault();
        foreach (var score in scores)
        {
            variance += (score - centre) * (score - centre) / scores.Length;
        }

        var shrink = 1 / Math.Sqrt(1 + (bandwidth * bandwidth / variance));
        var width = data.Inputs + data.Outputs;
        var values = new double[data.Count * width];
        for (var unit = 0; unit < picked.Length; unit++)
        {
            var smoothed = picked[unit] + (bandwidth * random.Normal());
            var isBeyond = isInput ? smoothed > 1 : smoothed < 1;
            var reflected = isBeyond ? 2 - smoothed : smoothed;
            var score = mean + (shrink * (reflected - mean));

            // The correction may leave the frontier again, and far draws the positive numbers.
            score = isInput ? Math.Clamp(score, 1e-6, 1) : Math.Max(score, 1);
            var own = data.Of(unit);
            for (var variable = 0; variable < width; variable++)
            {
                values[(unit * width) + variable] = own[variable] * (options.IsMoved(variable, data.Inputs) ? scores[unit] / score : 1);
            }
        }

        return data.With(values);
    }

    private static DeaBootstrapScore Summary(string unit, double score, double[] drawn, double level)
    {
        var bias = Moments.Mean(drawn).GetValueOrDefault() - score;
        var spread = Moments.StandardDeviation(drawn).GetValueOrDefault();
        Array.Sort(drawn);
        var low = Quantile.OfAscending(drawn, (1 - level) / 2).GetValueOrDefault();
        var high = Quantile.OfAscending(drawn, (1 + level) / 2).GetValueOrDefault();
        return new DeaBootstrapScore(
            unit, score, bias, score - bias, spread * spread, (2 * score) - high, (2 * score) - low,
            bias * bias > 3 * spread * spread);
    }
}
