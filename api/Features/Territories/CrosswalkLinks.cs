using Benchlearning.Contracts.V1.Territories;

namespace Benchlearning.Api.Features.Territories;

/// <summary>Matches the units of one day with those of another, along the recorded changes.</summary>
internal static class CrosswalkLinks
{
    /// <summary>The units of a day that hold area of a version, largest known share first.</summary>
    public static IReadOnlyList<CrosswalkLink> Of(TerritoryTimeline timeline, TerritoryVersion version, DateOnly day, string language) =>
    [
        .. timeline.Trace(version, day)
            .OrderByDescending(link => link.Share ?? 0).ThenBy(link => link.Version.Identity, StringComparer.Ordinal)
            .Select(link => new CrosswalkLink(link.Version.AsReference(language), link.Share, Method(version, link.Version, link.Share, link.Moved, day),
                IsConvertible(timeline, version, link.Version, day))),
    ];

    private static string Method(TerritoryVersion from, TerritoryVersion to, decimal? share, bool moved, DateOnly day)
    {
        if (from.Id == to.Id)
            return "same";
        if (from.TerritoryId == to.TerritoryId && share == 1)
            return "recoded";
        if (day < from.ValidFrom)
            return "origin";
        return moved && share == 1 ? "whole" : "part";
    }

    /// <summary>True when the first is one of the units that exactly make up the second.</summary>
    private static bool IsConvertible(TerritoryTimeline timeline, TerritoryVersion from, TerritoryVersion to, DateOnly day)
    {
        var fromDay = from.IsValidOn(day) ? day : from.ValidFrom > day ? from.ValidFrom : from.ValidTo!.Value;
        var composition = timeline.Compose(to, fromDay);
        return composition.IsExact && composition.Sources.Any(source => source.Id == from.Id);
    }
}
