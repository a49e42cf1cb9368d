using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Contracts.V1.Aggregates;

namespace Benchlearning.Api.Features.Aggregates;

/// <summary>Reads the aggregates in force, as everyone is told of them.</summary>
internal sealed class AggregateReading(Db db)
{
    private const string Sql = """
        select a.indicator_version_id, a.period::text as period, g.code as group_code, v.version::integer as group_version, v.name_lv, v.name_en, a.statistic, w.code as weight, a.weight_periods,
               a.value, a.n, a.members, a.computed_at
        from group_aggregate a
        join territory_group g on g.territory_group_id = a.territory_group_id
        join territory_group_version v on v.territory_group_version_id = a.territory_group_version_id
        left join indicator w on w.indicator_id = a.weight_indicator_id
        where a.indicator_id = @indicatorId and a.withdrawn_at is null
          and (@period::text is null or a.period = @period)
          and (@groups::text[] is null or g.code = any (@groups))
          and (@afterPeriod::text is null or (a.period collate "C", g.code collate "C") > (@afterPeriod, @afterGroup))
        order by a.period collate "C", g.code collate "C"
        limit @limit
        """;

    /// <summary>Aggregates of an indicator in order of period and group.</summary>
    /// <param name="catalogue">Names the indicator's definitions.</param>
    /// <param name="indicator">The indicator.</param>
    /// <param name="period">Only of this period; null: of all.</param>
    /// <param name="groups">Only of these groups; null: of all.</param>
    /// <param name="after">Only after this period and group; null: from the first.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="language">Language of names.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<List<GroupAggregate>> ListAsync(
        Catalogue.Catalogue catalogue, CatalogueIndicator indicator, string? period, IReadOnlyList<string>? groups, (string Period, string Group)? after, int limit, string language, CancellationToken cancellationToken) =>
        (await db.QueryAsync<Row>(Sql, new { indicatorId = indicator.Id, period, groups = groups?.ToArray(), afterPeriod = after?.Period, afterGroup = after?.Group, limit }, cancellationToken))
            .ConvertAll(row => row.AsAggregate(indicator, catalogue.IndicatorVersions[row.IndicatorVersionId], language));

    private sealed record Row(
        int IndicatorVersionId, string Period, string GroupCode, int GroupVersion, string NameLv, string NameEn, string Statistic, string? Weight, string? WeightPeriods, decimal? Value, int N, int Members,
        DateTime ComputedAt)
    {
        public GroupAggregate AsAggregate(CatalogueIndicator indicator, IndicatorVersion version, string language) => new(
            indicator.Code, version.Version, Period, GroupCode, GroupVersion, Platform.Http.Language.Pick(language, NameLv, NameEn), Statistic, Weight, WeightPeriods,
            Value, Value is null ? "suppressed" : null, Value is null ? null : N, Members, version.Unit, new DateTimeOffset(ComputedAt));
    }
}
