using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Indicators;

internal static class ListBreakdowns
{
    /// <summary>List breakdown dimensions</summary>
    /// <remarks>The dimensions that figures can be broken down by, with their categories. The total is always addressable as total.</remarks>
    /// <param name="lang">Language of names; wins over Accept-Language.</param>
    /// <response code="200">All dimensions.</response>
    public static async Task<Ok<Page<Contracts.V1.Indicators.BreakdownDimension>>> HandleAsync(
        HttpContext http, IMediator mediator, [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(Language.Of(http)), cancellationToken));
    }

    internal sealed record Query(string Language) : IRequest<Page<Contracts.V1.Indicators.BreakdownDimension>>;

    internal sealed class Handler(CatalogueWatch watch) : IRequestHandler<Query, Page<Contracts.V1.Indicators.BreakdownDimension>>
    {
        public Task<Page<Contracts.V1.Indicators.BreakdownDimension>> Handle(Query query, CancellationToken cancellationToken) => Task.FromResult(
            new Page<Contracts.V1.Indicators.BreakdownDimension>(
                [.. watch.OfCaller.Dimensions.Values.OrderBy(dimension => dimension.Code, StringComparer.Ordinal).Select(dimension => Dimensions.Describe(dimension, query.Language))], null));
    }
}
