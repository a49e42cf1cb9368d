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
using Benchlearning.Contracts.V1.Surveys;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Surveys;

internal static class ListSurveys
{
    /// <summary>List surveys</summary>
    /// <remarks>Newest first, of all municipalities or of one.</remarks>
    /// <param name="territory">Only of this municipality: its code, of any vintage.</param>
    /// <param name="limit">Surveys on a page, 1 to 200.</param>
    /// <param name="cursor">Cursor of the next page, from next or the Link header.</param>
    /// <response code="200">One page of surveys.</response>
    public static async Task<Ok<Page<Survey>>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromQuery(Name = "territory")] string? territory,
        [FromQuery(Name = "limit")][Range(1, SurveyRules.MostOnPage)][DefaultQuery(SurveyRules.MostOnPage)] int? limit, [FromQuery(Name = "cursor")] string? cursor, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var page = await mediator.Send(new Query(territory, limit, cursor), cancellationToken);
        Paging.Link(http, options.Value, page.Next);
        return TypedResults.Ok(page);
    }

    internal sealed record Query(string? Territory, int? Limit, string? Cursor) : IRequest<Page<Survey>>
    {
        public string Fingerprint => $"surveys|{Territory}";
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var (findings, all) = (new Findings(), new FindingsOf<Query>(context));
            if (query.Territory is not null)
                ComparisonParameters.Territory(query.Territory, watch.Current, findings);
            all.AddAll(findings);
            Paging.CheckLimit(query.Limit, SurveyRules.MostOnPage, all.Add);
            _ = Cursor.Read(watch.Current.CursorKey, query.Fingerprint, query.Cursor, 1, all.Add);
        });
    }

    internal sealed class Handler(SurveyReading reading, CatalogueWatch watch) : IRequestHandler<Query, Page<Survey>>
    {
        public async Task<Page<Survey>> Handle(Query query, CancellationToken cancellationToken)
        {
            var (key, limit) = (watch.Current.CursorKey, query.Limit ?? SurveyRules.MostOnPage);
            long? before = Cursor.Checked(key, query.Fingerprint, query.Cursor, 1) is [var number] ? long.Parse(number, CultureInfo.InvariantCulture) : null;
            var territoryId = query.Territory is null ? (int?)null : watch.Current.Territories.Find(query.Territory)!.TerritoryId;
            var (rows, next) = Paging.Cut(await reading.ListAsync(territoryId, before, limit + 1, cancellationToken), limit, key, query.Fingerprint, row => row.Survey.Id);
            return new Page<Survey>([.. rows.Select(row => row.Survey)], next);
        }
    }
}
