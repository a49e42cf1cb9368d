using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Contracts.V1.Networks;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Networks;

internal static class ListCycleMoves
{
    /// <summary>Say where a cycle may go, and where it was</summary>
    /// <remarks>
    /// Every move that leads on from where the cycle stands, with all that it still lacks, and every move that was made: who, when, from, to and why. What moves lack is told to the network;
    /// others who see the cycle are told the moves that were made.
    /// </remarks>
    /// <param name="code">Code of the network.</param>
    /// <param name="number">Number of the cycle.</param>
    /// <response code="200">The moves.</response>
    /// <response code="404">There is no such cycle that you may see.</response>
    public static async Task<Ok<CycleMoves>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code, [FromRoute(Name = "number")] int number, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(code, number), cancellationToken));
    }

    internal sealed record Query(string Network, int Number) : IRequest<CycleMoves>;

    internal sealed class Handler(Db db, CycleReading cycles, CycleModelReading models, CycleFactsReading facts, Caller caller) : IRequestHandler<Query, CycleMoves>
    {
        private const string MadeSql = """
            select m.from_state, m.to_state, m.reason, m.moved_at, m.moved_by
            from cycle_move m
            where m.cycle_id = @cycleId
            order by m.cycle_move_id
            """;

        public async Task<CycleMoves> Handle(Query query, CancellationToken cancellationToken)
        {
            var cycle = await cycles.KnownAsync(query.Network, query.Number, cancellationToken);
            var model = await models.OneAsync(cycle.ModelVersion, cancellationToken);
            var made = await db.QueryAsync<MoveRow>(MadeSql, new { cycleId = cycle.Id }, caller.Reach, cancellationToken);
            var open = NetworkSight.IsInside(caller, cycle.NetworkId) ? CycleSteps.From(model, cycle.State, await facts.OfAsync(cycle.Id, model, null, cancellationToken)) : [];
            return new CycleMoves(query.Network, query.Number, cycle.State, cycle.ModelVersion, open,
                made.ConvertAll(move => new MadeCycleMove(move.FromState, move.ToState, move.Reason, new DateTimeOffset(move.MovedAt), move.MovedBy)));
        }

        private sealed record MoveRow(string FromState, string ToState, string? Reason, DateTime MovedAt, string MovedBy);
    }
}
