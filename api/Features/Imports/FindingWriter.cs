using Benchlearning.Api.Features.Imports.Layouts;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Messaging;

namespace Benchlearning.Api.Features.Imports;

/// <summary>
/// Writes the findings of one import as they come, in batches in transactions of their own: they outlive an import that fails, and memory
/// does not grow with their number.
/// </summary>
[CommandPart]
internal sealed class FindingWriter(Db db, ImportTask task)
{
    private const int Batch = 2000;
    private const int LongestContent = 1000;

    private const string ClearSql = """
        delete from waiting_row where import_id = @importId;
        delete from import_finding where import_id = @importId;
        """;

    private const string InsertSql = """
        insert into import_finding (
            import_id, finding_id, row_number, rule, severity, field, message_lv, message_en, row_content, answer, answered_by, answered_at)
        select @importId, f.finding_id, f.row_number, f.rule, f.severity, f.field, f.message_lv, f.message_en, f.content, f.answer, b.actor, b.created_at
        from unnest(@numbers, @rows, @rules, @severities, @fields, @messagesLv, @messagesEn, @contents, @answers)
            as f (finding_id, row_number, rule, severity, field, message_lv, message_en, content, answer)
        left join import_batch b on b.import_id = @importId and f.answer is not null
        """;

    /// <summary>Rows whose names nobody has mapped are kept as they are, so that they can be applied once somebody has.</summary>
    private const string WaitingSql = """
        insert into waiting_row (import_id, finding_id, kind, source_name, row_number, territory, indicator, period, breakdown, value, missing_reason, flags, reason_lv, reason_en)
        select @importId, r.finding_id, r.kind, r.source_name, r.row_number, r.territory, r.indicator, r.period, r.breakdown, r.value, r.missing_reason, r.flags, r.reason_lv, r.reason_en
        from unnest(@numbers, @kinds, @names, @rows, @territories, @indicators, @periods, @breakdowns, @values, @missingReasons, @flags, @reasonsLv, @reasonsEn)
            as r (finding_id, kind, source_name, row_number, territory, indicator, period, breakdown, value, missing_reason, flags, reason_lv, reason_en)
        """;

    private readonly long importId = task.ImportId;
    private readonly List<(RowFinding Finding, SourceRow Row)> waiting = new(Batch);
    private int written;

    /// <summary>Removes what an earlier run of the same import found.</summary>
    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginLongAsync(cancellationToken);
        await transaction.ExecuteAsync(ClearSql, new { importId }, cancellationToken);
        await transaction.CommitOwnWorkAsync("What an import found is the import's own, and told by it.", cancellationToken);
    }

    public async Task AddAsync(RowFinding finding, SourceRow row, CancellationToken cancellationToken)
    {
        waiting.Add((finding, row));
        if (waiting.Count == Batch)
            await FlushAsync(cancellationToken);
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (waiting.Count == 0)
            return;
        await using var transaction = await db.BeginAsync(cancellationToken);
        var findings = waiting.ConvertAll(entry => entry.Finding);
        await transaction.ExecuteAsync(InsertSql, new
        {
            importId,
            numbers = Enumerable.Range(written + 1, findings.Count).ToArray(),
            rows = findings.Select(finding => finding.Row).ToArray(),
            rules = findings.Select(finding => finding.Rule).ToArray(),
            severities = findings.Select(finding => finding.Severity).ToArray(),
            fields = findings.Select(finding => finding.Field).ToArray(),
            messagesLv = findings.Select(finding => Shown(finding.Lv)).ToArray(),
            messagesEn = findings.Select(finding => Shown(finding.En)).ToArray(),
            contents = findings.Select(finding => Shown(finding.Content)).ToArray(),
            answers = findings.Select(finding => finding.Answer).ToArray(),
        }, cancellationToken);
        if (!task.IsDryRun)
            await KeepWaitingAsync(transaction, cancellationToken);
        await transaction.CommitOwnWorkAsync("What an import found is the import's own, and told by it.", cancellationToken);
        written += waiting.Count;
        waiting.Clear();
    }

    private async Task KeepWaitingAsync(DbTransaction transaction, CancellationToken cancellationToken)
    {
        var kept = waiting.Select((entry, index) => (entry.Finding, entry.Row, Number: written + 1 + index)).Where(entry => entry.Finding.Severity == "waiting").ToArray();
        if (kept.Length == 0)
            return;
        await transaction.ExecuteAsync(WaitingSql, new
        {
            importId,
            numbers = kept.Select(entry => entry.Number).ToArray(),
            kinds = kept.Select(entry => entry.Finding.Field!).ToArray(),
            names = kept.Select(entry => Storable(NameIn(entry.Row, entry.Finding.Field!))).ToArray(),
            rows = kept.Select(entry => entry.Row.Number).ToArray(),
            territories = kept.Select(entry => Storable(entry.Row.Territory)).ToArray(),
            indicators = kept.Select(entry => Storable(entry.Row.Indicator)).ToArray(),
            periods = kept.Select(entry => Storable(entry.Row.Period)).ToArray(),
            breakdowns = kept.Select(entry => Storable(entry.Row.Breakdown)).ToArray(),
            values = kept.Select(entry => Storable(entry.Row.Value)).ToArray(),
            missingReasons = kept.Select(entry => Storable(entry.Row.MissingReason)).ToArray(),
            flags = kept.Select(entry => entry.Row.Flags is { } flags ? Storable(flags) : null).ToArray(),
            reasonsLv = kept.Select(entry => Storable(entry.Row.ReasonLv)).ToArray(),
            reasonsEn = kept.Select(entry => Storable(entry.Row.ReasonEn)).ToArray(),
        }, cancellationToken);
    }

    /// <summary>The name in a row that is not understood.</summary>
    public static string NameIn(in SourceRow row, string kind) => kind switch { "indicator" => row.Indicator, "territory" => row.Territory, _ => row.Breakdown };

    /// <summary>As much of a text as a finding shows.</summary>
    public static string Shown(string text) => Storable(Excerpt.Beginning(text, LongestContent));

    /// <summary>PostgreSQL's text holds no NUL and no half of a surrogate pair.</summary>
    private static string Storable(string text) => text.Replace('\0', '\u2400');
}
