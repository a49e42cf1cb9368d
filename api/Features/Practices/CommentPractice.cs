using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Practices;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Practices;

internal static class CommentPractice
{
    /// <summary>Comment on a practice</summary>
    /// <remarks>A question to its keeper, or what was learned of it elsewhere. Everybody who sees the practice sees the comment, and not who wrote it.</remarks>
    /// <param name="id">Number of the practice.</param>
    /// <param name="settings">The words.</param>
    /// <param name="idempotencyKey">Identifies this request, so that it can be repeated safely: a text of the sender's own, at most 200 characters. Required.</param>
    /// <response code="201">The comment.</response>
    /// <response code="404">There is no practice of this number that you may see.</response>
    /// <response code="422">The Idempotency-Key was used for another request.</response>
    public static async Task<Created<PracticeComment>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, [FromBody] PracticeCommentSettings settings, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var comment = await mediator.Send(new Command(id, settings, idempotencyKey, Language.Of(http)), cancellationToken);
        return TypedResults.Created(FormattableString.Invariant($"/v1/practices/{id}/comments"), comment);
    }

    internal sealed record Command(long Id, PracticeCommentSettings Settings, string? IdempotencyKey, string Language) : IRequest<PracticeComment>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(command => command).Custom((command, context) =>
        {
            var (findings, ofKey) = (new Findings(), new FindingsOf<Command>(context));
            TextRules.Require("/text", command.Settings.Text, PracticeRules.LongestComment, findings);
            IdempotencyKey.Check(command.IdempotencyKey, ofKey.Add);
            ofKey.AddAll(findings);
        });
    }

    internal sealed class Handler(Db db, PracticeReading practices, Caller caller, AuditTrail audit) : IRequestHandler<Command, PracticeComment>
    {
        private const string LockSql = "select pg_advisory_xact_lock(hashtext('benchlearning.practice_comment'), hashtext(@actor))::text";

        private const string BeforeSql = "select c.practice_comment_id as id, c.request_hash from practice_comment c where c.written_by = @actor and c.idempotency_key = @idempotencyKey";

        private const string InsertSql = """
            insert into practice_comment (practice_id, words, written_by, idempotency_key, request_hash)
            values (@id, @words, @actor, @idempotencyKey, @hash)
            returning practice_comment_id
            """;

        private const string OneSql = "select c.practice_comment_id as id, c.words, c.written_at, c.written_by, c.removed_at from practice_comment c where c.practice_comment_id = @number";

        public async Task<PracticeComment> Handle(Command command, CancellationToken cancellationToken)
        {
            _ = await practices.RowAsync(command.Id, command.Language, cancellationToken);
            var values = new
            {
                id = command.Id, words = command.Settings.Text, actor = caller.Actor, idempotencyKey = command.IdempotencyKey,
                hash = AccessRules.HashOf("comment", command.Id, command.Settings.Text),
            };
            await using var transaction = await db.BeginAsync(cancellationToken);
            _ = await transaction.QueryAsync<string>(LockSql, new { actor = caller.Actor }, cancellationToken);
            var before = AccessWriting.Repeated(await transaction.QueryAsync<MadeBefore>(BeforeSql, values, cancellationToken), values.hash, "comment");
            var number = before ?? (await transaction.QueryAsync<long>(InsertSql, values, cancellationToken))[0];
            var row = (await transaction.QueryAsync<ListPracticeComments.CommentRow>(OneSql, new { number }, cancellationToken))[0];
            if (before is null)
                await transaction.CommitAsync(audit.Of("practice.comment", FormattableString.Invariant($"practice/{command.Id}/comment/{number}"), after: command.Settings), cancellationToken);
            return row.ToContract(caller.Actor);
        }
    }
}
