using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Networks;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Networks;

internal static class MoveCycleTask
{
    private const int LongestNote = 4000;

    /// <summary>Submit, accept or return a task</summary>
    /// <remarks>Whose task it is submits it, and once more when it was returned; the coordinator accepts or returns what was submitted. Send the version of the task as If-Match ("2"), or *.</remarks>
    /// <param name="code">Code of the network.</param>
    /// <param name="number">Number of the cycle.</param>
    /// <param name="task">Code of the task.</param>
    /// <param name="move">What becomes of it.</param>
    /// <param name="ifMatch">The version of the task as you know it, in quotation marks, or *. Required.</param>
    /// <response code="200">The task as it is now.</response>
    /// <response code="404">There is no such task that you may see.</response>
    /// <response code="409">The task is not where this leads on from, or whose it is has left.</response>
    /// <response code="412">The task is not as you know it.</response>
    /// <response code="428">If-Match is missing.</response>
    public static async Task<Ok<CycleTask>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code, [FromRoute(Name = "number")] int number, [FromRoute(Name = "task")] string task, [FromBody] CycleTaskMove move,
        [FromHeader(Name = "If-Match")] string? ifMatch, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Command(code, number, task, move, ifMatch), cancellationToken));
    }

    internal sealed record Command(string Network, int Number, string Code, CycleTaskMove Move, string? IfMatch) : IRequest<CycleTask>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(command => command).Custom((command, context) =>
        {
            var (findings, move) = (new FindingsOf<Command>(context), command.Move);
            NetworkText.CheckWord("/to", move.To, NetworkText.TaskStates[1..], findings.Add);
            NetworkText.CheckLines("/note", move.Note, LongestNote, findings.Add);
            NetworkText.CheckLink("/link", move.Link, findings.Add);
            if (move is { To: "returned", Note: null })
                findings.Add("/note", "required", "Whoever returns a task says why.");
            if (move is { Link: not null, To: not "submitted" })
                findings.Add("/link", "not-applicable", "Only what is submitted has an address.", move.Link);
        });
    }

    internal sealed class Handler(Db db, CycleTaskReading reading, CycleWriting writing, Caller caller, AuditTrail audit) : IRequestHandler<Command, CycleTask>
    {
        private const string MoveSql = """
            update cycle_task
            set state = @to, note = @note, link = coalesce(@link, link), moved_at = clock_timestamp(), moved_by = @actor, version = version + 1
            where cycle_id = @cycleId
              and code = @code
            """;

        public async Task<CycleTask> Handle(Command command, CancellationToken cancellationToken)
        {
            var (code, move, expected) = (command.Code, command.Move, VersionTag.Expected(command.IfMatch));
            await using var transaction = await db.BeginAsync(cancellationToken);
            var cycle = await writing.OfInsiderAsync(transaction, command.Network, command.Number, cancellationToken);
            var before = await reading.OneAsync(transaction, cycle.Id, code, cancellationToken) ?? throw NetworkSight.Nothing("task", code);
            if (move.To == "submitted" && before.Organisation is { } organisation)
                _ = await writing.OfMemberAsync(transaction, command.Network, command.Number, organisation, cancellationToken);
            else
                _ = await writing.OfCoordinatorAsync(transaction, command.Network, command.Number, cancellationToken);
            if (expected is not null && !expected.Contains(before.Version))
                throw VersionTag.Stale($"The task '{code}'", before.Version);
            if (!LeadsOn(before.State, move.To!))
                throw new ProblemException(ProblemTypes.Conflict, $"The task is {before.State}, and cannot be {move.To}.");
            await transaction.ExecuteAsync(MoveSql, new { cycleId = cycle.Id, code, to = move.To, note = move.Note, link = move.Link, actor = caller.Actor }, cancellationToken);
            var after = (await reading.OneAsync(transaction, cycle.Id, code, cancellationToken))!;
            await transaction.CommitAsync(audit.Of("cycleTask.move", FormattableString.Invariant($"network/{command.Network}/cycle/{command.Number}/task/{code}"), move.Note, before, after), cancellationToken);
            return after;
        }

        private static bool LeadsOn(string from, string to) => (from, to) is ("open" or "returned", "submitted") or ("submitted", "accepted" or "returned");
    }
}
