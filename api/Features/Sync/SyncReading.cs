using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Time;
using Benchlearning.Contracts.V1.Sync;

namespace Benchlearning.Api.Features.Sync;

/// <summary>Reads sync sources and their runs as their contract.</summary>
/// <remarks>follows: the sources that a caller follows, others are answered as if they were not there; null: every one.</remarks>
internal sealed class SyncReading(Db db, IEnumerable<Adapters.ISourceAdapter> adapters, TimeProvider time)
{
    private const string SourcesSql = """
        select s.sync_source_id, s.code, o.code as source, s.adapter, s.is_enabled, s.cron as schedule, s.time_zone, s.stale_after_hours, s.cursor, s.created_at,
               (select max(r.finished_at) from sync_run r where r.sync_source_id = s.sync_source_id and r.state in ('completed', 'completedWithFindings', 'noChange')) as last_good_at,
               (select max(r.sync_run_id) from sync_run r where r.sync_source_id = s.sync_source_id) as last_run_id
        from sync_source s
        join source o on o.source_id = s.source_id
        where (@follows::integer[] is null or s.source_id = any (@follows))
          and (@code::text is null or s.code = @code)
        order by s.code collate "C"
        """;

    /// <summary>Yearly indicators of the source whose release is expected on a day, with their last year.</summary>
    private const string ReleasesSql = """
        select distinct on (s.code, i.code) s.code as sync_source, i.code as indicator, v.expected_release,
               (select max(left(o.period, 4)) from observation_revision o where o.indicator_id = i.indicator_id and o.superseded_at is null) as last_year
        from sync_source s
        join indicator_version v on v.source_id = s.source_id
        join indicator i on i.indicator_id = v.indicator_id
        where v.periodicity = 'annual' and v.expected_release is not null and v.valid_to is null and s.is_enabled
        order by s.code, i.code, v.version desc
        """;

    private const string RunsSql = """
        select r.sync_run_id as id, s.code as source, r.trigger, r.scheduled_for, r.actor, r.state, r.stage, r.attempts, r.resumed_from, r.start_cursor, r.cursor, r.pages,
               r.repeated_pages, r.rows, r.bytes, r.import_id, r.failure_code, case when @english then r.failure_en else r.failure_lv end as failure, r.is_resumable,
               r.created_at, r.fetch_started_at, r.check_started_at, r.import_started_at, r.finished_at
        from sync_run r
        join sync_source s on s.sync_source_id = r.sync_source_id
        where (@follows::integer[] is null or s.source_id = any (@follows))
          and (@ids::bigint[] is null or r.sync_run_id = any (@ids))
          and (@idempotencyKey::text is null or r.idempotency_key = @idempotencyKey)
          and (@source::text is null or s.code = @source)
          and (@before::bigint is null or r.sync_run_id < @before)
        order by r.sync_run_id desc
        limit @limit
        """;

    /// <summary>Sync sources in order of code; null: all.</summary>
    public async Task<List<SyncSource>> SourcesAsync(string? code, int[]? follows, bool isEnglish, CancellationToken cancellationToken)
    {
        var rows = await db.QueryAsync<SourceRow>(SourcesSql, new { code, follows }, cancellationToken);
        var lastRuns = await RunsAsync([.. rows.Select(row => row.LastRunId).OfType<long>()], null, null, null, follows, rows.Count, isEnglish, cancellationToken);
        var today = Riga.Today(time);
        var late = (await db.QueryAsync<Release>(ReleasesSql, null, Reach.Service, cancellationToken))
            .Where(release => SyncState.ExpectedYear(release.ExpectedRelease, today) is { } expected && (release.LastYear is null || int.Parse(release.LastYear, System.Globalization.CultureInfo.InvariantCulture) < expected))
            .ToLookup(release => release.SyncSource, release => release.Indicator);
        return rows.ConvertAll(row => row.AsSource(ParserVersion(row.Adapter), [.. late[row.Code]], lastRuns.Find(run => run.Id == row.LastRunId), time.GetUtcNow()));
    }

    /// <summary>One sync source. Throws 404 when there is none of this code.</summary>
    public async Task<SyncSource> SourceAsync(string code, int[]? follows, bool isEnglish, CancellationToken cancellationToken) =>
        (await SourcesAsync(code, follows, isEnglish, cancellationToken)).FirstOrDefault() ?? throw NoSource(code);

    /// <summary>Runs before a number, newest first; null is no condition.</summary>
    public Task<List<SyncRun>> RunsAsync(string? source, long? before, int[]? follows, int limit, bool isEnglish, CancellationToken cancellationToken) => RunsAsync(null, null, source, before, follows, limit, isEnglish, cancellationToken);

    /// <summary>The run that a request made; null when there is none of this key.</summary>
    public async Task<SyncRun?> RunOfAsync(string idempotencyKey, int[]? follows, bool isEnglish, CancellationToken cancellationToken) =>
        (await RunsAsync(null, idempotencyKey, null, null, follows, 1, isEnglish, cancellationToken)).FirstOrDefault();

    /// <summary>One run. Throws 404 when there is none of this number.</summary>
    public async Task<SyncRun> RunAsync(long id, int[]? follows, bool isEnglish, CancellationToken cancellationToken) =>
        (await RunsAsync([id], null, null, null, follows, 1, isEnglish, cancellationToken)).FirstOrDefault() ?? throw new ProblemException(ProblemTypes.NotFound, $"There is no sync run {id}; GET /v1/sync/runs lists them.");

    /// <summary>404 for a code that no sync source bears.</summary>
    public static ProblemException NoSource(string code) => new(ProblemTypes.NotFound, $"There is no sync source '{Excerpt.Of(code)}'; GET /v1/sync/sources lists them.");

    private async Task<List<SyncRun>> RunsAsync(long[]? ids, string? idempotencyKey, string? source, long? before, int[]? follows, int limit, bool isEnglish, CancellationToken cancellationToken) =>
        (await db.QueryAsync<RunRow>(RunsSql, new { ids, idempotencyKey, source, before, follows, limit, english = isEnglish }, cancellationToken)).ConvertAll(row => row.AsRun());

    private int ParserVersion(string adapter) => adapters.First(candidate => candidate.Code == adapter).ParserVersion;

    private static DateTimeOffset? Instant(DateTime? time) => time is { } known ? new DateTimeOffset(known) : null;

    private sealed record Release(string SyncSource, string Indicator, string? ExpectedRelease, string? LastYear);

    private sealed record SourceRow(
        int SyncSourceId, string Code, string Source, string Adapter, bool IsEnabled, string? Schedule, string TimeZone, int StaleAfterHours, long Cursor, DateTime CreatedAt, DateTime? LastGoodAt, long? LastRunId)
    {
        public SyncSource AsSource(int parserVersion, IReadOnlyList<string> late, SyncRun? lastRun, DateTimeOffset now) => new(
            Code, Source, Adapter, parserVersion, IsEnabled, Schedule, TimeZone, IsEnabled && Schedule is not null ? Sync.Schedule.Parse(Schedule, TimeZone)?.NextAfter(now) : null, StaleAfterHours,
            Instant(LastGoodAt), SyncState.Alert(IsEnabled, new DateTimeOffset(CreatedAt), Instant(LastGoodAt), StaleAfterHours, late.Count > 0, now), late, Cursor, lastRun);
    }

    private sealed record RunRow(
        long Id, string Source, string Trigger, DateTime? ScheduledFor, string Actor, string State, string Stage, int Attempts, long? ResumedFrom, long StartCursor, long Cursor, int Pages,
        int RepeatedPages, int Rows, long Bytes, long? ImportId, string? FailureCode, string? Failure, bool IsResumable, DateTime CreatedAt, DateTime? FetchStartedAt, DateTime? CheckStartedAt,
        DateTime? ImportStartedAt, DateTime? FinishedAt)
    {
        public SyncRun AsRun() => new(
            Id, Source, Trigger, Instant(ScheduledFor), Actor, State, Stage, Stages(), Attempts, ResumedFrom, StartCursor, Cursor, new SyncCounts(Pages, RepeatedPages, Rows, Bytes), ImportId,
            ImportId is { } import ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/v1/imports/{import}/findings") : null,
            FailureCode is null ? null : new SyncFailure(FailureCode, Failure ?? "", IsResumable), new DateTimeOffset(CreatedAt), Instant(FinishedAt));

        private SyncStage[] Stages()
        {
            (string Name, DateTime? StartedAt)[] begun = [.. new[] { ("waiting", (DateTime?)CreatedAt), ("fetch", FetchStartedAt), ("check", CheckStartedAt), ("import", ImportStartedAt) }.Where(stage => stage.Item2 is not null)];
            return [.. begun.Select((stage, index) => new SyncStage(stage.Name, new DateTimeOffset(stage.StartedAt!.Value), Instant(index + 1 < begun.Length ? begun[index + 1].StartedAt : FinishedAt)))];
        }
    }
}
