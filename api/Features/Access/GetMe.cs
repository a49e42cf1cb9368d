using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Access;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Access;

internal static class GetMe
{
    /// <summary>Get who I am and what I may do</summary>
    /// <remarks>For everybody, with or without credentials: how you came in, your roles and what they are held for, what you see, and what you may do. The first thing to ask when something is refused.</remarks>
    /// <param name="lang">Language of names; wins over Accept-Language.</param>
    /// <response code="200">Who you are.</response>
    public static async Task<Ok<Me>> HandleAsync(HttpContext http, IMediator mediator, [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(Language.Of(http)), cancellationToken));
    }

    internal sealed record Query(string Language) : IRequest<Me>;

    internal sealed class Handler(Db db, Caller caller, IOptions<ServiceOptions> options) : IRequestHandler<Query, Me>
    {
        private const string OrganisationsSql = """
            select o.code, case when @isEnglish then o.name_en else o.name_lv end as name
            from organisation o
            where o.code = any (@codes)
            order by o.code
            """;

        private const string NetworksSql = """
            select n.code, case when @isEnglish then n.name_en else n.name_lv end as name
            from network n
            where n.network_id = any (@networks)
            order by n.code
            """;

        private const string TerritoriesSql = """
            select v.code
            from unnest(@territories) as t (territory_id)
            cross join lateral (
                select v.code from territory_version v where v.territory_id = t.territory_id and v.code is not null order by v.valid_from desc limit 1
            ) v
            order by v.code
            """;

        public async Task<Me> Handle(Query query, CancellationToken cancellationToken)
        {
            var (isEnglish, reach, budgets) = (query.Language == Language.English, caller.Reach, options.Value.RequestsPerMinute);
            var codes = caller.Roles.Select(role => role.Organisation).OfType<string>().Distinct().ToArray();
            return new Me(
                CodeOf(caller.Kind), caller.Actor, caller.Name,
                [.. caller.Roles.Select(role => new MyRole(role.Role, role.Organisation, role.Network, role.Source))],
                codes.Length == 0 ? [] : await db.QueryAsync<MyOrganisation>(OrganisationsSql, new { codes, isEnglish }, cancellationToken),
                reach.Networks.Length == 0 ? [] : await db.QueryAsync<MyNetwork>(NetworksSql, new { networks = reach.Networks, isEnglish }, cancellationToken),
                reach.Territories.Length == 0 ? [] : await db.QueryAsync<string>(TerritoriesSql, new { territories = reach.Territories }, cancellationToken),
                reach.Level, caller.Scopes?.ToArray(), [.. caller.Permissions.Order().Select(NeedsPermission.CodeOf)],
                new Dictionary<string, int>(StringComparer.Ordinal) { ["metadata"] = budgets.Metadata, ["data"] = budgets.Data, ["analyses"] = budgets.Analyses, ["writes"] = budgets.Writes });
        }

        private static string CodeOf(CallerKind kind) => kind.ToString().ToLowerInvariant();
    }
}
