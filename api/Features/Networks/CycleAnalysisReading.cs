using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Contracts.V1.Networks;

namespace Benchlearning.Api.Features.Networks;

/// <summary>Reads the analyses that a cycle learns from.</summary>
internal sealed class CycleAnalysisReading(Db db, Caller caller)
{
    private const string Sql = """
        select a.stored_analysis_id as id, s.method, s.title, s.checksum, a.published_to, (select m.code from cycle_meeting m where m.meeting_id = a.meeting_id) as meeting, a.text_lv, a.text_en, a.published_at,
               a.published_by, a.version
        from cycle_analysis a
        join stored_analysis s on s.stored_analysis_id = a.stored_analysis_id
        where a.cycle_id = @cycleId
          and (@id::uuid is null or a.stored_analysis_id = @id)
          and (@after::uuid is null or a.stored_analysis_id > @after)
        order by a.stored_analysis_id
        limit @limit
        """;

    /// <summary>Analyses of a cycle, in order of their ids.</summary>
    public async Task<List<CycleAnalysis>> ListAsync(KnownCycle cycle, Guid? after, int limit, CancellationToken cancellationToken) =>
        (await db.QueryAsync<Row>(Sql, new { cycleId = cycle.Id, id = (Guid?)null, after, limit }, caller.Reach, cancellationToken)).ConvertAll(row => row.ToContract());

    /// <summary>One analysis, as a transaction sees it; null: it is none of the cycle.</summary>
    public static async Task<CycleAnalysis?> OneAsync(DbTransaction transaction, long cycleId, Guid id, CancellationToken cancellationToken) =>
        (await transaction.QueryAsync<Row>(Sql, new { cycleId, id = (Guid?)id, after = (Guid?)null, limit = 1 }, cancellationToken)).FirstOrDefault()?.ToContract();

    private sealed record Row(
        Guid Id, string Method, string? Title, string Checksum, string PublishedTo, string? Meeting, string? TextLv, string? TextEn, DateTime PublishedAt, string PublishedBy, int Version)
    {
        public CycleAnalysis ToContract() => new(Id.ToString(), Method, Title, Checksum, PublishedTo, Meeting, TextLv, TextEn, new DateTimeOffset(PublishedAt), PublishedBy, Version);
    }
}
