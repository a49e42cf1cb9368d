using System.Security.Cryptography;
using System.Text;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.Resilience;
using Benchlearning.Contracts.V1.Webhooks;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Webhooks;

internal static class CreateWebhook
{
    /// <summary>Subscribe a receiver to changes</summary>
    /// <remarks>
    /// From now on the receiver is told that something changed, and where to read what, by messages signed as Standard Webhooks. The answer holds
    /// the secret of the signatures; it is shown in no other. The documentation (docs/webhooks.md) says what a receiver does with a message.
    /// </remarks>
    /// <param name="settings">Where messages are sent to, and what the receiver is told of.</param>
    /// <param name="idempotencyKey">Identifies this request, so that it can be repeated safely: a text of the sender's own, at most 200 characters. Required.</param>
    /// <response code="201">The webhook, and its secret.</response>
    /// <response code="422">The Idempotency-Key was used for another request, or there are as many webhooks as there may be.</response>
    public static async Task<Created<CreatedWebhook>> HandleAsync(
        HttpContext http, IMediator mediator, [FromBody] WebhookSettings settings, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var created = await mediator.Send(new Command(settings, idempotencyKey), cancellationToken);
        return TypedResults.Created($"/v1/webhooks/{created.Webhook.Id}", created);
    }

    internal sealed record Command(WebhookSettings Settings, string? IdempotencyKey) : IRequest<CreatedWebhook>
    {
        /// <summary>Everything that the request asks for.</summary>
        public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            string.Join('\n', "create", Settings.Url, string.Join(',', WebhookRules.KindsOf(Settings)), Settings.Description, Settings.Enabled ?? true))));
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(OutgoingTargets targets) => RuleFor(command => command).CustomAsync(async (command, context, cancellationToken) =>
        {
            var findings = new FindingsOf<Command>(context);
            await WebhookRules.CheckAsync(command.Settings, targets, findings.Add, cancellationToken);
            IdempotencyKey.Check(command.IdempotencyKey, findings.Add);
        });
    }

    internal sealed class Handler(Db db, WebhookReading reading, IOptions<ServiceOptions> options, AuditTrail audit) : IRequestHandler<Command, CreatedWebhook>
    {
        private const string LockSql = "select pg_advisory_xact_lock(hashtext('benchlearning.webhook'))::text";

        private const string InsertSql = """
            insert into webhook (url, kinds, description, state, position)
            select @url, @kinds, @description, case when @isEnabled then 'active' else 'paused' end, latest_change_number()
            where (select count(*) from webhook) < @most
            returning webhook_id
            """;

        public async Task<CreatedWebhook> Handle(Command command, CancellationToken cancellationToken)
        {
            var (settings, most) = (command.Settings, options.Value.Webhooks.MaximumWebhooks);
            await using var transaction = await db.BeginAsync(cancellationToken);
            _ = await transaction.QueryAsync<string>(LockSql, null, cancellationToken);
            if (await WebhookSecrets.KnownAsync(transaction, command.IdempotencyKey!, command.Hash, cancellationToken) is { } known)
                return new CreatedWebhook(await reading.OneAsync(known.WebhookId, cancellationToken), known.Secret);
            var made = await transaction.QueryAsync<long>(InsertSql, new
            {
                url = settings.Url, kinds = WebhookRules.KindsOf(settings), description = settings.Description, isEnabled = settings.Enabled ?? true, most,
            }, cancellationToken);
            if (made is not [var id])
                throw new ProblemException(ProblemTypes.Unprocessable, $"There are {most} webhooks already, and no more may be (published at /v1/config). Delete one that nobody needs.");
            var secret = await WebhookSecrets.AddAsync(transaction, id, command.IdempotencyKey!, command.Hash, cancellationToken);
            await transaction.CommitAsync(audit.Of("webhook.create", $"webhook/{id}", after: WebhookReading.Noted(settings)), cancellationToken);
            return new CreatedWebhook(await reading.OneAsync(id, cancellationToken), secret.Secret);
        }
    }
}
