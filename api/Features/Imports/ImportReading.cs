using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Contracts.V1.Imports;

namespace Benchlearning.Api.Features.Imports;

/// <summary>Reads imports as their contract: those that the caller sent, and those of the sources that the caller follows. Another is answered as if there were none.</summary>
internal sealed class ImportReading(Db db, Caller caller)
{
    private const string Sql = """
        select b.import_id as id, b.door, s.code as source, b.source_batch, b.name, b.layout, f.content_hash, b.actor, b.reason, b.is_dry_run, b.state, b.stage,
               case when @english then b.failure_en else b.failure_lv end as failure, b.rows_total, b.bytes_done, c.size as bytes_total,
               b.rows_read, b.rows_refused, b.rows_waiting, b.rows_missing, b.rows_value, b.rows_quarantined, b.rows_new, b.rows_changed, b.rows_same,
               b.created_at, b.started_at, b.finished_at
        from import_batch b
        join source s on s.source_id = b.source_id
        left join raw_file f on f.raw_file_id = b.raw_file_id
        left join raw_content c on c.content_hash = f.content_hash
        where (@follows::integer[] is null or b.source_id = any (@follows) or b.actor = @actor)
          and (@id::bigint is null or b.import_id = @id)
          and (@source::text is null or s.code = @source)
          and (@state::text is null or b.state = @state)
          and (@before::bigint is null or b.import_id < @before)
        order by b.import_id desc
        limit @limit
        """;

    private const string FindingsSql = """
        select f.import_id, f.rule, f.severity, count(*)::integer as count
        from import_finding f
        where f.import_id = any (@ids)
        group by f.import_id, f.rule, f.severity
        order by f.import_id, f.severity, f.rule
        """;

    /// <summary>One import. Throws 404 when there is none of this number.</summary>
    public async Task<Import> OneAsync(long id, bool isEnglish, CancellationToken cancellationToken) =>
        (await ReadAsync(id, null, null, null, 1, isEnglish, cancellationToken)).FirstOrDefault()
        ?? throw NotFound(id);

    /// <summary>Imports before a number, newest first; null is no condition.</summary>
    public Task<List<Import>> ListAsync(string? source, string? state, long? before, int limit, bool isEnglish, CancellationToken cancellationToken) =>
        ReadAsync(null, source, state, before, limit, isEnglish, cancellationToken);

    /// <summary>404 for a number that no import bears.</summary>
    public static ProblemException NotFound(long id) => new(ProblemTypes.NotFound, $"There is no import {id}; GET /v1/imports lists them.");

    private async Task<List<Import>> ReadAsync(long? id, string? source, string? state, long? before, int limit, bool english, CancellationToken cancellationToken)
    {
        var rows = await db.QueryAsync<Row>(Sql, new { id, source, state, before, limit, english, follows = caller.Follows, actor = caller.Actor }, cancellationToken);
        var findings = (await db.QueryAsync<FindingRow>(FindingsSql, new { ids = rows.Select(row => row.Id).ToArray() }, cancellationToken)).ToLookup(row => row.ImportId);
        return rows.ConvertAll(row => row.AsImport([.. findings[row.Id].Select(finding => new FindingCount(finding.Rule, finding.Severity, finding.Count))]));
    }

    private sealed record FindingRow(long ImportId, string Rule, string Severity, int Count);

    private sealed record Row(
        long Id, string Door, string Source, string? SourceBatch, string Name, string Layout, string? ContentHash, string Actor, string Reason, bool IsDryRun, string State,
        string Stage, string? Failure, int? RowsTotal, long BytesDone, long? BytesTotal, int RowsRead, int RowsRefused, int RowsWaiting, int RowsMissing, int RowsValue,
        int RowsQuarantined, int RowsNew, int RowsChanged, int RowsSame, DateTime CreatedAt, DateTime? StartedAt, DateTime? FinishedAt)
    {
        public Import AsImport(IReadOnlyList<FindingCount> findings) => new(
            Id, Door, Source, SourceBatch, Name, Layout, ContentHash, Actor, Reason, IsDryRun, State, Stage, Failure,
            new ImportReadProgress(RowsRead, RowsTotal, BytesDone, BytesTotal),
            new ImportRowCounts(RowsRead, RowsRefused, RowsWaiting, RowsMissing, RowsValue, RowsQuarantined, RowsNew, RowsChanged, RowsSame), findings,
            new DateTimeOffset(CreatedAt), Instant(StartedAt), Instant(FinishedAt));

        private static DateTimeOffset? Instant(DateTime? time) => time is { } known ? new DateTimeOffset(known) : null;
    }
}
