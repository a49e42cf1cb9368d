using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Messaging;

namespace Benchlearning.Api.Features.Imports;

/// <summary>
/// The rows of one import inside its transaction: copied into a temporary table, compared with what is held, and applied by statements over
/// whole sets. What is found on the way is gathered in row_finding, with the cell that it is about.
/// </summary>
[CommandPart]
internal sealed class Staging(DbTransaction transaction, ImportTask task)
{
    private const string CreateSql = """
        set local work_mem = '64MB';
        set local jit = off;
        drop table if exists staged_observation, differing_observation, row_finding, judged_value;

        create temporary table staged_observation (
            ordinal integer not null,           -- tells rows apart: of a wide layout, all cells of a line have its row number
            row_number integer not null, indicator_id integer not null, indicator_version_id integer not null, territory_id integer not null,
            territory_version_id integer not null, period text collate "C" not null, breakdown text collate "C" not null,
            value numeric, missing_reason text, flags text[], flag_reason_lv text, flag_reason_en text
        ) on commit drop;

        create temporary table differing_observation (
            like staged_observation,
            outcome text not null,              -- new; changed; waits: the same value waits already, or was rejected; conflict: differs from what
                                                -- the source said before our correction; settled: the source says that again
            held_revision integer,              -- the published revision; null: there is none
            last_revision integer not null,
            waiting_revision integer,           -- the last revision, where it waits in quarantine, for a release, or beside a correction
            verdict text,                       -- refused or quarantined by a rule; null: neither
            original_revision integer           -- the revision that is accepted out of quarantine; null: a value of the file
        ) on commit drop;

        create temporary table row_finding (
            ordinal integer,                    -- null: all rows of the indicator and period
            row_number integer not null, rule text not null, severity text not null, field text, message_lv text not null, message_en text not null,
            indicator_id integer not null, territory_version_id integer, period text not null, breakdown text not null, value numeric,
            answer text
        ) on commit drop;
        """;

    private const string CopySql = """
        copy staged_observation (ordinal, row_number, indicator_id, indicator_version_id, territory_id, territory_version_id, period, breakdown,
                                 value, missing_reason, flags, flag_reason_lv, flag_reason_en) from stdin (format binary)
        """;

    /// <summary>Rows of one cell: all are refused when they contradict each other, the later ones when they only repeat the first.</summary>
    private const string RepeatedSql = """
        with repeated as (
            select s.indicator_id, s.territory_id, s.period, s.breakdown, min(s.row_number) as first_row, min(s.ordinal) as first_ordinal,
                   min(s.value) is distinct from max(s.value) or min(s.missing_reason) is distinct from max(s.missing_reason)
                       or count(s.value) not in (0, count(*)) as is_contradiction
            from staged_observation s
            group by s.indicator_id, s.territory_id, s.period, s.breakdown
            having count(*) > 1
        ), gone as (
            delete from staged_observation s
            using repeated r
            where s.indicator_id = r.indicator_id and s.territory_id = r.territory_id and s.period = r.period and s.breakdown = r.breakdown
              and (r.is_contradiction or s.ordinal <> r.first_ordinal)
            returning s.ordinal, s.row_number, s.indicator_id, s.territory_version_id, s.period, s.breakdown, s.value, r.first_row, r.is_contradiction
        ), told as (
            insert into row_finding (ordinal, row_number, rule, severity, message_lv, message_en, indicator_id, territory_version_id, period, breakdown, value)
            select g.ordinal, g.row_number, case when g.is_contradiction then 'contradicting-rows' else 'repeated-row' end, 'refused',
                   case when g.is_contradiction then format('Šūna failā ir vairākkārt ar dažādām vērtībām (pirmoreiz %s. rindā); nav ņemta neviena.', g.first_row)
                        else format('Rinda atkārto %s. rindu.', g.first_row) end,
                   case when g.is_contradiction then format('The cell occurs in the file with different values (first in row %s); none is taken.', g.first_row)
                        else format('The row repeats row %s.', g.first_row) end,
                   g.indicator_id, g.territory_version_id, g.period, g.breakdown, g.value
            from gone g
        )
        select (count(*) filter (where g.value is null))::integer as missing, (count(*) filter (where g.value is not null))::integer as "values"
        from gone g
        """;

    private const string CompareSql = """
        analyze staged_observation;

        insert into differing_observation
        select c.ordinal, c.row_number, c.indicator_id, c.indicator_version_id, c.territory_id, c.territory_version_id, c.period, c.breakdown, c.value,
               c.missing_reason, c.flags, c.flag_reason_lv, c.flag_reason_en,
               case when f.outcome = 'same' then 'settled'
                    when (l.is_open or l.workflow = 'quarantined') and (l.value, l.missing_reason) is not distinct from (c.value, c.missing_reason) then 'waits'
                    else f.outcome end,
               c.held_revision, coalesce(l.revision, 0), case when l.is_open then l.revision end
        from (
            select s.*, p.revision as held_revision, p.original_revision, p.correction_id is not null as is_corrected,
                   (p.value, p.missing_reason) is not distinct from (s.value, s.missing_reason) as says_so,
                   (p.value, p.missing_reason, p.indicator_version_id, p.source_id)
                       is not distinct from (s.value, s.missing_reason, s.indicator_version_id, @sourceId::integer) as is_alike,
                   s.flags is null or (p.flags, p.flag_reason_en) is not distinct from (s.flags, s.flag_reason_en) as is_flagged_alike
            from staged_observation s
            left join observation_revision p
                on p.indicator_id = s.indicator_id and p.territory_id = s.territory_id and p.period = s.period and p.breakdown = s.breakdown
               and p.workflow = 'published' and p.superseded_at is null) c
        left join lateral (                     -- what the source itself said, where that is not what is published
            select o.value, o.missing_reason, o.flags, o.flag_reason_en
            from observation_revision o
            where c.original_revision is not null and o.revision = c.original_revision
              and o.indicator_id = c.indicator_id and o.territory_id = c.territory_id and o.period = c.period and o.breakdown = c.breakdown
            limit 1) h on true
        left join lateral (
            select o.revision, o.value, o.missing_reason, o.workflow, o.workflow in ('quarantined', 'verified', 'received') and o.superseded_at is null as is_open
            from observation_revision o
            where o.indicator_id = c.indicator_id and o.territory_id = c.territory_id and o.period = c.period and o.breakdown = c.breakdown
            order by o.revision desc
            limit 1) l on true
        cross join lateral (
            select case when c.held_revision is null then 'new'
                        when c.is_corrected and (h.value, h.missing_reason) is not distinct from (c.value, c.missing_reason) then 'same'
                        when c.is_corrected and not c.says_so then 'conflict'
                        when not c.is_corrected and c.is_alike and (h.flags, h.flag_reason_en) is not distinct from (c.flags, c.flag_reason_en) then 'same'
                        else 'changed' end as outcome) f
        where (c.is_corrected or not (c.is_alike and c.is_flagged_alike))
          and (f.outcome <> 'same' or (l.is_open and l.workflow = 'received'));

        analyze differing_observation;
        """;

    private const string ConflictSql = """
        insert into row_finding
        select d.ordinal, d.row_number, 'correction-conflict', 'quarantined', 'value',
               format('Avots tagad saka %s, agrāk teica %s; mūsu labojums ir %s. Jāizlemj, vai labojums paliek.',
                      coalesce(d.value::text, d.missing_reason), coalesce(h.value::text, h.missing_reason), coalesce(p.value::text, p.missing_reason)),
               format('The source now says %s, and said %s before; our correction is %s. Decide whether the correction stays.',
                      coalesce(d.value::text, d.missing_reason), coalesce(h.value::text, h.missing_reason), coalesce(p.value::text, p.missing_reason)),
               d.indicator_id, d.territory_version_id, d.period, d.breakdown, d.value, null
        from differing_observation d
        join observation_revision p
            on p.indicator_id = d.indicator_id and p.territory_id = d.territory_id and p.period = d.period and p.breakdown = d.breakdown and p.revision = d.held_revision
        join observation_revision h
            on h.indicator_id = d.indicator_id and h.territory_id = d.territory_id and h.period = d.period and h.breakdown = d.breakdown and h.revision = p.original_revision
        where d.outcome = 'conflict'
        """;

    private const string CountSql = """
        select (count(*) filter (where d.verdict = 'refused' and d.value is null))::integer as refused_missing,
               (count(*) filter (where d.verdict = 'refused' and d.value is not null))::integer as refused_values,
               (count(*) filter (where d.verdict = 'quarantined' or d.outcome = 'conflict'))::integer as quarantined,
               (count(*) filter (where d.outcome = 'new' and d.verdict is null))::integer as new,
               (count(*) filter (where d.outcome = 'changed' and d.verdict is null))::integer as changed,
               (count(*) filter (where d.outcome = 'settled'))::integer as settled
        from differing_observation d
        """;

    private const string FindingsSql = """
        insert into import_finding (
            import_id, finding_id, row_number, rule, severity, field, message_lv, message_en, row_content, answer, answered_by, answered_at,
            indicator_id, territory_id, period, breakdown)
        select @importId, (select count(*) from import_finding e where e.import_id = @importId) + row_number() over (order by f.row_number, f.ordinal, f.rule),
               f.row_number, f.rule, f.severity, f.field, f.message_lv, f.message_en,
               concat_ws(',', coalesce(t.code, t.name_lv, ''), f.period, i.code, case when f.breakdown like '%,%' then '"' || f.breakdown || '"' else f.breakdown end,
                         coalesce(f.value::text, '')),
               f.answer, case when f.answer is not null then @actor end, case when f.answer is not null then now() end,
               f.indicator_id, t.territory_id, f.period, f.breakdown
        from row_finding f
        join indicator i on i.indicator_id = f.indicator_id
        left join territory_version t on t.territory_version_id = f.territory_version_id
        """;

    private const string ApplySql = """
        update observation_revision o
        set superseded_at = @now
        from differing_observation d
        where d.outcome in ('new', 'changed') and d.verdict is null and @releaseId::integer is null
          and o.indicator_id = d.indicator_id and o.territory_id = d.territory_id and o.period = d.period and o.breakdown = d.breakdown
          and o.revision = d.held_revision;

        update observation_revision o
        set superseded_at = @now
        from differing_observation d
        where d.outcome in ('new', 'changed', 'conflict', 'settled') and d.verdict is distinct from 'refused'
          and o.indicator_id = d.indicator_id and o.territory_id = d.territory_id and o.period = d.period and o.breakdown = d.breakdown
          and o.revision = d.waiting_revision;

        insert into observation_revision (
            indicator_id, territory_id, period, breakdown, revision, indicator_version_id, territory_version_id, value, missing_reason, workflow, quality,
            flags, flag_reason_lv, flag_reason_en, source_id, import_id, release_id, original_revision, recorded_at, recorded_by, reason)
        select d.indicator_id, d.territory_id, d.period, d.breakdown, d.last_revision + 1, d.indicator_version_id, d.territory_version_id, d.value,
               d.missing_reason,
               case when d.outcome = 'conflict' then 'received' when d.verdict is not null then 'quarantined' when @releaseId::integer is null then 'published' else 'verified' end,
               'final', coalesce(d.flags, '{}'), d.flag_reason_lv, d.flag_reason_en, @sourceId, @importId, @releaseId::integer, d.original_revision, @now, @actor, @reason
        from differing_observation d
        where d.outcome in ('new', 'changed', 'conflict') and d.verdict is distinct from 'refused';
        """;

    /// <summary>What an earlier import found, and nobody answered, about a value that waits no more.</summary>
    private const string OvertakenSql = """
        update import_finding f
        set answer = 'rejected', answered_by = @actor, answered_at = @now, answer_reason = format('Overtaken by import %s.', @importId)
        from differing_observation d
        where d.waiting_revision is not null and d.outcome in ('new', 'changed', 'conflict', 'settled') and d.verdict is distinct from 'refused'
          and f.indicator_id = d.indicator_id and f.territory_id = d.territory_id and f.period = d.period and f.breakdown = d.breakdown
          and f.severity = 'quarantined' and f.answer is null and f.import_id <> @importId
        returning f.import_id
        """;

    /// <summary>Rows of an earlier import that a later one, or somebody here, has overtaken with another value.</summary>
    private const string OutdatedSql = """
        with outdated as (
            delete from staged_observation s
            where exists (
                select 1
                from observation_revision o
                where o.indicator_id = s.indicator_id and o.territory_id = s.territory_id and o.period = s.period and o.breakdown = s.breakdown
                  and (o.import_id > @importId or (o.import_id is null and o.recorded_at > (select b.finished_at from import_batch b where b.import_id = @importId)))
                  and (o.value, o.missing_reason) is distinct from (s.value, s.missing_reason))
            returning s.*
        ), told as (
            insert into row_finding
            select o.ordinal, o.row_number, 'overtaken', 'refused', 'value', 'Šūnai pa to laiku ir jaunāka vērtība; rinda to nepārraksta.',
                   'The cell has got a newer value in the meantime; the row does not overwrite it.', o.indicator_id, o.territory_version_id, o.period, o.breakdown, o.value, null
            from outdated o
        )
        select (count(*) filter (where o.value is null))::integer as missing, (count(*) filter (where o.value is not null))::integer as "values"
        from outdated o
        """;

    /// <summary>A release that was carried out while the file was read holds nothing back any more.</summary>
    private const string ReleaseSql = "select r.release_id from release r where r.release_id = @releaseId and r.released_at is null";

    private const string PublishSql = """
        select publish_observation_cubes(array(
            select distinct d.indicator_id
            from differing_observation d
            where d.outcome in ('new', 'changed', 'settled') and d.verdict is null
            order by d.indicator_id))
        """;

    public Task CreateAsync(CancellationToken cancellationToken) => transaction.ExecuteAsync(CreateSql, null, cancellationToken);

    public Task<DbCopy> BeginCopyAsync(CancellationToken cancellationToken) => transaction.CopyAsync(CopySql, cancellationToken);

    /// <summary>Stages a row under a number that no other row of the import has.</summary>
    public static async Task WriteAsync(DbCopy copy, int ordinal, MappedRow row, CancellationToken cancellationToken)
    {
        await copy.StartRowAsync(cancellationToken);
        await copy.WriteAsync(ordinal, cancellationToken);
        await copy.WriteAsync(row.Number, cancellationToken);
        await copy.WriteAsync(row.IndicatorId, cancellationToken);
        await copy.WriteAsync(row.IndicatorVersionId, cancellationToken);
        await copy.WriteAsync(row.TerritoryId, cancellationToken);
        await copy.WriteAsync(row.TerritoryVersionId, cancellationToken);
        await copy.WriteAsync(row.Period, cancellationToken);
        await copy.WriteAsync(row.Breakdown, cancellationToken);
        await copy.WriteAsync(row.Value, cancellationToken);
        await copy.WriteAsync(row.MissingReason, cancellationToken);
        await copy.WriteAsync(row.Flags, cancellationToken);
        await copy.WriteAsync(row.ReasonLv, cancellationToken);
        await copy.WriteAsync(row.ReasonEn, cancellationToken);
    }

    /// <summary>Refuses rows that name a cell of another row.</summary>
    public async Task RefuseRepeatedAsync(ImportCounts counts, CancellationToken cancellationToken) =>
        counts.Refuse((await transaction.QueryAsync<RefusedRows>(RepeatedSql, null, cancellationToken))[0]);

    /// <summary>Refuses rows that waited, and whose cells have got another value since their import.</summary>
    public async Task RefuseOutdatedAsync(ImportCounts counts, CancellationToken cancellationToken) =>
        counts.Refuse((await transaction.QueryAsync<RefusedRows>(OutdatedSql, new { importId = task.ImportId }, cancellationToken))[0]);

    /// <summary>Compares with what is held.</summary>
    public async Task CompareAsync(CancellationToken cancellationToken)
    {
        await transaction.ExecuteAsync(CompareSql, new { sourceId = task.SourceId }, cancellationToken);
        await transaction.ExecuteAsync(ConflictSql, null, cancellationToken);
    }

    public async Task CountAsync(ImportCounts counts, CancellationToken cancellationToken)
    {
        var row = (await transaction.QueryAsync<Outcomes>(CountSql, null, cancellationToken))[0];
        counts.Refuse(new RefusedRows(row.RefusedMissing, row.RefusedValues));
        (counts.Quarantined, counts.New, counts.Changed, counts.Settled) = (row.Quarantined, row.New, row.Changed, row.Settled);
        counts.Same = counts.Missing + counts.Values - row.Quarantined - row.New - row.Changed;
    }

    /// <summary>Records what was found by comparing rows with each other and with what is held.</summary>
    public Task RecordFindingsAsync(CancellationToken cancellationToken) =>
        transaction.ExecuteAsync(FindingsSql, new { importId = task.ImportId, actor = task.Actor }, cancellationToken);

    /// <summary>Writes the revisions.</summary>
    public async Task ApplyAsync(DateTime now, CancellationToken cancellationToken)
    {
        var releaseId = (await transaction.QueryAsync<int?>(ReleaseSql, new { releaseId = task.ReleaseId }, cancellationToken)).FirstOrDefault();
        await transaction.ExecuteAsync(ApplySql, new { now, importId = task.ImportId, releaseId, sourceId = task.SourceId, actor = task.Actor, reason = task.Reason }, cancellationToken);
        var overtaken = await transaction.QueryAsync<long>(OvertakenSql, new { now, importId = task.ImportId, actor = task.Actor }, cancellationToken);
        await ImportState.ReconsiderAsync(transaction, overtaken, cancellationToken);
    }

    /// <summary>Brings the read model of the indicators with new answers in line. What waits for a release is an answer to those only who may see it.</summary>
    public Task PublishAsync(CancellationToken cancellationToken) => transaction.ExecuteAsync(PublishSql, null, cancellationToken);

    private sealed record Outcomes(int RefusedMissing, int RefusedValues, int Quarantined, int New, int Changed, int Settled);
}

/// <summary>Rows that were counted as understood, and are refused after all.</summary>
internal sealed record RefusedRows(int Missing, int Values);
