using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Indicators;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Indicators;

internal static class ListIndicatorVersions
{
    /// <summary>List all definition versions of an indicator</summary>
    /// <remarks>Newest first. Figures keep the version they were made by.</remarks>
    /// <param name="code">Code of the indicator, such as unemployment-rate.</param>
    /// <param name="lang">Language of texts; wins over Accept-Language.</param>
    /// <response code="200">All versions.</response>
    /// <response code="404">There is no such indicator; the nearest codes are named.</response>
    public static async Task<Ok<Page<IndicatorDefinition>>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code,
        [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(code, Language.Of(http)), cancellationToken));
    }

    internal sealed record Query(string Code, string Language) : IRequest<Page<IndicatorDefinition>>;

    internal sealed class Handler(Db db, CatalogueWatch watch) : IRequestHandler<Query, Page<IndicatorDefinition>>
    {
        public async Task<Page<IndicatorDefinition>> Handle(Query query, CancellationToken cancellationToken)
        {
            var versions = await new IndicatorDefinitions(db).OfAsync(query.Code, watch.OfCaller, query.Language, cancellationToken);
            return versions.Count > 0 ? new Page<IndicatorDefinition>(versions, null) : throw IndicatorDefinitions.NotFound(watch.OfCaller, query.Code);
        }
    }
}
