using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Indicators;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Indicators;

internal static class ListTopics
{
    /// <summary>List topics</summary>
    /// <remarks>The tree of topics in the order of the catalogue, each with the number of indicators directly under it.</remarks>
    /// <param name="lang">Language of names; wins over Accept-Language.</param>
    /// <response code="200">All topics, parents before their children.</response>
    public static async Task<Ok<Page<Topic>>> HandleAsync(
        HttpContext http, IMediator mediator, [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(Language.Of(http)), cancellationToken));
    }

    internal sealed record Query(string Language) : IRequest<Page<Topic>>;

    internal sealed class Handler(CatalogueWatch watch) : IRequestHandler<Query, Page<Topic>>
    {
        public Task<Page<Topic>> Handle(Query query, CancellationToken cancellationToken)
        {
            var catalogue = watch.OfCaller;
            return Task.FromResult(new Page<Topic>(
                [.. catalogue.Topics.Select(topic => new Topic(topic.Code, topic.Parent, Language.Pick(query.Language, topic.NameLv, topic.NameEn),
                    catalogue.Indicators.Values.Count(indicator => indicator.Topic == topic.Code)))], null));
        }
    }
}
