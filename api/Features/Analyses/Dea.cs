namespace Benchlearning.Api.Features.Analyses;

/// <summary>
/// Data envelopment analysis: how little a unit could use, or how much it could make, judged by the best of what its peers do
/// (Farrell, 1957; Charnes, Cooper and Rhodes, 1978; Banker, Charnes and Cooper, 1984; Cooper, Seiford and Tone, 2007). The
/// program of each unit is in <see cref="DeaProgram"/>. A score within 1e-12 of 1 is 1; a unit is efficient within 1e-9, and a
/// slack below 1e-9 of the unit's own number is none.
/// </summary>
internal static class Dea
{
    /// <summary>How near to 1 a score, and how near to 0 a slack beside the unit's own number, is efficient.</summary>
    public const double EfficiencyTolerance = 1e-9;

    /// <summary>A super-efficiency above this marks a unit to look at: it may be an error or another kind of unit.</summary>
    public const double OutlierScore = 1.2;

    /// <summary>Measures every unit against the frontier of all: score, maximal slacks, targets, peers.</summary>
    /// <param name="data">The units. One unit alone is efficient; none give none.</param>
    /// <param name="options">How to measure; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends it between two units.</param>
    /// <returns>One result per unit, in the order of the data.</returns>
    public static IReadOnlyList<DeaScore> Measure(
        DeaData data, DeaOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new DeaOptions();
        var weights = SlackWeights(data, options);
        var results = new DeaScore[data.Count];
        for (var unit = 0; unit < results.Length; unit++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            results[unit] = Measure(data, unit, options, weights, -1);
        }

        return results;
    }

    /// <summary>
    /// Super-efficiency (Andersen and Petersen, 1993): each unit against the frontier of the others. Units that are not
    /// efficient keep their scores; efficient ones get a theta above 1 (phi below 1), which tells them apart. With returns other
    /// than constant, and with zeros, some units cannot be compared with the others at all: their status is infeasible and they
    /// have no score.
    /// </summary>
    /// <param name="data">The units; alone, a unit is infeasible.</param>
    /// <param name="options">How to measure; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends it between two units.</param>
    public static IReadOnlyList<DeaScore> SuperEfficiency(
        DeaData data, DeaOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new DeaOptions();
        var weights = SlackWeights(data, options);
        var results = new DeaScore[data.Count];
        for (var unit = 0; unit < results.Length; unit++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            results[unit] = data.Count == 1 ? Infeasible(data.Units[unit]) : Measure(data, unit, options, weights, unit);
        }

        return results;
    }

    /// <summary>The scores alone, without the second stage: theta or phi of every unit.</summary>
    /// <param name="data">The units.</param>
    /// <param name="options">How to measure.</param>
    /// <param name="cancellationToken">Ends it between two units.</param>
    public static double[] Scores(DeaData data, DeaOptions options, CancellationToken cancellationToken = default)
    {
        var scores = new double[data.Count];
        for (var unit = 0; unit < scores.Length; unit++)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // A unit is always feasible against a frontier that holds it.
            scores[unit] = ScoreAgainst(data, data.Of(unit), options).GetValueOrDefault();
        }

        return scores;
    }

    /// <summary>The score of a point against the frontier of units that need not hold it; null when it cannot be compared.</summary>
    /// <param name="frontier">The units compared with.</param>
    /// <param name="point">The numbers of the point, inputs first.</param>
    /// <param name="options">How to measure.</param>
    public static double? ScoreAgainst(DeaData frontier, ReadOnlySpan<double> point, DeaOptions options) =>
        new DeaProgram(frontier, point, options).Score();

    private static DeaScore Measure(DeaData data, int unit, DeaOptions options, double[] weights, int skipped)
    {
        var point = data.Of(unit);
        var program = new DeaProgram(data, point, options, skipped);
        if (program.Score() is not { } score)
        {
            return Infeasible(data.Units[unit]);
        }

        program.MaximiseSlacks(weights);
        var slacks = program.Slacks();
        var lambdas = program.Lambdas(data.Count);
        var (slackRanges, lambdaRanges) = program.Ranges(slacks, lambdas);
        var isInput = options.Orientation == DeaOrientation.Input;
        var efficiency = isInput ? score : 1 / score;
        var hasSlack = false;
        var targets = new double[slacks.Length];
        var detailed = new DeaSlack[slacks.Length];
        for (var variable = 0; variable < slacks.Length; variable++)
        {
            var sign = variable < data.Inputs ? -1 : 1;
            var isFree = options.IsFree(variable);
            hasSlack |= isFree && slacks[variable] > EfficiencyTolerance * program.VariableScales[variable];
            targets[variable] = isFree
                ? ((options.IsMoved(variable, data.Inputs) ? score : 1) * point[variable]) + (sign * slacks[variable])
                : point[variable];
            detailed[variable] = new DeaSlack(slacks[variable], slackRanges[variable]);
        }

        var peers = new List<DeaPeer>();
        for (var peer = 0; peer < lambdas.Length; peer++)
        {
            if (lambdas[peer] > 0 || lambdaRanges[peer].High > EfficiencyTolerance)
            {
                peers.Add(new DeaPeer(data.Units[peer], lambdas[peer], lambdaRanges[peer]));
            }
        }

        var status = efficiency switch
        {
            > 1 + EfficiencyTolerance => DeaStatus.SuperEfficient,
            < 1 - EfficiencyTolerance => DeaStatus.Inefficient,
            _ when hasSlack => DeaStatus.WeaklyEfficient,
            _ => DeaStatus.Efficient,
        };
        return new DeaScore(
            data.Units[unit], status, score, Presence.FiniteOrNull(efficiency),
            detailed[..data.Inputs], detailed[data.Inputs..], targets[..data.Inputs], targets[data.Inputs..],
            peers, Array.TrueForAll(detailed, static one => one.Range.IsUnique), peers.TrueForAll(static one => one.Range.IsUnique),
            program.Weights[..data.Inputs], program.Weights[data.Inputs..], program.Intercept);
    }

    private static DeaScore Infeasible(string unit) =>
        new(unit, DeaStatus.Infeasible, null, null, [], [], [], [], [], true, true, [], [], 0);

    private static double[] SlackWeights(DeaData data, DeaOptions options)
    {
        var weights = new double[data.Inputs + data.Outputs];
        for (var variable = 0; variable < weights.Length; variable++)
        {
            var (low, high) = (double.PositiveInfinity, 0.0);
            for (var unit = 0; unit < data.Count; unit++)
            {
                low = Math.Min(low, data.Of(unit)[variable]);
                high = Math.Max(high, data.Of(unit)[variable]);
            }

            weights[variable] = !options.IsFree(variable) ? 0 : options.SlackWeights == DeaSlackWeights.Unweighted || data.Count == 0 ? 1 : 1 / (high > low ? high - low : high);
        }

        return weights;
    }
}
