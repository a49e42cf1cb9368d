using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Practices;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Practices;

internal static class MarkPractice
{
    /// <summary>Find a practice useful</summary>
    /// <remarks>Once for each who marks it; marking it again changes nothing.</remarks>
    /// <param name="id">Number of the practice.</param>
    /// <response code="200">It is marked.</response>
    /// <response code="404">There is no practice of this number that you may see.</response>
    public static async Task<Ok<PracticeUsefulness>> HandleAsync(HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Command(id, Language.Of(http)), cancellationToken));
    }

    internal sealed record Command(long Id, string Language) : IRequest<PracticeUsefulness>;

    internal sealed class Handler(Db db, PracticeReading practices, Caller caller, AuditTrail audit) : IRequestHandler<Command, PracticeUsefulness>
    {
        private const string Sql = "insert into practice_useful (practice_id, marked_by) values (@id, @actor) on conflict do nothing";

        private const string CountSql = "select count(*)::integer from practice_useful u where u.practice_id = @id";

        public async Task<PracticeUsefulness> Handle(Command command, CancellationToken cancellationToken)
        {
            _ = await practices.RowAsync(command.Id, command.Language, cancellationToken);
            await using var transaction = await db.BeginAsync(cancellationToken);
            var changed = await transaction.ExecuteAsync(Sql, new { id = command.Id, actor = caller.Actor }, cancellationToken);
            var count = (await transaction.QueryAsync<int>(CountSql, new { id = command.Id }, cancellationToken))[0];
            if (changed > 0)
                await transaction.CommitAsync(audit.Of("practice.mark", FormattableString.Invariant($"practice/{command.Id}")), cancellationToken);
            return new PracticeUsefulness(count, true);
        }
    }
}
