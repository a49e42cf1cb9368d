using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Territories;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Territories;

internal static class ListTerritoryGroups
{
    /// <summary>List the declared groups to compare within</summary>
    /// <remarks>Planning regions, state cities, municipalities and size classes by population, each a versioned rule; and lists that were saved, with where their members come from. Use a code as group=CODE in comparisons and as territory=group:CODE in selections; group=similar:8 needs no declared group.</remarks>
    /// <param name="lang">Language of names; wins over Accept-Language.</param>
    /// <response code="200">All groups in their current version.</response>
    public static async Task<Ok<Page<TerritoryGroup>>> HandleAsync(
        HttpContext http, IMediator mediator, [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(Language.Of(http)), cancellationToken));
    }

    internal sealed record Query(string Language) : IRequest<Page<TerritoryGroup>>;

    internal sealed class Handler(CatalogueWatch watch) : IRequestHandler<Query, Page<TerritoryGroup>>
    {
        public Task<Page<TerritoryGroup>> Handle(Query query, CancellationToken cancellationToken) => Task.FromResult(new Page<TerritoryGroup>(
            [.. watch.OfCaller.Groups.Values.OrderBy(group => group.Code, StringComparer.Ordinal).Select(group => Describe(group, query.Language))], null));
    }

    internal static TerritoryGroup Describe(GroupVersion group, string language) => new(
        group.Code, group.Kind, group.Version, group.Name(language), Language.Pick(language, group.DescriptionLv, group.DescriptionEn), group.Types,
        group.Region, group.PopulationFrom, group.PopulationTo,
        group.OriginMethod is { } method ? new GroupOrigin { Method = method, Request = group.OriginRequest, AsOf = group.OriginAsOf } : null);
}
