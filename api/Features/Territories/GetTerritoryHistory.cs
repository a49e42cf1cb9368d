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

internal static class GetTerritoryHistory
{
    /// <summary>Get all that a territory has been</summary>
    /// <remarks>Every version of the identity that bore the code, and every change that made, altered or ended it. A rename or recode keeps the identity; a merger makes a new one.</remarks>
    /// <param name="code">Public code of any vintage, such as LV0420200.</param>
    /// <param name="lang">Language of names; wins over Accept-Language.</param>
    /// <response code="200">Versions and changes, oldest first.</response>
    /// <response code="404">No territory ever bore this code; the nearest codes are named.</response>
    public static async Task<Ok<TerritoryHistory>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code,
        [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(code, Language.Of(http)), cancellationToken));
    }

    internal sealed record Query(string Code, string Language) : IRequest<TerritoryHistory>;

    internal sealed class Handler(Db db, CatalogueWatch watch, TimeProvider time) : IRequestHandler<Query, TerritoryHistory>
    {
        private const string VersionsSql = """
            select v.territory_version_id, v.code, v.identity, v.version, v.name_lv, v.name_en, v.former_names, v.type, v.region, v.nuts3,
                   v.iso_3166_2 as iso31662, v.valid_from, v.valid_to, v.confidence, v.note
            from territory_in_time v
            where v.territory_id = @territoryId
            order by v.version
            """;

        public async Task<TerritoryHistory> Handle(Query query, CancellationToken cancellationToken)
        {
            var known = KnownTerritory.OrNotFound(watch.OfCaller, query.Code);
            var today = Riga.Today(time);
            var versions = await db.QueryAsync<TerritoryRow>(VersionsSql, new { territoryId = known.TerritoryId }, cancellationToken);
            var changes = await new TerritoryChanges(db).OfTerritoryAsync(known.TerritoryId, query.Language, cancellationToken);
            return new TerritoryHistory(known.Identity, known.Code!, watch.OfCaller.Territories.On(known.TerritoryId, today)?.Code,
                versions.ConvertAll(row => row.AsTerritory(query.Language, today)), changes);
        }
    }
}
