using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Webhooks;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Webhooks;

internal static class RetryWebhookDelivery
{
    /// <summary>Send a parked message again</summary>
    /// <remarks>The message that was given up is on its way again, at once and for another 24 hours. One that waits for its next attempt is sent now.</remarks>
    /// <param name="id">Number of the webhook.</param>
    /// <param name="deliveryId">The webhook-id of the message.</param>
    /// <param name="lang">Language of texts; wins over Accept-Language.</param>
    /// <response code="202">The message is on its way; Location is where its webhook's messages are listed.</response>
    /// <response code="404">There is no webhook of this number, or no such message to it.</response>
    /// <response code="409">The message was delivered.</response>
    public static async Task<Accepted<WebhookDelivery>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, [FromRoute(Name = "deliveryId")] string deliveryId,
        [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Accepted($"/v1/webhooks/{id}/deliveries", await mediator.Send(new Command(id, deliveryId, Language.Of(http)), cancellationToken));
    }

    internal sealed record Command(long Id, string DeliveryId, string Language) : IRequest<WebhookDelivery>;

    internal sealed class Handler(Db db, WebhookReading reading, WebhookSignal signal, AuditTrail audit) : IRequestHandler<Command, WebhookDelivery>
    {
        private const string Sql = """
            update webhook_delivery
            set state = 'pending', next_attempt_at = clock_timestamp(), tries_until = clock_timestamp() + interval '24 hours'
            where webhook_id = @id and message_id = @deliveryId and state <> 'delivered'
            """;

        public async Task<WebhookDelivery> Handle(Command command, CancellationToken cancellationToken)
        {
            var webhook = await reading.OneAsync(command.Id, cancellationToken);
            await using var transaction = await db.BeginAsync(cancellationToken);
            var isOnItsWay = await transaction.ExecuteAsync(Sql, new { id = webhook.Id, deliveryId = command.DeliveryId }, cancellationToken) == 1;
            if (isOnItsWay)
                await transaction.CommitAsync(audit.Of("webhook.retry", $"webhook/{webhook.Id}/delivery/{command.DeliveryId}"), cancellationToken);
            signal.Wake();
            if (await reading.DeliveriesAsync(webhook.Id, command.DeliveryId, state: null, before: null, 1, command.Language, cancellationToken) is not [var (_, delivery)])
                throw new ProblemException(ProblemTypes.NotFound, $"No message '{Excerpt.Of(command.DeliveryId)}' went to webhook {webhook.Id}; GET /v1/webhooks/{webhook.Id}/deliveries lists those that did.");
            return isOnItsWay ? delivery : throw new ProblemException(ProblemTypes.Conflict, "The message was delivered; it is not sent again.");
        }
    }
}
