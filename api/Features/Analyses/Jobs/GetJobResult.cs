using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Features.Analyses.Operations;
using Benchlearning.Api.Platform.Errors;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Analyses.Jobs;

internal static class GetJobResult
{
    /// <summary>Get the answer of a job</summary>
    /// <remarks>
    /// What the method would have answered at once, or its picture where it has one. It is kept until keptUntil of the job; who wants it for longer has it stored, by
    /// store in the request.
    /// </remarks>
    /// <param name="id">Id of the job.</param>
    /// <param name="format">Format of the answer; wins over Accept.</param>
    /// <response code="200">The answer.</response>
    /// <response code="404">There is no job of this id, it is somebody else's, or its answer is kept no longer.</response>
    /// <response code="409">The job has not ended, or ended without an answer.</response>
    public static async Task<IResult> HandleAsync(
        HttpContext http, IMediator mediator, KnownMethods methods, [FromRoute(Name = "id")] string id, [FromQuery(Name = "format")][AllowedValues("json", "svg", "png")] string? format,
        CancellationToken cancellationToken)
    {
        var kept = await mediator.Send(new Query(id), cancellationToken);
        return KeptResult.Of(http, methods.Find(kept.Method), kept.Answer!, kept.Checksum!, kept.Language);
    }

    internal sealed record Query(string Id) : IRequest<JobAnswer>;

    internal sealed class Handler(JobReading reading) : IRequestHandler<Query, JobAnswer>
    {
        public async Task<JobAnswer> Handle(Query query, CancellationToken cancellationToken)
        {
            var job = await reading.AnswerAsync(query.Id, cancellationToken);
            if (job.State != "done")
                throw new ProblemException(ProblemTypes.Conflict, job.State is "queued" or "running"
                    ? $"The job is {job.State}: ask again when GET {JobReading.AddressOf(query.Id)} says done." : $"The job ended without an answer ({job.State}); GET {JobReading.AddressOf(query.Id)} tells why.");
            return job.Answer is not null ? job : throw new ProblemException(ProblemTypes.NotFound, "The answer of the job is kept no longer; ask the method again.");
        }
    }
}
