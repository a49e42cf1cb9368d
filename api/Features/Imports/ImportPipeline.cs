using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Imports.Layouts;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Time;

namespace Benchlearning.Api.Features.Imports;

/// <summary>What one run of the pipeline has to know of an import.</summary>
internal sealed record ImportTask(long ImportId, string Door, int SourceId, long RawFileId, string Layout, string Actor, string Reason, bool IsDryRun);

/// <summary>
/// The one way in: parse, stage, map, compare, validate, and apply in one transaction. Every door ends here. A run that breaks off
/// leaves nothing of itself but its findings, and may be run again from the raw file.
/// </summary>
internal sealed class ImportPipeline(Db db, RawFiles files, CatalogueWatch watch, IEnumerable<ISourceLayout> layouts, ImportProgress progress, TimeProvider time)
{
    private const string RulesSql = """
        select kind, source_name, indicator_id, territory_id, breakdown, factor
        from mapping_rule
        where source_id = @sourceId
        """;

    private const string ClearSql = "delete from import_finding where import_id = @importId";

    /// <summary>Runs an import to its end and answers its counts. Throws <see cref="LayoutException"/> when the file cannot be read at all.</summary>
    public async Task<ImportCounts> RunAsync(ImportTask task, CancellationToken cancellationToken)
    {
        var layout = layouts.First(candidate => candidate.Name == task.Layout);
        var rules = await db.QueryAsync<MappingRule>(RulesSql, new { sourceId = task.SourceId }, cancellationToken);
        var mapper = new RowMapper(watch.Current, task.SourceId, rules, Riga.Today(time));

        await using var transaction = await db.BeginAsync(cancellationToken);
        await using var findings = new FindingWriter(db, task.ImportId);
        await findings.ClearAsync(ClearSql, cancellationToken);

        await progress.EnterAsync(task.ImportId, "parse", cancellationToken);
        var staging = new Staging(transaction);
        await staging.CreateAsync(cancellationToken);
        var counts = await StageAsync(task, layout, mapper, staging, findings, cancellationToken);

        await progress.EnterAsync(task.ImportId, "compare", cancellationToken);
        counts.Refused += await staging.RefuseRepeatedAsync(findings, cancellationToken);
        await staging.CompareAsync(cancellationToken);

        await progress.EnterAsync(task.ImportId, "validate", cancellationToken);
        if (task.Door != "sample")
            counts.Quarantined = await staging.ValidateAsync(findings, cancellationToken);
        await staging.CountAsync(counts, cancellationToken);
        await findings.FlushAsync(cancellationToken);
        if (task.IsDryRun || !counts.HasChanges)
            return counts;

        await progress.EnterAsync(task.ImportId, "apply", cancellationToken);
        await staging.ApplyAsync(task, time.GetUtcNow().UtcDateTime, cancellationToken);
        await progress.EnterAsync(task.ImportId, "publish", cancellationToken);
        await staging.PublishAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return counts;
    }

    private async Task<ImportCounts> StageAsync(ImportTask task, ISourceLayout layout, RowMapper mapper, Staging staging, FindingWriter findings, CancellationToken cancellationToken)
    {
        var counts = new ImportCounts();
        await using var content = files.Open(task.RawFileId);
        await using var copy = await staging.BeginCopyAsync(cancellationToken);
        await foreach (var row in layout.ReadAsync(content, cancellationToken))
        {
            counts.Read++;
            if (mapper.Map(row, out var finding) is { } mapped)
            {
                await Staging.WriteAsync(copy, mapped, cancellationToken);
            }
            else
            {
                await findings.AddAsync(finding, cancellationToken);
                if (finding.Severity == "waiting") counts.Waiting++;
                else counts.Refused++;
            }
            if (counts.Read % ImportProgress.Step == 0)
                await progress.RowsAsync(task.ImportId, counts.Read, cancellationToken);
        }
        await copy.CompleteAsync(cancellationToken);
        return counts;
    }
}

/// <summary>
/// What became of the rows. read = refused + waiting + missing + values; missing + values = new + changed + same + quarantined.
/// </summary>
internal sealed class ImportCounts
{
    public int Read { get; set; }
    public int Refused { get; set; }
    public int Waiting { get; set; }
    public int Quarantined { get; set; }
    public int Missing { get; set; }
    public int Values { get; set; }
    public int New { get; set; }
    public int Changed { get; set; }
    public int Same { get; set; }

    /// <summary>True when something is to be written.</summary>
    public bool HasChanges => New + Changed + Quarantined > 0;
}
