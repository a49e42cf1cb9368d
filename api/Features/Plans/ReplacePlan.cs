using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Comparisons;
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

internal static class ReplacePlan
{
    /// <summary>Change a draft of a plan</summary>
    /// <remarks>All that it is to say; the figures of the baselines are taken anew from what is published. What was reviewed or decided is revised first (move revise). Actions have an operation of their own.</remarks>
    /// <param name="id">Number of the plan.</param>
    /// <param name="settings">All that it is to say.</param>
    /// <param name="ifMatch">The ETag of the plan as you know it, or * for any state.</param>
    /// <response code="200">The plan was changed.</response>
    /// <response code="404">There is no plan of this number that you may see.</response>
    /// <response code="409">It is no draft, or is another municipality's.</response>
    /// <response code="412">The plan is not as you know it.</response>
    /// <response code="428">If-Match is missing.</response>
    public static async Task<Ok<Plan>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, [FromBody] PlanSettings settings, [FromHeader(Name = "If-Match")] string? ifMatch, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Command(id, settings, ifMatch, Language.Of(http)), cancellationToken));
    }

    internal sealed record Command(long Id, PlanSettings Settings, string? IfMatch, string Language) : IRequest<Plan>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(CatalogueWatch watch, AccessReading organisations) => RuleFor(command => command).CustomAsync(async (command, context, cancellationToken) =>
        {
            var findings = new Findings();
            PlanRules.Check(command.Settings, watch.Current, findings);
            await KeeperRules.CheckAsync("/organisation", command.Settings.Organisation, true, organisations, findings, cancellationToken);
            new FindingsOf<Command>(context).AddAll(findings);
        });
    }

    internal sealed class Handler(Db db, PlanReading reading, PlanFigures figures, CatalogueWatch watch, AuditTrail audit) : IRequestHandler<Command, Plan>
    {
        private const string UpdateSql = """
            update improvement_plan
            set kind = @kind, network_id = (select n.network_id from network n where n.code = @network),
                cycle_id = (select c.cycle_id from network_cycle c join network n on n.network_id = c.network_id where n.code = @network and c.number = @cycle),
                practice_id = @practice, title_lv = @titleLv, title_en = @titleEn,
                aim_lv = @aimLv, aim_en = @aimEn, owner = @owner, due_on = @dueOn, needs_decision = (@kind = 'council'), group_code = @group, follow_up_months = @followUps,
                version = version + 1, changed_at = clock_timestamp()
            where plan_id = @id
              and version = @version
            """;

        public async Task<Plan> Handle(Command command, CancellationToken cancellationToken)
        {
            var (id, settings) = (command.Id, command.Settings);
            await using var transaction = await db.BeginAsync(cancellationToken);
            await PlanWriting.LockAsync(transaction, id, cancellationToken);
            var row = await reading.RowAsync(id, command.Language, cancellationToken);
            var before = await reading.WholeAsync(row, command.Language, cancellationToken);
            if (!await reading.ActsForAsync(row.OrganisationId, cancellationToken))
                throw PracticeKeeper.NotTheirs("The plan");
            AccessWriting.CheckVersion(command.IfMatch, row.Version, FormattableString.Invariant($"The plan {id}"));
            if (row.State != PlanLife.Draft)
                throw new ProblemException(ProblemTypes.Conflict, $"The plan is {row.State}; a draft can be changed.");
            if (settings.Organisation != row.Organisation)
                throw new ProblemException(ProblemTypes.Conflict, $"The plan is of {row.Organisation}, for ever.");
            await PlanWriting.CheckReferencesAsync(transaction, settings, row.OrganisationId, cancellationToken);
            if (await transaction.ExecuteAsync(UpdateSql, new
            {
                id, version = row.Version, kind = settings.Kind, network = settings.Network, cycle = settings.Cycle, practice = settings.Practice, titleLv = settings.TitleLv, titleEn = settings.TitleEn,
                aimLv = settings.AimLv, aimEn = settings.AimEn, owner = settings.Owner, dueOn = settings.DueOn, group = settings.Group ?? GroupChoice.Default,
                followUps = (settings.FollowUpMonths ?? PlanRules.UsualFollowUps).ToArray(),
            }, cancellationToken) == 0)
                throw VersionTag.Stale(FormattableString.Invariant($"The plan {id}"), row.Version + 1);
            await PlanWriting.WriteTargetsAsync(transaction, id, row.TerritoryId, settings.Targets, figures, watch.Current, cancellationToken);
            await transaction.CommitAsync(audit.Of("plan.change", FormattableString.Invariant($"plan/{id}"), before: before, after: settings), cancellationToken);
            return await reading.OneAsync(id, command.Language, cancellationToken);
        }
    }
}
