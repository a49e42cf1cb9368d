using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Unit = Benchlearning.Contracts.V1.Indicators.Unit;

namespace Benchlearning.Api.Features.Indicators;

internal static class ListUnits
{
    /// <summary>List units of measurement</summary>
    /// <remarks>Every unit that an indicator uses, in order of code.</remarks>
    /// <param name="lang">Language of names; wins over Accept-Language.</param>
    /// <response code="200">All units.</response>
    public static async Task<Ok<Page<Unit>>> HandleAsync(
        HttpContext http, IMediator mediator, [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(Language.Of(http)), cancellationToken));
    }

    internal sealed record Query(string Language) : IRequest<Page<Unit>>;

    internal sealed class Handler(Db db) : IRequestHandler<Query, Page<Unit>>
    {
        private const string Sql = """
            select u.code,
                   case when @english then u.name_en else u.name_lv end as name,
                   case when @english then u.symbol_en else u.symbol_lv end as symbol
            from unit u
            order by u.code
            """;

        public async Task<Page<Unit>> Handle(Query query, CancellationToken cancellationToken) =>
            new(await db.QueryAsync<Unit>(Sql, new { english = query.Language == Language.English }, cancellationToken), null);
    }
}
