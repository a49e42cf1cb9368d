using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Imports;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Imports;

internal static class CancelImport
{
    /// <summary>Cancel an import</summary>
    /// <remarks>A queued import ends at once, a running one as soon as its run notices; nothing of it is applied. One that has ended otherwise cannot be cancelled.</remarks>
    /// <param name="id">Number of the import.</param>
    /// <response code="200">The import; its state tells whether it has ended already.</response>
    /// <response code="404">There is no import of this number.</response>
    /// <response code="409">The import has ended otherwise.</response>
    public static async Task<Ok<Import>> HandleAsync(HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Command(id, Language.Of(http)), cancellationToken));
    }

    internal sealed record Command(long Id, string Language) : IRequest<Import>;

    internal sealed class Handler(Db db, ImportReading reading, TimeProvider time, AuditTrail audit) : IRequestHandler<Command, Import>
    {
        private const string Sql = """
            update import_batch
            set is_cancel_asked = true,
                state = case when state = 'queued' then 'cancelled' else state end,
                stage = case when state = 'queued' then 'done' else stage end,
                finished_at = case when state = 'queued' then @now::timestamptz end
            where import_id = @id and state in ('queued', 'running')
            """;

        public async Task<Import> Handle(Command command, CancellationToken cancellationToken)
        {
            await using var transaction = await db.BeginAsync(cancellationToken);
            var cancelled = await transaction.ExecuteAsync(Sql, new { id = command.Id, now = time.GetUtcNow().UtcDateTime }, cancellationToken);
            if (cancelled == 1)
                await transaction.CommitAsync(audit.Of("import.cancel", $"import/{command.Id}"), cancellationToken);
            var import = await reading.OneAsync(command.Id, command.Language == Language.English, cancellationToken);
            return cancelled == 1 || import.State == "cancelled" ? import : throw new ProblemException(ProblemTypes.Conflict, $"Import {command.Id} has ended ({import.State}); what it applied can be corrected, not cancelled.");
        }
    }
}
