using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Imports.Layouts;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Messaging;
using Benchlearning.Api.Platform.Time;
using Dapper;

namespace Benchlearning.Api.Features.Imports;

/// <summary>What one run of the pipeline has to know of an import.</summary>
[method: ExplicitConstructor]
internal sealed record ImportTask(
    long ImportId, string Door, int SourceId, long RawFileId, string Layout, string Actor, string Reason, bool IsDryRun, int Attempts, int? ReleaseId, int[]? Territories)
{
    /// <summary>The sample comes with its quarantine answered: what its rules find is recorded, and the values are accepted.</summary>
    public bool IsAnswered => Door == "sample";
}

/// <summary>
/// The one way in: parse, map and stage, compare, validate, and apply in one transaction. Every door ends here. A run that breaks off
/// leaves nothing of itself but its findings, and may be run again from the raw file.
/// </summary>
[CommandPart]
internal sealed class ImportPipeline(Db db, RawFiles files, CatalogueWatch watch, IEnumerable<ISourceLayout> layouts, ImportProgress progress, WaitingRows waiting, TimeProvider time)
{
    /// <summary>
    /// Runs an import to its recorded end. Throws <see cref="LayoutException"/> when the file cannot be read at all, and
    /// <see cref="ImportCancelledException"/>; then nothing is applied and no end recorded.
    /// </summary>
    public async Task RunAsync(ImportTask task, CancellationToken cancellationToken)
    {
        var findings = new FindingWriter(db, task);
        await findings.ClearAsync(cancellationToken);
        await using var transaction = await db.BeginLongAsync(cancellationToken);
        var staging = new Staging(transaction, task);
        await staging.CreateAsync(cancellationToken);

        var counts = await ParseAsync(task, staging, findings, cancellationToken);
        await findings.FlushAsync(cancellationToken);

        await progress.AtAsync(task.ImportId, "compare", counts, cancellationToken);
        await ApplyingLock.TakeAsync(transaction, cancellationToken);
        if (counts.Waiting > 0)
            await waiting.StageKnownAsync(transaction, task, staging, counts, cancellationToken); // answered while the file was read
        await staging.RefuseRepeatedAsync(counts, cancellationToken);
        await staging.CompareAsync(cancellationToken);

        await progress.AtAsync(task.ImportId, "validate", counts, cancellationToken);
        await new ValidationRules(transaction, task).ApplyAsync(cancellationToken);
        await staging.CountAsync(counts, cancellationToken);
        await staging.RecordFindingsAsync(cancellationToken);

        if (counts.HasChanges && !task.IsDryRun)
        {
            await progress.AtAsync(task.ImportId, "apply", counts, cancellationToken);
            await staging.ApplyAsync(await ApplyingLock.InstantAsync(transaction, cancellationToken), cancellationToken);
            await progress.AtAsync(task.ImportId, "publish", counts, cancellationToken);
            await staging.PublishAsync(cancellationToken);
        }
        await progress.EndAsync(transaction, task.ImportId, counts.State, counts, cancellationToken);
        await transaction.CommitAsync(AuditNote.Of(AuditOrigin.OfService(task.Actor), "import.apply", $"import/{task.ImportId}", task.Reason, after: new { counts.State, rows = counts.AsRows() }), cancellationToken);
    }

    private async Task<ImportCounts> ParseAsync(ImportTask task, Staging staging, FindingWriter findings, CancellationToken cancellationToken)
    {
        var layout = layouts.First(candidate => candidate.Name == task.Layout);
        var rules = await db.QueryAsync<DeclaredName>(WaitingRows.RulesSql, new { sourceId = task.SourceId }, cancellationToken);
        var mapper = new RowMapper(watch.Current, rules, Riga.Today(time), task.Territories);
        var counts = new ImportCounts();
        await progress.AtAsync(task.ImportId, "parse", counts, cancellationToken);
        await using var content = await files.OpenAsync(task.RawFileId, cancellationToken);
        if (layout.MediaType != Workbook.MediaType && await content.BeginsWithAsync(Workbook.Signature, cancellationToken))
            throw new LayoutException("is-a-workbook", $"Fails ir Excel darbgrāmata, nevis {layout.MediaType}; sūtiet to kā {Workbook.MediaType}.", $"The file is an Excel workbook, not {layout.MediaType}; send it as {Workbook.MediaType}.");
        await using var copy = await staging.BeginCopyAsync(cancellationToken);
        await foreach (var row in layout.ReadAsync(content, cancellationToken))
        {
            if (row is { IsRemark: true, Problem: { } remark })
            {
                await findings.AddAsync(new RowFinding(0, remark.Rule, "warning", null, remark.Lv, remark.En, ""), row, cancellationToken);
                continue;
            }
            counts.Read++;
            if (mapper.Map(row, out var finding) is { } mapped)
            {
                await Staging.WriteAsync(copy, counts.Read, mapped, cancellationToken);
                if (mapped.Value is null) counts.Missing++;
                else counts.Values++;
            }
            else
            {
                await findings.AddAsync(finding, row, cancellationToken);
                if (finding.Severity == "waiting") counts.Waiting++;
                else counts.Refused++;
                if (finding.Rule == RowMapper.IgnoredName) counts.Ignored++;
            }
            counts.Bytes = content.Position;
            if (counts.Read % ImportProgress.Step == 0)
                await progress.AtAsync(task.ImportId, "parse", counts, cancellationToken);
        }
        await copy.CompleteAsync(cancellationToken);
        counts.Bytes = content.Length;
        return counts;
    }
}
