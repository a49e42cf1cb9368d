using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Formats;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Analyses.Stored;

internal static class RemoveAnalysis
{
    /// <summary>Remove a stored analysis</summary>
    /// <remarks>What was asked and answered goes; that an analysis of this id and checksum was there stays. Its owner may remove it, and administrators.</remarks>
    /// <param name="id">Id of the analysis.</param>
    /// <response code="204">The analysis is removed.</response>
    /// <response code="404">There is no analysis of this id, it was removed before, or it is somebody else's.</response>
    public static async Task<NoContent> HandleAsync(HttpContext http, IMediator mediator, [FromRoute(Name = "id")] string id, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        await mediator.Send(new Command(id), cancellationToken);
        return TypedResults.NoContent();
    }

    internal sealed record Command(string Id) : IRequest;

    internal sealed class Handler(Db db, Caller caller, AuditTrail audit) : IRequestHandler<Command, Unit>
    {
        private const string Sql = """
            update stored_analysis
            set removed_at = clock_timestamp(), removed_by = @actor, request = null, answer = null
            where stored_analysis_id = @id
              and removed_at is null
              and (stored_by = @actor or @isAdministrator)
            returning method, visibility, checksum
            """;

        public async Task<Unit> Handle(Command command, CancellationToken cancellationToken)
        {
            var id = StoredAnalysisReading.IdOf(command.Id);
            await using var transaction = await db.BeginAsync(cancellationToken);
            var removed = await transaction.QueryAsync<Removed>(Sql, new { id, actor = caller.Actor, isAdministrator = StoredAnalysisReading.IsAdministrator(caller) }, cancellationToken);
            if (removed is not [var before])
                throw StoredAnalysisReading.NotFound(command.Id);
            await transaction.CommitAsync(audit.Of("analysis.remove", $"analysis/{id}", before: before), cancellationToken);
            return Unit.Value;
        }

        private sealed record Removed(string Method, string Visibility, string Checksum);
    }
}
