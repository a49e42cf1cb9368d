using Benchlearning.Api.Platform.Database;

namespace Benchlearning.Api.Features.Imports;

/// <summary>Says how far an import is, on a connection of its own, and notices when it is to be cancelled.</summary>
internal sealed class ImportProgress(Db db)
{
    /// <summary>Rows between two reports.</summary>
    public const int Step = 20_000;

    private const string StageSql = """
        update import_batch set stage = @stage where import_id = @importId returning is_cancel_asked
        """;

    private const string RowsSql = """
        update import_batch set rows_read = @rows where import_id = @importId returning is_cancel_asked
        """;

    /// <summary>Enters a stage. Throws <see cref="ImportCancelledException"/> when somebody asked to cancel.</summary>
    public Task EnterAsync(long importId, string stage, CancellationToken cancellationToken) => ReportAsync(StageSql, new { importId, stage }, cancellationToken);

    /// <summary>Reports rows. Throws <see cref="ImportCancelledException"/> when somebody asked to cancel.</summary>
    public Task RowsAsync(long importId, int rows, CancellationToken cancellationToken) => ReportAsync(RowsSql, new { importId, rows }, cancellationToken);

    private async Task ReportAsync([System.Diagnostics.CodeAnalysis.ConstantExpected] string sql, object arguments, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        var isCancelAsked = (await transaction.QueryAsync<bool>(sql, arguments, cancellationToken)) is [true];
        await transaction.CommitAsync(cancellationToken);
        if (isCancelAsked)
            throw new ImportCancelledException();
    }
}

/// <summary>Somebody asked to cancel the import; nothing of it is applied.</summary>
internal sealed class ImportCancelledException() : Exception("The import was cancelled.");
