using Benchlearning.Api.Features.Access;
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

internal static class AdoptPractice
{
    /// <summary>Begin to take a practice over</summary>
    /// <remarks>Says that a municipality is interested; its keeper and everybody else see it. A municipality takes a practice over once at a time, and never its own.</remarks>
    /// <param name="id">Number of the practice.</param>
    /// <param name="settings">Who takes it over.</param>
    /// <param name="idempotencyKey">Identifies this request, so that it can be repeated safely: a text of the sender's own, at most 200 characters. Required.</param>
    /// <response code="201">The adoption.</response>
    /// <response code="404">There is no practice of this number that you may see.</response>
    /// <response code="409">The practice is not published, is the municipality's own, or the municipality is taking it over already.</response>
    /// <response code="422">The Idempotency-Key was used for another request.</response>
    public static async Task<Created<PracticeAdoption>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, [FromBody] AdoptionSettings settings, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var adoption = await mediator.Send(new Command(id, settings, idempotencyKey, Language.Of(http)), cancellationToken);
        return TypedResults.Created(FormattableString.Invariant($"/v1/practice-adoptions/{adoption.Id}"), adoption);
    }

    internal sealed record Command(long Id, AdoptionSettings Settings, string? IdempotencyKey, string Language) : IRequest<PracticeAdoption>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(AccessReading organisations) => RuleFor(command => command).CustomAsync(async (command, context, cancellationToken) =>
        {
            var (findings, ofKey) = (new Findings(), new FindingsOf<Command>(context));
            TextRules.Require("/organisation", command.Settings.Organisation, TextRules.LongestTitle, findings);
            await KeeperRules.CheckAsync("/organisation", command.Settings.Organisation, true, organisations, findings, cancellationToken);
            TextRules.Check("/note", command.Settings.Note, PracticeRules.LongestComment, findings);
            IdempotencyKey.Check(command.IdempotencyKey, ofKey.Add);
            ofKey.AddAll(findings);
        });
    }

    internal sealed class Handler(Db db, PracticeReading practices, AdoptionReading reading, Caller caller, AuditTrail audit) : IRequestHandler<Command, PracticeAdoption>
    {
        private const string BeforeSql = "select a.practice_adoption_id as id, a.request_hash from practice_adoption a where a.begun_by = @actor and a.idempotency_key = @idempotencyKey";

        private const string OpenSql = "select a.practice_adoption_id from practice_adoption a where a.practice_id = @id and a.organisation_id = @organisationId and a.state <> 'abandoned'";

        private const string InsertSql = """
            insert into practice_adoption (practice_id, organisation_id, territory_id, note, begun_by, idempotency_key, request_hash)
            values (@id, @organisationId, @territoryId, @note, @actor, @idempotencyKey, @hash)
            returning practice_adoption_id
            """;

        public async Task<PracticeAdoption> Handle(Command command, CancellationToken cancellationToken)
        {
            var practice = await practices.RowAsync(command.Id, command.Language, cancellationToken);
            await using var transaction = await db.BeginAsync(cancellationToken);
            var adopter = (await PracticeWriting.OrganisationAsync(transaction, command.Settings.Organisation!, cancellationToken))!;
            if (!await reading.ActsForAsync(adopter.OrganisationId, cancellationToken))
                throw PracticeKeeper.NotTheirs("An adoption by this organisation");
            await PracticeWriting.LockAsync(transaction, command.Id, cancellationToken);
            var values = new
            {
                id = command.Id, organisationId = adopter.OrganisationId, territoryId = adopter.TerritoryId!.Value, note = command.Settings.Note, actor = caller.Actor,
                idempotencyKey = command.IdempotencyKey, hash = AccessRules.HashOf("adoption", command.Id, command.Settings.Organisation, command.Settings.Note),
            };
            if (AccessWriting.Repeated(await transaction.QueryAsync<MadeBefore>(BeforeSql, values, cancellationToken), values.hash, "adoption") is { } before)
                return await reading.OneAsync(before, command.Language, cancellationToken);
            Refuse(practice, adopter, await transaction.QueryAsync<long>(OpenSql, values, cancellationToken));
            var made = (await transaction.QueryAsync<long>(InsertSql, values, cancellationToken))[0];
            await transaction.CommitAsync(audit.Of("adoption.begin", FormattableString.Invariant($"practice-adoption/{made}"), after: new { practice = command.Id, command.Settings.Organisation }), cancellationToken);
            return await reading.OneAsync(made, command.Language, cancellationToken);
        }

        private static void Refuse(PracticeRow practice, KeepingOrganisation adopter, List<long> open)
        {
            if (!PracticeLife.IsFound(practice.KeptState))
                throw new ProblemException(ProblemTypes.Conflict, $"The practice is {practice.State}; what is published can be taken over.");
            if (practice.OrganisationId == adopter.OrganisationId)
                throw new ProblemException(ProblemTypes.Conflict, "The practice is the municipality's own.");
            if (open is [var number])
                throw new ProblemException(ProblemTypes.Conflict, FormattableString.Invariant($"The municipality is taking it over already: adoption {number}."));
        }
    }
}
