using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Networks;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Networks;

internal static class GetCycle
{
    /// <summary>Get a cycle</summary>
    /// <remarks>Where it stands, its members and people, and by when it should meet again. Send the ETag as If-Match to change it or to move it on.</remarks>
    /// <param name="code">Code of the network.</param>
    /// <param name="number">Number of the cycle.</param>
    /// <response code="200">The cycle.</response>
    /// <response code="404">There is no such cycle that you may see.</response>
    public static async Task<Ok<NetworkCycle>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code, [FromRoute(Name = "number")] int number, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var found = await mediator.Send(new Query(code, number), cancellationToken);
        VersionTag.Tell(http, found.Version);
        return TypedResults.Ok(found);
    }

    internal sealed record Query(string Network, int Number) : IRequest<NetworkCycle>;

    internal sealed class Handler(CycleReading reading) : IRequestHandler<Query, NetworkCycle>
    {
        public async Task<NetworkCycle> Handle(Query query, CancellationToken cancellationToken) =>
            (await reading.ListAsync(query.Network, query.Number, null, 1, cancellationToken)).FirstOrDefault() ?? throw NetworkSight.NoCycle(query.Network, query.Number);
    }
}
