using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Comparisons;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.OpenApi;
using Benchlearning.Api.Platform.Paging;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Engagement;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Engagement;

internal static class ListBriefings
{
    /// <summary>List kept briefings</summary>
    /// <remarks>Newest first. Everyone may read them.</remarks>
    /// <param name="territory">Only of this municipality: its code, of any vintage.</param>
    /// <param name="limit">Briefings on a page, 1 to 200.</param>
    /// <param name="cursor">Cursor of the next page, from next or the Link header.</param>
    /// <response code="200">One page of briefings.</response>
    public static async Task<Ok<Page<KeptBriefing>>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromQuery(Name = "territory")] string? territory,
        [FromQuery(Name = "limit")][Range(1, BriefingRules.MostOnPage)][DefaultQuery(BriefingRules.MostOnPage)] int? limit, [FromQuery(Name = "cursor")] string? cursor, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var page = await mediator.Send(new Query(territory, limit, cursor, Language.Of(http)), cancellationToken);
        Paging.Link(http, options.Value, page.Next);
        return TypedResults.Ok(page);
    }

    internal sealed record Query(string? Territory, int? Limit, string? Cursor, string Language) : IRequest<Page<KeptBriefing>>
    {
        public string Fingerprint => $"briefings|{Territory}";
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var (findings, all) = (new Findings(), new FindingsOf<Query>(context));
            if (query.Territory is not null)
                ComparisonParameters.Territory(query.Territory, watch.Current, findings);
            all.AddAll(findings);
            Paging.CheckLimit(query.Limit, BriefingRules.MostOnPage, all.Add);
            _ = Cursor.Read(watch.Current.CursorKey, query.Fingerprint, query.Cursor, 1, all.Add);
        });
    }

    internal sealed class Handler(BriefingReading reading, CatalogueWatch watch) : IRequestHandler<Query, Page<KeptBriefing>>
    {
        public async Task<Page<KeptBriefing>> Handle(Query query, CancellationToken cancellationToken)
        {
            var (key, limit) = (watch.Current.CursorKey, query.Limit ?? BriefingRules.MostOnPage);
            long? before = Cursor.Checked(key, query.Fingerprint, query.Cursor, 1) is [var number] ? long.Parse(number, CultureInfo.InvariantCulture) : null;
            var territoryId = query.Territory is null ? (int?)null : watch.Current.Territories.Find(query.Territory)!.TerritoryId;
            var (rows, next) = Paging.Cut(await reading.ListAsync(territoryId, before, limit + 1, query.Language, cancellationToken), limit, key, query.Fingerprint, row => row.Number);
            return new Page<KeptBriefing>([.. rows.Select(row => row.Briefing)], next);
        }
    }
}
