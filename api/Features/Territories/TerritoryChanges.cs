using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Territories;

namespace Benchlearning.Api.Features.Territories;

/// <summary>Reads changes of territories with their parts.</summary>
internal sealed class TerritoryChanges(Db db)
{
    private const string OfTerritorySql = """
        select c.territory_change_id, c.effective_on, c.effective_year::integer as effective_year, c.kind, c.title_lv, c.title_en, c.source,
               c.confidence as change_confidence, f.code as from_code, f.identity as from_identity, f.name_lv as from_name_lv, f.name_en as from_name_en,
               t.code as to_code, t.identity as to_identity, t.name_lv as to_name_lv, t.name_en as to_name_en, p.extent, p.share, p.method,
               p.confidence, p.note
        from territory_change c
        left join territory_change_part p on p.territory_change_id = c.territory_change_id
        left join territory_in_time f on f.territory_version_id = p.from_version_id
        left join territory_in_time t on t.territory_version_id = p.to_version_id
        where c.territory_change_id in (
            select q.territory_change_id
            from territory_change_part q
            join territory_version v on v.territory_version_id in (q.from_version_id, q.to_version_id)
            where v.territory_id = @territoryId)
        order by c.effective_year, c.effective_on nulls first, c.territory_change_id, f.identity, t.identity
        """;

    private const string PageSql = """
        with page as (
            select c.*
            from territory_change c
            where (@from::date is null or c.effective_on >= @from or (c.effective_on is null and c.effective_year >= extract(year from @from::date)))
              and (@to::date is null or c.effective_on <= @to or (c.effective_on is null and c.effective_year <= extract(year from @to::date)))
              and (@kind::text is null or c.kind = @kind)
              and (@afterYear::integer is null or (c.effective_year::integer, c.territory_change_id) > (@afterYear, @afterId))
            order by c.effective_year, c.territory_change_id
            limit @limit + 1)
        select c.territory_change_id, c.effective_on, c.effective_year::integer as effective_year, c.kind, c.title_lv, c.title_en, c.source,
               c.confidence as change_confidence, f.code as from_code, f.identity as from_identity, f.name_lv as from_name_lv, f.name_en as from_name_en,
               t.code as to_code, t.identity as to_identity, t.name_lv as to_name_lv, t.name_en as to_name_en, p.extent, p.share, p.method,
               p.confidence, p.note
        from page c
        left join territory_change_part p on p.territory_change_id = c.territory_change_id
        left join territory_in_time f on f.territory_version_id = p.from_version_id
        left join territory_in_time t on t.territory_version_id = p.to_version_id
        order by c.effective_year, c.territory_change_id, f.identity, t.identity
        """;

    /// <summary>The changes that made, altered or ended a territory, oldest first.</summary>
    public async Task<IReadOnlyList<TerritoryChange>> OfTerritoryAsync(int territoryId, string language, CancellationToken cancellationToken) =>
        [.. Gather(await db.QueryAsync<Row>(OfTerritorySql, new { territoryId }, cancellationToken), language).Select(pair => pair.Change)];

    /// <summary>One change more than the limit, in order of year and number, each with its number.</summary>
    public async Task<List<(int Id, TerritoryChange Change)>> PageAsync(
        DateOnly? from, DateOnly? to, string? kind, int? afterYear, int afterId, int limit, string language, CancellationToken cancellationToken) =>
        Gather(await db.QueryAsync<Row>(PageSql, new { from, to, kind, afterYear, afterId, limit }, cancellationToken), language);

    private static List<(int Id, TerritoryChange Change)> Gather(List<Row> rows, string language) =>
    [
        .. rows.GroupBy(row => row.TerritoryChangeId).Select(group =>
        {
            var first = group.First();
            return (group.Key, new TerritoryChange(first.EffectiveOn, first.EffectiveYear, first.Kind, Language.Pick(language, first.TitleLv, first.TitleEn),
                [.. group.Where(row => row.FromIdentity is not null).Select(row => AsPart(row, language))], first.Source, first.ChangeConfidence));
        }),
    ];

    private static TerritoryChangePart AsPart(Row row, string language) => new(
        new TerritoryReference(row.FromCode, row.FromIdentity!, Language.Pick(language, row.FromNameLv!, row.FromNameEn!)),
        new TerritoryReference(row.ToCode, row.ToIdentity!, Language.Pick(language, row.ToNameLv!, row.ToNameEn!)),
        row.Extent!, row.Share, row.Method, row.Confidence!, row.Note);

    private sealed record Row(
        int TerritoryChangeId, DateOnly? EffectiveOn, int EffectiveYear, string Kind, string TitleLv, string TitleEn, string Source, string ChangeConfidence,
        string? FromCode, string? FromIdentity, string? FromNameLv, string? FromNameEn, string? ToCode, string? ToIdentity, string? ToNameLv,
        string? ToNameEn, string? Extent, decimal? Share, string? Method, string? Confidence, string? Note);
}
