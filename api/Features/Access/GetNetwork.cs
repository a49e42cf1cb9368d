using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Access;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Access;

internal static class GetNetwork
{
    /// <summary>Get a network</summary>
    /// <remarks>Its members and those that left. Send the ETag as If-Match to change it.</remarks>
    /// <param name="code">Code of the network.</param>
    /// <response code="200">The network.</response>
    /// <response code="404">There is no network of this code.</response>
    public static async Task<Ok<AccessNetwork>> HandleAsync(HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var found = await mediator.Send(new Query(code), cancellationToken);
        VersionTag.Tell(http, found.Version);
        return TypedResults.Ok(found);
    }

    internal sealed record Query(string Code) : IRequest<AccessNetwork>;

    internal sealed class Handler(AccessReading reading) : IRequestHandler<Query, AccessNetwork>
    {
        public async Task<AccessNetwork> Handle(Query query, CancellationToken cancellationToken) =>
            await reading.NetworkAsync(query.Code, cancellationToken) ?? throw AccessReading.NoNetwork(query.Code);
    }
}
