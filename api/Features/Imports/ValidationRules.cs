using Benchlearning.Api.Platform.Database;

namespace Benchlearning.Api.Features.Imports;

/// <summary>
/// Holds the new and changed values of an import to the rules declared for their indicators. A value that breaks a quarantine rule becomes a
/// quarantined revision: the published answer stays until somebody decides.
/// </summary>
internal sealed class ValidationRules(DbTransaction transaction)
{
    /// <summary>minimum &lt;= value &lt;= maximum.</summary>
    private const string RangeSql = """
        select c.row_number, r.rule, r.severity, r.reason_lv as lv, r.reason_en as en, c.value
        from compared_observation c
        join validation_rule r on r.indicator_id = c.indicator_id and r.rule = 'range'
        where c.outcome in ('new', 'changed')
          and (c.value < r.minimum or c.value > r.maximum)
        """;

    private const string ZeroSql = """
        select c.row_number, r.rule, r.severity, r.reason_lv as lv, r.reason_en as en, c.value
        from compared_observation c
        join validation_rule r on r.indicator_id = c.indicator_id and r.rule = 'zero'
        where c.outcome in ('new', 'changed')
          and c.value = 0
        """;

    /// <summary>Change from the period before, held or in the same file.</summary>
    private const string JumpSql = """
        with series as (
            select c.indicator_id, c.territory_id, c.breakdown, c.period, c.value, c.row_number, c.outcome in ('new', 'changed') as is_incoming
            from compared_observation c
            where c.value is not null
            union all
            select o.indicator_id, o.territory_id, o.breakdown, o.period::text, o.value, null, false
            from observation_revision o
            where o.workflow = 'published' and o.superseded_at is null and o.value is not null
              and o.indicator_id in (select indicator_id from validation_rule where rule = 'jump')
              and not exists (select 1 from compared_observation c
                              where c.indicator_id = o.indicator_id and c.territory_id = o.territory_id and c.period = o.period and c.breakdown = o.breakdown)
        ), steps as (
            select s.*, lag(s.value) over (partition by s.indicator_id, s.territory_id, s.breakdown order by s.period) as before
            from series s
            where s.indicator_id in (select indicator_id from validation_rule where rule = 'jump')
        )
        select s.row_number, r.rule, r.severity, r.reason_lv as lv, r.reason_en as en, s.value
        from steps s
        join validation_rule r on r.indicator_id = s.indicator_id and r.rule = 'jump'
        where s.is_incoming
          and (abs(s.value - s.before) > r.maximum or (s.before <> 0 and abs(s.value - s.before) / abs(s.before) > r.relative))
        """;

    /// <summary>Distance from the period's median in robust standard deviations: 0.6745 (x - median) / MAD (Iglewicz and Hoaglin 1993).</summary>
    private const string OutlierSql = """
        with middle as (
            select c.indicator_id, c.period, c.breakdown, percentile_cont(0.5) within group (order by c.value::double precision) as median
            from compared_observation c
            where c.value is not null and c.indicator_id in (select indicator_id from validation_rule where rule = 'outlier')
            group by c.indicator_id, c.period, c.breakdown
            having count(*) >= 10
        ), spread as (
            select c.indicator_id, c.period, c.breakdown, m.median, percentile_cont(0.5) within group (order by abs(c.value::double precision - m.median)) as mad
            from compared_observation c
            join middle m on m.indicator_id = c.indicator_id and m.period = c.period and m.breakdown = c.breakdown
            where c.value is not null
            group by c.indicator_id, c.period, c.breakdown, m.median
        )
        select c.row_number, r.rule, r.severity, r.reason_lv as lv, r.reason_en as en, c.value
        from compared_observation c
        join spread s on s.indicator_id = c.indicator_id and s.period = c.period and s.breakdown = c.breakdown and s.mad > 0
        join validation_rule r on r.indicator_id = c.indicator_id and r.rule = 'outlier'
        where c.outcome in ('new', 'changed')
          and 0.6745 * abs(c.value::double precision - s.median) / s.mad > r.maximum
        """;

    /// <summary>
    /// A whole column that does not fit its neighbours: the period's median lies further from the medians of the neighbouring periods than
    /// the rule allows, in robust standard deviations of the neighbouring periods. Of such a column the values on the far side of the
    /// midpoint are suspect; those on the near side look right.
    /// </summary>
    private const string ColumnSql = """
        with held as (
            select c.indicator_id, c.territory_id, c.period, c.breakdown, c.value::double precision as value
            from compared_observation c
            where c.value is not null
            union all
            select o.indicator_id, o.territory_id, o.period::text, o.breakdown, o.value::double precision
            from observation_revision o
            where o.workflow = 'published' and o.superseded_at is null and o.value is not null
              and not exists (select 1 from compared_observation c
                              where c.indicator_id = o.indicator_id and c.territory_id = o.territory_id and c.period = o.period and c.breakdown = o.breakdown)
        ), middle as (
            select h.indicator_id, h.breakdown, h.period, percentile_cont(0.5) within group (order by h.value) as median
            from held h
            where h.indicator_id in (select indicator_id from validation_rule where rule = 'column')
            group by h.indicator_id, h.breakdown, h.period
            having count(*) >= 10
        ), spread as (
            select h.indicator_id, h.breakdown, h.period, m.median,
                   1.4826 * percentile_cont(0.5) within group (order by abs(h.value - m.median)) as deviation
            from held h
            join middle m on m.indicator_id = h.indicator_id and m.breakdown = h.breakdown and m.period = h.period
            group by h.indicator_id, h.breakdown, h.period, m.median
        ), neighbours as (
            select s.indicator_id, s.breakdown, s.period, s.median,
                   percentile_cont(0.5) within group (order by n.median) as usual,
                   percentile_cont(0.5) within group (order by n.deviation) as deviation
            from spread s
            join spread n on n.indicator_id = s.indicator_id and n.breakdown = s.breakdown and n.period <> s.period
            group by s.indicator_id, s.breakdown, s.period, s.median
            having count(*) >= 2
        )
        select c.row_number, r.rule, r.severity, r.reason_lv as lv, r.reason_en as en, c.value
        from compared_observation c
        join neighbours n on n.indicator_id = c.indicator_id and n.breakdown = c.breakdown and n.period = c.period
        join validation_rule r on r.indicator_id = c.indicator_id and r.rule = 'column'
        where c.outcome in ('new', 'changed')
          and n.deviation > 0
          and abs(n.median - n.usual) / n.deviation > r.maximum
          and abs(c.value::double precision - n.usual) > abs(c.value::double precision - n.median)
        """;

    private const string MarkSql = """
        update compared_observation c
        set quarantine_rule = f.rule
        from unnest(@rows, @rules) as f (row_number, rule)
        where c.row_number = f.row_number and c.quarantine_rule is null
        """;

    private const string RefuseSql = "delete from compared_observation where row_number = any (@rows)";

    private const string AnySql = """
        select exists (select 1 from validation_rule r where r.indicator_id in (select distinct c.indicator_id from compared_observation c))
        """;

    /// <summary>Applies every rule; answers how many rows are quarantined.</summary>
    public async Task<int> ApplyAsync(FindingWriter findings, CancellationToken cancellationToken)
    {
        if (await transaction.QueryAsync<bool>(AnySql, null, cancellationToken) is not [true])
            return 0;
        var broken = new List<BrokenRule>();
        broken.AddRange(await transaction.QueryAsync<BrokenRule>(RangeSql, null, cancellationToken));
        broken.AddRange(await transaction.QueryAsync<BrokenRule>(ZeroSql, null, cancellationToken));
        broken.AddRange(await transaction.QueryAsync<BrokenRule>(JumpSql, null, cancellationToken));
        broken.AddRange(await transaction.QueryAsync<BrokenRule>(ColumnSql, null, cancellationToken));
        broken.AddRange(await transaction.QueryAsync<BrokenRule>(OutlierSql, null, cancellationToken));
        foreach (var rule in broken)
            await findings.AddAsync(new RowFinding(rule.RowNumber!.Value, rule.Rule, rule.Severity, "value", rule.Lv, rule.En, rule.Value?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? ""), cancellationToken);

        var quarantined = broken.Where(rule => rule.Severity == "quarantined").DistinctBy(rule => rule.RowNumber).ToArray();
        await transaction.ExecuteAsync(MarkSql, new { rows = quarantined.Select(rule => rule.RowNumber!.Value).ToArray(), rules = quarantined.Select(rule => rule.Rule).ToArray() }, cancellationToken);
        var refused = broken.Where(rule => rule.Severity == "refused").Select(rule => rule.RowNumber!.Value).Distinct().ToArray();
        await transaction.ExecuteAsync(RefuseSql, new { rows = refused }, cancellationToken);
        return quarantined.Length;
    }

    private sealed record BrokenRule(int? RowNumber, string Rule, string Severity, string Lv, string En, decimal? Value);
}
