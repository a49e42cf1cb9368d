using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Features.Practices;
using Benchlearning.Api.Platform.Audit;
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

internal static class ReplacePlanActions
{
    /// <summary>Say what is done in a plan</summary>
    /// <remarks>All actions, with who does each, by when, and when it was done. They may change as long as the plan goes on; what they were before stays in the audit log.</remarks>
    /// <param name="id">Number of the plan.</param>
    /// <param name="settings">All actions.</param>
    /// <param name="ifMatch">The ETag of the plan as you know it, or * for any state.</param>
    /// <response code="200">The plan with its actions.</response>
    /// <response code="404">There is no plan of this number that you may see.</response>
    /// <response code="409">The plan does not go on any more.</response>
    /// <response code="412">The plan is not as you know it.</response>
    /// <response code="428">If-Match is missing.</response>
    public static async Task<Ok<Plan>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, [FromBody] PlanActions settings, [FromHeader(Name = "If-Match")] string? ifMatch, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Command(id, settings, ifMatch, Language.Of(http)), cancellationToken));
    }

    internal sealed record Command(long Id, PlanActions Settings, string? IfMatch, string Language) : IRequest<Plan>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(command => command).Custom((command, context) =>
        {
            var findings = new Findings();
            PlanRules.Check(command.Settings.Actions, findings);
            new FindingsOf<Command>(context).AddAll(findings);
        });
    }

    internal sealed class Handler(Db db, PlanReading reading, AuditTrail audit) : IRequestHandler<Command, Plan>
    {
        private const string VersionSql = "update improvement_plan set version = version + 1, changed_at = clock_timestamp() where plan_id = @id and version = @version";

        private const string ActionsSql = """
            delete from plan_action where plan_id = @id;

            insert into plan_action (plan_id, position, title_lv, title_en, owner, due_on, done_on)
            select @id, a.position, a.title_lv, a.title_en, a.owner, a.due_on, a.done_on
            from unnest(@titlesLv, @titlesEn, @owners, @due, @done) with ordinality as a (title_lv, title_en, owner, due_on, done_on, position)
            """;

        public async Task<Plan> Handle(Command command, CancellationToken cancellationToken)
        {
            var (id, actions) = (command.Id, command.Settings.Actions!);
            await using var transaction = await db.BeginAsync(cancellationToken);
            await PlanWriting.LockAsync(transaction, id, cancellationToken);
            var row = await reading.RowAsync(id, command.Language, cancellationToken);
            var before = await reading.WholeAsync(row, command.Language, cancellationToken);
            if (!await reading.ActsForAsync(row.OrganisationId, cancellationToken))
                throw PracticeKeeper.NotTheirs("The plan");
            AccessWriting.CheckVersion(command.IfMatch, row.Version, FormattableString.Invariant($"The plan {id}"));
            if (!PlanLife.IsGoing(row.State))
                throw new ProblemException(ProblemTypes.Conflict, $"The plan is {row.State}, and does not go on.");
            if (await transaction.ExecuteAsync(VersionSql, new { id, version = row.Version }, cancellationToken) == 0)
                throw VersionTag.Stale(FormattableString.Invariant($"The plan {id}"), row.Version + 1);
            await transaction.ExecuteAsync(ActionsSql, new
            {
                id, titlesLv = actions.Select(action => action.TitleLv).ToArray(), titlesEn = actions.Select(action => action.TitleEn).ToArray(), owners = actions.Select(action => action.Owner).ToArray(),
                due = actions.Select(action => action.DueOn!.Value).ToArray(), done = actions.Select(action => action.DoneOn).ToArray(),
            }, cancellationToken);
            await transaction.CommitAsync(audit.Of("plan.act", FormattableString.Invariant($"plan/{id}"), before: before.Actions, after: actions), cancellationToken);
            return await reading.OneAsync(id, command.Language, cancellationToken);
        }
    }
}
