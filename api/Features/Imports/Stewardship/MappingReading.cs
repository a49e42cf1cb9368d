using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Contracts.V1.Stewardship;

namespace Benchlearning.Api.Features.Imports.Stewardship;

/// <summary>Reads mapping rules with their history.</summary>
internal sealed class MappingReading(Db db)
{
    private const string Sql = """
        select r.mapping_rule_id as id, s.code as source, r.kind, r.source_name as name,
               v.version, v.recorded_by, v.recorded_at, v.reason, v.factor, v.unit_note, v.is_ignored,
               coalesce(i.code, v.breakdown,
                        (select t.code from territory_version t where t.territory_id = v.territory_id and t.code is not null order by t.valid_from desc limit 1)) as target
        from (
            select r.*
            from mapping_rule r
            join source s on s.source_id = r.source_id
            where (@id::integer is null or r.mapping_rule_id = @id)
              and (@source::text is null or s.code = @source)
              and (@kind::text is null or r.kind = @kind)
              and r.mapping_rule_id > @after
            order by r.mapping_rule_id
            limit @limit) r
        join source s on s.source_id = r.source_id
        join mapping_rule_version v on v.mapping_rule_id = r.mapping_rule_id
        left join indicator i on i.indicator_id = v.indicator_id
        order by r.mapping_rule_id, v.version desc
        """;

    /// <summary>One rule. Throws 404 when there is none of this number.</summary>
    public async Task<MappingRule> OneAsync(int id, CancellationToken cancellationToken) =>
        (await ReadAsync(id, null, null, 0, 1, cancellationToken)).FirstOrDefault()
        ?? throw new ProblemException(ProblemTypes.NotFound, $"There is no mapping rule {id}; GET /v1/mapping-rules lists them.");

    /// <summary>Rules after a number, in their order; null is no condition.</summary>
    public Task<List<MappingRule>> ListAsync(string? source, string? kind, int after, int limit, CancellationToken cancellationToken) =>
        ReadAsync(null, source, kind, after, limit, cancellationToken);

    private async Task<List<MappingRule>> ReadAsync(int? id, string? source, string? kind, int after, int limit, CancellationToken cancellationToken)
    {
        var rows = await db.QueryAsync<Row>(Sql, new { id, source, kind, after, limit }, cancellationToken);
        return [.. rows.GroupBy(row => row.Id).Select(versions => versions.First().AsRule([.. versions.Select(row => row.AsVersion())]))];
    }

    private sealed record Row(
        int Id, string Source, string Kind, string Name, int Version, string RecordedBy, DateTime RecordedAt, string Reason, decimal Factor, string? UnitNote, bool IsIgnored, string? Target)
    {
        public MappingRule AsRule(IReadOnlyList<MappingRuleVersion> history) =>
            new(Id, Source, Kind, Name, Target, Factor, UnitNote, IsIgnored, Version, RecordedBy, new DateTimeOffset(RecordedAt), Reason, history);

        public MappingRuleVersion AsVersion() => new(Version, Target, Factor, UnitNote, IsIgnored, RecordedBy, new DateTimeOffset(RecordedAt), Reason);
    }
}
