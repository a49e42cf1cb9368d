using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Messaging;

namespace Benchlearning.Api.Features.Imports.Stewardship;

/// <summary>A cell, and the revision of it that says what the source says.</summary>
internal sealed record CorrectedCell(int IndicatorId, int TerritoryId, string Period, string Breakdown, int Revision);

/// <summary>
/// Writes the revisions of corrections, in the transaction that holds the lock of imports. Each step is a new revision that supersedes what was
/// published and what waited; nothing is overwritten.
/// </summary>
[CommandPart]
internal sealed class CorrectionWriter(DbTransaction transaction, DateTime now, string actor)
{
    private const string FileSql = """
        insert into correction (indicator_id, territory_id, period, breakdown, value, missing_reason, reason, filed_by, filed_at)
        values (@indicatorId, @territoryId, @period, @breakdown, @value, @missingReason, @reason, @actor, @now)
        returning correction_id
        """;

    private const string SupersedeSql = """
        update observation_revision o
        set superseded_at = @now
        where o.indicator_id = @indicatorId and o.territory_id = @territoryId and o.period = @period and o.breakdown = @breakdown
          and o.superseded_at is null and o.workflow in ('published', 'quarantined', 'received')
        """;

    /// <summary>Our value, with the source's beside it.</summary>
    private const string CorrectSql = """
        insert into observation_revision (
            indicator_id, territory_id, period, breakdown, revision, indicator_version_id, territory_version_id, value, missing_reason, workflow, quality,
            visibility, embargo_until, source_id, correction_id, original_revision, recorded_at, recorded_by, reason)
        select h.indicator_id, h.territory_id, h.period, h.breakdown,
               (select max(o.revision) + 1 from observation_revision o
                where o.indicator_id = h.indicator_id and o.territory_id = h.territory_id and o.period = h.period and o.breakdown = h.breakdown),
               h.indicator_version_id, h.territory_version_id, c.value, c.missing_reason, 'published', 'corrected',
               h.visibility, h.embargo_until, h.source_id, c.correction_id, h.revision, @now, @actor, @reason
        from observation_revision h
        join correction c on c.correction_id = @correctionId
        where h.indicator_id = @indicatorId and h.territory_id = @territoryId and h.period = @period and h.breakdown = @breakdown and h.revision = @revision
        """;

    /// <summary>The source's value, as it is kept; one that came out of quarantine says why it is suspect.</summary>
    private const string ReturnSql = """
        insert into observation_revision (
            indicator_id, territory_id, period, breakdown, revision, indicator_version_id, territory_version_id, value, missing_reason, workflow, quality,
            flags, flag_reason_lv, flag_reason_en, visibility, embargo_until, source_id, import_id, original_revision, recorded_at, recorded_by, reason)
        select h.indicator_id, h.territory_id, h.period, h.breakdown,
               (select max(o.revision) + 1 from observation_revision o
                where o.indicator_id = h.indicator_id and o.territory_id = h.territory_id and o.period = h.period and o.breakdown = h.breakdown),
               h.indicator_version_id, h.territory_version_id, h.value, h.missing_reason, 'published', h.quality,
               case when h.workflow = 'quarantined' then array(select distinct e from unnest(h.flags || array['suspect']) as e order by e) else h.flags end,
               coalesce(h.flag_reason_lv, f.lv), coalesce(h.flag_reason_en, f.en), h.visibility, h.embargo_until, h.source_id, h.import_id, h.revision, @now, @actor, @reason
        from observation_revision h
        cross join lateral (
            select string_agg(distinct f.message_lv, ' ') as lv, string_agg(distinct f.message_en, ' ') as en
            from import_finding f
            where h.workflow = 'quarantined' and f.import_id = h.import_id and f.severity = 'quarantined' and f.rule <> 'correction-conflict'
              and f.indicator_id = h.indicator_id and f.territory_id = h.territory_id and f.period = h.period and f.breakdown = h.breakdown) f
        where h.indicator_id = @indicatorId and h.territory_id = @territoryId and h.period = @period and h.breakdown = @breakdown and h.revision = @revision
        """;

    private const string PublishSql = "select publish_observation_cubes(array[@indicatorId::integer])";

    /// <summary>Files a correction of what the cell's revision says, and publishes it. Returns its number.</summary>
    public async Task<int> FileAsync(CorrectedCell cell, decimal? value, string? missingReason, string reason, CancellationToken cancellationToken)
    {
        var correctionId = (await transaction.QueryAsync<int>(FileSql, new
        {
            indicatorId = cell.IndicatorId, territoryId = cell.TerritoryId, period = cell.Period, breakdown = cell.Breakdown, value, missingReason, reason, actor, now,
        }, cancellationToken))[0];
        await CorrectAsync(correctionId, cell, reason, cancellationToken);
        return correctionId;
    }

    /// <summary>Publishes a correction beside what the cell's revision says.</summary>
    public async Task CorrectAsync(int correctionId, CorrectedCell cell, string reason, CancellationToken cancellationToken)
    {
        var place = new { indicatorId = cell.IndicatorId, territoryId = cell.TerritoryId, period = cell.Period, breakdown = cell.Breakdown, revision = cell.Revision, correctionId, now, actor, reason };
        await transaction.ExecuteAsync(SupersedeSql, place, cancellationToken);
        await transaction.ExecuteAsync(CorrectSql, place, cancellationToken);
        await transaction.ExecuteAsync(PublishSql, place, cancellationToken);
    }

    /// <summary>Publishes what the cell's revision says, in place of the correction.</summary>
    public async Task ReturnAsync(CorrectedCell cell, string reason, CancellationToken cancellationToken)
    {
        var place = new { indicatorId = cell.IndicatorId, territoryId = cell.TerritoryId, period = cell.Period, breakdown = cell.Breakdown, revision = cell.Revision, now, actor, reason };
        await transaction.ExecuteAsync(SupersedeSql, place, cancellationToken);
        await transaction.ExecuteAsync(ReturnSql, place, cancellationToken);
        await transaction.ExecuteAsync(PublishSql, place, cancellationToken);
    }
}
