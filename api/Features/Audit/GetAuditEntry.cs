using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Contracts.V1.Audit;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Audit;

internal static class GetAuditEntry
{
    /// <summary>Get an entry of the audit log</summary>
    /// <remarks>One entry by its place in the chain.</remarks>
    /// <param name="number">Number of the entry.</param>
    /// <response code="200">The entry.</response>
    /// <response code="404">The chain has no entry of this number.</response>
    public static async Task<Ok<AuditEntry>> HandleAsync(HttpContext http, IMediator mediator, [FromRoute(Name = "number")] long number, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(number), cancellationToken));
    }

    internal sealed record Query(long Number) : IRequest<AuditEntry>;

    internal sealed class Handler(AuditReading reading) : IRequestHandler<Query, AuditEntry>
    {
        public async Task<AuditEntry> Handle(Query query, CancellationToken cancellationToken) =>
            await reading.ListAsync(new AuditFilter(), isOldestFirst: true, query.Number - 1, 1, cancellationToken) is [var entry] && entry.Number == query.Number ? entry
                : throw new ProblemException(ProblemTypes.NotFound, $"The audit log has no entry {query.Number}; GET /v1/audit-chain tells how many there are.");
    }
}
