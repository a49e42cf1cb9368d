using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Practices;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Practices;

internal static class ReplacePractice
{
    /// <summary>Change what a practice says</summary>
    /// <remarks>
    /// As long as it is a draft, and when it is published: what changes is found at once, and what it said before stays in the audit log. While it is submitted or under review it stands still.
    /// Organisation and origin stay for ever. Whoever keeps it may: send its ETag as If-Match.
    /// </remarks>
    /// <param name="id">Number of the practice.</param>
    /// <param name="settings">All that it is to say.</param>
    /// <param name="ifMatch">The ETag of the practice as you know it, or * for any state.</param>
    /// <response code="200">The practice was changed.</response>
    /// <response code="404">There is no practice of this number that you may see.</response>
    /// <response code="409">It is submitted, under review or retired; or it is published and would lack something.</response>
    /// <response code="412">The practice is not as you know it.</response>
    /// <response code="428">If-Match is missing.</response>
    public static async Task<Ok<Practice>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, [FromBody] PracticeSettings settings, [FromHeader(Name = "If-Match")] string? ifMatch, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Command(id, settings, ifMatch, Language.Of(http)), cancellationToken));
    }

    internal sealed record Command(long Id, PracticeSettings Settings, string? IfMatch, string Language) : IRequest<Practice>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(CatalogueWatch watch, AccessReading organisations) => RuleFor(command => command).CustomAsync(async (command, context, cancellationToken) =>
        {
            var findings = new Findings();
            PracticeRules.Check(command.Settings, watch.Current, findings);
            await KeeperRules.CheckAsync("/organisation", command.Settings.Organisation, PracticeRules.MustBeMunicipality(command.Settings.Origin), organisations, findings, cancellationToken);
            new FindingsOf<Command>(context).AddAll(findings);
        });
    }

    internal sealed class Handler(Db db, PracticeReading reading, CatalogueWatch watch, AuditTrail audit) : IRequestHandler<Command, Practice>
    {
        private const string UpdateSql = """
            update practice p
            set country = @country, topic_id = t.topic_id, title_lv = @titleLv, title_en = @titleEn, problem_lv = @problemLv, problem_en = @problemEn, solution_lv = @solutionLv,
                solution_en = @solutionEn, steps_lv = @stepsLv, steps_en = @stepsEn, legal_basis_lv = @legalBasisLv, legal_basis_en = @legalBasisEn, cost_euro = @costEuro,
                duration_months = @durationMonths, staff = @staff, document_titles = @documentTitles, document_urls = @documentUrls, contact_name = @contactName,
                contact_email = @contactEmail, contact_phone = @contactPhone, evidence = @evidence, version = p.version + 1, changed_at = clock_timestamp()
            from topic t
            where p.practice_id = @id
              and p.version = @version
              and t.code = @theme
            """;

        public async Task<Practice> Handle(Command command, CancellationToken cancellationToken)
        {
            var settings = command.Settings;
            await using var transaction = await db.BeginAsync(cancellationToken);
            await PracticeWriting.LockAsync(transaction, command.Id, cancellationToken);
            var before = await reading.OneAsync(command.Id, command.Language, cancellationToken);
            var row = await reading.RowAsync(command.Id, command.Language, cancellationToken);
            if (!await reading.IsKeeperAsync(row, cancellationToken))
                throw PracticeKeeper.NotTheirs("The practice");
            AccessWriting.CheckVersion(command.IfMatch, row.Version, FormattableString.Invariant($"The practice {command.Id}"));
            Refuse(row, settings);
            var changed = await transaction.ExecuteAsync(UpdateSql, new
            {
                id = command.Id, version = row.Version, country = settings.Country, theme = settings.Theme, titleLv = settings.TitleLv, titleEn = settings.TitleEn, problemLv = settings.ProblemLv, problemEn = settings.ProblemEn,
                solutionLv = settings.SolutionLv, solutionEn = settings.SolutionEn, stepsLv = settings.StepsLv, stepsEn = settings.StepsEn, legalBasisLv = settings.LegalBasisLv,
                legalBasisEn = settings.LegalBasisEn, costEuro = settings.CostEuro, durationMonths = settings.DurationMonths, staff = settings.Staff,
                documentTitles = (settings.Documents ?? []).Select(document => document.Title!).ToArray(), documentUrls = (settings.Documents ?? []).Select(document => document.Url!).ToArray(),
                contactName = settings.ContactName, contactEmail = settings.ContactEmail, contactPhone = settings.ContactPhone, evidence = settings.Evidence,
            }, cancellationToken);
            if (changed == 0)
                throw VersionTag.Stale(FormattableString.Invariant($"The practice {command.Id}"), row.Version + 1);
            await PracticeWriting.WriteEvidenceAsync(transaction, command.Id, settings.Indicators, cancellationToken);
            await PracticeWriting.IndexAsync(transaction, command.Id, watch.Current, cancellationToken);
            await transaction.CommitAsync(audit.Of("practice.change", FormattableString.Invariant($"practice/{command.Id}"), before: before, after: settings), cancellationToken);
            return await reading.OneAsync(command.Id, command.Language, cancellationToken);
        }

        private static void Refuse(PracticeRow row, PracticeSettings settings)
        {
            if (!PracticeLife.MayChange(row.KeptState))
                throw new ProblemException(ProblemTypes.Conflict, $"The practice is {row.KeptState}, and stands still.");
            if (settings.Organisation != row.Organisation)
                throw new ProblemException(ProblemTypes.Conflict, $"The practice is kept by {row.Organisation}, for ever.");
            if (settings.Origin != row.Origin)
                throw new ProblemException(ProblemTypes.Conflict, $"The practice is of the origin {row.Origin}, for ever.");
            if (PracticeLife.IsFound(row.KeptState))
                PracticeLife.Cycle.RefuseLacking("staying published", PracticeLife.Lacking(new PracticeFacts(
                    (settings.ProblemLv ?? settings.ProblemEn) is not null, (settings.SolutionLv ?? settings.SolutionEn) is not null, (settings.StepsLv ?? settings.StepsEn) is not null,
                    (settings.ContactEmail ?? settings.ContactPhone) is not null, settings.Evidence!, settings.Indicators?.Any(named => named.Before is not null) == true)));
        }
    }
}
