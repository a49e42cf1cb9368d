using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Messaging;

namespace Benchlearning.Api.Features.Imports;

/// <summary>
/// Writes the findings of one import as they come, in batches in transactions of their own: they outlive an import that fails, and memory
/// does not grow with their number.
/// </summary>
[CommandPart]
internal sealed class FindingWriter(Db db, long importId)
{
    private const int Batch = 2000;
    private const int LongestContent = 1000;

    private const string ClearSql = "delete from import_finding where import_id = @importId";

    private const string InsertSql = """
        insert into import_finding (
            import_id, finding_id, row_number, rule, severity, field, message_lv, message_en, row_content, answer, answered_by, answered_at)
        select @importId, f.finding_id, f.row_number, f.rule, f.severity, f.field, f.message_lv, f.message_en, f.content, f.answer, b.actor, b.created_at
        from unnest(@numbers, @rows, @rules, @severities, @fields, @messagesLv, @messagesEn, @contents, @answers)
            as f (finding_id, row_number, rule, severity, field, message_lv, message_en, content, answer)
        left join import_batch b on b.import_id = @importId and f.answer is not null
        """;

    private readonly List<RowFinding> waiting = new(Batch);
    private int written;

    /// <summary>Removes what an earlier run of the same import found.</summary>
    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginLongAsync(cancellationToken);
        await transaction.ExecuteAsync(ClearSql, new { importId }, cancellationToken);
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
            numbers = Enumerable.Range(written + 1, waiting.Count).ToArray(),
            rows = waiting.Select(finding => finding.Row).ToArray(),
            rules = waiting.Select(finding => finding.Rule).ToArray(),
            severities = waiting.Select(finding => finding.Severity).ToArray(),
            fields = waiting.Select(finding => finding.Field).ToArray(),
            messagesLv = waiting.Select(finding => Storable(finding.Lv)).ToArray(),
            messagesEn = waiting.Select(finding => Storable(finding.En)).ToArray(),
            contents = waiting.Select(finding => Storable(finding.Content)).ToArray(),
            answers = waiting.Select(finding => finding.Answer).ToArray(),
        }, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        written += waiting.Count;
        waiting.Clear();
    }

    /// <summary>PostgreSQL's text holds no NUL and no half of a surrogate pair.</summary>
    private static string Storable(string text)
    {
        var shown = text.Length <= LongestContent ? text : text[..(char.IsHighSurrogate(text[LongestContent - 1]) ? LongestContent - 1 : LongestContent)];
        return shown.Replace('\0', '\u2400');
    }
}
