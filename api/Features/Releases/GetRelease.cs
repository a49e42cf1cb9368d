using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Releases;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Releases;

internal static class GetRelease
{
    /// <summary>Get a release</summary>
    /// <remarks>What becomes public when, or became public.</remarks>
    /// <param name="code">Code of the release.</param>
    /// <param name="lang">Language of the title; wins over Accept-Language.</param>
    /// <response code="200">The release.</response>
    /// <response code="404">There is no release of this code.</response>
    public static async Task<Ok<Release>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code, [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(code, Language.Of(http)), cancellationToken));
    }

    internal sealed record Query(string Code, string Language) : IRequest<Release>;

    internal sealed class Handler(ReleaseReading reading) : IRequestHandler<Query, Release>
    {
        public async Task<Release> Handle(Query query, CancellationToken cancellationToken) =>
            (await reading.ListAsync(query.Code, released: null, before: null, 1, query.Language, cancellationToken)).FirstOrDefault()
            ?? throw new ProblemException(ProblemTypes.NotFound, $"There is no release '{Excerpt.Of(query.Code)}'; GET /v1/releases lists them.");
    }
}
