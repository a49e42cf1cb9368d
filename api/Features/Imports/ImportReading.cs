using Benchlearning.Api.Platform.Database;
using Benchlearning.Contracts.V1.Imports;

namespace Benchlearning.Api.Features.Imports;

/// <summary>Reads imports as their contract.</summary>
internal sealed class ImportReading(Db db)
{
    private const string OneSql = """
        select b.import_id as id, b.door, s.code as source, b.source_batch, b.name, b.layout, b.content_hash, b.reason, b.is_dry_run as dry_run, b.state, b.stage,
               b.failure, b.rows_read, b.rows_refused, b.rows_waiting, b.rows_quarantined, b.rows_missing, b.rows_value, b.rows_new, b.rows_changed, b.rows_same,
               b.created_at, b.started_at, b.finished_at
        from import_batch b
        join source s on s.source_id = b.source_id
        where b.import_id = @id
        """;

    private const string PageSql = """
        select b.import_id as id, b.door, s.code as source, b.source_batch, b.name, b.layout, b.content_hash, b.reason, b.is_dry_run as dry_run, b.state, b.stage,
               b.failure, b.rows_read, b.rows_refused, b.rows_waiting, b.rows_quarantined, b.rows_missing, b.rows_value, b.rows_new, b.rows_changed, b.rows_same,
               b.created_at, b.started_at, b.finished_at
        from import_batch b
        join source s on s.source_id = b.source_id
        where (@source::text is null or s.code = @source)
          and (@state::text is null or b.state = @state)
          and (@before::bigint is null or b.import_id < @before)
        order by b.import_id desc
        limit @limit + 1
        """;

    private const string FindingsSql = """
        select f.import_id, f.rule, f.severity, count(*)::integer as count
        from import_finding f
        where f.import_id = any (@ids)
        group by f.import_id, f.rule, f.severity
        order by f.import_id, f.severity, f.rule
        """;

    /// <summary>One import; null when there is none of this number.</summary>
    public async Task<Import?> OneAsync(long id, CancellationToken cancellationToken) =>
        (await DescribeAsync(await db.QueryAsync<Row>(OneSql, new { id }, cancellationToken), cancellationToken)).FirstOrDefault();

    /// <summary>One import more than the limit, newest first.</summary>
    public async Task<List<Import>> PageAsync(string? source, string? state, long? before, int limit, CancellationToken cancellationToken) =>
        await DescribeAsync(await db.QueryAsync<Row>(PageSql, new { source, state, before, limit }, cancellationToken), cancellationToken);

    private async Task<List<Import>> DescribeAsync(List<Row> rows, CancellationToken cancellationToken)
    {
        var findings = (await db.QueryAsync<FindingRow>(FindingsSql, new { ids = rows.Select(row => row.Id).ToArray() }, cancellationToken)).ToLookup(row => row.ImportId);
        return rows.ConvertAll(row => row.AsImport([.. findings[row.Id].Select(finding => new FindingCount(finding.Rule, finding.Severity, finding.Count))]));
    }

    private sealed record FindingRow(long ImportId, string Rule, string Severity, int Count);

    private sealed record Row(
        long Id, string Door, string Source, string? SourceBatch, string Name, string Layout, string? ContentHash, string Reason, bool DryRun, string State, string Stage,
        string? Failure, int RowsRead, int RowsRefused, int RowsWaiting, int RowsQuarantined, int RowsMissing, int RowsValue, int RowsNew, int RowsChanged, int RowsSame,
        DateTime CreatedAt, DateTime? StartedAt, DateTime? FinishedAt)
    {
        public Import AsImport(IReadOnlyList<FindingCount> findings) => new(
            Id, Door, Source, SourceBatch, Name, Layout, ContentHash, Reason, DryRun, State, Stage, Failure,
            new ImportRowCounts(RowsRead, RowsRefused, RowsWaiting, RowsQuarantined, RowsMissing, RowsValue, RowsNew, RowsChanged, RowsSame), findings,
            new DateTimeOffset(CreatedAt), Instant(StartedAt), Instant(FinishedAt));

        private static DateTimeOffset? Instant(DateTime? time) => time is { } known ? new DateTimeOffset(known) : null;
    }
}
