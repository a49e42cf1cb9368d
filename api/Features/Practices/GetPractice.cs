using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Practices;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Practices;

internal static class GetPractice
{
    /// <summary>Get a practice</summary>
    /// <remarks>
    /// All that is needed to take it over, in both languages as far as they are there, with the published figures of the municipality where the effect shows. Everybody sees what is published;
    /// a draft its own municipality and the association. Whom to call is told to those who have come in. Send the ETag as If-Match to change it.
    /// </remarks>
    /// <param name="id">Number of the practice.</param>
    /// <param name="lang">Language of names; wins over Accept-Language.</param>
    /// <response code="200">The practice.</response>
    /// <response code="404">There is no practice of this number that you may see.</response>
    public static async Task<Ok<Practice>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var practice = await mediator.Send(new Query(id, Language.Of(http)), cancellationToken);
        VersionTag.Tell(http, practice.Version);
        return TypedResults.Ok(practice);
    }

    internal sealed record Query(long Id, string Language) : IRequest<Practice>;

    internal sealed class Handler(PracticeReading reading) : IRequestHandler<Query, Practice>
    {
        public Task<Practice> Handle(Query query, CancellationToken cancellationToken) => reading.OneAsync(query.Id, query.Language, cancellationToken);
    }
}
