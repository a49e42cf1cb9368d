using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.Time;
using Benchlearning.Contracts.V1.Practices;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Practices;

internal static class MovePractice
{
    /// <summary>Move a practice on</summary>
    /// <remarks>
    /// Its keeper submits it, withdraws it, confirms that it holds (once in three years at least), and reopens it when it was retired; the association's reviewers start the review, send it back
    /// with a reason, publish it, and ask for an update; either retires it. What leads on from its state, and what that lacks, GET .../moves tells.
    /// </remarks>
    /// <param name="id">Number of the practice.</param>
    /// <param name="request">Which move, and why.</param>
    /// <param name="ifMatch">The ETag of the practice as you know it, or * for any state.</param>
    /// <response code="200">The practice, moved on.</response>
    /// <response code="404">There is no practice of this number that you may see.</response>
    /// <response code="409">The move is not open in its state, or lacks something; everything that it lacks is named.</response>
    /// <response code="412">The practice is not as you know it.</response>
    /// <response code="428">If-Match is missing.</response>
    public static async Task<Ok<Practice>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, [FromBody] PracticeMoveRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Command(id, request, ifMatch, Language.Of(http)), cancellationToken));
    }

    internal sealed record Command(long Id, PracticeMoveRequest Request, string? IfMatch, string Language) : IRequest<Practice>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(command => command).Custom((command, context) =>
        {
            var findings = new Findings();
            PracticeLife.Cycle.Check(command.Request.Move, command.Request.Reason, findings);
            new FindingsOf<Command>(context).AddAll(findings);
        });
    }

    internal sealed class Handler(Db db, PracticeReading reading, CatalogueWatch watch, Caller caller, AuditTrail audit, TimeProvider time) : IRequestHandler<Command, Practice>
    {
        private const string UpdateSql = """
            update practice
            set state = @state, version = version + 1, changed_at = clock_timestamp(),
                published_at = case when @isConfirmed then coalesce(published_at, clock_timestamp()) else published_at end,
                confirmed_on = case when @isConfirmed then @today else confirmed_on end
            where practice_id = @id
              and version = @version
            """;

        public async Task<Practice> Handle(Command command, CancellationToken cancellationToken)
        {
            var (id, request) = (command.Id, command.Request);
            await using var transaction = await db.BeginAsync(cancellationToken);
            await PracticeWriting.LockAsync(transaction, id, cancellationToken);
            var row = await reading.RowAsync(id, command.Language, cancellationToken);
            AccessWriting.CheckVersion(command.IfMatch, row.Version, FormattableString.Invariant($"The practice {id}"));
            var move = PracticeLife.Cycle.Require(request.Move!, row.State);
            PracticeKeeper.Demand(move, caller, await reading.IsKeeperAsync(row, cancellationToken), "The practice");
            PracticeLife.Cycle.RefuseLacking(move.Code, PracticeLife.Lacking(move, await reading.FactsAsync(row, cancellationToken)));
            var state = move.Target(row.State);
            if (await transaction.ExecuteAsync(UpdateSql, new { id, version = row.Version, state, isConfirmed = state == PracticeLife.Published, today = Riga.Today(time) }, cancellationToken) == 0)
                throw VersionTag.Stale(FormattableString.Invariant($"The practice {id}"), row.Version + 1);
            await PracticeWriting.RecordAsync(transaction, id, move.Code, row.State, state, request.Reason, caller.Actor, cancellationToken);
            await PracticeWriting.IndexAsync(transaction, id, watch.Current, cancellationToken);
            await transaction.CommitAsync(audit.Of("practice.move", FormattableString.Invariant($"practice/{id}"), request.Reason, before: new { row.State }, after: new { move = move.Code, state }), cancellationToken);
            return await reading.OneAsync(id, command.Language, cancellationToken);
        }
    }
}
