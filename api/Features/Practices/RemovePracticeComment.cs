using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Practices;

internal static class RemovePracticeComment
{
    /// <summary>Remove a comment</summary>
    /// <remarks>The words go, and that there was a comment stays. Who wrote it may, and the association's reviewers.</remarks>
    /// <param name="id">Number of the comment.</param>
    /// <response code="204">The comment is removed.</response>
    /// <response code="404">There is no comment of this number, it was removed before, or it is somebody else's.</response>
    public static async Task<NoContent> HandleAsync(HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        await mediator.Send(new Command(id), cancellationToken);
        return TypedResults.NoContent();
    }

    internal sealed record Command(long Id) : IRequest;

    internal sealed class Handler(Db db, Caller caller, AuditTrail audit) : IRequestHandler<Command, Unit>
    {
        private const string Sql = """
            update practice_comment
            set words = null, removed_at = clock_timestamp(), removed_by = @actor
            where practice_comment_id = @id
              and removed_at is null
              and (written_by = @actor or @isReviewer)
            returning practice_id
            """;

        public async Task<Unit> Handle(Command command, CancellationToken cancellationToken)
        {
            await using var transaction = await db.BeginAsync(cancellationToken);
            var removed = await transaction.QueryAsync<long>(Sql, new { id = command.Id, actor = caller.Actor, isReviewer = caller.May(Permission.ReviewPractices) }, cancellationToken);
            if (removed is not [var practice])
                throw new ProblemException(ProblemTypes.NotFound, FormattableString.Invariant($"There is no comment {command.Id} that you may remove."));
            await transaction.CommitAsync(audit.Of("practice.uncomment", FormattableString.Invariant($"practice/{practice}/comment/{command.Id}")), cancellationToken);
            return Unit.Value;
        }
    }
}
