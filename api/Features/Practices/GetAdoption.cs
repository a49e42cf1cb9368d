using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Practices;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Practices;

internal static class GetAdoption
{
    /// <summary>Get an adoption</summary>
    /// <remarks>How far a municipality is in taking a practice over, and what came of it by published figures. Send the ETag as If-Match to move it on.</remarks>
    /// <param name="id">Number of the adoption.</param>
    /// <param name="lang">Language of names; wins over Accept-Language.</param>
    /// <response code="200">The adoption.</response>
    /// <response code="404">There is no adoption of this number that you may see.</response>
    public static async Task<Ok<PracticeAdoption>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var adoption = await mediator.Send(new Query(id, Language.Of(http)), cancellationToken);
        VersionTag.Tell(http, adoption.Version);
        return TypedResults.Ok(adoption);
    }

    internal sealed record Query(long Id, string Language) : IRequest<PracticeAdoption>;

    internal sealed class Handler(AdoptionReading reading) : IRequestHandler<Query, PracticeAdoption>
    {
        public Task<PracticeAdoption> Handle(Query query, CancellationToken cancellationToken) => reading.OneAsync(query.Id, query.Language, cancellationToken);
    }
}
