using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Webhooks;
using Dapper;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Webhooks;

internal static class TestWebhook
{
    /// <summary>Send a test message to a webhook</summary>
    /// <remarks>A message of type webhook.test, signed as any other, is sent once and at once, to a paused webhook too. It is not repeated and not listed among the deliveries.</remarks>
    /// <param name="id">Number of the webhook.</param>
    /// <param name="lang">Language of texts; wins over Accept-Language.</param>
    /// <response code="200">What became of it.</response>
    /// <response code="404">There is no webhook of this number.</response>
    public static async Task<Ok<WebhookAttempt>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Command(id, Language.Of(http)), cancellationToken));
    }

    internal sealed record Command(long Id, string Language) : IRequest<WebhookAttempt>;

    internal sealed class Handler(Db db, WebhookOutbox outbox, WebhookSender sender, WebhookMetrics metrics, TimeProvider time, AuditTrail audit) : IRequestHandler<Command, WebhookAttempt>
    {
        private const string Sql = """
            select w.url, w.kinds, latest_change_number() as latest,
                   array(select s.secret from webhook_secret s
                         where s.webhook_id = w.webhook_id and (s.signs_until is null or s.signs_until > clock_timestamp())
                         order by s.webhook_secret_id desc) as secrets
            from webhook w
            where w.webhook_id = @id
            """;

        public async Task<WebhookAttempt> Handle(Command command, CancellationToken cancellationToken)
        {
            var target = await db.FirstOrNullAsync<Target>(Sql, new { id = command.Id }, cancellationToken) ?? throw WebhookReading.NotFound(command.Id);
            var body = ChangeSummary.Body(ChangeSummary.Test, time.GetUtcNow(), new WebhookMessageData(outbox.AddressAfter(target.Kinds, target.Latest), target.Latest, target.Latest, []));
            var attempt = await sender.SendAsync(new OutgoingMessage($"msg_{Guid.NewGuid():N}", target.Url, target.Secrets, body), cancellationToken);
            metrics.Count(attempt);
            await using var transaction = await db.BeginAsync(cancellationToken);
            await transaction.CommitAsync(audit.Of("webhook.test", $"webhook/{command.Id}", after: new { attempt.Outcome, attempt.Status }), cancellationToken);
            return attempt.ToContract(command.Language);
        }

        [method: ExplicitConstructor]
        private sealed record Target(string Url, string[] Kinds, long Latest, string[] Secrets);
    }
}
