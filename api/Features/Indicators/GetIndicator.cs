using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Indicators;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Indicators;

internal static class GetIndicator
{
    /// <summary>Get an indicator's definition in force</summary>
    /// <remarks>What is measured, how to read it, what it does not tell, how it crosses a territorial reform, and where the numbers come from.</remarks>
    /// <param name="code">Code of the indicator, such as unemployment-rate.</param>
    /// <param name="lang">Language of texts; wins over Accept-Language.</param>
    /// <response code="200">The definition.</response>
    /// <response code="404">There is no such indicator; the nearest codes are named.</response>
    public static async Task<Ok<IndicatorDefinition>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code,
        [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(code, Language.Of(http)), cancellationToken));
    }

    internal sealed record Query(string Code, string Language) : IRequest<IndicatorDefinition>;

    internal sealed class Handler(Db db, CatalogueWatch watch) : IRequestHandler<Query, IndicatorDefinition>
    {
        public async Task<IndicatorDefinition> Handle(Query query, CancellationToken cancellationToken)
        {
            var versions = await new IndicatorDefinitions(db).OfAsync(query.Code, watch.OfCaller, query.Language, cancellationToken);
            return versions.Count > 0 ? versions[0] : throw IndicatorDefinitions.NotFound(watch.OfCaller, query.Code);
        }
    }
}
