using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Formats;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Webhooks;

internal static class DeleteWebhook
{
    /// <summary>Delete a webhook</summary>
    /// <remarks>Nothing more is sent, but for a message that is on its way just now. Its secrets and its deliveries are forgotten.</remarks>
    /// <param name="id">Number of the webhook.</param>
    /// <response code="204">The webhook is deleted.</response>
    /// <response code="404">There is no webhook of this number.</response>
    public static async Task<NoContent> HandleAsync(HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        await mediator.Send(new Command(id), cancellationToken);
        return TypedResults.NoContent();
    }

    internal sealed record Command(long Id) : IRequest;

    internal sealed class Handler(Db db, WebhookReading reading, AuditTrail audit) : IRequestHandler<Command, Unit>
    {
        private const string Sql = "delete from webhook where webhook_id = @id";

        public async Task<Unit> Handle(Command command, CancellationToken cancellationToken)
        {
            var known = await reading.OneAsync(command.Id, cancellationToken);
            await using var transaction = await db.BeginAsync(cancellationToken);
            if (await transaction.ExecuteAsync(Sql, new { id = command.Id }, cancellationToken) == 0)
                throw WebhookReading.NotFound(command.Id);
            await transaction.CommitAsync(audit.Of("webhook.delete", $"webhook/{command.Id}", before: WebhookReading.Noted(known)), cancellationToken);
            return Unit.Value;
        }
    }
}
