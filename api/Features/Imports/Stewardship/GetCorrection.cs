using Benchlearning.Api.Platform.Formats;
using Benchlearning.Contracts.V1.Stewardship;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Imports.Stewardship;

internal static class GetCorrection
{
    /// <summary>Get a correction</summary>
    /// <remarks>With what the source says beside it.</remarks>
    /// <param name="id">Number of the correction.</param>
    /// <response code="200">The correction.</response>
    /// <response code="404">There is no correction of this number.</response>
    public static async Task<Ok<Correction>> HandleAsync(HttpContext http, IMediator mediator, [FromRoute(Name = "id")] int id, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(id), cancellationToken));
    }

    internal sealed record Query(int Id) : IRequest<Correction>;

    internal sealed class Handler(CorrectionReading reading) : IRequestHandler<Query, Correction>
    {
        public Task<Correction> Handle(Query query, CancellationToken cancellationToken) => reading.OneAsync(query.Id, cancellationToken);
    }
}
