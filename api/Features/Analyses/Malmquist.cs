namespace Benchlearning.Api.Features.Analyses;

/// <summary>How the productivity of a unit changed between two periods; above 1 is progress in every factor.</summary>
/// <param name="Unit">Its identifier.</param>
/// <param name="Index">The Malmquist index: efficiency change times technical change. Null when a score below is.</param>
/// <param name="EfficiencyChange">Catching up with the frontier: pure times scale efficiency change.</param>
/// <param name="TechnicalChange">The move of the frontier itself, where the unit stands.</param>
/// <param name="PureEfficiencyChange">Efficiency change under variable returns.</param>
/// <param name="ScaleEfficiencyChange">The rest of the efficiency change: nearer to the right size.</param>
/// <param name="First">The score, theta or phi under constant returns, of the first period against its own frontier.</param>
/// <param name="Last">The same of the last period.</param>
/// <param name="FirstAgainstLast">The first period's numbers against the frontier of the last; null when they cannot be
/// compared with it.</param>
/// <param name="LastAgainstFirst">The last period's numbers against the frontier of the first.</param>
/// <param name="VariableFirst">The score under variable returns of the first period against its own frontier.</param>
/// <param name="VariableLast">The same of the last period.</param>
internal sealed record MalmquistChange(
    string Unit,
    double? Index,
    double? EfficiencyChange,
    double? TechnicalChange,
    double? PureEfficiencyChange,
    double? ScaleEfficiencyChange,
    double First,
    double Last,
    double? FirstAgainstLast,
    double? LastAgainstFirst,
    double VariableFirst,
    double VariableLast);

/// <summary>
/// The Malmquist index of productivity with the decomposition of Fare, Grosskopf, Norris and Zhang (1994). With E_s(t) the
/// efficiency (theta, or 1/phi) of the numbers of period t against the constant-returns frontier of period s:
/// index = sqrt(E_1(2)/E_1(1) * E_2(2)/E_2(1)), efficiency change = E_2(2)/E_1(1), technical change =
/// sqrt(E_1(2)/E_2(2) * E_1(1)/E_2(1)). Above 1 is progress in both orientations.
/// </summary>
internal static class Malmquist
{
    /// <summary>Compares two periods, unit by unit.</summary>
    /// <param name="first">The units in the first period.</param>
    /// <param name="last">The units in the last period.</param>
    /// <param name="orientation">What a unit could change.</param>
    /// <param name="cancellationToken">Ends it between two units.</param>
    /// <returns>One result for each unit that is in both, in the order of the first; the frontiers are those of all units in
    /// their period.</returns>
    /// <exception cref="ArgumentException">The periods have not the same number of inputs and outputs.</exception>
    public static IReadOnlyList<MalmquistChange> Between(
        DeaData first, DeaData last, DeaOrientation orientation = DeaOrientation.Input, CancellationToken cancellationToken = default)
    {
        if (first.Inputs != last.Inputs || first.Outputs != last.Outputs)
        {
            throw new ArgumentException("Both periods need the same inputs and outputs.", nameof(last));
        }

        var constant = new DeaOptions(DeaReturns.Constant, orientation);
        var variable = new DeaOptions(DeaReturns.Variable, orientation);
        var places = last.Units.Index().ToDictionary(static one => one.Item, static one => one.Index, StringComparer.Ordinal);
        var results = new List<MalmquistChange>(first.Count);
        for (var unit = 0; unit < first.Count; unit++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (places.TryGetValue(first.Units[unit], out var place))
            {
                var before = first.Of(unit);
                var after = last.Of(place);
                results.Add(Change(
                    first.Units[unit],
                    orientation,
                    Dea.ScoreAgainst(first, before, constant).GetValueOrDefault(),
                    Dea.ScoreAgainst(last, after, constant).GetValueOrDefault(),
                    Dea.ScoreAgainst(last, before, constant),
                    Dea.ScoreAgainst(first, after, constant),
                    Dea.ScoreAgainst(first, before, variable).GetValueOrDefault(),
                    Dea.ScoreAgainst(last, after, variable).GetValueOrDefault()));
            }
        }

        return results;
    }

    private static MalmquistChange Change(
        string unit,
        DeaOrientation orientation,
        double first,
        double last,
        double? firstAgainstLast,
        double? lastAgainstFirst,
        double variableFirst,
        double variableLast)
    {
        // Ratios of thetas; ratios of phis are turned over.
        var power = orientation == DeaOrientation.Input ? 1 : -1;
        var efficiency = Turned(last / first);
        var technical = Turned(
            Math.Sqrt((lastAgainstFirst ?? double.NaN) / last) * Math.Sqrt(first / (firstAgainstLast ?? double.NaN)));
        var pureChange = Turned(variableLast / variableFirst);
        return new MalmquistChange(
            unit,
            efficiency * technical is { } index ? Presence.FiniteOrNull(index) : null,
            efficiency,
            technical,
            pureChange,
            efficiency / pureChange is { } scale ? Presence.FiniteOrNull(scale) : null,
            first,
            last,
            firstAgainstLast,
            lastAgainstFirst,
            variableFirst,
            variableLast);

        double? Turned(double ratio) => Presence.FiniteOrNull(Math.Pow(ratio, power));
    }
}
