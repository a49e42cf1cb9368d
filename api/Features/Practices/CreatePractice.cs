using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
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

internal static class CreatePractice
{
    /// <summary>Write down a practice</summary>
    /// <remarks>
    /// As a draft, which can be half done: a title is enough. Its keeper goes on with it, and submits it when it tells problem, solution, steps and whom to call. A municipal practice is written by
    /// the coordinator of the municipality, practices of the state and of other countries by the association.
    /// </remarks>
    /// <param name="settings">What it says so far.</param>
    /// <param name="idempotencyKey">Identifies this request, so that it can be repeated safely: a text of the sender's own, at most 200 characters. Required.</param>
    /// <response code="201">The practice, a draft.</response>
    /// <response code="422">The Idempotency-Key was used for another request.</response>
    public static async Task<Created<Practice>> HandleAsync(
        HttpContext http, IMediator mediator, [FromBody] PracticeSettings settings, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var practice = await mediator.Send(new Command(settings, idempotencyKey, Language.Of(http)), cancellationToken);
        return TypedResults.Created(FormattableString.Invariant($"/v1/practices/{practice.Id}"), practice);
    }

    internal sealed record Command(PracticeSettings Settings, string? IdempotencyKey, string Language) : IRequest<Practice>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(CatalogueWatch watch, AccessReading organisations) => RuleFor(command => command).CustomAsync(async (command, context, cancellationToken) =>
        {
            var (settings, findings, ofKey) = (command.Settings, new Findings(), new FindingsOf<Command>(context));
            IdempotencyKey.Check(command.IdempotencyKey, ofKey.Add);
            PracticeRules.Check(settings, watch.Current, findings);
            await KeeperRules.CheckAsync("/organisation", settings.Organisation, PracticeRules.MustBeMunicipality(settings.Origin), organisations, findings, cancellationToken);
            ofKey.AddAll(findings);
        });
    }

    internal sealed class Handler(Db db, PracticeReading reading, Caller caller, AuditTrail audit) : IRequestHandler<Command, Practice>
    {
        private const string BeforeSql = "select p.practice_id as id, p.request_hash from practice p where p.created_by = @actor and p.idempotency_key = @idempotencyKey";

        private const string InsertSql = """
            insert into practice (
                origin, organisation_id, territory_id, country, topic_id, title_lv, title_en, problem_lv, problem_en, solution_lv, solution_en, steps_lv, steps_en, legal_basis_lv, legal_basis_en,
                cost_euro, duration_months, staff, document_titles, document_urls, contact_name, contact_email, contact_phone, evidence, created_by, idempotency_key, request_hash)
            select @origin, @organisationId, @territoryId, @country, t.topic_id, @titleLv, @titleEn, @problemLv, @problemEn, @solutionLv, @solutionEn, @stepsLv, @stepsEn, @legalBasisLv,
                   @legalBasisEn, @costEuro, @durationMonths, @staff, @documentTitles, @documentUrls, @contactName, @contactEmail, @contactPhone, @evidence, @actor, @idempotencyKey, @hash
            from topic t
            where t.code = @theme
            on conflict (created_by, idempotency_key) do nothing
            returning practice_id
            """;

        public async Task<Practice> Handle(Command command, CancellationToken cancellationToken)
        {
            var settings = command.Settings;
            var hash = AccessRules.HashOf("practice", System.Text.Json.JsonSerializer.Serialize(settings));
            await using var transaction = await db.BeginAsync(cancellationToken);
            var keeper = (await PracticeWriting.OrganisationAsync(transaction, settings.Organisation!, cancellationToken))!;
            if (!(settings.Origin != "municipal" && PracticeKeeper.ActsForAssociation(caller)) && !await reading.ActsForAsync(keeper.OrganisationId, cancellationToken))
                throw PracticeKeeper.NotTheirs("A practice of this organisation");
            var key = new { actor = caller.Actor, idempotencyKey = command.IdempotencyKey };
            if (AccessWriting.Repeated(await transaction.QueryAsync<MadeBefore>(BeforeSql, key, cancellationToken), hash, "practice") is { } before)
                return await reading.WrittenAsync(before, command.Language, cancellationToken);
            var made = await transaction.QueryAsync<long>(InsertSql, new
            {
                origin = settings.Origin, organisationId = keeper.OrganisationId, territoryId = settings.Origin == "municipal" ? keeper.TerritoryId : null, country = settings.Country, theme = settings.Theme,
                titleLv = settings.TitleLv, titleEn = settings.TitleEn, problemLv = settings.ProblemLv, problemEn = settings.ProblemEn, solutionLv = settings.SolutionLv, solutionEn = settings.SolutionEn,
                stepsLv = settings.StepsLv, stepsEn = settings.StepsEn, legalBasisLv = settings.LegalBasisLv, legalBasisEn = settings.LegalBasisEn, costEuro = settings.CostEuro,
                durationMonths = settings.DurationMonths, staff = settings.Staff, documentTitles = (settings.Documents ?? []).Select(document => document.Title!).ToArray(),
                documentUrls = (settings.Documents ?? []).Select(document => document.Url!).ToArray(), contactName = settings.ContactName, contactEmail = settings.ContactEmail,
                contactPhone = settings.ContactPhone, evidence = settings.Evidence, actor = caller.Actor, idempotencyKey = command.IdempotencyKey, hash,
            }, cancellationToken);
            if (made is not [var id]) // the same request at the same time was quicker
                return await reading.WrittenAsync(AccessWriting.Repeated(await transaction.QueryAsync<MadeBefore>(BeforeSql, key, cancellationToken), hash, "practice")!.Value, command.Language, cancellationToken);
            await PracticeWriting.WriteEvidenceAsync(transaction, id, settings.Indicators, cancellationToken);
            await transaction.CommitAsync(audit.Of("practice.create", FormattableString.Invariant($"practice/{id}"), after: settings), cancellationToken);
            return await reading.WrittenAsync(id, command.Language, cancellationToken);
        }
    }
}
