using Benchlearning.Api.Features.Imports;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Messaging;

namespace Benchlearning.Api.Features.Sync;

/// <summary>Keeps the pages of a run until they are imported, so that whichever instance goes on with it begins at the page where it stopped.</summary>
[CommandPart]
internal sealed class SyncPages(Db db, TimeProvider time)
{
    /// <summary>The pages of the run just before, when it failed on the way and would ask for the same.</summary>
    private const string AdoptSql = """
        with before as (
            select r.sync_run_id, r.is_resumable, r.start_cursor, r.fingerprint, r.cursor, r.pages, r.rows, r.bytes
            from sync_run r
            where r.sync_source_id = @syncSourceId and r.sync_run_id < @runId
            order by r.sync_run_id desc
            limit 1
        ), broken as (
            update sync_run r
            set is_resumable = false
            from before b
            where r.sync_run_id = b.sync_run_id and b.is_resumable and b.pages > 0 and b.start_cursor = @startCursor and b.fingerprint = @fingerprint
            returning r.sync_run_id, b.cursor, b.pages, b.rows, b.bytes
        ), moved as (
            update sync_page p
            set sync_run_id = @runId
            from broken b
            where p.sync_run_id = b.sync_run_id
        )
        update sync_run r
        set resumed_from = b.sync_run_id, cursor = b.cursor, pages = b.pages, rows = b.rows, bytes = b.bytes
        from broken b
        where r.sync_run_id = @runId
        """;

    private const string BeginSql = """
        update sync_run
        set fingerprint = @fingerprint, cursor = start_cursor, pages = 0, rows = 0, bytes = 0, repeated_pages = 0, page_tag = null
        where sync_run_id = @runId
        """;

    private const string DropSql = "delete from sync_page where sync_run_id = @runId";

    private const string HeldSql = "select p.number, p.after_cursor, p.next_cursor, p.checksum, p.rows, p.size from sync_page p where p.sync_run_id = @runId order by p.number";

    private const string AddSql = """
        insert into sync_page (sync_run_id, number, after_cursor, next_cursor, checksum, rows, size, content, fetched_at)
        select r.sync_run_id, r.pages + 1, @after, @next, @checksum, @rows, @size, @content, @now
        from sync_run r
        where r.sync_run_id = @runId
        """;

    private const string ReachSql = """
        update sync_run
        set cursor = @next, page_tag = @tag, pages = pages + @pages, rows = rows + @rows, bytes = bytes + @size
        where sync_run_id = @runId and state = 'running' and attempts = @attempts
        """;

    private const string RepeatSql = "update sync_run set repeated_pages = repeated_pages + 1 where sync_run_id = @runId";

    private const string ContentSql = "select p.content from sync_page p where p.sync_run_id = @runId and p.number = @number";

    /// <summary>A page that is held.</summary>
    internal sealed record Held(int Number, long AfterCursor, long NextCursor, string Checksum, int Rows, int Size);

    /// <summary>Makes a run ready to fetch: it goes on from its own pages, or those of the run that broke before it, or begins anew.</summary>
    public async Task<List<Held>> BeginAsync(SyncTask task, string fingerprint, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        if (task.Fingerprint != fingerprint)
        {
            await transaction.ExecuteAsync(DropSql, new { runId = task.RunId }, cancellationToken);
            await transaction.ExecuteAsync(BeginSql, new { runId = task.RunId, fingerprint }, cancellationToken);
            await transaction.ExecuteAsync(AdoptSql, new { runId = task.RunId, syncSourceId = task.SyncSourceId, startCursor = task.StartCursor, fingerprint }, cancellationToken);
        }
        var held = await transaction.QueryAsync<Held>(HeldSql, new { runId = task.RunId }, cancellationToken);
        await transaction.CommitOwnWorkAsync("Pages on their way; the import that they become is noted.", cancellationToken);
        return held;
    }

    /// <summary>Keeps a page, or only its cursor when it is empty. Throws <see cref="OperationCanceledException"/> when another instance has taken the run over.</summary>
    public async Task KeepAsync(SyncTask task, FetchedPage page, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        var isEmpty = page.Next == page.After;
        if (!isEmpty)
            await transaction.ExecuteAsync(AddSql, new
            {
                runId = task.RunId, after = page.After, next = page.Next, checksum = page.Checksum, rows = page.Rows, size = page.Content.Length, content = page.Content.ToArray(), now = time.GetUtcNow().UtcDateTime,
            }, cancellationToken);
        var reached = await transaction.ExecuteAsync(ReachSql, new
        {
            runId = task.RunId, attempts = task.Attempts, next = page.Next, tag = page.Tag, pages = isEmpty ? 0 : 1, rows = page.Rows, size = isEmpty ? 0L : page.Content.Length,
        }, cancellationToken);
        if (reached == 0)
            throw new OperationCanceledException("Another instance has taken the run over.");
        await transaction.CommitOwnWorkAsync("Pages on their way; the import that they become is noted.", cancellationToken);
    }

    /// <summary>Records that a page came once more.</summary>
    public async Task RepeatedAsync(long runId, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        await transaction.ExecuteAsync(RepeatSql, new { runId }, cancellationToken);
        await transaction.CommitOwnWorkAsync("Pages on their way; the import that they become is noted.", cancellationToken);
    }

    /// <summary>The pages one after another: the raw file. Memory holds a page.</summary>
    public RawFileStream Open(long runId, IReadOnlyList<Held> pages) =>
        new((index, token) => ContentAsync(runId, pages[index].Number, token), pages.Sum(page => (long)page.Size));

    /// <summary>Pages of a run, in order.</summary>
    public async Task<List<Held>> ListAsync(long runId, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        return await transaction.QueryAsync<Held>(HeldSql, new { runId }, cancellationToken);
    }

    private async Task<byte[]> ContentAsync(long runId, int number, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        return (await transaction.QueryAsync<byte[]>(ContentSql, new { runId, number }, cancellationToken)).Single();
    }
}
