namespace Benchlearning.Contracts.V1.Territories;

/// <summary>A territory as it was (or is) during one span: code, names and type of one version of its identity.</summary>
/// <param name="Code">Public code: LV and the seven digits of ATVK, such as LV0001000; null where the code of that time is not known.</param>
/// <param name="Identity">What stays through renames and recodes, such as riga; a merger makes a new identity.</param>
/// <param name="Version">Number of this version within the identity, from 1.</param>
/// <param name="Name">Name in the asked language.</param>
/// <param name="FormerNames">Names that this version bore earlier, in Latvian.</param>
/// <param name="Type">stateCity, municipality, planningRegion or country.</param>
/// <param name="Region">Code of the planning region; null where it is not known (before 2021-07-01) or does not apply.</param>
/// <param name="Nuts3">Code of the statistical region of 2019 (NUTS 3); null where not known.</param>
/// <param name="Iso31662">Code of ISO 3166-2; null where there is none.</param>
/// <param name="ValidFrom">First day of this version.</param>
/// <param name="ValidTo">Last day of this version; null while it is valid.</param>
/// <param name="IsCurrent">True when valid today (calendar of Riga).</param>
/// <param name="Confidence">How sure the facts of this version are.</param>
/// <param name="Note">What a user should know; null when nothing.</param>
public sealed record Territory(
    string? Code, string Identity, int Version, string Name, IReadOnlyList<string> FormerNames, string Type, string? Region, string? Nuts3,
    string? Iso31662, DateOnly ValidFrom, DateOnly? ValidTo, bool IsCurrent, string Confidence, string? Note);

/// <summary>All that an identity has been, first to last.</summary>
/// <param name="Identity">The identity.</param>
/// <param name="AskedCode">The code that was asked for.</param>
/// <param name="CurrentCode">The code valid today; null when the identity has ended.</param>
/// <param name="Versions">Its versions, oldest first.</param>
/// <param name="Changes">Every change that made, altered or ended it, oldest first.</param>
public sealed record TerritoryHistory(
    string Identity, string AskedCode, string? CurrentCode, IReadOnlyList<Territory> Versions, IReadOnlyList<TerritoryChange> Changes);

/// <summary>A change of territories on one day: reform, merger, division, separation, recode or rename.</summary>
/// <param name="EffectiveOn">The day; null where only the year is known.</param>
/// <param name="EffectiveYear">The year.</param>
/// <param name="Kind">reform, merger, division, separation, recode or rename.</param>
/// <param name="Title">What happened, in the asked language.</param>
/// <param name="Parts">Who became whom; empty where the units before are outside this database.</param>
/// <param name="Source">Where the fact is from.</param>
/// <param name="Confidence">How sure it is.</param>
public sealed record TerritoryChange(
    DateOnly? EffectiveOn, int EffectiveYear, string Kind, string Title, IReadOnlyList<TerritoryChangePart> Parts, string Source, string Confidence);

/// <summary>One pair of a change: what went from whom to whom.</summary>
/// <param name="From">The unit before.</param>
/// <param name="To">The unit after.</param>
/// <param name="Extent">whole or part.</param>
/// <param name="Share">Share of the predecessor that went there, 0 to 1; null where not known. Never guessed.</param>
/// <param name="Method">How the share is known; null when it is not.</param>
/// <param name="Confidence">How sure the pair is.</param>
/// <param name="Note">Which parts went where; null when the whole did.</param>
public sealed record TerritoryChangePart(
    TerritoryReference From, TerritoryReference To, string Extent, decimal? Share, string? Method, string Confidence, string? Note);

/// <summary>Points to a territory.</summary>
/// <param name="Code">Public code; null where the code of that time is not known.</param>
/// <param name="Identity">Its identity.</param>
/// <param name="Name">Name in the asked language.</param>
public sealed record TerritoryReference(string? Code, string Identity, string Name);

/// <summary>Where a territory's area is on another day.</summary>
/// <param name="Territory">The territory asked for.</param>
/// <param name="On">The day whose units are listed.</param>
/// <param name="Successors">The units that hold its area on that day, largest known share first.</param>
public sealed record TerritorySuccessors(TerritoryReference Territory, DateOnly On, IReadOnlyList<CrosswalkLink> Successors);

/// <summary>The units of one day matched with the units of another.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The second day.</param>
/// <param name="Links">Every pair whose areas meet, by name of the first.</param>
public sealed record Crosswalk(DateOnly From, DateOnly To, IReadOnlyList<CrosswalkPair> Links);

/// <summary>One pair of a crosswalk.</summary>
/// <param name="From">Unit of the first day.</param>
/// <param name="To">Unit of the second day.</param>
/// <param name="Share">Share of the first that lies in the second, 0 to 1; null where not known.</param>
/// <param name="Method">same (same identity and area), recoded, whole (went in whole), part (in part, share known or not), origin (looking back: the second is one of the first's origins).</param>
/// <param name="Convertible">True when numbers of the first can be added into the second without a guess.</param>
public sealed record CrosswalkPair(TerritoryReference From, TerritoryReference To, decimal? Share, string Method, bool Convertible);

/// <summary>One unit that holds (part of) a territory's area.</summary>
/// <param name="Territory">The unit.</param>
/// <param name="Share">Share of the asked territory that lies in it, 0 to 1; null where not known.</param>
/// <param name="Method">same, recoded, whole, part or origin, as in the crosswalk.</param>
/// <param name="Convertible">True when numbers can be carried over without a guess.</param>
public sealed record CrosswalkLink(TerritoryReference Territory, decimal? Share, string Method, bool Convertible);
