using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Database;
using MediatR;

namespace Benchlearning.Api.Features.Imports;

/// <summary>The door for the service's own files: imports a tidy CSV and waits for its end.</summary>
internal static class ImportObservations
{
    /// <param name="Name">Name of the file.</param>
    /// <param name="Content">Tidy CSV.</param>
    /// <param name="Actor">Who imports.</param>
    /// <param name="Reason">Why, kept with every revision.</param>
    /// <param name="Source">Code of the source.</param>
    /// <param name="Door">sample: values are taken as they are; any other door holds them to the validation rules.</param>
    internal sealed record Command(string Name, Stream Content, string Actor, string Reason, string Source = "raim", string Door = "sample") : IRequest<Report>;

    /// <summary>What became of the rows, as in <see cref="ImportCounts"/>.</summary>
    internal sealed record Report(long ImportId, int Read, int Refused, int Waiting, int Quarantined, int Missing, int Values, int New, int Changed, int Same);

    internal sealed class Handler(CatalogueWatch watch, ImportRegistry registry, ImportRun run, Db db) : IRequestHandler<Command, Report>
    {
        private const string ReportSql = """
            select import_id, rows_read as read, rows_refused as refused, rows_waiting as waiting, rows_quarantined as quarantined, rows_missing as missing,
                   rows_value as "values", rows_new as new, rows_changed as changed, rows_same as same
            from import_batch
            where import_id = @importId and state in ('completed', 'completedWithFindings', 'noChange')
            """;

        private const string FailureSql = "select coalesce(failure, state) from import_batch where import_id = @importId";

        public async Task<Report> Handle(Command command, CancellationToken cancellationToken)
        {
            var source = watch.Current.Sources.Values.FirstOrDefault(entry => entry.Code == command.Source)
                ?? throw new InvalidOperationException($"There is no source {command.Source}.");
            var (importId, _) = await registry.RegisterAsync(
                new NewImport(command.Door, source.Id, command.Name, "text/csv", Layouts.TidyCsvLayout.LayoutName, command.Actor, command.Reason, false, null), command.Content, cancellationToken);
            await run.RunAsync(importId, cancellationToken);
            return await db.FirstOrNullAsync<Report>(ReportSql, new { importId }, cancellationToken)
                ?? throw new InvalidOperationException($"{command.Name} was not imported: {await db.FirstOrNullAsync<string>(FailureSql, new { importId }, cancellationToken)}");
        }
    }
}
