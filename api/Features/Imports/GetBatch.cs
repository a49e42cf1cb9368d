using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Contracts.V1.Imports;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Imports;

internal static class GetBatch
{
    /// <summary>Get a batch that was pushed</summary>
    /// <remarks>While it is open: which parts are there, with their hashes, and when it goes unless it is sealed. Once it is sealed: its import.</remarks>
    /// <param name="source">Code of the source, such as raim.</param>
    /// <param name="batch">The source's own id of the batch.</param>
    /// <response code="200">The batch.</response>
    /// <response code="404">There is no source of this code whose batches you may push, or no batch of this id.</response>
    public static async Task<Ok<Batch>> HandleAsync(HttpContext http, IMediator mediator, [FromRoute(Name = "source")] string source, [FromRoute(Name = "batch")] string batch, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(source, batch), cancellationToken));
    }

    internal sealed record Query(string Source, string Batch) : IRequest<Batch>;

    internal sealed class Handler(SentFiles files, BatchReading reading, Caller caller) : IRequestHandler<Query, Batch>
    {
        public Task<Batch> Handle(Query query, CancellationToken cancellationToken) => reading.OneAsync(files.SourceOrNotFound(query.Source, caller), query.Batch, cancellationToken);
    }
}
