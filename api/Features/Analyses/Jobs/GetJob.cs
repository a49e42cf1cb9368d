using Benchlearning.Api.Platform.Formats;
using Benchlearning.Contracts.V1.Jobs;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Analyses.Jobs;

internal static class GetJob
{
    /// <summary>Get a job</summary>
    /// <remarks>
    /// Whether it waits, runs or has ended, how far it is, and where its answer is. A method of analysis that is asked with the header Prefer: respond-async
    /// answers at once with a job. Whose it is may read it; of a job that was asked for without a key, whoever knows its id.
    /// </remarks>
    /// <param name="id">Id of the job.</param>
    /// <response code="200">The job.</response>
    /// <response code="404">There is no job of this id, or it is somebody else's.</response>
    public static async Task<Ok<Job>> HandleAsync(HttpContext http, IMediator mediator, [FromRoute(Name = "id")] string id, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(id), cancellationToken));
    }

    internal sealed record Query(string Id) : IRequest<Job>;

    internal sealed class Handler(JobReading reading) : IRequestHandler<Query, Job>
    {
        public Task<Job> Handle(Query query, CancellationToken cancellationToken) => reading.OneAsync(query.Id, cancellationToken);
    }
}
