using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Observations;
using Benchlearning.Contracts.V1.Analyses;

namespace Benchlearning.Api.Features.Analyses.Operations;

/// <summary>
/// The numbers of an analysis: one row for each unit, one column for each variable, whether they are of the database or came with the
/// request. Missing is null.
/// </summary>
/// <param name="Units">The units, in the order of the rows.</param>
/// <param name="Columns">The variables, in the order asked for, each once.</param>
/// <param name="Weights">A weight for each row; null: none were given.</param>
/// <param name="Focal">The unit that the answer is about; null: none in particular.</param>
/// <param name="Origin">Where the figures are from; null: they came with the request.</param>
/// <param name="Warnings">What the reading has to tell, in the asked language.</param>
internal sealed record AnalysisTable(
    IReadOnlyList<AnalysedUnit> Units, IReadOnlyList<AnalysisColumn> Columns, IReadOnlyList<double?>? Weights, AnalysedUnit? Focal, AnalysisOrigin? Origin, IReadOnlyList<string> Warnings)
{
    /// <summary>The rows of each unit in order of time, units in their order; of one period, one row for each.</summary>
    public IEnumerable<(AnalysedUnit Unit, int[] Rows)> Series
    {
        get
        {
            var times = Times();
            return Enumerable.Range(0, Units.Count).GroupBy(row => Units[row].Unit, StringComparer.Ordinal).Select(rows => (Units[rows.First()], rows.OrderBy(row => times[row]).ToArray()));
        }
    }

    /// <summary>The periods, in order of time.</summary>
    public IReadOnlyList<string> Periods
    {
        get
        {
            var times = Times();
            return [.. Enumerable.Range(0, Units.Count).OrderBy(row => times[row]).Select(row => Units[row].Period).OfType<string>().Distinct()];
        }
    }

    /// <summary>When each row is: a year and its part; for periods of the caller's own that are no period codes, their place in the order given.</summary>
    public double[] Times()
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var unit in Units)
            places.TryAdd(unit.Period ?? "", places.Count);
        return places.Keys.All(period => PeriodCode.IsWellFormed(period)) ? [.. Units.Select(unit => PeriodTime.Of(unit.Period!))] : [.. Units.Select(unit => (double)places[unit.Period ?? ""])];
    }

    /// <summary>The rows of the focal unit alone; without one, those of the only unit.</summary>
    public AnalysisTable OfFocal()
    {
        var unit = Focal?.Unit ?? Units[0].Unit;
        var times = Times();
        var rows = Enumerable.Range(0, Units.Count).Where(row => Units[row].Unit == unit).OrderBy(row => times[row]).ToArray();
        return this with
        {
            Units = [.. rows.Select(row => Units[row])], Weights = Weights is null ? null : [.. rows.Select(row => Weights[row])],
            Columns = [.. Columns.Select(column => column with
            {
                Values = [.. rows.Select(row => column.Values[row])], Revisions = column.Revisions is { } revisions ? [.. rows.Select(row => revisions[row])] : null,
                StartsAnew = column.StartsAnew is { } breaks ? [.. rows.Select(row => breaks[row])] : null,
            })],
        };
    }

    /// <summary>The column of a variable.</summary>
    public AnalysisColumn Of(string variable) => Columns.First(column => column.Name == variable);

    /// <summary>The unit as a sentence names it.</summary>
    public string NameOf(string unit) => Units.First(candidate => candidate.Unit == unit) is { Name: { } name } ? name : unit;

    /// <summary>What the answer tells of the analysis.</summary>
    /// <param name="method">Code of the method.</param>
    /// <param name="reference">Where it is defined.</param>
    /// <param name="n">Units that took part.</param>
    /// <param name="excluded">Units that did not.</param>
    /// <param name="warnings">What the method has to tell, in the asked language.</param>
    /// <param name="summary">The result in words, in the asked language.</param>
    public AnalysisFrame Frame(string method, string reference, int n, IEnumerable<Exclusion> excluded, IEnumerable<string> warnings, string summary) => new(
        method, AnalysisMethods.Version, reference, Origin?.Period, Origin?.Group, Origin?.AsOf, Focal?.Unit, Units,
        [.. Columns.Select(column => column.Describe())], n,
        [.. excluded.Select(exclusion => new ExcludedUnit(exclusion.Unit, exclusion.Variable, AnalysisMethods.CodeOf(exclusion.Reason)))],
        [.. Warnings, .. warnings], summary);
}

/// <summary>Where the figures of an analysis are from.</summary>
/// <param name="Period">Their period.</param>
/// <param name="Group">Whose they are.</param>
/// <param name="AsOf">The instant that they are of.</param>
internal sealed record AnalysisOrigin(string Period, AnalysedGroup Group, DateTimeOffset AsOf);

/// <summary>A variable with its values.</summary>
/// <param name="Name">Code of the indicator, or the name given.</param>
/// <param name="Values">One for each unit; null is missing.</param>
/// <param name="Version">Definition of the indicator in the period; null: a variable of the caller's own.</param>
/// <param name="Label">Name in the asked language; null: a variable of the caller's own.</param>
/// <param name="Revisions">Revision of each figure; null: a variable of the caller's own.</param>
/// <param name="StartsAnew">Over several periods: whether a break lies before the figure; null: nowhere.</param>
/// <param name="Symbol">Symbol of the unit of measure in the asked language; null: a variable of the caller's own.</param>
/// <param name="Attribution">How the source wishes to be named; null: a variable of the caller's own.</param>
internal sealed record AnalysisColumn(
    string Name, double?[] Values, IndicatorVersion? Version = null, string? Label = null, int?[]? Revisions = null, bool[]? StartsAnew = null, string? Symbol = null, string? Attribution = null)
{
    /// <summary>The variable as a sentence names it.</summary>
    public string InWords => Label ?? Name;

    public AnalysedVariable Describe() => new(Name, Version?.Version, Label, Version?.Unit, Symbol, Version?.Decimals, Version?.Direction, Version?.Source, Attribution, Values, Revisions, StartsAnew);
}
