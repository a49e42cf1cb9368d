using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Features.Practices;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.Time;
using Benchlearning.Contracts.V1.Plans;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Plans;

internal static class MovePlan
{
    private const int LongestNumber = 80;

    /// <summary>Move a plan on</summary>
    /// <remarks>
    /// Reviewed by peers, submitted to the council, approved by its decision or rejected, started, evaluated, finished; or abandoned with a reason, or transferred to the municipality that took over, where
    /// it goes on as a plan of its own. A plan of the kind management is started without the council. What leads on from its state, and what that lacks, GET .../moves tells. With the start its
    /// follow-ups are set. From approval or start on everybody sees it.
    /// </remarks>
    /// <param name="id">Number of the plan.</param>
    /// <param name="request">Which move, and what belongs to it.</param>
    /// <param name="ifMatch">The ETag of the plan as you know it, or * for any state.</param>
    /// <response code="200">The plan, moved on; of a transfer the plan of the successor.</response>
    /// <response code="404">There is no plan of this number that you may see.</response>
    /// <response code="409">The move is not open in its state, or lacks something; everything that it lacks is named.</response>
    /// <response code="412">The plan is not as you know it.</response>
    /// <response code="428">If-Match is missing.</response>
    public static async Task<Ok<Plan>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, [FromBody] PlanMoveRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Command(id, request, ifMatch, Language.Of(http)), cancellationToken));
    }

    internal sealed record Command(long Id, PlanMoveRequest Request, string? IfMatch, string Language) : IRequest<Plan>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(AccessReading organisations, TimeProvider time) => RuleFor(command => command).CustomAsync(async (command, context, cancellationToken) =>
        {
            var (request, findings) = (command.Request, new Findings());
            PlanLife.Cycle.Check(request.Move, request.Reason, findings);
            CheckDecision(request, Riga.Today(time), findings);
            if (request.Move == PlanLife.Transfer)
                TextRules.Require("/successor", request.Successor, TextRules.LongestTitle, findings);
            else if (request.Successor is not null)
                findings.Add("/successor", "not-applicable", "A successor belongs to transfer.", request.Successor);
            await KeeperRules.CheckAsync("/successor", request.Successor, true, organisations, findings, cancellationToken);
            new FindingsOf<Command>(context).AddAll(findings);
        });

        private static void CheckDecision(PlanMoveRequest request, DateOnly today, Findings findings)
        {
            if (request.Move == PlanLife.Approve)
            {
                if (request.DecisionOn is null)
                    findings.Add("/decisionOn", "required", "Say on which day the council decided.");
                else if (request.DecisionOn > today)
                    findings.Add("/decisionOn", "in-the-future", "A decision is recorded when it is made.", $"{request.DecisionOn:yyyy-MM-dd}");
                TextRules.Require("/decisionNumber", request.DecisionNumber, LongestNumber, findings);
                TextRules.Require("/protocolItem", request.ProtocolItem, LongestNumber, findings);
            }
            else if (request.DecisionOn is not null || request.DecisionNumber is not null || request.ProtocolItem is not null)
                findings.Add("/decisionOn", "not-applicable", "A decision belongs to approve.");
        }
    }

    internal sealed class Handler(Db db, PlanReading reading, Caller caller, AuditTrail audit, TimeProvider time) : IRequestHandler<Command, Plan>
    {
        private const string UpdateSql = """
            update improvement_plan
            set state = @state, version = version + 1, changed_at = clock_timestamp(), decision_on = coalesce(@decisionOn, decision_on), decision_number = coalesce(@decisionNumber, decision_number),
                protocol_item = coalesce(@protocolItem, protocol_item), started_on = case when @isStart then @today else started_on end,
                published_at = case when @isPublic then coalesce(published_at, clock_timestamp()) else published_at end
            where plan_id = @id
              and version = @version
            """;

        private const string FollowUpSql = """
            insert into plan_follow_up (plan_id, due_on)
            select @id, (@today + make_interval(months => m.months))::date
            from unnest(@months) as m (months)
            """;

        private const string TookOverSql = """
            select o.organisation_id, o.territory_id
            from organisation o
            join reached_territory r on r.territory_id = o.territory_id
            where o.code = @successor
              and r.reached_id = @territoryId
              and o.territory_id <> @territoryId
            """;

        private const string CopySql = """
            insert into improvement_plan (
                state, kind, organisation_id, territory_id, network_id, cycle_id, practice_id, title_lv, title_en, aim_lv, aim_en, owner, due_on, needs_decision, decision_on, decision_number,
                protocol_item, group_code, follow_up_months, started_on, published_at, predecessor_id, created_by, idempotency_key, request_hash)
            select p.state, p.kind, @organisationId, @territoryId, p.network_id, p.cycle_id, p.practice_id, p.title_lv, p.title_en, p.aim_lv, p.aim_en, p.owner, p.due_on, p.needs_decision,
                   p.decision_on, p.decision_number, p.protocol_item, p.group_code, p.follow_up_months, p.started_on, p.published_at, p.plan_id, @actor, 'transfer of ' || p.plan_id, 'transfer'
            from improvement_plan p
            where p.plan_id = @id
            returning plan_id
            """;

        private const string CopyPartsSql = """
            insert into plan_target (plan_id, position, indicator_id, indicator_version_id, baseline_period, baseline_value, target_period, target_value)
            select @made, t.position, t.indicator_id, t.indicator_version_id, t.baseline_period, t.baseline_value, t.target_period, t.target_value
            from plan_target t
            where t.plan_id = @id;

            insert into plan_action (plan_id, position, title_lv, title_en, owner, due_on, done_on)
            select @made, a.position, a.title_lv, a.title_en, a.owner, a.due_on, a.done_on
            from plan_action a
            where a.plan_id = @id;

            insert into plan_follow_up (plan_id, due_on, done_at, done_by, words)
            select @made, f.due_on, f.done_at, f.done_by, f.words
            from plan_follow_up f
            where f.plan_id = @id
            """;

        public async Task<Plan> Handle(Command command, CancellationToken cancellationToken)
        {
            var (id, request) = (command.Id, command.Request);
            await using var transaction = await db.BeginAsync(cancellationToken);
            await PlanWriting.LockAsync(transaction, id, cancellationToken);
            var row = await reading.RowAsync(id, command.Language, cancellationToken);
            AccessWriting.CheckVersion(command.IfMatch, row.Version, FormattableString.Invariant($"The plan {id}"));
            var move = PlanLife.Cycle.Require(request.Move!, row.State);
            PracticeKeeper.Demand(move, caller, await reading.ActsForAsync(row.OrganisationId, cancellationToken), "The plan");
            var facts = await reading.FactsAsync(row, await reading.WholeAsync(row, command.Language, cancellationToken), cancellationToken);
            PlanLife.Cycle.RefuseLacking(move.Code, PlanLife.Lacking(move, row.State, facts));
            var going = move.Code == PlanLife.Transfer ? await TransferAsync(transaction, row, request.Successor!, cancellationToken) : id; // before it is transferred itself
            await MoveAsync(transaction, row, move, request, cancellationToken);
            await transaction.CommitAsync(audit.Of("plan.move", FormattableString.Invariant($"plan/{id}"), request.Reason, before: new { row.State }, after: request), cancellationToken);
            return await reading.OneAsync(going, command.Language, cancellationToken);
        }

        private async Task MoveAsync(DbTransaction transaction, PlanRow row, LifeMove move, PlanMoveRequest request, CancellationToken cancellationToken)
        {
            var (state, today) = (move.Target(row.State), Riga.Today(time));
            if (await transaction.ExecuteAsync(UpdateSql, new
            {
                id = row.Id, version = row.Version, state, decisionOn = request.DecisionOn, decisionNumber = request.DecisionNumber, protocolItem = request.ProtocolItem, today,
                isStart = move.Code == PlanLife.Start, isPublic = move.Code is PlanLife.Start or PlanLife.Approve,
            }, cancellationToken) == 0)
                throw VersionTag.Stale(FormattableString.Invariant($"The plan {row.Id}"), row.Version + 1);
            if (move.Code == PlanLife.Start)
                await transaction.ExecuteAsync(FollowUpSql, new { id = row.Id, today, months = row.FollowUpMonths }, cancellationToken);
            await PlanWriting.RecordAsync(transaction, row.Id, move.Code, row.State, state, request.Reason, caller.Actor, cancellationToken);
        }

        /// <summary>Lets the plan go on at the municipality that took over; the number of the plan there.</summary>
        private async Task<long> TransferAsync(DbTransaction transaction, PlanRow row, string successor, CancellationToken cancellationToken)
        {
            if (await transaction.QueryAsync<PlanningOrganisation>(TookOverSql, new { successor, territoryId = row.TerritoryId }, cancellationToken) is not [var taker])
                throw new ProblemException(ProblemTypes.Conflict, $"{successor} has not taken over from {row.Organisation}.");
            var made = (await transaction.QueryAsync<long>(CopySql, new { id = row.Id, organisationId = taker.OrganisationId, territoryId = taker.TerritoryId!.Value, actor = caller.Actor }, cancellationToken))[0];
            await transaction.ExecuteAsync(CopyPartsSql, new { id = row.Id, made }, cancellationToken);
            await transaction.NoteAsync(audit.Of("plan.create", FormattableString.Invariant($"plan/{made}"), after: new { predecessor = row.Id, organisation = successor }), cancellationToken);
            return made;
        }
    }
}
