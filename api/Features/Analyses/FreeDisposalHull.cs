namespace Benchlearning.Api.Features.Analyses;

/// <summary>A unit that sets the score of another in a free disposal hull.</summary>
/// <param name="Unit">Its identifier.</param>
/// <param name="InputSlacks">What is left to save after the proportional improvement, per input, in the units of the data.</param>
/// <param name="OutputSlacks">What is left to gain, per output.</param>
internal sealed record HullPeer(string Unit, IReadOnlyList<double> InputSlacks, IReadOnlyList<double> OutputSlacks);

/// <summary>The efficiency of a unit against real units only.</summary>
/// <param name="Unit">Its identifier.</param>
/// <param name="Status">What became of it; never super-efficient or infeasible.</param>
/// <param name="Score">Theta, above 0 to 1, for inputs; phi, 1 or more, for outputs.</param>
/// <param name="Peers">Every unit that gives this score, tied within 1e-12 of it, in the order of units; itself when nobody
/// does better.</param>
internal sealed record HullScore(string Unit, DeaStatus Status, double Score, IReadOnlyList<HullPeer> Peers);

/// <summary>
/// The free disposal hull (Deprins, Simar and Tulkens, 1984): like data envelopment analysis, but the target is one real unit,
/// never a mixture. For inputs, theta = min over units j with y_j at least y of max over inputs of x_ij/x_i; for outputs,
/// phi = max over units j with x_j at most x of min over outputs of y_rj/y_r. A variable that is 0 for the unit sets no
/// proportion, and for inputs admits only units that have 0 too.
/// </summary>
internal static class FreeDisposalHull
{
    private const double TieTolerance = 1e-12;

    /// <summary>Measures every unit.</summary>
    /// <param name="data">The units.</param>
    /// <param name="orientation">What a unit could change.</param>
    /// <param name="cancellationToken">Ends it between two units.</param>
    public static IReadOnlyList<HullScore> Measure(
        DeaData data, DeaOrientation orientation = DeaOrientation.Input, CancellationToken cancellationToken = default)
    {
        var results = new HullScore[data.Count];
        var scores = new double?[data.Count];
        for (var unit = 0; unit < results.Length; unit++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var best = 1.0;
            for (var other = 0; other < scores.Length; other++)
            {
                scores[other] = Against(data, unit, other, orientation);
                if (scores[other] is { } score)
                {
                    best = orientation == DeaOrientation.Input ? Math.Min(best, score) : Math.Max(best, score);
                }
            }

            var peers = new List<HullPeer>();
            for (var other = 0; other < scores.Length; other++)
            {
                if (scores[other] is { } score && Math.Abs(score - best) <= TieTolerance * best)
                {
                    peers.Add(Peer(data, unit, other, best, orientation));
                }
            }

            var status = Math.Abs(best - 1) > Dea.EfficiencyTolerance ? DeaStatus.Inefficient
                : peers.Exists(static peer => peer.InputSlacks.Concat(peer.OutputSlacks).Any(static slack => slack > 0))
                    ? DeaStatus.WeaklyEfficient
                    : DeaStatus.Efficient;
            results[unit] = new HullScore(data.Units[unit], status, best, peers);
        }

        return results;
    }

    // The score of a unit with one other as its target; null when the other is no target.
    private static double? Against(DeaData data, int unit, int other, DeaOrientation orientation)
    {
        var isInput = orientation == DeaOrientation.Input;
        var kept = isInput ? data.OutputsOf(unit) : data.InputsOf(unit);
        var keptOther = isInput ? data.OutputsOf(other) : data.InputsOf(other);
        for (var i = 0; i < kept.Length; i++)
        {
            if (isInput ? keptOther[i] < kept[i] : keptOther[i] > kept[i])
            {
                return null;
            }
        }

        var moved = isInput ? data.InputsOf(unit) : data.OutputsOf(unit);
        var movedOther = isInput ? data.InputsOf(other) : data.OutputsOf(other);
        var score = isInput ? 0 : double.PositiveInfinity;
        for (var i = 0; i < moved.Length; i++)
        {
            if (moved[i] > 0)
            {
                var ratio = movedOther[i] / moved[i];
                score = isInput ? Math.Max(score, ratio) : Math.Min(score, ratio);
            }
            else if (isInput && movedOther[i] > 0)
            {
                return null;
            }
        }

        return score;
    }

    private static HullPeer Peer(DeaData data, int unit, int other, double score, DeaOrientation orientation)
    {
        var own = data.Of(unit);
        var its = data.Of(other);
        var slacks = new double[own.Length];
        for (var variable = 0; variable < slacks.Length; variable++)
        {
            var isInput = variable < data.Inputs;
            var isMoved = isInput == (orientation == DeaOrientation.Input);
            var projected = (isMoved ? score : 1) * own[variable];
            var slack = isInput ? projected - its[variable] : its[variable] - projected;
            slacks[variable] = slack > Dea.EfficiencyTolerance * Math.Max(projected, its[variable]) ? slack : 0;
        }

        return new HullPeer(data.Units[other], slacks[..data.Inputs], slacks[data.Inputs..]);
    }
}
