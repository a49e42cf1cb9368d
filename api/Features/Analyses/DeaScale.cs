namespace Benchlearning.Api.Features.Analyses;

/// <summary>Where on its frontier a unit stands, by size.</summary>
internal enum ReturnsToScale
{
    /// <summary>Its size is right: as much more for as much more.</summary>
    Constant,

    /// <summary>It is too small: growing would pay.</summary>
    Increasing,

    /// <summary>It is too large.</summary>
    Decreasing,
}

/// <summary>What a unit loses by its size.</summary>
/// <param name="Unit">Its identifier.</param>
/// <param name="Constant">Its efficiency under constant returns, 0 to 1.</param>
/// <param name="Variable">Its efficiency under variable returns, 0 to 1: at least as large.</param>
/// <param name="NonIncreasing">Its efficiency under non-increasing returns, between the two.</param>
/// <param name="ScaleEfficiency">Constant over variable, 0 to 1; 1 is no loss by size. Null when the variable one is 0.</param>
/// <param name="Returns">The side on which it stands.</param>
internal sealed record DeaScaleResult(
    string Unit, double Constant, double Variable, double NonIncreasing, double? ScaleEfficiency, ReturnsToScale Returns);

/// <summary>
/// Scale efficiency, SE = CCR/BCC, and the class of returns to scale (Fare, Grosskopf and Lovell, 1985): constant when SE = 1,
/// otherwise increasing when NIRS = CCR and decreasing when NIRS = BCC. Equal means within 1e-8 of each other. The class of an
/// inefficient unit depends on the orientation, because it is read where the unit is projected.
/// </summary>
internal static class DeaScale
{
    private const double EqualWithin = 1e-8;

    /// <summary>Measures every unit.</summary>
    /// <param name="data">The units.</param>
    /// <param name="options">How to measure, but for the returns; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends it between two programs.</param>
    public static IReadOnlyList<DeaScaleResult> Of(
        DeaData data, DeaOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new DeaOptions();
        var constant = Efficiencies(DeaReturns.Constant);
        var variable = Efficiencies(DeaReturns.Variable);
        var nonIncreasing = Efficiencies(DeaReturns.NonIncreasing);
        var results = new DeaScaleResult[data.Count];
        for (var unit = 0; unit < results.Length; unit++)
        {
            var scale = Presence.FiniteOrNull(Math.Min(1, constant[unit] / variable[unit]));
            var returns = constant[unit] >= variable[unit] - EqualWithin ? ReturnsToScale.Constant
                : nonIncreasing[unit] >= variable[unit] - EqualWithin ? ReturnsToScale.Decreasing
                : ReturnsToScale.Increasing;
            results[unit] = new DeaScaleResult(
                data.Units[unit], constant[unit], variable[unit], nonIncreasing[unit], scale, returns);
        }

        return results;

        double[] Efficiencies(DeaReturns returns) => Array.ConvertAll(
            Dea.Scores(data, options with { Returns = returns }, cancellationToken),
            score => options.Orientation == DeaOrientation.Input ? score : 1 / score);
    }
}
