using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Comparisons;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Engagement;

internal static class BriefNetwork
{
    /// <summary>Brief those who decide on a network</summary>
    /// <remarks>
    /// Where its members stand among each other for each indicator of its newest set, what they do, and how far their plans are: from what is published only, whoever asks.
    /// As JSON, as an HTML page, or as a PDF to print. Where a network is public, the choice of its indicators still stays with it: others see no figures here.
    /// </remarks>
    /// <param name="code">Code of the network.</param>
    /// <param name="format">Format of the answer; wins over Accept.</param>
    /// <param name="lang">Language of names and sentences; wins over Accept-Language.</param>
    /// <response code="200">The briefing.</response>
    /// <response code="404">There is no network of this code that you may see.</response>
    public static async Task<IResult> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromRoute(Name = "code")] string code, [FromQuery(Name = "format")][AllowedValues("json", "html", "pdf")] string? format,
        [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        var chosen = Format.Choose(http.Request, BriefingRules.Offered);
        var language = Language.Of(http);
        var made = await mediator.Send(new Query(code, language), cancellationToken);
        if (chosen == Format.Json)
            return TypedResults.Ok(made.Briefing);
        if (chosen == Format.Pdf)
            return Results.Bytes(NetworkBriefingPrint.Write(made), chosen.ContentType);
        var other = language == Language.English ? (Language.Latvian, "Latviski") : (Language.English, "In English");
        return Results.Bytes(NetworkBriefingPage.Write(made,
        [
            (RequestAddress.With(http, options.Value, ["format", "lang"], ("lang", other.Item1), ("format", "html")), other.Item2, other.Item1),
            (RequestAddress.With(http, options.Value, ["format", "lang"], ("lang", language), ("format", "pdf")), Language.Pick(language, "PDF drukāšanai", "PDF to print"), language),
        ]), chosen.ContentType);
    }

    internal sealed record Query(string Code, string Language) : IRequest<MadeNetworkBriefing>;

    internal sealed class Handler(Db db, BriefingWork work, AccessReading networks, GroupComparison comparison, CatalogueWatch watch, Caller caller) : IRequestHandler<Query, MadeNetworkBriefing>
    {
        private const string CycleSql = """
            select c.number, case when @isEnglish then s.name_en else s.name_lv end as state,
                   array(select o.territory_id
                         from cycle_member m
                         join organisation o on o.organisation_id = m.organisation_id
                         where m.cycle_id = c.cycle_id
                           and m.role <> 'observer'
                           and m.left_on is null
                           and o.territory_id is not null) as territories,
                   array(select i.code
                         from indicator_set_item x
                         join indicator i on i.indicator_id = x.indicator_id
                         where x.indicator_set_id = (select z.indicator_set_id from indicator_set z where z.cycle_id = c.cycle_id order by z.frozen_at is null, z.number desc limit 1)
                         order by i.code) as indicators
            from network_cycle c
            join network n on n.network_id = c.network_id
            join cycle_state s on s.model_version = c.model_version and s.state = c.state
            where n.code = @code
            order by c.number desc
            limit 1
            """;

        public async Task<MadeNetworkBriefing> Handle(Query query, CancellationToken cancellationToken)
        {
            var catalogue = watch.Current;
            var network = await networks.NetworkAsync(query.Code, AccessReading.SeenBy(caller.Reach), cancellationToken) ?? throw AccessReading.NoNetwork(query.Code);
            var cycle = (await db.QueryAsync<NetworkCycleRow>(CycleSql, new { code = query.Code, isEnglish = query.Language == Language.English }, caller.Reach, cancellationToken)).FirstOrDefault();
            CatalogueIndicator[] indicators = [.. (cycle?.Indicators ?? []).Where(catalogue.Indicators.ContainsKey).Select(indicator => catalogue.Indicators[indicator])];
            var choice = GroupChoice.Resolve("all", null, false, catalogue, new Findings()) with { Declared = null, Kept = cycle?.Territories ?? [] };
            var data = await comparison.ReadAsync(catalogue, indicators, choice, null, cancellationToken);
            return NetworkBriefingMaking.Make(
                data, choice, network, cycle, indicators, await work.PracticesAsync(choice.Kept!, indicators, query.Language, cancellationToken),
                await work.PlansAsync(null, query.Code, BriefingRules.MostPlansOfNetwork, query.Language, cancellationToken), query.Language);
        }
    }
}
