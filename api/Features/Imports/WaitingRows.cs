using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Imports.Layouts;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Messaging;
using Benchlearning.Api.Platform.Time;
using Dapper;

namespace Benchlearning.Api.Features.Imports;

/// <summary>
/// Rows that wait until somebody says what a name is. They are kept as their source stated them, and go through the pipeline's own stages once
/// the name is known: at once where their import has ended, else by that import itself.
/// </summary>
[CommandPart]
internal sealed class WaitingRows(CatalogueWatch watch, TimeProvider time)
{
    private const int Batch = 5000;

    /// <summary>The mapping rules of a source.</summary>
    public const string RulesSql = """
        select kind, source_name, indicator_id, territory_id, breakdown, factor, is_ignored, reason
        from mapping_rule
        where source_id = @sourceId
        """;

    private const string ImportsSql = """
        select b.import_id, b.door, b.source_id, b.raw_file_id, b.layout, b.actor, b.reason, b.is_dry_run, b.attempts, b.release_id, b.territories
        from import_batch b
        where b.source_id = @sourceId and b.state = 'completedWithFindings'
          and exists (select 1 from waiting_row w where w.import_id = b.import_id and w.kind = @kind and w.source_name = @name)
        order by b.import_id
        """;

    private const string KnownSql = """
        select w.finding_id, w.kind, w.row_number, w.territory, w.indicator, w.period, w.breakdown, w.value, w.missing_reason, w.flags, w.reason_lv, w.reason_en,
               f.row_content, r.recorded_by, r.reason
        from waiting_row w
        join import_finding f on f.import_id = w.import_id and f.finding_id = w.finding_id
        join mapping_rule r on r.source_id = @sourceId and r.kind = w.kind and r.source_name = w.source_name
        where w.import_id = @importId and w.finding_id > @after
        order by w.finding_id
        limit @batch
        """;

    private const string AnswerSql = """
        update import_finding f
        set answer = a.answer, answered_by = a.actor, answered_at = @now, answer_reason = a.reason
        from unnest(@numbers, @answers, @actors, @reasons) as a (finding_id, answer, actor, reason)
        where f.import_id = @importId and f.finding_id = a.finding_id;

        delete from waiting_row w where w.import_id = @importId and w.finding_id = any (@numbers);
        """;

    /// <summary>What is not understood now, where it is another name than before.</summary>
    private const string StillSql = """
        update waiting_row w
        set kind = s.kind, source_name = s.name
        from unnest(@numbers, @kinds, @names) as s (finding_id, kind, name)
        where w.import_id = @importId and w.finding_id = s.finding_id;

        update import_finding f
        set rule = s.rule, field = s.kind, message_lv = s.lv, message_en = s.en
        from unnest(@numbers, @kinds, @rules, @messagesLv, @messagesEn) as s (finding_id, kind, rule, lv, en)
        where f.import_id = @importId and f.finding_id = s.finding_id;
        """;

    private const string RefusedSql = """
        insert into import_finding (import_id, finding_id, row_number, rule, severity, field, message_lv, message_en, row_content)
        select @importId, (select count(*) from import_finding e where e.import_id = @importId) + r.number, r.row_number, r.rule, 'refused', r.field, r.lv, r.en, r.content
        from unnest(@rows, @rules, @fields, @messagesLv, @messagesEn, @contents) with ordinality as r (row_number, rule, field, lv, en, content, number)
        """;

    private const string CountsSql = """
        update import_batch
        set rows_waiting = rows_waiting + @waiting, rows_refused = rows_refused + @refused, rows_missing = rows_missing + @missing, rows_value = rows_value + @values,
            rows_quarantined = rows_quarantined + @quarantined, rows_new = rows_new + @new, rows_changed = rows_changed + @changed, rows_same = rows_same + @same
        where import_id = @importId
        """;

    /// <summary>
    /// Applies the rows that waited for a name, import by import in the order in which they came, in the transaction of the answer, which holds the
    /// lock of imports. What has got a newer value in the meantime is refused, and says so.
    /// </summary>
    /// <returns>What became of the rows, over all imports; Waiting is how many fewer wait, as a negative number.</returns>
    public async Task<ImportCounts> ApplyAsync(DbTransaction transaction, int sourceId, string kind, string name, CancellationToken cancellationToken)
    {
        var all = new ImportCounts();
        foreach (var task in await transaction.QueryAsync<ImportTask>(ImportsSql, new { sourceId, kind, name }, cancellationToken))
        {
            var counts = new ImportCounts();
            var staging = new Staging(transaction, task);
            await staging.CreateAsync(cancellationToken);
            await StageKnownAsync(transaction, task, staging, counts, cancellationToken);
            await staging.RefuseRepeatedAsync(counts, cancellationToken);
            await staging.RefuseOutdatedAsync(counts, cancellationToken);
            await staging.CompareAsync(cancellationToken);
            await new ValidationRules(transaction, task).ApplyAsync(cancellationToken);
            await staging.CountAsync(counts, cancellationToken);
            await staging.RecordFindingsAsync(cancellationToken);
            if (counts.HasChanges)
            {
                await staging.ApplyAsync(await ApplyingLock.InstantAsync(transaction, cancellationToken), cancellationToken);
                await staging.PublishAsync(cancellationToken);
            }
            await transaction.ExecuteAsync(CountsSql, new
            {
                importId = task.ImportId, waiting = counts.Waiting, refused = counts.Refused, missing = counts.Missing, values = counts.Values, quarantined = counts.Quarantined,
                @new = counts.New, changed = counts.Changed, same = counts.Same,
            }, cancellationToken);
            await ImportState.ReconsiderAsync(transaction, [task.ImportId], cancellationToken);
            all.Add(counts);
        }
        return all;
    }

    /// <summary>Stages the waiting rows of an import for whose names there are rules now, and answers their findings. Memory holds one batch.</summary>
    public async Task StageKnownAsync(DbTransaction transaction, ImportTask task, Staging staging, ImportCounts counts, CancellationToken cancellationToken)
    {
        var mapper = new RowMapper(watch.Current, await transaction.QueryAsync<DeclaredName>(RulesSql, new { sourceId = task.SourceId }, cancellationToken), Riga.Today(time), task.Territories);
        for (var after = 0; ;)
        {
            var rows = await transaction.QueryAsync<WaitingRow>(KnownSql, new { sourceId = task.SourceId, importId = task.ImportId, after, batch = Batch }, cancellationToken);
            if (rows.Count == 0)
                return;
            after = rows[^1].FindingId;
            var findings = new List<(WaitingRow Row, RowFinding Finding)>();
            await using (var copy = await staging.BeginCopyAsync(cancellationToken))
            {
                foreach (var row in rows)
                    if (mapper.Map(row.AsSourceRow(), out var finding) is { } mapped)
                        await Staging.WriteAsync(copy, -row.FindingId, mapped, cancellationToken); // the import's own rows have positive numbers
                    else
                        findings.Add((row, finding));
                await copy.CompleteAsync(cancellationToken);
            }
            await AnswerAsync(transaction, task.ImportId, rows, findings, counts, cancellationToken);
        }
    }

    private async Task AnswerAsync(
        DbTransaction transaction, long importId, List<WaitingRow> rows, List<(WaitingRow Row, RowFinding Finding)> findings, ImportCounts counts, CancellationToken cancellationToken)
    {
        var still = findings.Where(entry => entry.Finding.Severity == "waiting").ToArray();
        var ignored = findings.Where(entry => entry.Finding.Rule == RowMapper.IgnoredName).Select(entry => entry.Row.FindingId).ToHashSet();
        var refused = findings.Where(entry => entry.Finding.Severity == "refused" && !ignored.Contains(entry.Row.FindingId)).ToArray();
        var answered = rows.Except(still.Select(entry => entry.Row)).ToArray();
        var staged = answered.Except(findings.Select(entry => entry.Row)).ToArray();
        counts.Waiting -= answered.Length;
        counts.Refused += refused.Length + ignored.Count;
        counts.Ignored += ignored.Count;
        counts.Missing += staged.Count(row => row.Value.Length == 0);
        counts.Values += staged.Count(row => row.Value.Length > 0);
        await transaction.ExecuteAsync(AnswerSql, new
        {
            importId, now = time.GetUtcNow().UtcDateTime,
            numbers = answered.Select(row => row.FindingId).ToArray(), answers = answered.Select(row => ignored.Contains(row.FindingId) ? "rejected" : "accepted").ToArray(),
            actors = answered.Select(row => row.RecordedBy).ToArray(), reasons = answered.Select(row => row.Reason).ToArray(),
        }, cancellationToken);
        await transaction.ExecuteAsync(StillSql, new
        {
            importId, numbers = still.Select(entry => entry.Row.FindingId).ToArray(), kinds = still.Select(entry => entry.Finding.Field).ToArray(),
            names = still.Select(entry => FindingWriter.NameIn(entry.Row.AsSourceRow(), entry.Finding.Field!)).ToArray(), rules = still.Select(entry => entry.Finding.Rule).ToArray(),
            messagesLv = still.Select(entry => FindingWriter.Shown(entry.Finding.Lv)).ToArray(), messagesEn = still.Select(entry => FindingWriter.Shown(entry.Finding.En)).ToArray(),
        }, cancellationToken);
        await transaction.ExecuteAsync(RefusedSql, new
        {
            importId, rows = refused.Select(entry => entry.Row.RowNumber).ToArray(), rules = refused.Select(entry => entry.Finding.Rule).ToArray(),
            fields = refused.Select(entry => entry.Finding.Field).ToArray(), messagesLv = refused.Select(entry => FindingWriter.Shown(entry.Finding.Lv)).ToArray(),
            messagesEn = refused.Select(entry => FindingWriter.Shown(entry.Finding.En)).ToArray(), contents = refused.Select(entry => entry.Row.RowContent).ToArray(),
        }, cancellationToken);
    }

    /// <summary>A row as its source stated it, with the rule that answers it.</summary>
    [method: ExplicitConstructor]
    private sealed record WaitingRow(
        int FindingId, string Kind, int RowNumber, string Territory, string Indicator, string Period, string Breakdown, string Value, string MissingReason, string? Flags,
        string ReasonLv, string ReasonEn, string RowContent, string RecordedBy, string Reason)
    {
        public SourceRow AsSourceRow() => new(RowNumber, Territory, Indicator, Period, Breakdown, Value, MissingReason, Flags, ReasonLv, ReasonEn, null, () => RowContent);
    }
}
