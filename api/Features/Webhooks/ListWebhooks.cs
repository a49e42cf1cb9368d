using Benchlearning.Api.Platform.Formats;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Webhooks;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Benchlearning.Api.Features.Webhooks;

internal static class ListWebhooks
{
    /// <summary>List the webhooks</summary>
    /// <remarks>All of them in the order in which they were made, without their secrets. There is one page: how many there may be is published at /v1/config.</remarks>
    /// <response code="200">The webhooks.</response>
    public static async Task<Ok<Page<Webhook>>> HandleAsync(HttpContext http, IMediator mediator, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(), cancellationToken));
    }

    internal sealed record Query : IRequest<Page<Webhook>>;

    internal sealed class Handler(WebhookReading reading) : IRequestHandler<Query, Page<Webhook>>
    {
        public async Task<Page<Webhook>> Handle(Query query, CancellationToken cancellationToken) => new(await reading.ListAsync(cancellationToken), null);
    }
}
