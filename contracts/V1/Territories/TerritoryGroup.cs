namespace Benchlearning.Contracts.V1.Territories;

/// <summary>A declared group of territories to compare within: by rule or by list, versioned.</summary>
/// <param name="Code">Stable code, such as state-cities; used as group=CODE and territory=group:CODE.</param>
/// <param name="Kind">all, type, planningRegion, sizeClass or list.</param>
/// <param name="Version">Version of the definition.</param>
/// <param name="Name">Name in the asked language.</param>
/// <param name="Description">What the rule is, in the asked language.</param>
/// <param name="Types">Types that belong; null where the rule does not ask.</param>
/// <param name="Region">Planning region that members lie in; null where the rule does not ask.</param>
/// <param name="PopulationFrom">Least population, inclusive; null where the rule does not ask.</param>
/// <param name="PopulationTo">Population below which members lie, exclusive; null where the rule does not ask.</param>
/// <param name="Origin">Where the members of a saved list come from; null for a rule.</param>
public sealed record TerritoryGroup(
    string Code, string Kind, int Version, string Name, string Description, IReadOnlyList<string>? Types, string? Region,
    int? PopulationFrom, int? PopulationTo, GroupOrigin? Origin);

/// <summary>A group with its members on one day.</summary>
/// <param name="Group">The group.</param>
/// <param name="On">The day of the membership.</param>
/// <param name="Members">Members on that day, in Latvian order of names.</param>
/// <param name="Notes">What a user should know: the year of the population used, units without a trustworthy population.</param>
public sealed record TerritoryGroupMembers(
    TerritoryGroup Group, DateOnly On, IReadOnlyList<TerritoryReference> Members, IReadOnlyList<string> Notes);
