using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Access;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Access;

internal static class GetOrganisation
{
    /// <summary>Get an organisation</summary>
    /// <remarks>Send the ETag as If-Match to change it.</remarks>
    /// <param name="code">Code of the organisation.</param>
    /// <response code="200">The organisation.</response>
    /// <response code="404">There is no organisation of this code.</response>
    public static async Task<Ok<Organisation>> HandleAsync(HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var found = await mediator.Send(new Query(code), cancellationToken);
        VersionTag.Tell(http, found.Version);
        return TypedResults.Ok(found);
    }

    internal sealed record Query(string Code) : IRequest<Organisation>;

    internal sealed class Handler(AccessReading reading) : IRequestHandler<Query, Organisation>
    {
        public async Task<Organisation> Handle(Query query, CancellationToken cancellationToken) =>
            await reading.OrganisationAsync(query.Code, cancellationToken) ?? throw AccessReading.NoOrganisation(query.Code);
    }
}
