using System.Collections.Frozen;
using Benchlearning.Api.Features.Territories;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.Paging;
using Dapper;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Catalogue;

/// <summary>Reads the whole catalogue into a snapshot.</summary>
internal sealed class CatalogueReader(Db db, IOptions<ServiceOptions> options)
{
    /// <summary>The indicator whose figures weigh means and place municipalities in size classes.</summary>
    public const string PopulationIndicator = "population";

    private const string StateSql = "select version, changed_at from catalogue_state";

    private const string KeySql = "select key_id, secret from signing_key order by created_at desc limit 1";

    private const string TerritoriesSql = """
        select v.territory_version_id as id, v.territory_id, t.identity, v.code, v.name_lv, v.name_en, v.type, v.region_id, v.valid_from, v.valid_to
        from territory_version v
        join territory t on t.territory_id = v.territory_id
        order by t.identity collate "C", v.valid_from
        """;

    private const string PartsSql = """
        select p.from_version_id, p.to_version_id, p.extent = 'whole' as is_whole, p.share, c.effective_year::integer as year
        from territory_change_part p
        join territory_change c on c.territory_change_id = p.territory_change_id
        """;

    private const string GroupsSql = """
        select distinct on (g.code) g.code, g.kind, v.version::integer as version, v.name_lv, v.name_en, v.description_lv, v.description_en, v.types, v.region_id,
               (select r.code from territory_version r where r.territory_id = v.region_id order by r.valid_from desc limit 1) as region,
               v.population_from, v.population_to,
               array(select m.territory_id from territory_group_member m where m.territory_group_version_id = v.territory_group_version_id) as listed_territory_ids,
               v.origin_method, v.origin_request::text as origin_request, v.origin_as_of
        from territory_group g
        join territory_group_version v on v.territory_group_id = g.territory_group_id
        order by g.code, v.version desc
        """;

    private const string IndicatorVersionsSql = """
        select w.indicator_version_id as id, w.indicator_id, w.version::integer as version, w.name_lv, w.name_en, w.unit, w.unit_name_lv, w.unit_name_en,
               w.symbol_lv as unit_symbol_lv, w.symbol_en as unit_symbol_en, w.direction, w.target_value, w.target_tolerance, w.decimals, w.measure,
               w.periodicity, w.stock_day, w.definition_lv, w.definition_en, w.limits_lv, w.limits_en, w.conversion, w.weight_indicator,
               w.numerator_indicator, w.denominator_indicator, w.recompute_factor, w.valid_from, w.break_note_lv, w.break_note_en, w.source_id, w.source
        from indicator_in_words w
        order by w.indicator_id, w.version
        """;

    private const string IndicatorsSql = """
        select i.indicator_id as id, i.code, t.code as topic,
               array(select b.dimension from indicator_breakdown b where b.indicator_id = i.indicator_id order by b.dimension) as breakdowns,
               coalesce(s.data_version, 0) as data_version, coalesce(s.changed_at, 'epoch') as changed_at,
               coalesce(s.protected_version, 0) as protected_version, coalesce(s.protected_changed_at, 'epoch') as protected_changed_at, coalesce(s.is_protected, false) as is_protected
        from indicator i
        join topic t on t.topic_id = i.topic_id
        left join indicator_state s on s.indicator_id = i.indicator_id
        order by i.code
        """;

    private const string AxesSql = """
        select c.indicator_id, c.breakdown, c.territory_ids, c.periods
        from observation_cube c
        order by c.indicator_id, c.breakdown
        """;

    private const string DimensionsSql = """
        select d.code as dimension, d.name_lv as dimension_lv, d.name_en as dimension_en, c.code, c.name_lv, c.name_en
        from breakdown_dimension d
        join breakdown_category c on c.dimension = d.code
        order by d.code, c.position
        """;

    private const string SourcesSql = """
        select source_id as id, code, name_lv, name_en, publisher_lv, publisher_en, url, licence, attribution_lv, attribution_en
        from source
        order by code
        """;

    private const string TopicsSql = """
        with recursive tree as (
            select t.topic_id, t.code, null::text as parent, t.name_lv, t.name_en, array[t.position::integer, t.topic_id] as place
            from topic t
            where t.parent_id is null
            union all
            select t.topic_id, t.code, p.code, t.name_lv, t.name_en, p.place || t.position::integer || t.topic_id
            from topic t
            join tree p on p.topic_id = t.parent_id
        )
        select code, parent, name_lv, name_en
        from tree
        order by place
        """;

    private const string ReleasesSql = "select code, releases_at from release where released_at is null";

    private const string PopulationSql = """
        select c.territory_ids, c.periods, c.figures, c.flags
        from observation_cube c
        join indicator i on i.indicator_id = c.indicator_id
        where i.code = @code and c.breakdown = ''
        """;

    private const string ReachedAxesSql = """
        select c.indicator_id, c.breakdown, c.territory_ids, c.periods
        from observation_cubes(@ids, null, true) c
        order by c.indicator_id, c.breakdown
        """;

    private const string ReachedPopulationSql = """
        select c.territory_ids, c.periods, c.figures, c.flags
        from observation_cubes(@ids, null, true) c
        where c.breakdown = ''
        """;

    /// <summary>A snapshot as a caller sees it who sees more than everyone. What is protected of it is read anew.</summary>
    public async Task<Catalogue> ReadAsync(Catalogue snapshot, Reach reach, CancellationToken cancellationToken)
    {
        var ids = snapshot.Indicators.Values.Where(indicator => indicator.IsProtected).Select(indicator => indicator.Id).Order().ToArray();
        var axes = ids.Length == 0 ? [] : await db.QueryAsync<AxesRow>(ReachedAxesSql, new { ids }, reach, cancellationToken);
        var populations = snapshot.Populations;
        if (snapshot.Indicators.TryGetValue(PopulationIndicator, out var population) && population.IsProtected)
            populations = await db.QueryAsync<PopulationRow>(ReachedPopulationSql, new { ids = new[] { population.Id } }, reach, cancellationToken) is [var row]
                ? Catalogue.TrustedPopulations(row.TerritoryIds, row.Periods, row.Figures, row.Flags) : Catalogue.NoPopulations;
        return snapshot.For(reach, axes.ToLookup(row => row.IndicatorId, row => new CubeAxes(row.Breakdown, row.TerritoryIds, row.Periods)), populations);
    }

    /// <summary>Reads the versions of the catalogue and of the data first, so that a change during the reading makes the snapshot look old, never new.</summary>
    public async Task<Catalogue> ReadAsync(CancellationToken cancellationToken)
    {
        var state = (await db.QueryAsync<StateRow>(StateSql, null, cancellationToken))[0];
        var key = options.Value.CursorKey.Length > 0
            ? new CursorKey("c", Convert.FromBase64String(options.Value.CursorKey))
            : (await db.QueryAsync<CursorKeyRow>(KeySql, null, cancellationToken)).Select(row => new CursorKey(row.KeyId, row.Secret)).Single();
        var territories = await db.QueryAsync<TerritoryVersion>(TerritoriesSql, null, cancellationToken);
        var parts = await db.QueryAsync<TerritoryPart>(PartsSql, null, cancellationToken);
        var groups = await db.QueryAsync<GroupRow>(GroupsSql, null, cancellationToken);
        var versions = await db.QueryAsync<IndicatorVersion>(IndicatorVersionsSql, null, cancellationToken);
        var known = await db.QueryAsync<IndicatorRow>(IndicatorsSql, null, cancellationToken); // the data's versions before the data's axes
        var axes = (await db.QueryAsync<AxesRow>(AxesSql, null, cancellationToken)).ToLookup(row => row.IndicatorId);
        var versionsOf = versions.ToLookup(version => version.IndicatorId);
        var indicators = known
            .Where(row => versionsOf[row.Id].Any())
            .Select(row => new CatalogueIndicator(row.Id, row.Code, row.Topic, row.Breakdowns, [.. versionsOf[row.Id]], row.DataVersion, new DateTimeOffset(row.ChangedAt),
                [.. axes[row.Id].Select(cube => new CubeAxes(cube.Breakdown, cube.TerritoryIds, cube.Periods))], row.ProtectedVersion, new DateTimeOffset(row.ProtectedChangedAt), row.IsProtected))
            .ToArray();
        var dimensions = (await db.QueryAsync<CategoryRow>(DimensionsSql, null, cancellationToken))
            .GroupBy(row => (row.Dimension, row.DimensionLv, row.DimensionEn))
            .Select(group => new BreakdownDimension(group.Key.Dimension, group.Key.DimensionLv, group.Key.DimensionEn,
                [.. group.Select(row => new BreakdownCategory(row.Code, row.NameLv, row.NameEn))]));
        var sources = await db.QueryAsync<SourceEntry>(SourcesSql, null, cancellationToken);
        var topics = await db.QueryAsync<TopicEntry>(TopicsSql, null, cancellationToken);
        var releases = await db.QueryAsync<ReleaseRow>(ReleasesSql, null, cancellationToken);
        var population = await db.FirstOrNullAsync<PopulationRow>(PopulationSql, new { code = PopulationIndicator }, cancellationToken);

        return new Catalogue
        {
            Version = state.Version,
            ChangedAt = new DateTimeOffset(state.ChangedAt),
            CursorKey = key,
            Territories = new TerritoryTimeline(territories, parts),
            Groups = groups.Select(row => new GroupVersion(row.Code, row.Kind, row.Version, row.NameLv, row.NameEn, row.DescriptionLv, row.DescriptionEn,
                row.Types, row.RegionId, row.Region, row.PopulationFrom, row.PopulationTo, row.ListedTerritoryIds, row.OriginMethod, row.OriginRequest, row.OriginAsOf is { } asOf ? new DateTimeOffset(asOf) : null)).ToFrozenDictionary(group => group.Code, StringComparer.Ordinal),
            Indicators = indicators.ToFrozenDictionary(indicator => indicator.Code, StringComparer.Ordinal),
            IndicatorsById = indicators.ToFrozenDictionary(indicator => indicator.Id),
            IndicatorVersions = versions.ToFrozenDictionary(version => version.Id),
            Dimensions = dimensions.ToFrozenDictionary(dimension => dimension.Code, StringComparer.Ordinal),
            Sources = sources.ToFrozenDictionary(source => source.Id),
            Topics = topics,
            AnnouncedReleases = releases.ToFrozenDictionary(row => row.Code, row => new DateTimeOffset(row.ReleasesAt), StringComparer.Ordinal),
            Populations = population is null ? Catalogue.NoPopulations
                : Catalogue.TrustedPopulations(population.TerritoryIds, population.Periods, population.Figures, population.Flags),
            DataVersion = indicators.Select(indicator => indicator.DataVersion).DefaultIfEmpty(0).Max(),
            DataChangedAt = indicators.Select(indicator => indicator.DataChangedAt).DefaultIfEmpty(DateTimeOffset.UnixEpoch).Max(),
        };
    }

    private sealed record StateRow(long Version, DateTime ChangedAt);

    [method: ExplicitConstructor]
    private sealed record CursorKeyRow(string KeyId, byte[] Secret);

    [method: ExplicitConstructor]
    private sealed record GroupRow(
        string Code, string Kind, int Version, string NameLv, string NameEn, string DescriptionLv, string DescriptionEn, string[]? Types, int? RegionId,
        string? Region, int? PopulationFrom, int? PopulationTo, int[] ListedTerritoryIds, string? OriginMethod, string? OriginRequest, DateTime? OriginAsOf);

    [method: ExplicitConstructor]
    private sealed record IndicatorRow(int Id, string Code, string Topic, string[] Breakdowns, long DataVersion, DateTime ChangedAt, long ProtectedVersion, DateTime ProtectedChangedAt, bool IsProtected);

    [method: ExplicitConstructor]
    private sealed record AxesRow(int IndicatorId, string Breakdown, int[] TerritoryIds, string[] Periods);

    private sealed record ReleaseRow(string Code, DateTime ReleasesAt);

    private sealed record CategoryRow(string Dimension, string DimensionLv, string DimensionEn, string Code, string NameLv, string NameEn);

    [method: ExplicitConstructor]
    private sealed record PopulationRow(int[] TerritoryIds, string[] Periods, double[] Figures, short[] Flags);
}
