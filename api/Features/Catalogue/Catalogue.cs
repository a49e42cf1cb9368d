using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Benchlearning.Api.Features.Territories;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.Paging;

namespace Benchlearning.Api.Features.Catalogue;

/// <summary>
/// Everything that names and orders the numbers, as one immutable snapshot in memory: territories through time, groups, indicators,
/// breakdowns, sources, and the version of each indicator's data. Selections are resolved against it without a query.
/// </summary>
internal sealed class Catalogue
{
    private readonly ConcurrentDictionary<(string Group, DateOnly On), GroupMembership> memberships = new();

    public required long Version { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
    public required CursorKey CursorKey { get; init; }
    public required TerritoryTimeline Territories { get; init; }
    public required FrozenDictionary<string, GroupVersion> Groups { get; init; }
    public required FrozenDictionary<string, CatalogueIndicator> Indicators { get; init; }
    public required FrozenDictionary<int, CatalogueIndicator> IndicatorsById { get; init; }
    public required FrozenDictionary<int, IndicatorVersion> IndicatorVersions { get; init; }
    public required FrozenDictionary<string, BreakdownDimension> Dimensions { get; init; }
    public required FrozenDictionary<int, SourceEntry> Sources { get; init; }
    public required IReadOnlyList<TopicEntry> Topics { get; init; }

    /// <summary>Announced releases that are still to come, with their instants.</summary>
    public required FrozenDictionary<string, DateTimeOffset> AnnouncedReleases { get; init; }

    /// <summary>Trustworthy populations by territory and year, ascending; the base of weights and size classes.</summary>
    public required FrozenDictionary<int, IReadOnlyList<(int Year, double Persons)>> Populations { get; init; }

    /// <summary>Highest data version of all indicators.</summary>
    public required long DataVersion { get; init; }

    /// <summary>When any number last changed.</summary>
    public required DateTimeOffset DataChangedAt { get; init; }

    /// <summary>Whose figures it tells of: where they lie, the populations, and the versions of the data.</summary>
    public Reach Reach { get; init; } = Reach.Public;

    /// <summary>The snapshot of what everyone sees, that this one was made of; null: it is that one.</summary>
    public Catalogue? Origin { get; init; }

    /// <summary>The instant of the next release; null when none is announced.</summary>
    public DateTimeOffset? NextReleaseAt => AnnouncedReleases.Count == 0 ? null : AnnouncedReleases.Values.Min();

    public static readonly FrozenDictionary<int, IReadOnlyList<(int Year, double Persons)>> NoPopulations =
        FrozenDictionary<int, IReadOnlyList<(int Year, double Persons)>>.Empty;

    /// <summary>The populations of a cube without its suspect figures: those are never a weight nor a size.</summary>
    public static FrozenDictionary<int, IReadOnlyList<(int Year, double Persons)>> TrustedPopulations(int[] territoryIds, string[] periods, double[] figures, short[] flags)
    {
        var result = new Dictionary<int, IReadOnlyList<(int, double)>>();
        for (var territory = 0; territory < territoryIds.Length; territory++)
        {
            var known = new List<(int, double)>();
            for (var period = 0; period < periods.Length; period++)
            {
                var cell = (territory * periods.Length) + period;
                if (!double.IsNaN(figures[cell]) && ((flags.Length == 1 ? flags[0] : flags[cell]) & Observations.ObservationFlags.Suspect) == 0)
                    known.Add((Observations.PeriodCode.YearOf(periods[period]), figures[cell]));
            }
            if (known.Count > 0)
                result[territoryIds[territory]] = known;
        }
        return result.ToFrozenDictionary();
    }

    /// <summary>
    /// The same snapshot for a caller who sees more than everyone: where the figures lie that they see, with a cursor key of their own, so that
    /// nobody goes on with the cursor of another.
    /// </summary>
    /// <param name="reach">What they see.</param>
    /// <param name="cubes">Axes of the protected indicators, as they see them.</param>
    /// <param name="populations">Populations, as they see them.</param>
    public Catalogue For(Reach reach, ILookup<int, CubeAxes> cubes, FrozenDictionary<int, IReadOnlyList<(int Year, double Persons)>> populations)
    {
        var indicators = Indicators.Values.Select(indicator => indicator with
        {
            Cubes = indicator.IsProtected ? [.. cubes[indicator.Id]] : indicator.Cubes,
            DataVersion = indicator.ProtectedVersion, DataChangedAt = indicator.ProtectedChangedAt,
        }).ToArray();
        return new Catalogue
        {
            Version = Version, ChangedAt = ChangedAt, Territories = Territories, Groups = Groups,
            CursorKey = CursorKey with { Secret = HMACSHA256.HashData(CursorKey.Secret, Encoding.UTF8.GetBytes(reach.Text)) },
            Indicators = indicators.ToFrozenDictionary(indicator => indicator.Code, StringComparer.Ordinal),
            IndicatorsById = indicators.ToFrozenDictionary(indicator => indicator.Id),
            IndicatorVersions = IndicatorVersions, Dimensions = Dimensions, Sources = Sources, Topics = Topics, AnnouncedReleases = AnnouncedReleases,
            Populations = populations, Reach = reach, Origin = this,
            DataVersion = indicators.Select(indicator => indicator.DataVersion).DefaultIfEmpty(0).Max(),
            DataChangedAt = indicators.Select(indicator => indicator.DataChangedAt).DefaultIfEmpty(DateTimeOffset.UnixEpoch).Max(),
        };
    }

    /// <summary>The same snapshot with the populations of another instant, so that size classes are as they were then.</summary>
    public Catalogue WithPopulations(FrozenDictionary<int, IReadOnlyList<(int Year, double Persons)>> populations) => new()
    {
        Version = Version, ChangedAt = ChangedAt, CursorKey = CursorKey, Territories = Territories, Groups = Groups, Indicators = Indicators,
        IndicatorsById = IndicatorsById, IndicatorVersions = IndicatorVersions, Dimensions = Dimensions, Sources = Sources, Topics = Topics, AnnouncedReleases = AnnouncedReleases,
        Populations = populations, DataVersion = DataVersion, DataChangedAt = DataChangedAt, Reach = Reach,
    };

    /// <summary>Members of a group on a day. Rules are evaluated once for each day.</summary>
    public GroupMembership Members(GroupVersion group, DateOnly on)
    {
        if (memberships.Count > 4096)
            memberships.Clear();
        return memberships.GetOrAdd((group.Code, on), _ => GroupMembership.Of(this, group, on));
    }

    /// <summary>
    /// An indicator and those whose figures its answers may rest on: its weight and components when it is carried across a reform,
    /// and the population, which decides who belongs to a size class.
    /// </summary>
    public IEnumerable<CatalogueIndicator> UsedBy(CatalogueIndicator indicator)
    {
        yield return indicator;
        var version = indicator.Current;
        foreach (var code in new[] { version.WeightIndicator, version.NumeratorIndicator, version.DenominatorIndicator, CatalogueReader.PopulationIndicator })
            if (code is not null && Indicators.TryGetValue(code, out var used) && used.Id != indicator.Id)
                yield return used;
    }

    /// <summary>The population of a territory in the year nearest to one (the earlier on a tie); null when no trustworthy one is known.</summary>
    public (double Persons, int Year)? PopulationNear(int territoryId, int year)
    {
        if (!Populations.TryGetValue(territoryId, out var known))
            return null;
        (double Persons, int Year)? best = null;
        foreach (var (candidate, persons) in known)
            if (best is null || Math.Abs(candidate - year) < Math.Abs(best.Value.Year - year))
                best = (persons, candidate);
        return best;
    }
}

/// <summary>An indicator with its definition versions, oldest first, and where its data are.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Code">Its code.</param>
/// <param name="Topic">Code of its topic.</param>
/// <param name="Breakdowns">Codes of its dimensions.</param>
/// <param name="Versions">Its definitions.</param>
/// <param name="DataVersion">Version of the figures that the catalogue tells of.</param>
/// <param name="DataChangedAt">When they last changed.</param>
/// <param name="Cubes">Where they lie.</param>
/// <param name="ProtectedVersion">Version of the figures as those see them who see more than everyone.</param>
/// <param name="ProtectedChangedAt">When any figure last changed.</param>
/// <param name="IsProtected">True when some see more of it now than everyone.</param>
internal sealed record CatalogueIndicator(
    int Id, string Code, string Topic, IReadOnlyList<string> Breakdowns, IReadOnlyList<IndicatorVersion> Versions,
    long DataVersion, DateTimeOffset DataChangedAt, IReadOnlyList<CubeAxes> Cubes, long ProtectedVersion, DateTimeOffset ProtectedChangedAt, bool IsProtected)
{
    /// <summary>The version in force.</summary>
    public IndicatorVersion Current => Versions[^1];

    /// <summary>The version that defines a period: the last that began with it or before; the first for a period before them all.</summary>
    public IndicatorVersion VersionFor(string period) =>
        Versions.LastOrDefault(version => string.CompareOrdinal(version.ValidFrom, period) <= 0) ?? Versions[0];

    /// <summary>Axes of the total; null when there is no public data.</summary>
    public CubeAxes? Total => Cubes.FirstOrDefault(cube => cube.Breakdown.Length == 0);
}

/// <summary>Which territories and periods an indicator's data cover for one breakdown.</summary>
internal sealed record CubeAxes(string Breakdown, int[] TerritoryIds, string[] Periods);

/// <summary>A definition version, as much of it as numbers need.</summary>
internal sealed record IndicatorVersion(
    int Id, int IndicatorId, int Version, string NameLv, string NameEn, string Unit, string UnitNameLv, string UnitNameEn, string UnitSymbolLv,
    string UnitSymbolEn, string Direction, decimal? TargetValue, decimal? TargetTolerance, int Decimals, string Measure, string Periodicity,
    string? StockDay, string DefinitionLv, string DefinitionEn, string LimitsLv, string LimitsEn, string Conversion, string? WeightIndicator,
    string? NumeratorIndicator, string? DenominatorIndicator, decimal? RecomputeFactor, string ValidFrom, string? BreakNoteLv,
    string? BreakNoteEn, int SourceId, string Source)
{
    public string Name(string language) => Language.Pick(language, NameLv, NameEn);

    public string UnitSymbol(string language) => Language.Pick(language, UnitSymbolLv, UnitSymbolEn);

    /// <summary>The day that a period's figure tells of: a stock's own day, else the last day of the period.</summary>
    public DateOnly DayOf(string period)
    {
        if (StockDay is null)
            return Observations.PeriodCode.LastDay(period);
        return new DateOnly(int.Parse(period.AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture),
            int.Parse(StockDay.AsSpan(0, 2), System.Globalization.CultureInfo.InvariantCulture),
            int.Parse(StockDay.AsSpan(3, 2), System.Globalization.CultureInfo.InvariantCulture));
    }
}

/// <summary>A breakdown dimension and its categories in order.</summary>
internal sealed record BreakdownDimension(string Code, string NameLv, string NameEn, IReadOnlyList<BreakdownCategory> Categories);

/// <summary>A category of a breakdown dimension.</summary>
internal sealed record BreakdownCategory(string Code, string NameLv, string NameEn);

/// <summary>A source of data, with how to name it.</summary>
internal sealed record SourceEntry(
    int Id, string Code, string NameLv, string NameEn, string PublisherLv, string PublisherEn, string? Url, string? Licence,
    string AttributionLv, string AttributionEn);

/// <summary>A topic of the tree, in order.</summary>
internal sealed record TopicEntry(string Code, string? Parent, string NameLv, string NameEn);
