using Benchlearning.Api.Platform.Auth;
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
    /// <remarks>What it is about, its members and those that left. A network is seen by its members, its coordinator and experts, analysts and administrators, and where it is public by whoever may come in. Administrators send the ETag as If-Match to change it.</remarks>
    /// <param name="code">Code of the network.</param>
    /// <response code="200">The network.</response>
    /// <response code="404">There is no network of this code that you may see.</response>
    public static async Task<Ok<AccessNetwork>> HandleAsync(HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var found = await mediator.Send(new Query(code), cancellationToken);
        VersionTag.Tell(http, found.Version);
        return TypedResults.Ok(found);
    }

    internal sealed record Query(string Code) : IRequest<AccessNetwork>;

    internal sealed class Handler(AccessReading reading, Caller caller) : IRequestHandler<Query, AccessNetwork>
    {
        public async Task<AccessNetwork> Handle(Query query, CancellationToken cancellationToken) =>
            await reading.NetworkAsync(query.Code, AccessReading.SeenBy(caller.Reach), cancellationToken) ?? throw AccessReading.NoNetwork(query.Code);
    }
}
