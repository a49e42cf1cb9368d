using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Indicators;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Indicators;

internal static class ListSources
{
    /// <summary>List sources of data</summary>
    /// <remarks>Who publishes the numbers, under which licence, and how to name the source when the data are used.</remarks>
    /// <param name="lang">Language of names; wins over Accept-Language.</param>
    /// <response code="200">All sources.</response>
    public static async Task<Ok<Page<Source>>> HandleAsync(
        HttpContext http, IMediator mediator, [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(Language.Of(http)), cancellationToken));
    }

    internal sealed record Query(string Language) : IRequest<Page<Source>>;

    internal sealed class Handler(Db db) : IRequestHandler<Query, Page<Source>>
    {
        private const string Sql = """
            select s.code,
                   case when @english then s.name_en else s.name_lv end as name,
                   case when @english then s.publisher_en else s.publisher_lv end as publisher,
                   s.url, s.licence,
                   case when @english then s.attribution_en else s.attribution_lv end as attribution
            from source s
            order by s.code
            """;

        public async Task<Page<Source>> Handle(Query query, CancellationToken cancellationToken) =>
            new(await db.QueryAsync<Source>(Sql, new { english = query.Language == Language.English }, cancellationToken), null);
    }
}
