using System.Collections.Frozen;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Territories;

namespace Benchlearning.Api.Features.Territories;

/// <summary>One version of a territory: what it was called and coded during one span.</summary>
internal sealed record TerritoryVersion(
    int Id, int TerritoryId, string Identity, string? Code, string NameLv, string NameEn, string Type, int? RegionId, DateOnly ValidFrom,
    DateOnly? ValidTo)
{
    public bool IsValidOn(DateOnly day) => ValidFrom <= day && (ValidTo is null || ValidTo >= day);

    public string Name(string language) => Language.Pick(language, NameLv, NameEn);

    public TerritoryReference AsReference(string language) => new(Code, Identity, Name(language));
}

/// <summary>A pair of a change: the area that went from one version to another. Share is null where it is not known.</summary>
internal sealed record TerritoryPart(int FromVersionId, int ToVersionId, bool IsWhole, decimal? Share, int Year);

/// <summary>All territories through time and who became whom. Immutable; safe for concurrent use.</summary>
internal sealed class TerritoryTimeline
{
    private readonly FrozenDictionary<int, TerritoryVersion> byId;
    private readonly FrozenDictionary<string, TerritoryVersion> byCode;
    private readonly FrozenDictionary<int, TerritoryVersion[]> byTerritory;
    private readonly ILookup<int, TerritoryPart> partsFrom;
    private readonly ILookup<int, TerritoryPart> partsTo;

    public TerritoryTimeline(IReadOnlyList<TerritoryVersion> versions, IReadOnlyList<TerritoryPart> parts)
    {
        Versions = versions;
        Parts = parts;
        byId = versions.ToFrozenDictionary(version => version.Id);
        byCode = versions.Where(version => version.Code is not null).ToFrozenDictionary(version => version.Code!, StringComparer.Ordinal);
        byTerritory = versions.GroupBy(version => version.TerritoryId)
            .ToFrozenDictionary(group => group.Key, group => group.OrderBy(version => version.ValidFrom).ToArray());
        partsFrom = parts.ToLookup(part => part.FromVersionId);
        partsTo = parts.ToLookup(part => part.ToVersionId);
    }

    public IReadOnlyList<TerritoryVersion> Versions { get; }

    public IReadOnlyList<TerritoryPart> Parts { get; }

    /// <summary>The version with a public code of any vintage (LV0420200 or 0420200); null when no territory ever bore it.</summary>
    public TerritoryVersion? Find(string code) =>
        byCode.GetValueOrDefault(code.Length == 7 && code.All(char.IsAsciiDigit) ? "LV" + code : code);

    /// <summary>The version of an identity on a day; null when it did not exist then.</summary>
    public TerritoryVersion? On(int territoryId, DateOnly day)
    {
        foreach (var version in byTerritory.GetValueOrDefault(territoryId, []))
            if (version.IsValidOn(day))
                return version;
        return null;
    }

    /// <summary>All versions of an identity, oldest first.</summary>
    public IReadOnlyList<TerritoryVersion> VersionsOf(int territoryId) => byTerritory.GetValueOrDefault(territoryId, []);

    /// <summary>The last version of an identity: its name when no period is meant.</summary>
    public TerritoryVersion Latest(int territoryId) => byTerritory[territoryId][^1];

    /// <summary>State cities and municipalities valid on a day.</summary>
    public IEnumerable<TerritoryVersion> LocalOn(DateOnly day) =>
        Versions.Where(version => version.Type is "stateCity" or "municipality" && version.IsValidOn(day));

    /// <summary>The municipalities' versions valid on a later or earlier day that hold area of a version, with the share of it (null: not known).</summary>
    public IReadOnlyList<(TerritoryVersion Version, decimal? Share, bool Moved)> Trace(TerritoryVersion version, DateOnly day)
    {
        var found = new Dictionary<int, (decimal? Share, bool Moved)>();
        var forward = version.ValidTo is { } end && day > end;
        var isLost = false;
        Follow(version, 1m, moved: false);
        if (forward && !isLost && found.Count == 1 && found.Single() is { Value.Share: null } whole)
            found[whole.Key] = (1m, true); // divided on the way, but every part of it came together again
        return [.. found.Select(pair => (byId[pair.Key], pair.Value.Share, pair.Value.Moved)).OrderBy(pair => pair.Item1.Identity, StringComparer.Ordinal)];

        void Follow(TerritoryVersion at, decimal? share, bool moved)
        {
            if (at.IsValidOn(day))
            {
                found[at.Id] = found.TryGetValue(at.Id, out var known)
                    ? (known.Share + share, known.Moved || moved)
                    : (share, moved);
                return;
            }
            if (forward)
            {
                isLost |= !partsFrom[at.Id].Any();
                foreach (var part in partsFrom[at.Id])
                    Follow(byId[part.ToVersionId], share * part.Share, moved: true);
            }
            else
            {
                foreach (var part in partsTo[at.Id])
                    Follow(byId[part.FromVersionId], partsTo[at.Id].Count() == 1 && part.IsWhole ? share : null, moved: true);
            }
        }
    }

    /// <summary>
    /// The versions of one day whose areas together are exactly the area of a version of another day; null when they cannot be told apart
    /// without a guess, because one of them is (or was) divided with shares that are not known.
    /// </summary>
    public Composition Compose(TerritoryVersion target, DateOnly sourceDay)
    {
        var targetDay = target.IsValidOn(sourceDay) ? sourceDay : target.ValidFrom > sourceDay ? target.ValidFrom : target.ValidTo!.Value;
        var sources = Trace(target, sourceDay).Select(link => link.Version).ToArray();
        var divided = sources.Where(source => Trace(source, targetDay).Any(link => link.Version.Id != target.Id)).ToArray();
        return new Composition(sources, divided);
    }
}

/// <summary>What makes up a territory on another day.</summary>
/// <param name="Sources">Units of the other day that hold area of it; empty when there are none.</param>
/// <param name="Divided">Those of them that only partly belong to it: while there is one, nothing can be added up without a guess.</param>
internal sealed record Composition(IReadOnlyList<TerritoryVersion> Sources, IReadOnlyList<TerritoryVersion> Divided)
{
    public bool IsExact => Sources.Count > 0 && Divided.Count == 0;
}
