using Benchlearning.Api.Platform.Formats;
using Benchlearning.Contracts.V1.Access;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Access;

internal static class GetRoleGrant
{
    /// <summary>Get a role that was granted</summary>
    /// <remarks>Who holds it, for what, since when and why, and, if it was taken back, why.</remarks>
    /// <param name="id">Number of the grant.</param>
    /// <response code="200">The role.</response>
    /// <response code="404">There is no role grant of this number.</response>
    public static async Task<Ok<RoleGrant>> HandleAsync(HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var found = await mediator.Send(new Query(id), cancellationToken);
        return TypedResults.Ok(found);
    }

    internal sealed record Query(long Id) : IRequest<RoleGrant>;

    internal sealed class Handler(GrantReading reading) : IRequestHandler<Query, RoleGrant>
    {
        public Task<RoleGrant> Handle(Query query, CancellationToken cancellationToken) => reading.OneAsync(query.Id, cancellationToken);
    }
}
