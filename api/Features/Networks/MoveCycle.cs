using System.Text.Json;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Networks;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Networks;

internal static class MoveCycle
{
    /// <summary>Move a cycle on</summary>
    /// <remarks>The coordinator does. The move is made when every guard of it is met; else the refusal names each that is not, and nothing changes. Send the ETag of the cycle as If-Match: of two who move it at the same time, one is refused.</remarks>
    /// <param name="code">Code of the network.</param>
    /// <param name="number">Number of the cycle.</param>
    /// <param name="move">Where to, and why.</param>
    /// <param name="ifMatch">The ETag of the cycle as you know it, or * for any state. Required.</param>
    /// <response code="200">The cycle where it stands now.</response>
    /// <response code="404">There is no such cycle that you may see.</response>
    /// <response code="409">The model has no such move from here, or some of its guards are not met; errors names them all.</response>
    /// <response code="412">The cycle is not as you know it.</response>
    /// <response code="428">If-Match is missing.</response>
    public static async Task<Ok<NetworkCycle>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code, [FromRoute(Name = "number")] int number, [FromBody] CycleMoveRequest move,
        [FromHeader(Name = "If-Match")] string? ifMatch, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Command(code, number, move, ifMatch), cancellationToken));
    }

    internal sealed record Command(string Network, int Number, CycleMoveRequest Move, string? IfMatch) : IRequest<NetworkCycle>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(command => command).Custom((command, context) =>
        {
            var findings = new FindingsOf<Command>(context);
            if (command.Move.To is null)
                findings.Add("/to", "required", "Say where to; GET .../moves tells where it may go.");
            NetworkText.CheckOptional("/reason", command.Move.Reason, NetworkText.LongestReason, findings.Add);
        });
    }

    internal sealed class Handler(Db db, CycleReading reading, CycleWriting writing, CycleModelReading models, CycleFactsReading facts, Caller caller, AuditTrail audit) : IRequestHandler<Command, NetworkCycle>
    {
        private const string MoveSql = """
            update network_cycle
            set state = @to, suspended_from = case when @to = 'suspended' then @from end, version = version + 1, changed_at = clock_timestamp()
            where cycle_id = @cycleId;

            insert into cycle_move (cycle_id, from_state, to_state, reason, moved_by)
            values (@cycleId, @from, @to, @reason, @actor)
            """;

        public async Task<NetworkCycle> Handle(Command command, CancellationToken cancellationToken)
        {
            var (to, reason) = (command.Move.To!, command.Move.Reason);
            var expected = VersionTag.Expected(command.IfMatch);
            await using var transaction = await db.BeginAsync(cancellationToken);
            var cycle = await writing.OfCoordinatorAsync(transaction, command.Network, command.Number, cancellationToken);
            if (expected is not null && !expected.Contains(cycle.Version))
                throw VersionTag.Stale(FormattableString.Invariant($"The cycle {command.Number}"), cycle.Version);
            var model = await models.OneAsync(cycle.ModelVersion, cancellationToken);
            if (model.Moves.All(move => move.To != to) && model.States.All(state => state.State != to))
                throw Findings.One("/to", "unknown-value", "The model has no such state.", to, [.. model.States.Select(state => state.State)]);
            var known = await facts.OfAsync(cycle.Id, model, transaction, cancellationToken);
            CheckOpen(CycleSteps.Between(model, cycle.State, to, known with { Reason = reason }), cycle.State, to, model);
            await transaction.ExecuteAsync(MoveSql, new { cycleId = cycle.Id, from = cycle.State, to, reason, actor = caller.Actor }, cancellationToken);
            var after = await reading.OneAsync(transaction, command.Network, command.Number, cancellationToken);
            await transaction.CommitAsync(
                audit.Of("cycle.move", FormattableString.Invariant($"network/{command.Network}/cycle/{command.Number}"), reason, before: new { state = cycle.State }, after: new { state = to }), cancellationToken);
            return after;
        }

        private static void CheckOpen(OpenMove? move, string from, string to, CycleModel model)
        {
            if (move is null)
                throw new ProblemException(ProblemTypes.Conflict, $"The cycle is {from}, and does not go to {to} from there.",
                    [new ProblemError(null, "/to", "no-such-move", "The model leads to other states from here.", to, [.. model.Moves.Where(open => open.From == from).Select(open => open.To)])]);
            if (!move.IsOpen)
                throw new ProblemException(ProblemTypes.Conflict, FormattableString.Invariant($"The move from {from} to {to} lacks {move.Unmet.Count} of {move.Needs.Count}; see errors."),
                    [.. move.Unmet.Select(guard => new ProblemError(null, "/to", JsonNamingPolicy.KebabCaseLower.ConvertName(guard.Guard), guard.Lacks, null, null))]);
        }
    }
}
