using Benchlearning.Api.Platform.Errors;
using Benchlearning.Contracts.V1.Imports;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Imports;

internal static class GetImport
{
    /// <summary>Get an import and how far it is</summary>
    /// <remarks>The status resource of an upload: stage, rows, counts, and the number of findings by rule.</remarks>
    /// <param name="id">Number of the import.</param>
    /// <response code="200">The import.</response>
    /// <response code="404">There is no import of this number.</response>
    public static async Task<Ok<Import>> HandleAsync(HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, CancellationToken cancellationToken)
    {
        http.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.Ok(await mediator.Send(new Query(id), cancellationToken));
    }

    internal sealed record Query(long Id) : IRequest<Import>;

    internal sealed class Handler(ImportReading reading) : IRequestHandler<Query, Import>
    {
        public async Task<Import> Handle(Query query, CancellationToken cancellationToken) =>
            await reading.OneAsync(query.Id, cancellationToken) ?? throw NotFound(query.Id);
    }

    /// <summary>404 for a number that no import bears.</summary>
    internal static ProblemException NotFound(long id) => new(ProblemTypes.NotFound, $"There is no import {id}; GET /v1/imports lists them.");
}
