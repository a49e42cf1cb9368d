using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Webhooks;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Webhooks;

internal static class RotateWebhookSecret
{
    private const int MostSecrets = 5;

    /// <summary>Make a new secret for a webhook</summary>
    /// <remarks>
    /// For 24 hours messages carry two signatures, of the new secret and of the earlier one, so that the receiver can change over without losing any.
    /// The answer holds the new secret; it is shown in no other.
    /// </remarks>
    /// <param name="id">Number of the webhook.</param>
    /// <param name="idempotencyKey">Identifies this request, so that it can be repeated safely: a text of the sender's own, at most 200 characters. Required.</param>
    /// <response code="201">The new secret.</response>
    /// <response code="404">There is no webhook of this number.</response>
    /// <response code="409">Five secrets sign already; wait until the first of them has run out.</response>
    /// <response code="422">The Idempotency-Key was used for another request.</response>
    public static async Task<Created<WebhookSecret>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Created($"/v1/webhooks/{id}", await mediator.Send(new Command(id, idempotencyKey), cancellationToken));
    }

    internal sealed record Command(long Id, string? IdempotencyKey) : IRequest<WebhookSecret>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(command => command).Custom((command, context) => IdempotencyKey.Check(command.IdempotencyKey, new FindingsOf<Command>(context).Add));
    }

    internal sealed class Handler(Db db, AuditTrail audit) : IRequestHandler<Command, WebhookSecret>
    {
        /// <summary>The lock keeps two rotations of a webhook apart.</summary>
        private const string LockSql = "select webhook_id from webhook where webhook_id = @id for update";

        private const string SigningSql = "select count(*)::integer from webhook_secret where webhook_id = @id and (signs_until is null or signs_until > clock_timestamp())";

        public async Task<WebhookSecret> Handle(Command command, CancellationToken cancellationToken)
        {
            await using var transaction = await db.BeginAsync(cancellationToken);
            if (await transaction.QueryAsync<long>(LockSql, new { id = command.Id }, cancellationToken) is [])
                throw WebhookReading.NotFound(command.Id);
            var request = $"rotate {command.Id}";
            var secret = await WebhookSecrets.KnownAsync(transaction, command.IdempotencyKey!, request, cancellationToken);
            if (secret is null)
            {
                if ((await transaction.QueryAsync<int>(SigningSql, new { id = command.Id }, cancellationToken))[0] >= MostSecrets)
                    throw new ProblemException(ProblemTypes.Conflict, $"{MostSecrets} secrets of this webhook sign already; the first of them runs out 24 hours after it was replaced.");
                secret = await WebhookSecrets.AddAsync(transaction, command.Id, command.IdempotencyKey!, request, cancellationToken);
                await transaction.CommitAsync(audit.Of("webhook.rotateSecret", $"webhook/{command.Id}"), cancellationToken);
            }
            return new WebhookSecret(secret.Secret, new DateTimeOffset(secret.EarlierSignUntil));
        }
    }
}
