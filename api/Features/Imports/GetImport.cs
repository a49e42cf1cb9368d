using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Imports;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Imports;

internal static class GetImport
{
    /// <summary>Get an import and how far it is</summary>
    /// <remarks>The status resource of an upload: stage, rows done, counts, and the number of findings by rule.</remarks>
    /// <param name="id">Number of the import.</param>
    /// <param name="lang">Language of texts; wins over Accept-Language.</param>
    /// <response code="200">The import.</response>
    /// <response code="404">There is no import of this number.</response>
    public static async Task<Ok<Import>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(id, Language.Of(http)), cancellationToken));
    }

    internal sealed record Query(long Id, string Language) : IRequest<Import>;

    internal sealed class Handler(ImportReading reading) : IRequestHandler<Query, Import>
    {
        public Task<Import> Handle(Query query, CancellationToken cancellationToken) => reading.OneAsync(query.Id, query.Language == Language.English, cancellationToken);
    }
}
