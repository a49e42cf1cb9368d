using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Engagement;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Engagement;

internal static class GetBriefing
{
    /// <summary>Get a kept briefing</summary>
    /// <remarks>What it is of, and its documents with their checksums. Whoever has a document can prove that it is the one that was kept: the sha-256 of its bytes is told here.</remarks>
    /// <param name="id">Id of the briefing.</param>
    /// <response code="200">The briefing.</response>
    /// <response code="404">There is no briefing of this id.</response>
    public static async Task<Ok<KeptBriefing>> HandleAsync(HttpContext http, IMediator mediator, [FromRoute(Name = "id")] string id, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(id, Language.Of(http)), cancellationToken));
    }

    internal sealed record Query(string Id, string Language) : IRequest<KeptBriefing>;

    internal sealed class Handler(BriefingReading reading) : IRequestHandler<Query, KeptBriefing>
    {
        public Task<KeptBriefing> Handle(Query query, CancellationToken cancellationToken) => reading.OneAsync(query.Id, query.Language, cancellationToken);
    }
}
