using System.Text.Json;
using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Practices;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts;
using Benchlearning.Contracts.V1.Plans;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Plans;

internal static class EvaluatePlan
{
    /// <summary>Evaluate a plan</summary>
    /// <remarks>
    /// By the published figures of now: whether each target was met, and by how much more the municipality changed than the group that the plan names (difference in differences, of the periods up to
    /// the baseline and those after it), with how often chance makes so large a difference, and in plain words. It is kept with the figures that it rests on. Only published figures count.
    /// </remarks>
    /// <param name="id">Number of the plan.</param>
    /// <param name="idempotencyKey">Identifies this request, so that it can be repeated safely: a text of the sender's own, at most 200 characters. Required.</param>
    /// <response code="201">The evaluation.</response>
    /// <response code="404">There is no plan of this number that you may see.</response>
    /// <response code="409">The plan is not running.</response>
    /// <response code="422">The Idempotency-Key was used for another request.</response>
    public static async Task<Created<PlanEvaluation>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var evaluation = await mediator.Send(new Command(id, idempotencyKey, Language.Of(http)), cancellationToken);
        return TypedResults.Created(FormattableString.Invariant($"/v1/plans/{id}/evaluations"), evaluation);
    }

    internal sealed record Command(long Id, string? IdempotencyKey, string Language) : IRequest<PlanEvaluation>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(command => command).Custom((command, context) => IdempotencyKey.Check(command.IdempotencyKey, new FindingsOf<Command>(context).Add));
    }

    internal sealed class Handler(Db db, PlanReading reading, PlanFigures figures, CatalogueWatch watch, Caller caller, AuditTrail audit) : IRequestHandler<Command, PlanEvaluation>
    {
        private const string BeforeSql = "select e.plan_evaluation_id as id, e.request_hash from plan_evaluation e where e.made_by = @actor and e.idempotency_key = @idempotencyKey";

        private const string InsertSql = """
            insert into plan_evaluation (plan_id, as_of, result, made_by, idempotency_key, request_hash)
            values (@id, @asOf, @result::jsonb, @actor, @idempotencyKey, @hash)
            returning plan_evaluation_id
            """;

        private const string CellsSql = """
            insert into plan_evaluation_cell (plan_evaluation_id, indicator_id, territory_id, period, value)
            select @made, c.indicator_id, c.territory_id, c.period, c.value
            from unnest(@indicators, @territories, @periods, @values) as c (indicator_id, territory_id, period, value)
            """;

        public async Task<PlanEvaluation> Handle(Command command, CancellationToken cancellationToken)
        {
            var row = await reading.RowAsync(command.Id, command.Language, cancellationToken);
            if (!await reading.ActsForAsync(row.OrganisationId, cancellationToken))
                throw PracticeKeeper.NotTheirs("The plan");
            await using var transaction = await db.BeginAsync(cancellationToken);
            await PlanWriting.LockAsync(transaction, command.Id, cancellationToken);
            var hash = AccessRules.HashOf("evaluation", command.Id);
            var key = new { actor = caller.Actor, idempotencyKey = command.IdempotencyKey };
            if (AccessWriting.Repeated(await transaction.QueryAsync<MadeBefore>(BeforeSql, key, cancellationToken), hash, "evaluation") is { } before)
                return await OneAsync(command.Id, before, cancellationToken);
            if (row.State is not (PlanLife.Running or PlanLife.Evaluated))
                throw new ProblemException(ProblemTypes.Conflict, $"The plan is {row.State}; a running one is evaluated.");

            var asOf = watch.Current.DataChangedAt;
            var plan = await reading.WholeAsync(row, command.Language, cancellationToken);
            var (results, cells) = (new List<EvaluatedTarget>(), new List<UsedCell>());
            foreach (var target in plan.Targets)
            {
                var (result, used) = await figures.EvaluateAsync(target, row.TerritoryId, row.GroupCode, cancellationToken);
                results.Add(result);
                cells.AddRange(used);
            }
            var made = (await transaction.QueryAsync<long>(InsertSql, new
            {
                id = command.Id, asOf = asOf.UtcDateTime, result = JsonSerializer.Serialize(results, ContractJson.Default.IReadOnlyListEvaluatedTarget), actor = caller.Actor,
                idempotencyKey = command.IdempotencyKey, hash,
            }, cancellationToken))[0];
            await transaction.ExecuteAsync(CellsSql, new
            {
                made, indicators = cells.Select(cell => cell.IndicatorId).ToArray(), territories = cells.Select(cell => cell.TerritoryId).ToArray(),
                periods = cells.Select(cell => cell.Period).ToArray(), values = cells.Select(cell => cell.Value).ToArray(),
            }, cancellationToken);
            await transaction.CommitAsync(audit.Of("plan.evaluate", FormattableString.Invariant($"plan/{command.Id}/evaluation/{made}"), after: results), cancellationToken);
            return await OneAsync(command.Id, made, cancellationToken);
        }

        private async Task<PlanEvaluation> OneAsync(long plan, long number, CancellationToken cancellationToken)
        {
            var (evaluation, cells) = (await reading.EvaluationsAsync(plan, number, null, 1, cancellationToken))[0];
            return evaluation with { Revised = RevisedFigures.Of(cells, await figures.FiguresAsync(cells, cancellationToken), watch.Current) };
        }
    }
}
