using System.Reflection;
using System.Security.Cryptography;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Audit;
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
    internal sealed record Command(Action<string> Progress) : IRequest<IReadOnlyList<(string File, ImportObservations.Report Report)>>;

    /// <summary>The files, in the order of loading, with their sources.</summary>
    public static readonly IReadOnlyList<(string File, string Source)> Files =
    [
        ("population.csv", "csb-population"), ("registered-population.csv", "pmlp"), ("pupils.csv", "education-ministry"), ("children.csv", "pmlp"), ("raim-2009-2013.csv", "raim"),
    ];

    internal sealed class Handler(IMediator mediator, CatalogueWatch watch, Db db, AuditTrail audit) : IRequestHandler<Command, IReadOnlyList<(string File, ImportObservations.Report Report)>>
    {
        private const string KnownSql = """
            select exists (
                select 1
                from import_batch b
                left join raw_file f on f.raw_file_id = b.raw_file_id
                where b.door = 'sample' and b.name = @file and coalesce(f.content_hash, @hash) = @hash and b.state in ('completed', 'completedWithFindings', 'noChange'))
            """;

        /// <summary>The first entry of the release calendar: what the sample made public.</summary>
        private const string ReleaseSql = """
            with told as (
                insert into release (code, title_lv, title_en, releases_at, released_at, quality, periods, announced_by)
                select 'raim-2009-2013', 'RAIM rādītāji, 2009.–2013. gads', 'RAIM indicators, 2009-2013', now(), now(), 'final',
                       array['2009', '2010', '2011', '2012', '2013'], 'sample'
                on conflict (code) do nothing
                returning release_id, code
            ), named as (
                insert into release_indicator (release_id, indicator_id)
                select distinct t.release_id, o.indicator_id
                from told t
                cross join observation_revision o
                join source s on s.source_id = o.source_id
                where s.code = 'raim'
            )
            insert into change (kind, subject, action) select 'release', code, 'released' from told
            """;

        public async Task<IReadOnlyList<(string File, ImportObservations.Report Report)>> Handle(Command command, CancellationToken cancellationToken)
        {
            await using (var catalogue = Open("catalogue.json"))
                await mediator.Send(new DefineCatalogue.Command(catalogue), cancellationToken);
            await watch.RefreshAsync(cancellationToken);

            var reports = new List<(string, ImportObservations.Report)>();
            foreach (var (file, source) in Files)
            {
                await using var content = Open(file);
                var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
                if (await db.FirstOrNullAsync<bool>(KnownSql, new { file, hash }, cancellationToken))
                    continue;
                content.Position = 0;
                var report = await mediator.Send(new ImportObservations.Command(file, content, "sample", "First load of the sample", source), cancellationToken);
                reports.Add((file, report));
                command.Progress($"{file}: {report.Read} rows read = {report.Refused} refused + {report.Missing} missing + {report.Values} values; {report.New} new, {report.Changed} changed, {report.Same} same");
            }
            await using var transaction = await db.BeginAsync(cancellationToken);
            await transaction.ExecuteAsync(ReleaseSql, null, cancellationToken);
            await transaction.CommitAsync(audit.Of("sample.load", "sample"), cancellationToken);
            return reports;
        }
    }

    /// <summary>A file of the sample.</summary>
    public static Stream Open(string file) => Assembly.GetExecutingAssembly().GetManifestResourceStream($"Sample/{file}")
        ?? throw new InvalidOperationException($"The sample file {file} is not in the assembly.");
}
