using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Sync;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Sync;

internal static class GetSyncRun
{
    /// <summary>Get a sync run and how far it is</summary>
    /// <remarks>Its stages, what was fetched, the import that it became with the address of its findings, or why it failed.</remarks>
    /// <param name="id">Number of the run.</param>
    /// <param name="lang">Language of texts; wins over Accept-Language.</param>
    /// <response code="200">The run.</response>
    /// <response code="404">There is no run of this number.</response>
    public static async Task<Ok<SyncRun>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(id, Language.Of(http)), cancellationToken));
    }

    internal sealed record Query(long Id, string Language) : IRequest<SyncRun>;

    internal sealed class Handler(SyncReading reading, Caller caller) : IRequestHandler<Query, SyncRun>
    {
        public Task<SyncRun> Handle(Query query, CancellationToken cancellationToken) => reading.RunAsync(query.Id, caller.Follows, query.Language == Language.English, cancellationToken);
    }
}
