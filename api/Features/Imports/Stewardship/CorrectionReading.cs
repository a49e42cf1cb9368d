using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Contracts.V1.Stewardship;

namespace Benchlearning.Api.Features.Imports.Stewardship;

/// <summary>Reads corrections with what their sources say.</summary>
internal sealed class CorrectionReading(Db db)
{
    private const string Sql = """
        select e.*
        from (
            select c.correction_id as id, i.code as indicator, v.code as territory, t.identity, c.period::text as period, c.breakdown, c.value, c.missing_reason,
                   case when c.decision = 'withdraw' then 'withdrawn' when c.decision = 'takeSource' then 'sourceTaken'
                        when r.superseded_at is not null then 'replaced' when n.revision is not null then 'conflict' else 'active' end as state,
                   c.reason, c.filed_by, c.filed_at,
                   h.value as original_value, h.missing_reason as original_missing_reason, hs.code as original_source, h.import_id as original_import, h.revision as original_revision,
                   n.value as conflict_value, n.missing_reason as conflict_missing_reason, n.source as conflict_source, n.import_id as conflict_import, n.revision as conflict_revision,
                   c.decided_by, c.decided_at, c.decision_reason
            from correction c
            join indicator i on i.indicator_id = c.indicator_id
            join territory t on t.territory_id = c.territory_id
            cross join lateral (
                select o.territory_version_id, o.original_revision, o.superseded_at
                from observation_revision o
                where o.correction_id = c.correction_id
                order by o.revision desc
                limit 1) r
            join territory_version v on v.territory_version_id = r.territory_version_id
            join observation_revision h
                on h.indicator_id = c.indicator_id and h.territory_id = c.territory_id and h.period = c.period and h.breakdown = c.breakdown and h.revision = r.original_revision
            join source hs on hs.source_id = h.source_id
            left join lateral (
                select o.value, o.missing_reason, s.code as source, o.import_id, o.revision
                from observation_revision o
                join source s on s.source_id = o.source_id
                where r.superseded_at is null and o.workflow = 'received' and o.superseded_at is null
                  and o.indicator_id = c.indicator_id and o.territory_id = c.territory_id and o.period = c.period and o.breakdown = c.breakdown) n on true
            where (@id::integer is null or c.correction_id = @id)
              and (@indicatorId::integer is null or c.indicator_id = @indicatorId)
              and (@before::integer is null or c.correction_id < @before)) e
        where (@state::text is null or e.state = @state)
        order by e.id desc
        limit @limit
        """;

    /// <summary>One correction. Throws 404 when there is none of this number.</summary>
    public async Task<Correction> OneAsync(int id, CancellationToken cancellationToken) =>
        (await ReadAsync(id, null, null, null, 1, cancellationToken)).FirstOrDefault() ?? throw NotFound(id);

    /// <summary>Corrections before a number, newest first; null is no condition.</summary>
    public Task<List<Correction>> ListAsync(int? indicatorId, string? state, int? before, int limit, CancellationToken cancellationToken) =>
        ReadAsync(null, indicatorId, state, before, limit, cancellationToken);

    /// <summary>404 for a number that no correction bears.</summary>
    public static ProblemException NotFound(int id) => new(ProblemTypes.NotFound, $"There is no correction {id}; GET /v1/corrections lists them.");

    private async Task<List<Correction>> ReadAsync(int? id, int? indicatorId, string? state, int? before, int limit, CancellationToken cancellationToken) =>
        (await db.QueryAsync<Row>(Sql, new { id, indicatorId, state, before, limit }, Reach.Service, cancellationToken)).ConvertAll(row => row.AsCorrection());

    private sealed record Row(
        int Id, string Indicator, string? Territory, string Identity, string Period, string Breakdown, decimal? Value, string? MissingReason, string State, string Reason, string FiledBy,
        DateTime FiledAt, decimal? OriginalValue, string? OriginalMissingReason, string OriginalSource, long? OriginalImport, int OriginalRevision, decimal? ConflictValue,
        string? ConflictMissingReason, string? ConflictSource, long? ConflictImport, int? ConflictRevision, string? DecidedBy, DateTime? DecidedAt, string? DecisionReason)
    {
        public Correction AsCorrection() => new(
            Id, Indicator, Territory, Identity, Period, Breakdown, Value, MissingReason, State, Reason, FiledBy, new DateTimeOffset(FiledAt),
            new SourceStatement(OriginalValue, OriginalMissingReason, OriginalSource, OriginalImport, OriginalRevision),
            ConflictRevision is { } revision ? new SourceStatement(ConflictValue, ConflictMissingReason, ConflictSource!, ConflictImport, revision) : null,
            DecidedBy, DecidedAt is { } at ? new DateTimeOffset(at) : null, DecisionReason);
    }
}
