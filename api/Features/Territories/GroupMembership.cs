using Benchlearning.Api.Platform.Http;

namespace Benchlearning.Api.Features.Territories;

/// <summary>A version of a declared group: a rule, or a list of identities.</summary>
internal sealed record GroupVersion(
    string Code, string Kind, int Version, string NameLv, string NameEn, string DescriptionLv, string DescriptionEn, string[]? Types,
    int? RegionId, string? Region, int? PopulationFrom, int? PopulationTo, int[] ListedTerritoryIds, string? OriginMethod, string? OriginRequest,
    DateTimeOffset? OriginAsOf)
{
    /// <summary>True when membership depends on the population.</summary>
    public bool IsBySize => PopulationFrom is not null || PopulationTo is not null;

    public string Name(string language) => Language.Pick(language, NameLv, NameEn);
}

/// <summary>Who belongs to a group on one day.</summary>
/// <param name="Members">Members in order of identity.</param>
/// <param name="WithoutPopulation">Units that a size class cannot place, because no trustworthy population is known.</param>
/// <param name="PopulationYears">Years of the populations used; empty where the rule does not ask.</param>
internal sealed record GroupMembership(
    IReadOnlyList<TerritoryVersion> Members, IReadOnlyList<TerritoryVersion> WithoutPopulation, IReadOnlyList<int> PopulationYears)
{
    /// <summary>Evaluates a group's rule on a day: every set condition must hold.</summary>
    public static GroupMembership Of(Catalogue.Catalogue catalogue, GroupVersion group, DateOnly on)
    {
        var members = new List<TerritoryVersion>();
        var unplaced = new List<TerritoryVersion>();
        var years = new SortedSet<int>();
        foreach (var version in catalogue.Territories.LocalOn(on).OrderBy(version => version.Identity, StringComparer.Ordinal))
        {
            if (group.Kind == "list" && !group.ListedTerritoryIds.Contains(version.TerritoryId)) continue;
            if (group.Types is not null && !group.Types.Contains(version.Type)) continue;
            if (group.RegionId is not null && version.RegionId != group.RegionId) continue;
            if (group.IsBySize)
            {
                if (catalogue.PopulationNear(version.TerritoryId, on.Year) is not { } population)
                {
                    unplaced.Add(version);
                    continue;
                }
                if (population.Persons < (group.PopulationFrom ?? 0) || population.Persons >= (group.PopulationTo ?? int.MaxValue)) continue;
                years.Add(population.Year);
            }
            members.Add(version);
        }
        return new GroupMembership(members, unplaced, [.. years]);
    }
}
