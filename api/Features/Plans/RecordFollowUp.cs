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

internal static class RecordFollowUp
{
    /// <summary>Tell what a follow-up found</summary>
    /// <remarks>Of one of the days that were set with the start of the plan; it may come early or late. What was told is not changed any more.</remarks>
    /// <param name="id">Number of the plan.</param>
    /// <param name="report">Which follow-up, and what was seen.</param>
    /// <param name="ifMatch">The ETag of the plan as you know it, or * for any state.</param>
    /// <response code="200">The plan with its follow-ups.</response>
    /// <response code="404">There is no plan of this number that you may see.</response>
    /// <response code="409">The plan has no follow-up due on that day, or it is done.</response>
    /// <response code="412">The plan is not as you know it.</response>
    /// <response code="428">If-Match is missing.</response>
    public static async Task<Ok<Plan>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, [FromBody] PlanFollowUpReport report, [FromHeader(Name = "If-Match")] string? ifMatch, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Command(id, report, ifMatch, Language.Of(http)), cancellationToken));
    }

    internal sealed record Command(long Id, PlanFollowUpReport Report, string? IfMatch, string Language) : IRequest<Plan>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(command => command).Custom((command, context) =>
        {
            var findings = new Findings();
            if (command.Report.DueOn is null)
                findings.Add("/dueOn", "required", "Say which follow-up: the day when it is due.");
            TextRules.Require("/text", command.Report.Text, PlanRules.LongestText, findings);
            new FindingsOf<Command>(context).AddAll(findings);
        });
    }

    internal sealed class Handler(Db db, PlanReading reading, Caller caller, AuditTrail audit) : IRequestHandler<Command, Plan>
    {
        private const string VersionSql = "update improvement_plan set version = version + 1, changed_at = clock_timestamp() where plan_id = @id and version = @version";

        private const string DoneSql = """
            update plan_follow_up
            set done_at = clock_timestamp(), done_by = @actor, words = @words
            where plan_id = @id
              and due_on = @dueOn
              and done_at is null
            """;

        public async Task<Plan> Handle(Command command, CancellationToken cancellationToken)
        {
            var (id, report) = (command.Id, command.Report);
            await using var transaction = await db.BeginAsync(cancellationToken);
            await PlanWriting.LockAsync(transaction, id, cancellationToken);
            var row = await reading.RowAsync(id, command.Language, cancellationToken);
            if (!await reading.ActsForAsync(row.OrganisationId, cancellationToken))
                throw PracticeKeeper.NotTheirs("The plan");
            AccessWriting.CheckVersion(command.IfMatch, row.Version, FormattableString.Invariant($"The plan {id}"));
            if (await transaction.ExecuteAsync(DoneSql, new { id, dueOn = report.DueOn!.Value, actor = caller.Actor, words = report.Text }, cancellationToken) == 0)
                throw new ProblemException(ProblemTypes.Conflict, $"The plan has no follow-up due on {report.DueOn:yyyy-MM-dd} that is not done; GET it to see which it has.");
            if (await transaction.ExecuteAsync(VersionSql, new { id, version = row.Version }, cancellationToken) == 0)
                throw VersionTag.Stale(FormattableString.Invariant($"The plan {id}"), row.Version + 1);
            await transaction.CommitAsync(audit.Of("plan.followUp", FormattableString.Invariant($"plan/{id}"), after: report), cancellationToken);
            return await reading.OneAsync(id, command.Language, cancellationToken);
        }
    }
}
