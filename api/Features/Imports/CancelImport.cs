using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Contracts.V1.Imports;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Imports;

internal static class CancelImport
{
    /// <summary>Cancel an import</summary>
    /// <remarks>A queued or running import ends without applying anything; one that has ended cannot be cancelled.</remarks>
    /// <param name="id">Number of the import.</param>
    /// <response code="200">The import; it ends as cancelled as soon as its run notices.</response>
    /// <response code="404">There is no import of this number.</response>
    public static async Task<Ok<Import>> HandleAsync(HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, CancellationToken cancellationToken)
    {
        http.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.Ok(await mediator.Send(new Command(id), cancellationToken));
    }

    internal sealed record Command(long Id) : IRequest<Import>;

    internal sealed class Handler(Db db, ImportReading reading) : IRequestHandler<Command, Import>
    {
        private const string Sql = """
            update import_batch
            set is_cancel_asked = true,
                state = case when state = 'queued' then 'cancelled' else state end,
                stage = case when state = 'queued' then 'done' else stage end,
                finished_at = case when state = 'queued' then now() else finished_at end
            where import_id = @id and state in ('receiving', 'queued', 'running')
            """;

        public async Task<Import> Handle(Command command, CancellationToken cancellationToken)
        {
            await using var transaction = await db.BeginAsync(cancellationToken);
            var cancelled = await transaction.ExecuteAsync(Sql, new { id = command.Id }, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            var import = await reading.OneAsync(command.Id, cancellationToken)
                ?? throw new ProblemException(ProblemTypes.NotFound, $"There is no import {command.Id}; GET /v1/imports lists them.");
            return cancelled == 1 ? import : throw new ProblemException(ProblemTypes.Conflict, $"Import {command.Id} has ended ({import.State}); what it applied can be corrected, not cancelled.");
        }
    }
}
