using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Messaging;

namespace Benchlearning.Api.Features.Imports;

/// <summary>Says how far an import is, on a connection of its own, and notices when it is to be cancelled.</summary>
[CommandPart]
internal sealed class ImportProgress(Db db, TimeProvider time)
{
    /// <summary>Rows between two reports.</summary>
    public const int Step = 20_000;

    private const string StageSql = """
        update import_batch
        set stage = @stage, rows_read = @read, rows_refused = @refused, rows_waiting = @waiting, rows_missing = @missing, rows_value = @values, bytes_done = @bytes,
            rows_total = case when @stage = 'parse' then null else @read end
        where import_id = @importId
        returning is_cancel_asked
        """;

    private const string EndSql = """
        update import_batch
        set state = @state, stage = 'done', finished_at = @now, failure_lv = @failureLv, failure_en = @failureEn, rows_read = @read, rows_refused = @refused,
            rows_waiting = @waiting, rows_missing = @missing, rows_value = @values, rows_quarantined = @quarantined, rows_new = @new, rows_changed = @changed,
            rows_same = @same
        where import_id = @importId
        """;

    /// <summary>Says where the run is. Throws <see cref="ImportCancelledException"/> when somebody asked to cancel.</summary>
    public async Task AtAsync(long importId, string stage, ImportCounts counts, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        var isCancelAsked = (await transaction.QueryAsync<bool>(StageSql, new
        {
            importId, stage, read = counts.Read, refused = counts.Refused, waiting = counts.Waiting, missing = counts.Missing, values = counts.Values, bytes = counts.Bytes,
        }, cancellationToken)) is [true];
        await transaction.CommitOwnWorkAsync("Where an import is; what it applies is noted by the pipeline.", cancellationToken);
        if (isCancelAsked)
            throw new ImportCancelledException();
    }

    /// <summary>Records the end in the transaction that applied the rows: both are there, or neither.</summary>
    public Task EndAsync(DbTransaction transaction, long importId, string state, ImportCounts counts, CancellationToken cancellationToken) =>
        EndAsync(transaction, importId, state, null, counts, cancellationToken);

    /// <summary>Records an end at which nothing was applied.</summary>
    /// <param name="importId">Number of the import.</param>
    /// <param name="state">failed or cancelled.</param>
    /// <param name="failure">Why it failed; null when it was cancelled.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task EndAsync(long importId, string state, (string Lv, string En)? failure, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        await EndAsync(transaction, importId, state, failure, new ImportCounts(), cancellationToken);
        await transaction.CommitOwnWorkAsync("Where an import is; what it applies is noted by the pipeline.", cancellationToken);
    }

    private Task EndAsync(DbTransaction transaction, long importId, string state, (string Lv, string En)? failure, ImportCounts counts, CancellationToken cancellationToken) =>
        transaction.ExecuteAsync(EndSql, new
        {
            importId, state, failureLv = failure?.Lv, failureEn = failure?.En, now = time.GetUtcNow().UtcDateTime, read = counts.Read, refused = counts.Refused,
            waiting = counts.Waiting, missing = counts.Missing, values = counts.Values, quarantined = counts.Quarantined, @new = counts.New, changed = counts.Changed,
            same = counts.Same,
        }, cancellationToken);
}

/// <summary>Somebody asked to cancel the import; nothing of it is applied.</summary>
internal sealed class ImportCancelledException() : Exception("The import was cancelled.");
