using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.Time;
using Benchlearning.Contracts.V1.Territories;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Territories;

internal static class GetTerritory
{
    /// <summary>Get one territory by a code of any vintage</summary>
    /// <remarks>
    /// LV0010000 (Rīga until 2021-06-30) and LV0001000 (Rīga since) both answer, each with the version that bore the code: its span says which.
    /// The seven digits without LV are accepted too.
    /// </remarks>
    /// <param name="code">Public code of any vintage, such as LV0420200.</param>
    /// <param name="lang">Language of names; wins over Accept-Language.</param>
    /// <response code="200">The territory version that bears the code.</response>
    /// <response code="404">No territory ever bore this code; the nearest codes are named.</response>
    public static async Task<Ok<Territory>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code,
        [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(code, Language.Of(http)), cancellationToken));
    }

    internal sealed record Query(string Code, string Language) : IRequest<Territory>;

    internal sealed class Handler(Db db, CatalogueWatch watch, TimeProvider time) : IRequestHandler<Query, Territory>
    {
        private const string Sql = """
            select v.territory_version_id, v.code, v.identity, v.version, v.name_lv, v.name_en, v.former_names, v.type, v.region, v.nuts3,
                   v.iso_3166_2 as iso31662, v.valid_from, v.valid_to, v.confidence, v.note
            from territory_in_time v
            where v.code = @code
            """;

        public async Task<Territory> Handle(Query query, CancellationToken cancellationToken)
        {
            var known = KnownTerritory.OrNotFound(watch.OfCaller, query.Code);
            var row = await db.FirstOrNullAsync<TerritoryRow>(Sql, new { code = known.Code }, cancellationToken)
                ?? throw KnownTerritory.NotFound(watch.OfCaller, query.Code);
            return row.AsTerritory(query.Language, Riga.Today(time));
        }
    }
}
