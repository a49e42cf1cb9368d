using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.OpenApi;
using Benchlearning.Api.Platform.Paging;
using Benchlearning.Api.Platform.Time;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Territories;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Territories;

internal static class ListTerritories
{
    public const int MaximumLimit = 1000;
    public const int MaximumSearch = 100;

    /// <summary>List territories valid on a day</summary>
    /// <remarks>
    /// State cities, municipalities, planning regions and the country as they were on one day, in Latvian order of names.
    /// Search forgives case and diacritics: q=kekava finds Ķekavas novads; former names and codes are searched too.
    /// </remarks>
    /// <param name="on">The day, such as 2013-12-31. Default: today in Riga. Territories are known from 2009-07-01 on.</param>
    /// <param name="type">Only this type.</param>
    /// <param name="region">Only within this planning region, such as LV-VIDZEME (known from 2021-07-01 on).</param>
    /// <param name="q">Part of a name, former name or code; at most 100 characters.</param>
    /// <param name="limit">Rows on a page, 1 to 1000.</param>
    /// <param name="cursor">Cursor of the next page, from next or the Link header.</param>
    /// <param name="lang">Language of names; wins over Accept-Language.</param>
    /// <response code="200">One page of territories.</response>
    public static async Task<Ok<Page<Territory>>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromQuery(Name = "on")] DateOnly? on, [FromQuery(Name = "type")][AllowedValues("stateCity", "municipality", "planningRegion", "country")] string? type,
        [FromQuery(Name = "region")] string? region, [FromQuery(Name = "q")][StringLength(100)] string? q, [FromQuery(Name = "limit")][Range(1, MaximumLimit)][DefaultQuery(MaximumLimit)] int? limit,
        [FromQuery(Name = "cursor")] string? cursor, [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var page = await mediator.Send(new Query(on, type, region, q, limit, cursor, Language.Of(http)), cancellationToken);
        Paging.Link(http, options.Value, page.Next);
        return TypedResults.Ok(page);
    }

    internal sealed record Query(DateOnly? On, string? Type, string? Region, string? Words, int? Limit, string? Cursor, string Language) : IRequest<Page<Territory>>
    {
        public string Fingerprint => string.Create(CultureInfo.InvariantCulture, $"territories|{On:O}|{Type}|{Region}|{Words}|{Language}");
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var findings = new FindingsOf<Query>(context);
            Paging.CheckLimit(query.Limit, MaximumLimit, findings.Add);
            if (query.Words?.Length > MaximumSearch)
                findings.Add("q", "too-long", "q has at most 100 characters.", query.Words);
            if (query.On < new DateOnly(2009, 7, 1))
                findings.Add("on", "before-coverage", "Territories are known from 2009-07-01 on.", query.On.Value.ToString("O", CultureInfo.InvariantCulture));
            var catalogue = watch.OfCaller;
            if (query.Region is not null && catalogue.Territories.Find(query.Region) is not { Type: "planningRegion" })
                findings.Add("region", "unknown-code", $"There is no planning region '{Excerpt.Of(query.Region)}'.", query.Region,
                    [.. catalogue.Territories.Versions.Where(version => version.Type == "planningRegion").Select(version => version.Code!)]);
            _ = Cursor.Read(catalogue.CursorKey, query.Fingerprint, query.Cursor, 2, findings.Add);
        });
    }

    internal sealed class Handler(Db db, CatalogueWatch watch, TimeProvider time) : IRequestHandler<Query, Page<Territory>>
    {
        private const string Sql = """
            select v.territory_version_id, v.code, v.identity, v.version, v.name_lv, v.name_en, v.former_names, v.type, v.region, v.nuts3,
                   v.iso_3166_2 as iso31662, v.valid_from, v.valid_to, v.confidence, v.note
            from territory_in_time v
            where v.valid_from <= @on
              and (v.valid_to is null or v.valid_to >= @on)
              and (@type::text is null or v.type = @type)
              and (@region::text is null or v.region = @region)
              and (@words::text is null
                   or position(folded(@words) in folded(v.name_lv || ' ' || v.name_en || ' ' || array_to_string(v.former_names, ' ') || ' ' || coalesce(v.code, ''))) > 0)
              and (@afterName::text is null
                   or (latvian_order(case when @english then v.name_en else v.name_lv end) collate "C", v.territory_version_id) > (latvian_order(@afterName), @afterId))
            order by latvian_order(case when @english then v.name_en else v.name_lv end) collate "C", v.territory_version_id
            limit @limit + 1
            """;

        public async Task<Page<Territory>> Handle(Query query, CancellationToken cancellationToken)
        {
            var today = Riga.Today(time);
            var key = watch.OfCaller.CursorKey;
            var limit = query.Limit ?? MaximumLimit;
            var after = Cursor.Checked(key, query.Fingerprint, query.Cursor, 2);
            var rows = await db.QueryAsync<TerritoryRow>(Sql, new
            {
                on = query.On ?? today,
                type = query.Type,
                region = query.Region,
                words = query.Words,
                english = query.Language == Language.English,
                afterName = after?[0],
                afterId = after is null ? 0 : int.Parse(after[1], CultureInfo.InvariantCulture),
                limit,
            }, cancellationToken);
            var (page, next) = Paging.Cut(rows, limit, key, query.Fingerprint, row => Language.Pick(query.Language, row.NameLv, row.NameEn), row => row.TerritoryVersionId);
            return new Page<Territory>([.. page.Select(row => row.AsTerritory(query.Language, today))], next);
        }
    }
}
