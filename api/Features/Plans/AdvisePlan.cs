using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Features.Practices;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Plans;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Plans;

internal static class AdvisePlan
{
    /// <summary>Give advice on a plan</summary>
    /// <remarks>By whoever sees its draft: members of its network, experts and the association. What others have learned goes into it before the council sees it.</remarks>
    /// <param name="id">Number of the plan.</param>
    /// <param name="settings">The words.</param>
    /// <param name="idempotencyKey">Identifies this request, so that it can be repeated safely: a text of the sender's own, at most 200 characters. Required.</param>
    /// <response code="201">The advice.</response>
    /// <response code="404">There is no plan of this number that you may see.</response>
    /// <response code="409">The plan is over.</response>
    /// <response code="422">The Idempotency-Key was used for another request.</response>
    public static async Task<Created<PlanAdvice>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, [FromBody] PlanAdviceSettings settings, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var advice = await mediator.Send(new Command(id, settings, idempotencyKey, Language.Of(http)), cancellationToken);
        return TypedResults.Created(FormattableString.Invariant($"/v1/plans/{id}/recommendations"), advice);
    }

    internal sealed record Command(long Id, PlanAdviceSettings Settings, string? IdempotencyKey, string Language) : IRequest<PlanAdvice>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(command => command).Custom((command, context) =>
        {
            var (findings, ofKey) = (new Findings(), new FindingsOf<Command>(context));
            TextRules.Require("/text", command.Settings.Text, PlanRules.LongestText, findings);
            IdempotencyKey.Check(command.IdempotencyKey, ofKey.Add);
            ofKey.AddAll(findings);
        });
    }

    internal sealed class Handler(Db db, PlanReading plans, Caller caller, AuditTrail audit) : IRequestHandler<Command, PlanAdvice>
    {
        private const string BeforeSql = "select a.plan_advice_id as id, a.request_hash from plan_advice a where a.given_by = @actor and a.idempotency_key = @idempotencyKey";

        private const string InsertSql = """
            insert into plan_advice (plan_id, organisation_id, words, given_by, idempotency_key, request_hash)
            values (@id, (select o.organisation_id from organisation o where o.code = @organisation), @words, @actor, @idempotencyKey, @hash)
            returning plan_advice_id
            """;

        private const string OneSql = """
            select a.plan_advice_id as id, (select o.code from organisation o where o.organisation_id = a.organisation_id) as organisation, a.words, a.given_at
            from plan_advice a
            where a.plan_advice_id = @number
            """;

        public async Task<PlanAdvice> Handle(Command command, CancellationToken cancellationToken)
        {
            var row = await plans.RowAsync(command.Id, command.Language, cancellationToken);
            if (!PlanLife.IsGoing(row.State))
                throw new ProblemException(ProblemTypes.Conflict, $"The plan is {row.State}; advice comes too late.");
            if (!SeesDraft(row))
                throw new ProblemException(ProblemTypes.Forbidden, "Advice is given by the municipality's network and by the association.");
            var values = new
            {
                id = command.Id, organisation = OrganisationOf(row), words = command.Settings.Text, actor = caller.Actor, idempotencyKey = command.IdempotencyKey,
                hash = AccessRules.HashOf("advice", command.Id, command.Settings.Text),
            };
            await using var transaction = await db.BeginAsync(cancellationToken);
            await PlanWriting.LockAsync(transaction, command.Id, cancellationToken);
            var before = AccessWriting.Repeated(await transaction.QueryAsync<MadeBefore>(BeforeSql, values, cancellationToken), values.hash, "advice");
            var number = before ?? (await transaction.QueryAsync<long>(InsertSql, values, cancellationToken))[0];
            var advice = (await transaction.QueryAsync<ListPlanAdvice.AdviceRow>(OneSql, new { number }, cancellationToken))[0];
            if (before is null)
                await transaction.CommitAsync(audit.Of("plan.advise", FormattableString.Invariant($"plan/{command.Id}/advice/{number}"), after: command.Settings), cancellationToken);
            return advice.ToContract();
        }

        /// <summary>The same who see advice: row-level security says it of rows, this of who would write one.</summary>
        private bool SeesDraft(PlanRow row) =>
            caller.Reach.Level is "analyst" or "administrator" || caller.Reach.Territories.Contains(row.TerritoryId) || (row.NetworkId is { } network && caller.Reach.Networks.Contains(network));

        /// <summary>The municipality that the adviser is of: their own first, where they are of the plan's; null: of none.</summary>
        private string? OrganisationOf(PlanRow row)
        {
            var own = caller.Roles.Select(role => role.Organisation).OfType<string>().ToArray();
            return own.Contains(row.Organisation) ? row.Organisation : own.FirstOrDefault();
        }
    }
}
