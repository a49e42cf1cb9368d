using Benchlearning.Api.Features.Access;
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

internal static class CommentOnMinutes
{
    private const int LongestComment = 4000;

    /// <summary>Comment on circulated minutes</summary>
    /// <remarks>Whoever belongs to the network may, while they are circulated.</remarks>
    /// <param name="code">Code of the network.</param>
    /// <param name="number">Number of the cycle.</param>
    /// <param name="meeting">Code of the meeting.</param>
    /// <param name="minutes">Number of the minutes.</param>
    /// <param name="commenting">What is said.</param>
    /// <param name="idempotencyKey">Identifies this request, so that it can be repeated safely: a text of the sender's own, at most 200 characters. Required.</param>
    /// <response code="201">The minutes with the comment.</response>
    /// <response code="404">There are no such minutes that you may see.</response>
    /// <response code="409">The minutes are not circulated, or nothing is written to the cycle any more.</response>
    /// <response code="422">The Idempotency-Key was used for another request.</response>
    public static async Task<Created<MeetingMinutes>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code, [FromRoute(Name = "number")] int number, [FromRoute(Name = "meeting")] string meeting,
        [FromRoute(Name = "minutes")] int minutes, [FromBody] MinutesCommenting commenting, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var found = await mediator.Send(new Command(code, number, meeting, minutes, commenting, idempotencyKey), cancellationToken);
        return TypedResults.Created(FormattableString.Invariant($"/v1/networks/{code}/cycles/{number}/meetings/{meeting}/minutes"), found);
    }

    internal sealed record Command(string Network, int Number, string Meeting, int Minutes, MinutesCommenting Commenting, string? IdempotencyKey) : IRequest<MeetingMinutes>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(command => command).Custom((command, context) =>
        {
            var findings = new FindingsOf<Command>(context);
            if (command.Commenting.Text is null)
                findings.Add("/text", "required", "Say something.");
            NetworkText.CheckLines("/text", command.Commenting.Text, LongestComment, findings.Add);
            IdempotencyKey.Check(command.IdempotencyKey, findings.Add);
        });
    }

    internal sealed class Handler(Db db, CycleWriting writing, Caller caller, AuditTrail audit) : IRequestHandler<Command, MeetingMinutes>
    {
        private const string BeforeSql = "select c.minutes_comment_id as id, c.request_hash from minutes_comment c where c.commented_by = @actor and c.idempotency_key = @idempotencyKey";

        private const string InsertSql = """
            insert into minutes_comment (minutes_id, text, commented_by, idempotency_key, request_hash)
            values (@minutesId, @text, @actor, @idempotencyKey, @hash)
            """;

        public async Task<MeetingMinutes> Handle(Command command, CancellationToken cancellationToken)
        {
            var subject = FormattableString.Invariant($"network/{command.Network}/cycle/{command.Number}/meeting/{command.Meeting}/minutes/{command.Minutes}");
            await using var transaction = await db.BeginAsync(cancellationToken);
            var cycle = await writing.OfInsiderAsync(transaction, command.Network, command.Number, cancellationToken);
            var (minutes, minutesId) = await MinutesReading.OneAsync(transaction, cycle.Id, command.Meeting, command.Minutes, cancellationToken) ?? throw NetworkSight.Nothing("minutes of", command.Meeting);
            var values = new { minutesId, text = command.Commenting.Text, actor = caller.Actor, idempotencyKey = command.IdempotencyKey, hash = AccessRules.HashOf(subject, command.Commenting.Text) };
            if (AccessWriting.Repeated(await transaction.QueryAsync<MadeBefore>(BeforeSql, values, cancellationToken), values.hash, "comment") is not null)
                return minutes;
            if (minutes.State == "draft" && !NetworkSight.Coordinates(caller, command.Network))
                throw NetworkSight.Nothing("minutes of", command.Meeting);
            if (minutes.State != "circulated")
                throw new ProblemException(ProblemTypes.Conflict, $"The minutes are {minutes.State}: they are commented on while they are circulated.");
            await transaction.ExecuteAsync(InsertSql, values, cancellationToken);
            var (after, _) = (await MinutesReading.OneAsync(transaction, cycle.Id, command.Meeting, command.Minutes, cancellationToken))!.Value;
            await transaction.CommitAsync(audit.Of("minutes.comment", subject, after: new { command.Commenting.Text }), cancellationToken);
            return after;
        }
    }
}
