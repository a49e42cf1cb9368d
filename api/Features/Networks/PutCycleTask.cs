using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Contracts.V1.Networks;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Networks;

internal static class PutCycleTask
{
    private const int LongestTask = 500;

    /// <summary>Give a task, or change it</summary>
    /// <remarks>The coordinator does: to a member of the cycle, or to themselves. An accepted task does not change. To change one, send its version as If-Match ("2"), or *; to give a new one, send none.</remarks>
    /// <param name="code">Code of the network.</param>
    /// <param name="number">Number of the cycle.</param>
    /// <param name="task">Code of the task within the cycle: lower-case words with hyphens, at most 80 characters.</param>
    /// <param name="settings">What it is to be.</param>
    /// <param name="ifMatch">The version of the task as you know it, in quotation marks, or *; none for a new one.</param>
    /// <response code="200">The task was changed.</response>
    /// <response code="201">The task is given.</response>
    /// <response code="404">There is no such cycle that you may see.</response>
    /// <response code="409">The task is accepted, or is for nobody of the cycle.</response>
    /// <response code="412">The task is not as you know it, or there is none.</response>
    /// <response code="428">There is a task of this code, and If-Match is missing.</response>
    public static async Task<Results<Ok<CycleTask>, Created<CycleTask>>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code, [FromRoute(Name = "number")] int number, [FromRoute(Name = "task")] string task, [FromBody] CycleTaskSettings settings,
        [FromHeader(Name = "If-Match")] string? ifMatch, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var (given, isNew) = await mediator.Send(new Command(code, number, task, settings, ifMatch), cancellationToken);
        return isNew ? TypedResults.Created(FormattableString.Invariant($"/v1/networks/{code}/cycles/{number}/tasks"), given) : TypedResults.Ok(given);
    }

    internal sealed record Command(string Network, int Number, string Code, CycleTaskSettings Settings, string? IfMatch) : IRequest<(CycleTask Given, bool IsNew)>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(command => command).Custom((command, context) =>
        {
            var (findings, settings) = (new FindingsOf<Command>(context), command.Settings);
            CodeOfWords.Check(command.Code, "describe-practice", (_, rule, message, value) => findings.Add("task", rule, message, value));
            AccessRules.CheckText("/nameLv", settings.NameLv, LongestTask, findings.Add);
            AccessRules.CheckText("/nameEn", settings.NameEn, LongestTask, findings.Add);
            if (settings.DueOn is null)
                findings.Add("/dueOn", "required", "Say by which day.");
            NetworkText.CheckOptional("/organisation", settings.Organisation, NetworkText.LongestName, findings.Add);
        });
    }

    internal sealed class Handler(Db db, CycleTaskReading reading, CycleWriting writing, AuditTrail audit) : IRequestHandler<Command, (CycleTask Given, bool IsNew)>
    {
        private const string PutSql = """
            insert into cycle_task (cycle_id, code, organisation_id, name_lv, name_en, due_on)
            values (@cycleId, @code, (select o.organisation_id from organisation o where o.code = @organisation), @nameLv, @nameEn, @dueOn)
            on conflict (cycle_id, code) do update
            set organisation_id = excluded.organisation_id, name_lv = excluded.name_lv, name_en = excluded.name_en, due_on = excluded.due_on, version = cycle_task.version + 1
            """;

        public async Task<(CycleTask Given, bool IsNew)> Handle(Command command, CancellationToken cancellationToken)
        {
            var (code, settings) = (command.Code, command.Settings);
            await using var transaction = await db.BeginAsync(cancellationToken);
            var cycle = await writing.OfCoordinatorAsync(transaction, command.Network, command.Number, cancellationToken);
            var before = await reading.OneAsync(transaction, cycle.Id, code, cancellationToken);
            AccessWriting.CheckVersion(command.IfMatch, before?.Version, $"The task '{code}'");
            if (before is { State: "accepted" })
                throw new ProblemException(ProblemTypes.Conflict, $"The task '{code}' is accepted, and does not change.");
            if (settings.Organisation is { } organisation && (await CycleReading.MemberAsync(transaction, cycle.Id, organisation, cancellationToken)) is null or { LeftOn: not null })
                throw new ProblemException(ProblemTypes.Conflict, $"'{Excerpt.Of(organisation)}' is no member of the cycle.");
            await transaction.ExecuteAsync(PutSql,
                new { cycleId = cycle.Id, code, organisation = settings.Organisation, nameLv = settings.NameLv, nameEn = settings.NameEn, dueOn = settings.DueOn }, cancellationToken);
            var after = (await reading.OneAsync(transaction, cycle.Id, code, cancellationToken))!;
            await transaction.CommitAsync(audit.Of("cycleTask.put", FormattableString.Invariant($"network/{command.Network}/cycle/{command.Number}/task/{code}"), before: before, after: after), cancellationToken);
            return (after, before is null);
        }
    }
}
