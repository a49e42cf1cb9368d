using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Messaging;
using Benchlearning.Contracts.V1.Stewardship;

namespace Benchlearning.Api.Features.Imports.Stewardship;

/// <summary>
/// Carries out what was decided about open values in quarantine, in the transaction that holds the lock of imports: their findings are answered,
/// the counts of their imports follow, and what is accepted goes through the pipeline's own applying.
/// </summary>
[CommandPart]
internal sealed class QuarantineDecision(DbTransaction transaction, DateTime now, string actor)
{
    private const string CountsSql = """
        update import_batch b
        set rows_quarantined = b.rows_quarantined - n.answered, rows_new = b.rows_new + n.new, rows_changed = b.rows_changed + n.changed,
            rows_refused = b.rows_refused + n.refused, rows_missing = b.rows_missing - n.refused_missing, rows_value = b.rows_value - (n.refused - n.refused_missing)
        from (
            select q.import_id, count(*)::integer as answered,
                   (count(*) filter (where @isApplied and p.revision is null))::integer as new,
                   (count(*) filter (where @isApplied and p.revision is not null))::integer as changed,
                   (count(*) filter (where not @isApplied))::integer as refused,
                   (count(*) filter (where not @isApplied and q.value is null))::integer as refused_missing
            from observation_revision q
            left join observation_revision p
                on p.indicator_id = q.indicator_id and p.territory_id = q.territory_id and p.period = q.period and p.breakdown = q.breakdown
               and p.workflow = 'published' and p.superseded_at is null
            where q.change_number = any (@ids)
            group by q.import_id) n
        where b.import_id = n.import_id
        """;

    private const string FindingsSql = """
        update import_finding f
        set answer = @answer, answered_by = @actor, answered_at = @now, answer_reason = @reason
        from observation_revision q
        where q.change_number = any (@ids)
          and f.import_id = q.import_id and f.indicator_id = q.indicator_id and f.territory_id = q.territory_id and f.period = q.period and f.breakdown = q.breakdown
          and f.severity = 'quarantined' and f.answer is null
        """;

    /// <summary>A finding about a whole period is answered with the last of its values.</summary>
    private const string PeriodFindingsSql = """
        update import_finding f
        set answer = @answer, answered_by = @actor, answered_at = @now, answer_reason = @reason
        where f.import_id in (select q.import_id from observation_revision q where q.change_number = any (@ids))
          and f.severity = 'quarantined' and f.answer is null and f.indicator_id is not null and f.territory_id is null
          and not exists (
              select 1 from observation_revision o
              where o.workflow = 'quarantined' and o.superseded_at is null and o.import_id = f.import_id and o.indicator_id = f.indicator_id and o.period = f.period)
        """;

    private const string ImportsSql = """
        select distinct b.import_id, b.door, b.source_id, b.raw_file_id, b.layout, @actor as actor, @reason as reason, false as is_dry_run, b.attempts, b.release_id
        from observation_revision q
        join import_batch b on b.import_id = q.import_id
        where q.change_number = any (@ids)
        order by b.import_id
        """;

    /// <summary>An accepted value is applied as a changed one; its flag and the findings' words say why it is suspect.</summary>
    private const string AcceptSql = """
        insert into differing_observation
        select 0, 0, q.indicator_id, q.indicator_version_id, q.territory_id, q.territory_version_id, q.period, q.breakdown, q.value, q.missing_reason,
               array(select distinct e from unnest(q.flags || array['suspect']) as e order by e),
               coalesce(q.flag_reason_lv, f.lv), coalesce(q.flag_reason_en, f.en),
               'changed', p.revision, q.revision, q.revision, null, q.revision
        from observation_revision q
        left join observation_revision p
            on p.indicator_id = q.indicator_id and p.territory_id = q.territory_id and p.period = q.period and p.breakdown = q.breakdown
           and p.workflow = 'published' and p.superseded_at is null
        cross join lateral (
            select string_agg(distinct f.message_lv, ' ') as lv, string_agg(distinct f.message_en, ' ') as en
            from import_finding f
            where f.import_id = q.import_id and f.indicator_id = q.indicator_id and f.period = q.period and f.severity = 'quarantined'
              and (f.territory_id = q.territory_id and f.breakdown = q.breakdown or f.territory_id is null)) f
        where q.change_number = any (@ids) and q.import_id = @importId
        """;

    private const string CellSql = """
        select q.indicator_id, q.territory_id, q.period::text as period, q.breakdown, q.revision
        from observation_revision q
        where q.change_number = any (@ids)
        """;

    private const string RejectSql = "update observation_revision set superseded_at = @now where change_number = any (@ids)";

    /// <summary>Answers the values, which are open. Returns the number of the correction, where one was filed.</summary>
    public async Task<int?> CarryOutAsync(long[] ids, QuarantineAnswer decided, CancellationToken cancellationToken)
    {
        var answer = decided.Answer!;
        var reason = decided.Reason!;
        await transaction.ExecuteAsync(CountsSql, new { ids, isApplied = answer != "rejected" }, cancellationToken);
        await transaction.ExecuteAsync(FindingsSql, new { ids, answer, actor, now, reason }, cancellationToken);
        var imports = await transaction.QueryAsync<ImportTask>(ImportsSql, new { ids, actor, reason }, cancellationToken);
        int? correction = null;
        if (answer == "accepted")
            await AcceptAsync(ids, imports, cancellationToken);
        else if (answer == "rejected")
            await transaction.ExecuteAsync(RejectSql, new { ids, now }, cancellationToken);
        else
            correction = await CorrectAsync(ids, decided.Value!.Value, reason, cancellationToken);
        await transaction.ExecuteAsync(PeriodFindingsSql, new { ids, answer, actor, now, reason }, cancellationToken);
        await ImportState.ReconsiderAsync(transaction, imports.Select(task => task.ImportId), cancellationToken);
        return correction;
    }

    private async Task AcceptAsync(long[] ids, List<ImportTask> imports, CancellationToken cancellationToken)
    {
        foreach (var task in imports)
        {
            var staging = new Staging(transaction, task);
            await staging.CreateAsync(cancellationToken);
            await transaction.ExecuteAsync(AcceptSql, new { ids, importId = task.ImportId }, cancellationToken);
            await staging.ApplyAsync(now, cancellationToken);
            await staging.PublishAsync(cancellationToken);
        }
    }

    private async Task<int> CorrectAsync(long[] ids, decimal value, string reason, CancellationToken cancellationToken)
    {
        var cell = (await transaction.QueryAsync<CorrectedCell>(CellSql, new { ids }, cancellationToken))[0];
        return await new CorrectionWriter(transaction, now, actor).FileAsync(cell, value, null, reason, cancellationToken);
    }
}
