using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Sync;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Sync;

internal static class ListSyncSources
{
    /// <summary>List sync sources</summary>
    /// <remarks>Where data are fetched from by themselves: when, how the last run ended, and whether a source is stale or late. A source system sees its own source.</remarks>
    /// <param name="lang">Language of texts; wins over Accept-Language.</param>
    /// <response code="200">All sync sources, in order of code.</response>
    public static async Task<Ok<Page<SyncSource>>> HandleAsync(
        HttpContext http, IMediator mediator, [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(Language.Of(http)), cancellationToken));
    }

    internal sealed record Query(string Language) : IRequest<Page<SyncSource>>;

    internal sealed class Handler(SyncReading reading, Caller caller) : IRequestHandler<Query, Page<SyncSource>>
    {
        public async Task<Page<SyncSource>> Handle(Query query, CancellationToken cancellationToken) =>
            new(await reading.SourcesAsync(null, caller.Follows, query.Language == Language.English, cancellationToken), null);
    }
}
