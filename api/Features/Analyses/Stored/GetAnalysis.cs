using Benchlearning.Api.Platform.Formats;
using Benchlearning.Contracts.V1.Analyses;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Analyses.Stored;

internal static class GetAnalysis
{
    /// <summary>Get a stored analysis</summary>
    /// <remarks>
    /// What was asked, by which method, of the figures of which instant, and the checksum of the answer; the answer itself is at result. Whoever sends the request
    /// to the method once more is answered the same. A private analysis is read by its owner and administrators; for everybody else it is not there.
    /// </remarks>
    /// <param name="id">Id of the analysis.</param>
    /// <response code="200">The analysis.</response>
    /// <response code="404">There is no analysis of this id, it was removed, or it is somebody else's.</response>
    public static async Task<Ok<StoredAnalysis>> HandleAsync(HttpContext http, IMediator mediator, [FromRoute(Name = "id")] string id, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(id), cancellationToken));
    }

    internal sealed record Query(string Id) : IRequest<StoredAnalysis>;

    internal sealed class Handler(StoredAnalysisReading reading) : IRequestHandler<Query, StoredAnalysis>
    {
        public Task<StoredAnalysis> Handle(Query query, CancellationToken cancellationToken) => reading.OneAsync(query.Id, cancellationToken);
    }
}
