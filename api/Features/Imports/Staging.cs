using Benchlearning.Api.Platform.Database;

namespace Benchlearning.Api.Features.Imports;

/// <summary>
/// The rows of one import inside its transaction: copied into a temporary table, compared with what is held, validated and applied by
/// statements over whole sets.
/// </summary>
internal sealed class Staging(DbTransaction transaction)
{
    private const string CreateSql = """
        create temporary table staged_observation (
            row_number integer not null, indicator_id integer not null, indicator_version_id integer not null, source_id integer not null,
            territory_id integer not null, territory_version_id integer not null, period text collate "C" not null, breakdown text collate "C" not null,
            value numeric, missing_reason text, flags text[] not null, flag_reason_lv text, flag_reason_en text
        ) on commit drop
        """;

    private const string CopySql = """
        copy staged_observation (row_number, indicator_id, indicator_version_id, source_id, territory_id, territory_version_id, period, breakdown,
                                 value, missing_reason, flags, flag_reason_lv, flag_reason_en) from stdin (format binary)
        """;

    private const string RepeatedSql = """
        with repeated as (
            select s.indicator_id, s.territory_id, s.period, s.breakdown, min(s.row_number) as first_row,
                   count(distinct coalesce(s.value::text, s.missing_reason)) as answers
            from staged_observation s
            group by s.indicator_id, s.territory_id, s.period, s.breakdown
            having count(*) > 1
        )
        delete from staged_observation s
        using repeated r
        where s.indicator_id = r.indicator_id and s.territory_id = r.territory_id and s.period = r.period and s.breakdown = r.breakdown
          and (r.answers > 1 or s.row_number <> r.first_row)
        returning s.row_number, r.first_row, r.answers > 1 as is_contradiction
        """;

    private const string CompareSql = """
        analyze staged_observation;

        create temporary table compared_observation on commit drop as
        select s.*, p.revision as held_revision, coalesce(h.last_revision, 0) as last_revision, null::text as quarantine_rule,
               case when q.revision is not null and (q.value, q.missing_reason) is not distinct from (s.value, s.missing_reason) then 'waits'
                    when p.revision is null then 'new'
                    when (p.value, p.missing_reason) is not distinct from (s.value, s.missing_reason)
                         and (s.flags = '{}' or (p.flags, p.flag_reason_en) is not distinct from (s.flags, s.flag_reason_en)) then 'same'
                    else 'changed' end as outcome
        from staged_observation s
        left join observation_revision p
            on p.indicator_id = s.indicator_id and p.territory_id = s.territory_id and p.period = s.period and p.breakdown = s.breakdown
           and p.workflow = 'published' and p.superseded_at is null
        left join (
            select o.indicator_id, o.territory_id, o.period, o.breakdown, max(o.revision) as last_revision
            from observation_revision o
            where o.indicator_id in (select distinct i.indicator_id from staged_observation i)
            group by o.indicator_id, o.territory_id, o.period, o.breakdown) h
            on h.indicator_id = s.indicator_id and h.territory_id = s.territory_id and h.period = s.period and h.breakdown = s.breakdown
        left join observation_revision q
            on q.indicator_id = s.indicator_id and q.territory_id = s.territory_id and q.period = s.period and q.breakdown = s.breakdown
           and q.revision = h.last_revision and q.workflow = 'quarantined';
        """;

    private const string CountSql = """
        select (count(*) filter (where c.value is null))::integer as missing, (count(*) filter (where c.value is not null))::integer as "values",
               (count(*) filter (where c.outcome = 'new' and c.quarantine_rule is null))::integer as new,
               (count(*) filter (where c.outcome = 'changed' and c.quarantine_rule is null))::integer as changed,
               (count(*) filter (where c.outcome in ('same', 'waits')))::integer as same
        from compared_observation c
        """;

    private const string ApplySql = """
        create temporary table import_change_set on commit drop as
        select begin_change_set('observations', null, 'changed') as position;

        update observation_revision o
        set superseded_at = @now
        from compared_observation c
        where c.outcome = 'changed' and c.quarantine_rule is null
          and o.indicator_id = c.indicator_id and o.territory_id = c.territory_id and o.period = c.period and o.breakdown = c.breakdown
          and o.revision = c.held_revision;

        insert into observation_revision (
            indicator_id, territory_id, period, breakdown, revision, indicator_version_id, territory_version_id, value, missing_reason, workflow, quality,
            flags, flag_reason_lv, flag_reason_en, source_id, import_id, change_set, recorded_at, recorded_by, reason)
        select c.indicator_id, c.territory_id, c.period, c.breakdown, c.last_revision + 1, c.indicator_version_id, c.territory_version_id, c.value,
               c.missing_reason, case when c.quarantine_rule is null then 'published' else 'quarantined' end, 'final', c.flags, c.flag_reason_lv,
               c.flag_reason_en, c.source_id, @importId, n.position, @now, @actor, @reason
        from compared_observation c
        cross join import_change_set n
        where c.outcome in ('new', 'changed');
        """;

    private const string PublishSql = """
        select publish_observation_cubes(array(
            select distinct c.indicator_id
            from compared_observation c
            where c.outcome in ('new', 'changed') and c.quarantine_rule is null
            order by c.indicator_id))
        """;

    private const string LockSql = "select pg_advisory_xact_lock(hashtext('benchlearning.import'))";

    public Task CreateAsync(CancellationToken cancellationToken) => transaction.ExecuteAsync(CreateSql, null, cancellationToken);

    public Task<DbCopy> BeginCopyAsync(CancellationToken cancellationToken) => transaction.CopyAsync(CopySql, cancellationToken);

    public static async Task WriteAsync(DbCopy copy, MappedRow row, CancellationToken cancellationToken)
    {
        await copy.StartRowAsync(cancellationToken);
        await copy.WriteAsync(row.Number, cancellationToken);
        await copy.WriteAsync(row.IndicatorId, cancellationToken);
        await copy.WriteAsync(row.IndicatorVersionId, cancellationToken);
        await copy.WriteAsync(row.SourceId, cancellationToken);
        await copy.WriteAsync(row.TerritoryId, cancellationToken);
        await copy.WriteAsync(row.TerritoryVersionId, cancellationToken);
        await copy.WriteAsync(row.Period, cancellationToken);
        await copy.WriteAsync(row.Breakdown, cancellationToken);
        await copy.WriteAsync(row.Value, cancellationToken);
        await copy.WriteAsync(row.MissingReason, cancellationToken);
        await copy.WriteAsync(row.IsSuspect ? Suspect : NoFlags, cancellationToken);
        await copy.WriteAsync(row.ReasonLv, cancellationToken);
        await copy.WriteAsync(row.ReasonEn, cancellationToken);
    }

    private static readonly string[] Suspect = ["suspect"];
    private static readonly string[] NoFlags = [];

    /// <summary>Refuses rows of one key: all of them when they contradict each other, the later ones when they only repeat the first.</summary>
    public async Task<int> RefuseRepeatedAsync(FindingWriter findings, CancellationToken cancellationToken)
    {
        var repeated = await transaction.QueryAsync<RepeatedRow>(RepeatedSql, null, cancellationToken);
        foreach (var row in repeated)
            await findings.AddAsync(row.IsContradiction
                ? new RowFinding(row.RowNumber, "contradicting-rows", "refused", null, $"Tā pati šūna failā ir ar dažādām vērtībām (pirmoreiz {row.FirstRow}. rindā).", $"The same cell occurs with different values in this file (first in row {row.FirstRow}).", "")
                : new RowFinding(row.RowNumber, "repeated-row", "refused", null, $"Rinda atkārto {row.FirstRow}. rindu.", $"The row repeats row {row.FirstRow}.", ""), cancellationToken);
        return repeated.Count;
    }

    /// <summary>Compares with what is held, under the lock that lets one import apply at a time.</summary>
    public async Task CompareAsync(CancellationToken cancellationToken)
    {
        await transaction.ExecuteAsync(LockSql, null, cancellationToken);
        await transaction.ExecuteAsync(CompareSql, null, cancellationToken);
    }

    /// <summary>Holds new and changed values to the rules; answers how many are quarantined.</summary>
    public Task<int> ValidateAsync(FindingWriter findings, CancellationToken cancellationToken) => new ValidationRules(transaction).ApplyAsync(findings, cancellationToken);

    public async Task CountAsync(ImportCounts counts, CancellationToken cancellationToken)
    {
        var row = (await transaction.QueryAsync<CountRow>(CountSql, null, cancellationToken))[0];
        (counts.Missing, counts.Values, counts.New, counts.Changed, counts.Same) = (row.Missing, row.Values, row.New, row.Changed, row.Same);
    }

    /// <summary>Writes the revisions, all with one place in the change feed.</summary>
    public Task ApplyAsync(ImportTask task, DateTime now, CancellationToken cancellationToken) =>
        transaction.ExecuteAsync(ApplySql, new { now, importId = task.ImportId, actor = task.Actor, reason = task.Reason }, cancellationToken);

    public Task PublishAsync(CancellationToken cancellationToken) => transaction.ExecuteAsync(PublishSql, null, cancellationToken);

    private sealed record RepeatedRow(int RowNumber, int FirstRow, bool IsContradiction);

    private sealed record CountRow(int Missing, int Values, int New, int Changed, int Same);
}
