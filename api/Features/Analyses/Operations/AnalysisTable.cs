using Benchlearning.Api.Features.Catalogue;
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
        method, AnalysisMethods.Version, reference, Origin?.Period, Origin?.Group, Origin?.AsOf, Units,
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
internal sealed record AnalysisColumn(string Name, double?[] Values, IndicatorVersion? Version = null, string? Label = null, int?[]? Revisions = null)
{
    /// <summary>The variable as a sentence names it.</summary>
    public string InWords => Label ?? Name;

    public AnalysedVariable Describe() => new(Name, Version?.Version, Label, Version?.Unit, Version?.Direction, Version?.Source, Values, Revisions);
}
