using Benchlearning.Api.Features.Analyses.Stored;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Contracts.V1.Jobs;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Analyses.Jobs;

internal static class CancelJob
{
    /// <summary>Cancel a job</summary>
    /// <remarks>One that waits ends at once, one that runs within about a second. One that has ended otherwise cannot be cancelled.</remarks>
    /// <param name="id">Id of the job.</param>
    /// <response code="200">The job; its state tells whether it has ended already.</response>
    /// <response code="404">There is no job of this id, or it is somebody else's.</response>
    /// <response code="409">The job has ended otherwise.</response>
    public static async Task<Ok<Job>> HandleAsync(HttpContext http, IMediator mediator, [FromRoute(Name = "id")] string id, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(await mediator.Send(new Command(id), cancellationToken));
    }

    internal sealed record Command(string Id) : IRequest<Job>;

    internal sealed class Handler(Db db, JobReading reading, Caller caller, AuditTrail audit) : IRequestHandler<Command, Job>
    {
        private const string Sql = """
            update job
            set is_cancel_asked = true,
                state = case when state = 'queued' then 'cancelled' else state end,
                ended_at = case when state = 'queued' then clock_timestamp() end
            where job_id = @id
              and state in ('queued', 'running')
              and (owner in (@actor, 'anonymous') or @isAdministrator)
            """;

        public async Task<Job> Handle(Command command, CancellationToken cancellationToken)
        {
            var id = JobReading.IdOf(command.Id);
            await using var transaction = await db.BeginAsync(cancellationToken);
            var isCancelled = await transaction.ExecuteAsync(Sql, new { id, actor = caller.Actor, isAdministrator = StoredAnalysisReading.IsAdministrator(caller) }, cancellationToken) == 1;
            if (isCancelled)
                await JobDeed.CommitAsync(transaction, caller, audit.Of("job.cancel", $"job/{id}"), cancellationToken);
            var job = await reading.OneAsync(command.Id, cancellationToken);
            return isCancelled || job.State == "cancelled" ? job : throw new ProblemException(ProblemTypes.Conflict, $"The job has ended ({job.State}).");
        }
    }
}
