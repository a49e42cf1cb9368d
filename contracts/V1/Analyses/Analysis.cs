using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Analyses;

/// <summary>
/// What every analysis is asked with. Its numbers come from the database, and then the variables that the method's options name are codes of indicators; or they
/// come with the request as data, and then the options name variables of data.
/// </summary>
public record AnalysisRequest
{
    /// <summary>Numbers of the caller's own, in place of those of the database; null: those of the database.</summary>
    public InlineData? Data { get; set; }

    /// <summary>The period of the figures, such as 2013; null: the latest that all the indicators have. Not with data.</summary>
    public string? Period { get; set; }

    /// <summary>Whose figures: code of a group, or similar:k with territory; null: municipalities. Not with data.</summary>
    public string? Group { get; set; }

    /// <summary>Code of the municipality that the answer is about, of any vintage; null: none in particular. With data, a unit of it.</summary>
    public string? Territory { get; set; }

    /// <summary>The instant whose figures are used; null: now. Not with data.</summary>
    public DateTimeOffset? AsOf { get; set; }

    /// <summary>Store the answer under an address of its own, and how; null: it is not stored. Needs a key or an access token of an authorised user.</summary>
    public AnalysisStorage? Store { get; set; }
}

/// <summary>What analyses over several periods are asked with.</summary>
public record PanelRequest : AnalysisRequest
{
    /// <summary>Periods, ranges such as 2009..2013, or latest(5); null: all that there are. In place of period. Not with data, which brings its own.</summary>
    public IReadOnlyList<string>? Periods { get; set; }
}

/// <summary>A small table that comes with a request: a row is a unit (in a period).</summary>
public sealed record InlineData
{
    /// <summary>Names of the units, one for each row. Results come in this order.</summary>
    [Required, MinLength(1)]
    public IReadOnlyList<string>? Units { get; set; }

    /// <summary>Variables by their names, each with one number for each row; null is missing, and never zero.</summary>
    [Required]
    public IReadOnlyDictionary<string, IReadOnlyList<double?>>? Variables { get; set; }

    /// <summary>A weight for each row, where the method weighs; null: none.</summary>
    public IReadOnlyList<double?>? Weights { get; set; }

    /// <summary>Groups by their names, each with the units that belong to it; null: all units are one group.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Groups { get; set; }

    /// <summary>The period of each row, where a unit has several; null: one row for each unit.</summary>
    public IReadOnlyList<string>? Periods { get; set; }

    /// <summary>With standardisation: the stratum of each row, such as an age; null: one row for each unit.</summary>
    public IReadOnlyList<string>? Strata { get; set; }
}

/// <summary>What every analysis tells of itself: with it the result can be judged, drawn, and repeated to the last digit.</summary>
/// <param name="Method">Code of the method.</param>
/// <param name="MethodVersion">Version of the methods; it grows when a result could change.</param>
/// <param name="Reference">Where the method is defined.</param>
/// <param name="Period">The period of the figures, or the first and the last as 2009..2013; null for numbers of the caller's own.</param>
/// <param name="Group">Whose figures; null for numbers of the caller's own.</param>
/// <param name="AsOf">Ask again with this instant, and the same figures are used; null for numbers of the caller's own.</param>
/// <param name="Focal">The unit that the answer is about; null: none in particular.</param>
/// <param name="Units">The units, in the order of all lists here and of the results.</param>
/// <param name="Variables">The variables with the figures used.</param>
/// <param name="N">Units that took part.</param>
/// <param name="Excluded">Units that did not, and why. Nothing is ever filled in.</param>
/// <param name="Warnings">What weakens the result, in the asked language.</param>
/// <param name="Summary">The result in a sentence or two for everyone, in the asked language.</param>
public sealed record AnalysisFrame(
    string Method, string MethodVersion, string Reference, string? Period, AnalysedGroup? Group, DateTimeOffset? AsOf, string? Focal, IReadOnlyList<AnalysedUnit> Units,
    IReadOnlyList<AnalysedVariable> Variables, int N, IReadOnlyList<ExcludedUnit> Excluded, IReadOnlyList<string> Warnings, string Summary);

/// <summary>A group whose figures were analysed.</summary>
/// <param name="Code">As asked: a group's code, or similar:8.</param>
/// <param name="Version">Version of the group's definition; null for similar municipalities.</param>
/// <param name="Name">Name in the asked language.</param>
/// <param name="On">The day of the membership.</param>
public sealed record AnalysedGroup(string Code, int? Version, string Name, DateOnly On);

/// <summary>A unit of an analysis; of one over several periods, a unit in a period.</summary>
/// <param name="Unit">Code valid in the period (of several, in the last), or the name that came with the data; the identity where a code is not known.</param>
/// <param name="Period">The period of this row; null for an analysis of one period.</param>
/// <param name="Identity">Identity of the territory; null for a unit of the caller's own.</param>
/// <param name="Name">Name in the asked language; null for a unit of the caller's own.</param>
public sealed record AnalysedUnit(string Unit, string? Period, string? Identity, string? Name);

/// <summary>A variable of an analysis with the figures used.</summary>
/// <param name="Variable">Code of the indicator, or the name that came with the data.</param>
/// <param name="Version">Version of the indicator's definition; null for a variable of the caller's own.</param>
/// <param name="Name">Name in the asked language; null for a variable of the caller's own.</param>
/// <param name="Unit">Code of the unit of measure; null for a variable of the caller's own.</param>
/// <param name="UnitSymbol">Symbol of the unit of measure in the asked language, such as %; null for a variable of the caller's own.</param>
/// <param name="Decimals">Published decimals, at which values are shown; null for a variable of the caller's own.</param>
/// <param name="Direction">higherIsBetter, lowerIsBetter, target or neutral; null for a variable of the caller's own.</param>
/// <param name="Source">Code of the source; null for a variable of the caller's own.</param>
/// <param name="Attribution">How the source wishes to be named, in the asked language; null for a variable of the caller's own.</param>
/// <param name="Values">One for each unit, in their order; null is missing.</param>
/// <param name="Revisions">Revision of each figure, null where nothing is stored; null for a variable of the caller's own.</param>
/// <param name="StartsAnew">Whether a break in the series lies before the figure; null for an analysis of one period, and for a variable of the caller's own.</param>
public sealed record AnalysedVariable(
    string Variable, int? Version, string? Name, string? Unit, string? UnitSymbol, int? Decimals, string? Direction, string? Source, string? Attribution, IReadOnlyList<double?> Values,
    IReadOnlyList<int?>? Revisions, IReadOnlyList<bool>? StartsAnew);

/// <summary>A unit that takes no part.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Variable">The variable at fault; null where it is none in particular.</param>
/// <param name="Reason">valueMissing, weightMissing, weightNotPositive, numeratorMissing, denominatorMissing, denominatorNotPositive, variableMissing, logarithmOfNonPositive,
/// periodMissing, infeasible, previousMissing or valueNotPositive.</param>
public sealed record ExcludedUnit(string Unit, string? Variable, string Reason);
