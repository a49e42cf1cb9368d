using System.Reflection;
using Benchlearning.Api.Features.Catalogue;
using MediatR;

namespace Benchlearning.Api.Features.Imports;

/// <summary>Loads the sample (api/Sample) through the product's own commands. Loading it again changes nothing.</summary>
internal static class LoadSample
{
    /// <param name="Progress">Told of each file and its counts.</param>
    internal sealed record Command(Action<string> Progress) : IRequest<IReadOnlyList<(string File, ImportObservations.Report Report)>>;

    private static readonly string[] Files = ["population.csv", "registered-population.csv", "pupils.csv", "children.csv", "raim-2009-2013.csv"];

    internal sealed class Handler(IMediator mediator, CatalogueWatch watch) : IRequestHandler<Command, IReadOnlyList<(string File, ImportObservations.Report Report)>>
    {
        public async Task<IReadOnlyList<(string File, ImportObservations.Report Report)>> Handle(Command command, CancellationToken cancellationToken)
        {
            await using (var catalogue = Open("catalogue.json"))
                await mediator.Send(new DefineCatalogue.Command(catalogue), cancellationToken);
            await watch.RefreshAsync(cancellationToken);

            var reports = new List<(string, ImportObservations.Report)>();
            foreach (var file in Files)
            {
                await using var content = Open(file);
                var report = await mediator.Send(new ImportObservations.Command(file, content, "sample", "First load of the sample"), cancellationToken);
                reports.Add((file, report));
                command.Progress($"{file}: {report.Read} rows read = {report.Refused} refused + {report.Missing} missing + {report.Values} values; {report.New} new, {report.Changed} changed, {report.Same} same");
            }
            await watch.RefreshAsync(cancellationToken);
            return reports;
        }
    }

    private static Stream Open(string file) => Assembly.GetExecutingAssembly().GetManifestResourceStream($"Sample/{file}")
        ?? throw new InvalidOperationException($"The sample file {file} is not in the assembly.");
}
