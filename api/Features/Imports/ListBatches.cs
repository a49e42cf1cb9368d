using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Imports;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Imports;

internal static class ListBatches
{
    /// <summary>List batches of a source that wait to be sealed</summary>
    /// <remarks>All of them, in order of their ids. Sealed ones are imports: GET /v1/imports lists those.</remarks>
    /// <param name="source">Code of the source, such as raim.</param>
    /// <response code="200">The open batches.</response>
    /// <response code="404">There is no source of this code whose batches you may push.</response>
    public static async Task<Ok<Page<OpenBatch>>> HandleAsync(HttpContext http, IMediator mediator, [FromRoute(Name = "source")] string source, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(source), cancellationToken));
    }

    internal sealed record Query(string Source) : IRequest<Page<OpenBatch>>;

    internal sealed class Handler(SentFiles files, BatchReading reading, Caller caller) : IRequestHandler<Query, Page<OpenBatch>>
    {
        public async Task<Page<OpenBatch>> Handle(Query query, CancellationToken cancellationToken) => new(await reading.ListAsync(files.SourceOrNotFound(query.Source, caller), cancellationToken), null);
    }
}
