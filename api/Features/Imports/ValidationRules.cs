using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Messaging;

namespace Benchlearning.Api.Features.Imports;

/// <summary>
/// Holds the new and changed values of an import to the rules declared for their indicators. A value that breaks a quarantine rule becomes a
/// quarantined revision: the published answer stays until somebody decides. A new rule is a word in validation_rule's check, a statement here
/// that tells of every row that breaks it, and a line in the list of statements.
/// </summary>
[CommandPart]
internal sealed class ValidationRules(DbTransaction transaction, ImportTask task)
{
    private const string AnySql = """
        select exists (select 1 from validation_rule r where r.indicator_id in (select d.indicator_id from differing_observation d))
        """;

    /// <summary>What series and groups are judged by: the values of the file and, beside them, the published values of the same indicators.</summary>
    private const string JudgedSql = """
        create temporary table judged_value on commit drop as
        with judged as (
            select distinct r.indicator_id
            from validation_rule r
            where r.rule in ('jump', 'outlier', 'column', 'sum') and r.indicator_id in (select d.indicator_id from differing_observation d)
        )
        select s.indicator_id, s.territory_id, s.period, s.breakdown, s.value::double precision as value, s.ordinal
        from staged_observation s
        where s.value is not null and s.indicator_id in (select j.indicator_id from judged j)
        union all
        select o.indicator_id, o.territory_id, o.period::text, o.breakdown, o.value::double precision, null
        from observation_revision o
        where o.workflow = 'published' and o.superseded_at is null and o.value is not null and o.indicator_id in (select j.indicator_id from judged j)
          and not exists (
              select 1
              from staged_observation s
              where s.indicator_id = o.indicator_id and s.territory_id = o.territory_id and s.period = o.period and s.breakdown = o.breakdown);

        analyze judged_value;
        """;

    private const string RangeSql = """
        insert into row_finding
        select d.ordinal, d.row_number, r.rule, r.severity, 'value', r.reason_lv, r.reason_en, d.indicator_id, d.territory_version_id, d.period, d.breakdown, d.value, null
        from differing_observation d
        join validation_rule r on r.indicator_id = d.indicator_id and r.rule = 'range'
        where d.outcome in ('new', 'changed') and (d.value < r.minimum or d.value > r.maximum)
        """;

    private const string ZeroSql = """
        insert into row_finding
        select d.ordinal, d.row_number, r.rule, r.severity, 'value', r.reason_lv, r.reason_en, d.indicator_id, d.territory_version_id, d.period, d.breakdown, d.value, null
        from differing_observation d
        join validation_rule r on r.indicator_id = d.indicator_id and r.rule = 'zero'
        where d.outcome in ('new', 'changed') and d.value = 0
        """;

    /// <summary>Change from the period before, of the file or held.</summary>
    private const string JumpSql = """
        insert into row_finding
        select d.ordinal, d.row_number, r.rule, r.severity, 'value', r.reason_lv, r.reason_en, d.indicator_id, d.territory_version_id, d.period, d.breakdown, d.value, null
        from (
            select j.*, lag(j.value) over (partition by j.indicator_id, j.territory_id, j.breakdown order by j.period collate "C") as before
            from judged_value j) s
        join differing_observation d on d.ordinal = s.ordinal and d.outcome in ('new', 'changed')
        join validation_rule r on r.indicator_id = s.indicator_id and r.rule = 'jump'
        where abs(s.value - s.before) > r.maximum or (s.before <> 0 and abs(s.value - s.before) / abs(s.before) > r.relative)
        """;

    /// <summary>Distance from the period's median in robust standard deviations: 0.6745 (x - median) / MAD (Iglewicz and Hoaglin 1993).</summary>
    private const string OutlierSql = """
        with middle as (
            select j.indicator_id, j.period, j.breakdown, percentile_cont(0.5) within group (order by j.value) as median
            from judged_value j
            group by j.indicator_id, j.period, j.breakdown
            having count(*) >= 10
        ), spread as (
            select j.indicator_id, j.period, j.breakdown, m.median, percentile_cont(0.5) within group (order by abs(j.value - m.median)) as mad
            from judged_value j
            join middle m on m.indicator_id = j.indicator_id and m.period = j.period and m.breakdown = j.breakdown
            group by j.indicator_id, j.period, j.breakdown, m.median
        )
        insert into row_finding
        select d.ordinal, d.row_number, r.rule, r.severity, 'value', r.reason_lv, r.reason_en, d.indicator_id, d.territory_version_id, d.period, d.breakdown, d.value, null
        from differing_observation d
        join spread s on s.indicator_id = d.indicator_id and s.period = d.period and s.breakdown = d.breakdown and s.mad > 0
        join validation_rule r on r.indicator_id = d.indicator_id and r.rule = 'outlier'
        where d.outcome in ('new', 'changed') and 0.6745 * abs(d.value::double precision - s.median) / s.mad > r.maximum
        """;

    /// <summary>
    /// A whole column that does not fit its neighbours: the period's median lies further from the usual median of the other periods than the rule
    /// allows, in robust standard deviations (1.4826 MAD) of the other periods. Of such a column a value looks right only when it is as near to its
    /// own territory's median of the other periods as values usually are: within one robust standard deviation.
    /// </summary>
    private const string ColumnSql = """
        with middle as (
            select j.indicator_id, j.breakdown, j.period, percentile_cont(0.5) within group (order by j.value) as median
            from judged_value j
            group by j.indicator_id, j.breakdown, j.period
            having count(*) >= 10
        ), spread as (
            select j.indicator_id, j.breakdown, j.period, m.median, 1.4826 * percentile_cont(0.5) within group (order by abs(j.value - m.median)) as deviation
            from judged_value j
            join middle m on m.indicator_id = j.indicator_id and m.breakdown = j.breakdown and m.period = j.period
            group by j.indicator_id, j.breakdown, j.period, m.median
        ), neighbours as (
            select s.indicator_id, s.breakdown, s.period, s.median, percentile_cont(0.5) within group (order by n.median) as usual,
                   percentile_cont(0.5) within group (order by n.deviation) as deviation
            from spread s
            join spread n on n.indicator_id = s.indicator_id and n.breakdown = s.breakdown and n.period <> s.period
            group by s.indicator_id, s.breakdown, s.period, s.median
            having count(*) >= 2
        ), strange as (
            select n.indicator_id, n.breakdown, n.period, r.severity, r.reason_lv, r.reason_en
            from neighbours n
            join validation_rule r on r.indicator_id = n.indicator_id and r.rule = 'column'
            where n.deviation > 0 and abs(n.median - n.usual) / n.deviation > r.maximum
        ), own as (
            select s.indicator_id, s.breakdown, s.period, j.territory_id, percentile_cont(0.5) within group (order by j.value) as usual
            from strange s
            join judged_value j on j.indicator_id = s.indicator_id and j.breakdown = s.breakdown and j.period <> s.period
            group by s.indicator_id, s.breakdown, s.period, j.territory_id
        ), noise as (
            select o.indicator_id, o.breakdown, o.period, 1.4826 * percentile_cont(0.5) within group (order by abs(j.value - o.usual)) as deviation
            from own o
            join judged_value j on j.indicator_id = o.indicator_id and j.breakdown = o.breakdown and j.territory_id = o.territory_id and j.period <> o.period
            group by o.indicator_id, o.breakdown, o.period
        )
        insert into row_finding
        select d.ordinal, d.row_number, 'column', s.severity, 'value', s.reason_lv, s.reason_en, d.indicator_id, d.territory_version_id, d.period, d.breakdown, d.value, null
        from differing_observation d
        join strange s on s.indicator_id = d.indicator_id and s.breakdown = d.breakdown and s.period = d.period
        left join own o on o.indicator_id = d.indicator_id and o.breakdown = d.breakdown and o.period = d.period and o.territory_id = d.territory_id
        left join noise n on n.indicator_id = d.indicator_id and n.breakdown = d.breakdown and n.period = d.period
        where d.outcome in ('new', 'changed') and d.value is not null
          and (o.usual is null or abs(d.value::double precision - o.usual) > n.deviation)
        """;

    /// <summary>
    /// The categories of a dimension add up, within the rule's tolerance, to its expected sum or to the value without the dimension. Told of every
    /// row of the file that takes part, once all of them are known, from the file or held.
    /// </summary>
    private const string SumSql = """
        with parted as (
            select j.indicator_id, j.territory_id, j.period, j.breakdown, j.value, j.ordinal, r.validation_rule_id, r.dimension,
                   array_to_string(array(select p from unnest(string_to_array(j.breakdown, ',')) with ordinality as e (p, n)
                                         where p not like r.dimension || ':%' order by n), ',') as whole,
                   ',' || j.breakdown like '%,' || r.dimension || ':%' as is_part
            from judged_value j
            join validation_rule r on r.indicator_id = j.indicator_id and r.rule = 'sum'
        ), added as (
            select p.validation_rule_id, p.indicator_id, p.territory_id, p.period, p.whole,
                   sum(p.value) filter (where p.is_part) as parts, max(p.value) filter (where not p.is_part) as total
            from parted p
            group by p.validation_rule_id, p.indicator_id, p.territory_id, p.period, p.whole, p.dimension
            having count(*) filter (where p.is_part) = (select count(*) from breakdown_category c where c.dimension = p.dimension)
        )
        insert into row_finding
        select d.ordinal, d.row_number, r.rule, r.severity, 'value', r.reason_lv, r.reason_en, d.indicator_id, d.territory_version_id, d.period, d.breakdown, d.value, null
        from added a
        join validation_rule r on r.validation_rule_id = a.validation_rule_id
        join parted p on p.validation_rule_id = a.validation_rule_id and p.territory_id = a.territory_id and p.period = a.period and p.whole = a.whole
                     and (p.is_part or r.expected is null)
        join differing_observation d on d.ordinal = p.ordinal and d.outcome in ('new', 'changed')
        where abs(a.parts - coalesce(r.expected, a.total)) > coalesce(r.maximum, 0) + 1e-9
        """;

    private const string DisclosureSql = """
        insert into row_finding
        select d.ordinal, d.row_number, r.rule, r.severity, 'value', r.reason_lv, r.reason_en, d.indicator_id, d.territory_version_id, d.period, d.breakdown, d.value, null
        from differing_observation d
        join validation_rule r on r.indicator_id = d.indicator_id and r.rule = 'disclosure'
        where d.outcome in ('new', 'changed') and d.value > 0 and d.value < r.minimum
        """;

    /// <summary>
    /// One finding for each indicator and period of the file where municipalities are left out that were valid on the day which the period tells of:
    /// they have a row neither in the file nor held. A row that states that there is no value is a row.
    /// </summary>
    private const string CompletenessSql = """
        with told as (
            select distinct d.indicator_id, d.indicator_version_id, d.period,
                   case when v.stock_day is null then period_end(d.period) else (left(d.period, 4) || '-' || v.stock_day)::date end as day
            from differing_observation d
            join indicator_version v on v.indicator_version_id = d.indicator_version_id
            where d.outcome in ('new', 'changed')
              and d.indicator_id in (select r.indicator_id from validation_rule r where r.rule = 'completeness')
        ), present as (
            select s.indicator_id, s.territory_id, s.period
            from staged_observation s
            where s.breakdown = '' and s.indicator_id in (select t.indicator_id from told t)
            union
            select o.indicator_id, o.territory_id, o.period::text collate "C"
            from observation_revision o
            where o.breakdown = '' and o.indicator_id in (select t.indicator_id from told t)
              and o.workflow in ('published', 'verified', 'quarantined') and o.superseded_at is null
        ), missed as (
            select t.indicator_id, t.period, t.day, count(*) as expected,
                   count(*) filter (where p.territory_id is null) as missing,
                   string_agg(m.name_lv, ', ' order by latvian_order(m.name_lv) collate "C") filter (where p.territory_id is null) as names_lv,
                   string_agg(m.name_en, ', ' order by latvian_order(m.name_en) collate "C") filter (where p.territory_id is null) as names_en
            from told t
            join territory_version m on m.type in ('stateCity', 'municipality') and m.valid_from <= t.day and (m.valid_to is null or m.valid_to >= t.day)
            left join present p on p.indicator_id = t.indicator_id and p.period = t.period and p.territory_id = m.territory_id
            group by t.indicator_id, t.period, t.day
        )
        insert into row_finding
        select null, 0, r.rule, r.severity, null,
               format('%s Pašvaldību skaits %s: %s; bez rindas: %s (%s).', r.reason_lv, to_char(m.day, 'DD.MM.YYYY'), m.expected, m.missing,
                      case when length(m.names_lv) > 500 then left(m.names_lv, 500) || '…' else m.names_lv end),
               format('%s On %s there were %s municipalities; %s have no row: %s.', r.reason_en, to_char(m.day, 'YYYY-MM-DD'), m.expected, m.missing,
                      case when length(m.names_en) > 500 then left(m.names_en, 500) || '…' else m.names_en end),
               m.indicator_id, null, m.period, '', null, null
        from missed m
        join validation_rule r on r.indicator_id = m.indicator_id and r.rule = 'completeness'
        where m.missing > 0 and (m.expected - m.missing)::numeric / m.expected < coalesce(r.minimum, 1)
        """;

    private const string AnsweredSql = "update row_finding set answer = 'accepted' where severity = 'quarantined' and rule <> 'correction-conflict'";

    private const string VerdictSql = """
        update differing_observation d
        set verdict = f.verdict
        from (
            select e.ordinal, case when bool_or(e.severity = 'refused') then 'refused' else 'quarantined' end as verdict
            from (
                select f.ordinal, f.severity
                from row_finding f
                where f.ordinal is not null and f.rule <> 'correction-conflict'
                union all
                select p.ordinal, f.severity
                from row_finding f
                join differing_observation p on p.indicator_id = f.indicator_id and p.period = f.period
                where f.ordinal is null) e
            where e.severity in ('refused', 'quarantined')
            group by e.ordinal) f
        where d.ordinal = f.ordinal and d.outcome in ('new', 'changed')
        """;

    /// <summary>Tells of every row that breaks a rule, and gives its verdict.</summary>
    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        if (await transaction.QueryAsync<bool>(AnySql, null, cancellationToken) is not [true])
            return;
        await transaction.ExecuteAsync(JudgedSql, null, cancellationToken);
        await transaction.ExecuteAsync(RangeSql, null, cancellationToken);
        await transaction.ExecuteAsync(ZeroSql, null, cancellationToken);
        await transaction.ExecuteAsync(JumpSql, null, cancellationToken);
        await transaction.ExecuteAsync(OutlierSql, null, cancellationToken);
        await transaction.ExecuteAsync(ColumnSql, null, cancellationToken);
        await transaction.ExecuteAsync(SumSql, null, cancellationToken);
        await transaction.ExecuteAsync(DisclosureSql, null, cancellationToken);
        await transaction.ExecuteAsync(CompletenessSql, null, cancellationToken);
        if (task.IsAnswered)
            await transaction.ExecuteAsync(AnsweredSql, null, cancellationToken);
        else
            await transaction.ExecuteAsync(VerdictSql, null, cancellationToken);
    }
}
