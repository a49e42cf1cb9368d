using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Sync;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Sync;

internal static class GetSyncSource
{
    /// <summary>Get a sync source and how it stands</summary>
    /// <remarks>Its schedule, its last run, and its alert: stale when the last good run is too long ago, late when a yearly indicator has not come by the day on which it was expected.</remarks>
    /// <param name="source">Code of the sync source.</param>
    /// <param name="lang">Language of texts; wins over Accept-Language.</param>
    /// <response code="200">The sync source.</response>
    /// <response code="404">There is no sync source of this code.</response>
    public static async Task<Ok<SyncSource>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "source")] string source, [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(source, Language.Of(http)), cancellationToken));
    }

    internal sealed record Query(string Code, string Language) : IRequest<SyncSource>;

    internal sealed class Handler(SyncReading reading, Caller caller) : IRequestHandler<Query, SyncSource>
    {
        public Task<SyncSource> Handle(Query query, CancellationToken cancellationToken) => reading.SourceAsync(query.Code, caller.Follows, query.Language == Language.English, cancellationToken);
    }
}
