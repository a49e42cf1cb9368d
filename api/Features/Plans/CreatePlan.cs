using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Comparisons;
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

internal static class CreatePlan
{
    /// <summary>Write down an improvement plan</summary>
    /// <remarks>
    /// As a draft, which can be half done: a title is enough. The figures of the baselines are taken from what is published. The coordinator of the municipality writes it; the members of the network
    /// that it names see it and give advice.
    /// </remarks>
    /// <param name="settings">What it says so far.</param>
    /// <param name="idempotencyKey">Identifies this request, so that it can be repeated safely: a text of the sender's own, at most 200 characters. Required.</param>
    /// <response code="201">The plan, a draft.</response>
    /// <response code="422">The Idempotency-Key was used for another request.</response>
    public static async Task<Created<Plan>> HandleAsync(
        HttpContext http, IMediator mediator, [FromBody] PlanSettings settings, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var plan = await mediator.Send(new Command(settings, idempotencyKey, Language.Of(http)), cancellationToken);
        return TypedResults.Created(FormattableString.Invariant($"/v1/plans/{plan.Id}"), plan);
    }

    internal sealed record Command(PlanSettings Settings, string? IdempotencyKey, string Language) : IRequest<Plan>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(CatalogueWatch watch, AccessReading organisations) => RuleFor(command => command).CustomAsync(async (command, context, cancellationToken) =>
        {
            var (findings, ofKey) = (new Findings(), new FindingsOf<Command>(context));
            IdempotencyKey.Check(command.IdempotencyKey, ofKey.Add);
            PlanRules.Check(command.Settings, watch.Current, findings);
            await KeeperRules.CheckAsync("/organisation", command.Settings.Organisation, true, organisations, findings, cancellationToken);
            ofKey.AddAll(findings);
        });
    }

    internal sealed class Handler(Db db, PlanReading reading, PlanFigures figures, CatalogueWatch watch, Caller caller, AuditTrail audit) : IRequestHandler<Command, Plan>
    {
        private const string BeforeSql = "select p.plan_id as id, p.request_hash from improvement_plan p where p.created_by = @actor and p.idempotency_key = @idempotencyKey";

        private const string InsertSql = """
            insert into improvement_plan (
                kind, organisation_id, territory_id, network_id, cycle_id, practice_id, title_lv, title_en, aim_lv, aim_en, owner, due_on, needs_decision, group_code, follow_up_months,
                created_by, idempotency_key, request_hash)
            values (
                @kind, @organisationId, @territoryId, (select n.network_id from network n where n.code = @network),
                (select c.cycle_id from network_cycle c join network n on n.network_id = c.network_id where n.code = @network and c.number = @cycle),
                @practice, @titleLv, @titleEn, @aimLv, @aimEn, @owner, @dueOn,
                @kind = 'council', @group, @followUps, @actor, @idempotencyKey, @hash)
            on conflict (created_by, idempotency_key) do nothing
            returning plan_id
            """;

        public async Task<Plan> Handle(Command command, CancellationToken cancellationToken)
        {
            var settings = command.Settings;
            var hash = AccessRules.HashOf("plan", System.Text.Json.JsonSerializer.Serialize(settings));
            await using var transaction = await db.BeginAsync(cancellationToken);
            var keeper = (await PlanWriting.OrganisationAsync(transaction, settings.Organisation!, cancellationToken))!;
            if (!await reading.ActsForAsync(keeper.OrganisationId, cancellationToken))
                throw PracticeKeeper.NotTheirs("A plan of this organisation");
            var key = new { actor = caller.Actor, idempotencyKey = command.IdempotencyKey };
            if (AccessWriting.Repeated(await transaction.QueryAsync<MadeBefore>(BeforeSql, key, cancellationToken), hash, "plan") is { } before)
                return await reading.WrittenAsync(before, command.Language, cancellationToken);
            await PlanWriting.CheckReferencesAsync(transaction, settings, keeper.OrganisationId, cancellationToken);
            var made = await transaction.QueryAsync<long>(InsertSql, new
            {
                kind = settings.Kind, organisationId = keeper.OrganisationId, territoryId = keeper.TerritoryId!.Value, network = settings.Network, cycle = settings.Cycle, practice = settings.Practice,
                titleLv = settings.TitleLv, titleEn = settings.TitleEn, aimLv = settings.AimLv, aimEn = settings.AimEn, owner = settings.Owner, dueOn = settings.DueOn,
                group = settings.Group ?? GroupChoice.Default, followUps = (settings.FollowUpMonths ?? PlanRules.UsualFollowUps).ToArray(), actor = caller.Actor,
                idempotencyKey = command.IdempotencyKey, hash,
            }, cancellationToken);
            if (made is not [var id]) // the same request at the same time was quicker
                return await reading.WrittenAsync(AccessWriting.Repeated(await transaction.QueryAsync<MadeBefore>(BeforeSql, key, cancellationToken), hash, "plan")!.Value, command.Language, cancellationToken);
            await PlanWriting.WriteTargetsAsync(transaction, id, keeper.TerritoryId.Value, settings.Targets, figures, watch.Current, cancellationToken);
            await transaction.CommitAsync(audit.Of("plan.create", FormattableString.Invariant($"plan/{id}"), after: settings), cancellationToken);
            return await reading.WrittenAsync(id, command.Language, cancellationToken);
        }
    }
}
