using Benchlearning.Api.Features.Territories;

namespace Benchlearning.Api.Features.Observations.Selecting;

/// <summary>
/// Which territories are meant: all, identities (a code of any vintage selects its identity), and groups, whose membership is that of
/// the day each figure tells of, or of the boundaries' date where one is asked for.
/// </summary>
internal sealed record TerritorySelection(bool IsAll, IReadOnlySet<int> TerritoryIds, IReadOnlyList<GroupVersion> Groups)
{
    public static readonly TerritorySelection All = new(true, new HashSet<int>(), []);

    /// <summary>True when membership depends on the day.</summary>
    public bool DependsOnDay => !IsAll && Groups.Count > 0;

    public bool Includes(Catalogue.Catalogue catalogue, int territoryId, DateOnly day)
    {
        if (IsAll || TerritoryIds.Contains(territoryId))
            return true;
        foreach (var group in Groups)
            foreach (var member in catalogue.Members(group, day).Members)
                if (member.TerritoryId == territoryId)
                    return true;
        return false;
    }
}
