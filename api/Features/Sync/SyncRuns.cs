using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Messaging;

namespace Benchlearning.Api.Features.Sync;

/// <summary>Records what becomes of runs: that they are due, how far they are, and how they end.</summary>
[CommandPart]
internal sealed class SyncRuns(Db db, TimeProvider time)
{
    private const string InsertSql = """
        insert into sync_run (sync_source_id, trigger, scheduled_for, idempotency_key, actor, state, stage, start_cursor, cursor, created_at)
        select s.sync_source_id, @trigger, @scheduledFor, @idempotencyKey, @actor, 'running', 'waiting', s.cursor, s.cursor, @now
        from sync_source s
        where s.code = @code and s.is_enabled
        on conflict do nothing
        returning sync_run_id
        """;

    private const string TakeSql = """
        update sync_run r
        set attempts = r.attempts + 1, stage = case when r.import_id is null then 'fetch' else 'import' end, fetch_started_at = coalesce(r.fetch_started_at, @now)
        from sync_source s
        where r.sync_run_id = @runId and r.state = 'running' and s.sync_source_id = r.sync_source_id
        returning r.sync_run_id as run_id, s.sync_source_id, s.code, s.source_id, s.adapter, s.settings::text as settings, r.start_cursor, s.page_tag, s.catalogue::text as catalogue,
                  s.catalogue_tag, r.attempts, r.fingerprint, r.import_id, r.trigger, r.actor
        """;

    private const string StageSql = """
        update sync_run
        set stage = @stage,
            check_started_at = case when @stage = 'check' then @now else check_started_at end,
            import_started_at = case when @stage = 'import' then @now else import_started_at end,
            import_id = coalesce(@importId::bigint, import_id)
        where sync_run_id = @runId
        """;

    private const string EndSql = """
        update sync_run
        set state = @state, stage = 'done', finished_at = @now
        where sync_run_id = @runId and state = 'running';

        update sync_source s
        set cursor = case when @isIncremental then r.cursor else 0 end, page_tag = case when r.cursor = r.start_cursor then coalesce(r.page_tag, s.page_tag) else r.page_tag end,
            catalogue = coalesce(@catalogue::jsonb, s.catalogue), catalogue_tag = case when @catalogue::text is null then s.catalogue_tag else @catalogueTag end
        from sync_run r
        where r.sync_run_id = @runId and s.sync_source_id = r.sync_source_id;
        """;

    private const string FailSql = """
        update sync_run
        set state = 'failed', stage = 'done', finished_at = @now, failure_code = @code, failure_lv = @lv, failure_en = @en, is_resumable = @isResumable
        where sync_run_id = @runId and state = 'running'
        """;

    /// <summary>Pages of a run that has ended are of no more use, except those that the next run goes on from.</summary>
    private const string ForgetSql = """
        update sync_page p
        set content = null
        from sync_run r
        where r.sync_source_id = (select o.sync_source_id from sync_run o where o.sync_run_id = @runId)
          and p.sync_run_id = r.sync_run_id and p.content is not null and r.state <> 'running'
          and not (r.sync_run_id = @runId and r.is_resumable)
        """;

    /// <summary>Makes a run; null when the source has one under way, or had one for this instant or idempotency key, or is not enabled.</summary>
    public async Task<long?> MakeAsync(string code, string trigger, DateTimeOffset? scheduledFor, string? idempotencyKey, AuditOrigin origin, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        var made = await transaction.QueryAsync<long>(InsertSql, new { code, trigger, scheduledFor = scheduledFor?.UtcDateTime, idempotencyKey, actor = origin.Actor, now = Now }, cancellationToken);
        if (made is not [var runId])
            return null;
        await transaction.CommitAsync(AuditNote.Of(origin, "sync.start", $"sync/{code}/run/{runId}", after: new { trigger, scheduledFor }), cancellationToken);
        return runId;
    }

    /// <summary>Begins a run, or goes on with it; null when it has ended.</summary>
    public async Task<SyncTask?> TakeAsync(long runId, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        var taken = await transaction.QueryAsync<SyncTask>(TakeSql, new { runId, now = Now }, cancellationToken);
        await transaction.CommitOwnWorkAsync("Where a run is; its start and its import are noted.", cancellationToken);
        return taken.FirstOrDefault();
    }

    /// <summary>Says where the run is.</summary>
    public async Task AtAsync(long runId, string stage, long? importId, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        await transaction.ExecuteAsync(StageSql, new { runId, stage, importId, now = Now }, cancellationToken);
        await transaction.CommitOwnWorkAsync("Where a run is; its start and its import are noted.", cancellationToken);
    }

    /// <summary>A good end: the next run begins where this one ended.</summary>
    public async Task EndAsync(long runId, string state, bool isIncremental, (string Json, string? Tag)? catalogue, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        await transaction.ExecuteAsync(EndSql, new { runId, state, isIncremental, catalogue = catalogue?.Json, catalogueTag = catalogue?.Tag, now = Now }, cancellationToken);
        await transaction.ExecuteAsync(ForgetSql, new { runId }, cancellationToken);
        await transaction.CommitOwnWorkAsync("Where a run is; its start and its import are noted.", cancellationToken);
    }

    /// <summary>An end at which nothing was applied: the source stays where it was.</summary>
    public async Task FailAsync(long runId, SyncStopped why, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        await transaction.ExecuteAsync(FailSql, new { runId, code = why.Code, lv = why.Latvian, en = why.Message, isResumable = why.IsResumable, now = Now }, cancellationToken);
        await transaction.ExecuteAsync(ForgetSql, new { runId }, cancellationToken);
        await transaction.CommitOwnWorkAsync("Where a run is; its start and its import are noted.", cancellationToken);
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;
}
