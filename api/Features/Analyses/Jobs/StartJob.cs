using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Jobs;
using MediatR;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Analyses.Jobs;

/// <summary>Makes a job of a request that prefers to be answered later; the request was checked before. Null: as many of the caller wait or run as may.</summary>
internal static class StartJob
{
    /// <param name="Method">Code of the method.</param>
    /// <param name="Language">Language of the answer.</param>
    /// <param name="Request">The request, as JSON.</param>
    /// <param name="Reach">What it may use.</param>
    internal sealed record Command(string Method, string Language, string Request, Reach Reach) : IRequest<Job?>;

    internal sealed class Handler(Db db, JobSignal signal, Caller caller, AuditTrail audit, IOptions<ServiceOptions> options) : IRequestHandler<Command, Job?>
    {
        private const string LockSql = "select pg_advisory_xact_lock(hashtext('benchlearning.job'), hashtext(@owner))::text";

        private const string InsertSql = """
            insert into job (owner, caller, reach, method, language, request)
            select @owner, @remembered::json, @reach, @method, @language, @request
            where (select count(*) from job j where j.owner = @owner and j.state in ('queued', 'running')) < @most
            returning job_id as id, created_at
            """;

        public async Task<Job?> Handle(Command command, CancellationToken cancellationToken)
        {
            await using var transaction = await db.BeginAsync(cancellationToken);
            _ = await transaction.QueryAsync<string>(LockSql, new { owner = caller.Actor }, cancellationToken);
            var made = await transaction.QueryAsync<Made>(InsertSql, new
            {
                owner = caller.Actor, remembered = RememberedCaller.Of(caller).Text, reach = command.Reach.Text, method = command.Method, language = command.Language, request = command.Request, most = options.Value.Jobs.MostOf(caller),
            }, cancellationToken);
            if (made is not [var job])
                return null;
            await JobDeed.CommitAsync(transaction, caller, audit.Of("job.start", $"job/{job.Id}", after: new { command.Method, command.Language }), cancellationToken);
            signal.Queued();
            return new Job(job.Id.ToString(), command.Method, "queued", null, new DateTimeOffset(job.CreatedAt), null, null, null, null, null, null, null);
        }

        private sealed record Made(Guid Id, DateTime CreatedAt);
    }
}
