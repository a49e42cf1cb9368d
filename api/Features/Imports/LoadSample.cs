using System.Reflection;
using System.Security.Cryptography;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Database;
using MediatR;

namespace Benchlearning.Api.Features.Imports;

/// <summary>
/// Loads the sample (api/Sample) through the product's own pipeline, its quarantine already answered: suspect values are accepted and carry
/// their flag. A file that was loaded before is not loaded again.
/// </summary>
internal static class LoadSample
{
    /// <param name="Progress">Told of each file and its counts.</param>
    internal sealed record Command(Action<string> Progress) : IRequest<Unit>;

    private static readonly (string File, string Source)[] Files =
    [
        ("population.csv", "csb-population"), ("registered-population.csv", "pmlp"), ("pupils.csv", "education-ministry"), ("children.csv", "pmlp"), ("raim-2009-2013.csv", "raim"),
    ];

    internal sealed class Handler(IMediator mediator, CatalogueWatch watch, Db db) : IRequestHandler<Command, Unit>
    {
        private const string KnownSql = """
            select exists (
                select 1
                from import_batch
                where door = 'sample' and content_hash = @hash and state in ('completed', 'completedWithFindings', 'noChange'))
            """;

        public async Task<Unit> Handle(Command command, CancellationToken cancellationToken)
        {
            await using (var catalogue = Open("catalogue.json"))
                await mediator.Send(new DefineCatalogue.Command(catalogue), cancellationToken);
            await watch.RefreshAsync(cancellationToken);
            foreach (var (file, source) in Files)
            {
                await using var content = Open(file);
                var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
                if (await db.FirstOrNullAsync<bool>(KnownSql, new { hash }, cancellationToken))
                    continue;
                content.Position = 0;
                var report = await mediator.Send(new ImportObservations.Command(file, content, "sample", "First load of the sample", source), cancellationToken);
                command.Progress($"{file}: {report.Read} rows read = {report.Refused} refused + {report.Missing} missing + {report.Values} values; {report.New} new, {report.Changed} changed, {report.Same} same");
            }
            await watch.RefreshAsync(cancellationToken);
            return Unit.Value;
        }
    }

    private static Stream Open(string file) => Assembly.GetExecutingAssembly().GetManifestResourceStream($"Sample/{file}")
        ?? throw new InvalidOperationException($"The sample file {file} is not in the assembly.");
}
