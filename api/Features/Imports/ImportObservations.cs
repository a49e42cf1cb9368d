using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Imports.Layouts;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using MediatR;

namespace Benchlearning.Api.Features.Imports;

/// <summary>The door for the service's own files: imports a tidy CSV and waits for its end. Throws when it failed or was cancelled.</summary>
internal static class ImportObservations
{
    /// <param name="Name">Name of the file.</param>
    /// <param name="Content">Tidy CSV.</param>
    /// <param name="Actor">Who imports.</param>
    /// <param name="Reason">Why, kept with every revision.</param>
    /// <param name="Source">Code of the source.</param>
    /// <param name="Door">sample: what the rules find is accepted; any other door quarantines it.</param>
    /// <param name="Release">Code of the release that the values wait for; null: they are published at once.</param>
    internal sealed record Command(string Name, Stream Content, string Actor, string Reason, string Source = "raim", string Door = "sample", string? Release = null) : IRequest<Report>;

    /// <summary>What became of the rows, as in <see cref="ImportCounts"/>.</summary>
    internal sealed record Report(long ImportId, string State, int Read, int Refused, int Waiting, int Missing, int Values, int Quarantined, int New, int Changed, int Same);

    internal sealed class Handler(CatalogueWatch watch, ImportRegistry registry, ImportRun run, Db db) : IRequestHandler<Command, Report>
    {
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

        private const string ReportSql = """
            select import_id, state, rows_read as read, rows_refused as refused, rows_waiting as waiting, rows_missing as missing, rows_value as "values",
                   rows_quarantined as quarantined, rows_new as new, rows_changed as changed, rows_same as same
            from import_batch
            where import_id = @importId and finished_at is not null
            """;

        public async Task<Report> Handle(Command command, CancellationToken cancellationToken)
        {
            var source = watch.Current.Sources.Values.FirstOrDefault(entry => entry.Code == command.Source)
                ?? throw new InvalidOperationException($"There is no source {command.Source}.");
            var import = new NewImport(command.Door, source.Id, command.Name, "text/csv", ((ISourceLayout)new TidyCsvLayout()).Name, command.Actor, command.Reason, Release: command.Release);
            var importId = await registry.RegisterAsync(import, command.Content, AuditOrigin.OfService(command.Actor), cancellationToken);
            while (true)
            {
                await run.RunAsync(importId, cancellationToken); // nothing where the worker has taken it already
                if (await EndedAsync(importId, cancellationToken) is { } report)
                    return report.State is not ("failed" or "cancelled") ? report : throw new InvalidOperationException($"Import {importId} of {command.Name} {report.State}.");
                await Task.Delay(Pause, cancellationToken);
            }
        }

        private async Task<Report?> EndedAsync(long importId, CancellationToken cancellationToken)
        {
            await using var transaction = await db.BeginAsync(cancellationToken);
            return (await transaction.QueryAsync<Report>(ReportSql, new { importId }, cancellationToken)).FirstOrDefault();
        }
    }
}
