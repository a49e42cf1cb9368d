using System.Diagnostics.CodeAnalysis;
using Benchlearning.Api.Platform.Database;

namespace Benchlearning.Api.Features.Imports;

/// <summary>
/// Writes findings as they come, in batches on a connection of their own: they outlive an import that fails, and memory does not grow
/// with their number.
/// </summary>
internal sealed class FindingWriter(Db db, long importId) : IAsyncDisposable
{
    private const int Batch = 2000;

    private const string InsertSql = """
        insert into import_finding (import_id, row_number, rule, severity, field, message_lv, message_en, row_content)
        select @importId, f.row_number, f.rule, f.severity, f.field, f.message_lv, f.message_en, f.content
        from unnest(@rows, @rules, @severities, @fields, @messagesLv, @messagesEn, @contents) as f (row_number, rule, severity, field, message_lv, message_en, content)
        """;

    private readonly List<RowFinding> waiting = new(Batch);

    /// <summary>Removes what an earlier run of the same import found.</summary>
    public async Task ClearAsync([ConstantExpected] string sql, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        await transaction.ExecuteAsync(sql, new { importId }, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task AddAsync(RowFinding finding, CancellationToken cancellationToken)
    {
        waiting.Add(finding);
        if (waiting.Count == Batch)
            await FlushAsync(cancellationToken);
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (waiting.Count == 0)
            return;
        await using var transaction = await db.BeginAsync(cancellationToken);
        await transaction.ExecuteAsync(InsertSql, new
        {
            importId,
            rows = waiting.Select(finding => finding.Row).ToArray(),
            rules = waiting.Select(finding => finding.Rule).ToArray(),
            severities = waiting.Select(finding => finding.Severity).ToArray(),
            fields = waiting.Select(finding => finding.Field).ToArray(),
            messagesLv = waiting.Select(finding => Storable(finding.Lv)).ToArray(),
            messagesEn = waiting.Select(finding => Storable(finding.En)).ToArray(),
            contents = waiting.Select(finding => Storable(finding.Content)).ToArray(),
        }, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        waiting.Clear();
    }

    /// <summary>PostgreSQL text holds no NUL.</summary>
    private static string Storable(string text) => text.Replace('\0', '\u2400');

    public async ValueTask DisposeAsync() => await FlushAsync(CancellationToken.None);
}
