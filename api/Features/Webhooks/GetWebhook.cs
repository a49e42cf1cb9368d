using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Webhooks;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Webhooks;

internal static class GetWebhook
{
    /// <summary>Get a webhook</summary>
    /// <remarks>Its settings and state, without its secret. Send the ETag as If-Match to change it.</remarks>
    /// <param name="id">Number of the webhook.</param>
    /// <response code="200">The webhook.</response>
    /// <response code="404">There is no webhook of this number.</response>
    public static async Task<Ok<Webhook>> HandleAsync(HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var webhook = await mediator.Send(new Query(id), cancellationToken);
        VersionTag.Tell(http, webhook.Version);
        return TypedResults.Ok(webhook);
    }

    internal sealed record Query(long Id) : IRequest<Webhook>;

    internal sealed class Handler(WebhookReading reading) : IRequestHandler<Query, Webhook>
    {
        public Task<Webhook> Handle(Query query, CancellationToken cancellationToken) => reading.OneAsync(query.Id, cancellationToken);
    }
}
