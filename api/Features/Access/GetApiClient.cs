using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Access;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Access;

internal static class GetApiClient
{
    /// <summary>Get a client</summary>
    /// <remarks>Send the ETag as If-Match to change or disable it.</remarks>
    /// <param name="id">Number of the client.</param>
    /// <response code="200">The client.</response>
    /// <response code="404">There is no client of this number.</response>
    public static async Task<Ok<ApiClient>> HandleAsync(HttpContext http, IMediator mediator, [FromRoute(Name = "id")] int id, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var found = await mediator.Send(new Query(id), cancellationToken);
        VersionTag.Tell(http, found.Version);
        return TypedResults.Ok(found);
    }

    internal sealed record Query(int Id) : IRequest<ApiClient>;

    internal sealed class Handler(ClientReading reading) : IRequestHandler<Query, ApiClient>
    {
        public Task<ApiClient> Handle(Query query, CancellationToken cancellationToken) => reading.ClientAsync(query.Id, cancellationToken);
    }
}
