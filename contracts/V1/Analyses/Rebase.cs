using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Analyses;

/// <summary>
/// Series that are to be carried across a reform. Of figures of the database, boundaries says onto which territories, and each indicator's own rule how. With data, groups are
/// the new units with the units that became them, weights weigh means, and a unit of no group is unchanged; periods may be left out.
/// </summary>
public sealed record RebaseRequest : PanelRequest
{
    /// <summary>What is carried: indicators or variables of data.</summary>
    [Required, MinLength(1)]
    public IReadOnlyList<RebaseVariable>? Variables { get; set; }

    /// <summary>The date of the territories that figures are carried to, such as 2021-07-01; null: today's. Not with data.</summary>
    public DateOnly? Boundaries { get; set; }

    /// <summary>With data, of each unit that was divided the official share of it, 0 to 1, that went to each group; a share that is not known is null or left out, and then nothing is guessed.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, double?>>? Shares { get; set; }

    /// <summary>
    /// The share of the weight that parts with a value must have for a mean or a ratio of them to be told, above 0, at most 1; null: 1, none may be missing. A sum
    /// is always of all its parts.
    /// </summary>
    public double? MinimumCoverage { get; set; }
}

/// <summary>A variable that is carried across a reform.</summary>
public sealed record RebaseVariable
{
    /// <summary>Code of the indicator, or a variable of data. With rule recompute it may be a new name, which has no numbers of its own.</summary>
    [Required]
    public string? Variable { get; set; }

    /// <summary>sum, weightedMean, recompute or notConvertible; needed with data. Not of an indicator, which has its own.</summary>
    public string? Rule { get; set; }

    /// <summary>Of rule recompute: the variable above the line.</summary>
    public string? Numerator { get; set; }

    /// <summary>Of rule recompute: the variable below the line.</summary>
    public string? Denominator { get; set; }

    /// <summary>Of rule recompute: what the ratio is per, such as 100 for percent; null: 1.</summary>
    public double? Factor { get; set; }
}

/// <summary>Series on other boundaries.</summary>
/// <param name="Frame">What was analysed; of figures of the database, units and values are those carried already.</param>
/// <param name="Boundaries">The date of the territories; null for numbers of the caller's own.</param>
/// <param name="MinimumCoverage">The coverage that was asked for.</param>
/// <param name="Variables">In the order asked for.</param>
public sealed record RebaseAnalysis(AnalysisFrame Frame, DateOnly? Boundaries, double MinimumCoverage, IReadOnlyList<RebasedVariable> Variables);

/// <summary>A variable on other boundaries.</summary>
/// <param name="Variable">The variable.</param>
/// <param name="Rule">How it was carried: sum, weightedMean, recompute or notConvertible.</param>
/// <param name="Weight">What weighed a mean: code of the indicator, or weights; null for other rules.</param>
/// <param name="Numerator">Of recompute: above the line; null for other rules.</param>
/// <param name="Denominator">Of recompute: below the line; null for other rules.</param>
/// <param name="Factor">Of recompute: what the ratio is per; null for other rules.</param>
/// <param name="Values">One for each new unit and period: units in the order of groups, then the unchanged in their own; of figures of the database by identity.</param>
public sealed record RebasedVariable(
    string Variable, string Rule, string? Weight, string? Numerator, string? Denominator, double? Factor, IReadOnlyList<RebasedValue> Values);

/// <summary>A value on other boundaries, with the story of its making.</summary>
/// <param name="Unit">The new unit: a group's name or an unchanged unit; of figures of the database the code on the boundaries' date.</param>
/// <param name="Identity">Identity of the territory; null for a unit of the caller's own.</param>
/// <param name="Name">Name in the asked language; null for a unit of the caller's own.</param>
/// <param name="Period">The period; null where there are none.</param>
/// <param name="Value">The value; null where there is none. Of figures of the database at the indicator's decimals, else unrounded.</param>
/// <param name="Status">
/// unchanged: the unit was not touched by the reform; complete: of all parts; partial: of some, as allowed; estimated: with an official share of a divided unit; and without a value
/// partMissing; weightMissing; shareUnknown: a part was divided and nobody knows how; notConvertible: the indicator cannot be carried; noParts; nothingToDivideBy;
/// outOfRange: beyond 28 digits.
/// </param>
/// <param name="Parts">Of how many units it is made.</param>
/// <param name="PartsPresent">How many of them had what is needed.</param>
/// <param name="Coverage">Share of the weight (of the units, for a sum of indicators) that is present, 0 to 1; null where it cannot be told.</param>
/// <param name="MissingParts">Units of data that lacked something, in their order; of figures of the database the note names them.</param>
/// <param name="WeightPeriod">Period of the weights of a mean, where they are of the database; null otherwise. Another one than the value's makes it an estimate.</param>
/// <param name="Note">What is to be known of the value, in the asked language; null: nothing.</param>
public sealed record RebasedValue(
    string Unit, string? Identity, string? Name, string? Period, double? Value, string Status, int Parts, int PartsPresent, double? Coverage, IReadOnlyList<string> MissingParts, string? WeightPeriod, string? Note);
