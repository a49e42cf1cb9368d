using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Observations.Selecting;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.OpenApi;
using Benchlearning.Api.Platform.Paging;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Aggregates;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Aggregates;

internal static class ListGroupAggregates
{
    public const int MaximumLimit = 200;

    /// <summary>List figures of groups over hidden figures</summary>
    /// <remarks>
    /// What may be told of groups some of whose members' figures are not public. Each was checked when it was published: with all other such figures, now and before, and with
    /// everything public, no hidden figure can be worked out. One that cannot be told so is there as suppressed. Figures of groups without hidden members are told by comparisons.
    /// </remarks>
    /// <param name="indicator">Code of the indicator.</param>
    /// <param name="period">Only of this period.</param>
    /// <param name="group">Only of this group.</param>
    /// <param name="limit">Figures on a page, 1 to 200.</param>
    /// <param name="cursor">Cursor of the next page, from next or the Link header.</param>
    /// <param name="lang">Language of names; wins over Accept-Language.</param>
    /// <response code="200">One page of figures, in order of period and group.</response>
    public static async Task<Ok<Page<GroupAggregate>>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromQuery(Name = "indicator")][RequiredQuery] string? indicator, [FromQuery(Name = "period")] string? period,
        [FromQuery(Name = "group")] string? group, [FromQuery(Name = "limit")][Range(1, MaximumLimit)][DefaultQuery(MaximumLimit)] int? limit, [FromQuery(Name = "cursor")] string? cursor,
        [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var page = await mediator.Send(new Query(indicator, period, group, limit, cursor, Language.Of(http)), cancellationToken);
        Paging.Link(http, options.Value, page.Next);
        return TypedResults.Ok(page);
    }

    internal sealed record Query(string? Indicator, string? Period, string? Group, int? Limit, string? Cursor, string Language) : IRequest<Page<GroupAggregate>>
    {
        public string Fingerprint => $"group-aggregates|{Indicator}|{Period}|{Group}";
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var (catalogue, found, findings) = (watch.OfCaller, new Findings(), new FindingsOf<Query>(context));
            if (query.Indicator is null)
                found.Add("indicator", "required", "Name the indicator; GET /v1/indicators lists them.");
            else if (!catalogue.Indicators.ContainsKey(query.Indicator))
                Selection.UnknownIndicator("indicator", query.Indicator, catalogue, found);
            if (query.Period is not null && PeriodSelection.Parse(query.Period, out _) is not OnePeriod)
                found.Add("period", "invalid-period", "A period is such as 2013, 2013-Q2 or 2013-05.", query.Period);
            if (query.Group is not null && !catalogue.Groups.ContainsKey(query.Group))
                Selection.UnknownGroup("group", query.Group, catalogue, found);
            findings.AddAll(found);
            Paging.CheckLimit(query.Limit, MaximumLimit, findings.Add);
            _ = Cursor.Read(catalogue.CursorKey, query.Fingerprint, query.Cursor, 2, findings.Add);
        });
    }

    internal sealed class Handler(AggregateReading reading, CatalogueWatch watch) : IRequestHandler<Query, Page<GroupAggregate>>
    {
        public async Task<Page<GroupAggregate>> Handle(Query query, CancellationToken cancellationToken)
        {
            var catalogue = watch.OfCaller;
            var limit = query.Limit ?? MaximumLimit;
            (string, string)? after = Cursor.Checked(catalogue.CursorKey, query.Fingerprint, query.Cursor, 2) is [var period, var group] ? (period, group) : null;
            var found = await reading.ListAsync(catalogue, catalogue.Indicators[query.Indicator!], query.Period, query.Group is null ? null : [query.Group], after, limit + 1, query.Language, cancellationToken);
            var (rows, next) = Paging.Cut(found, limit, catalogue.CursorKey, query.Fingerprint, row => row.Period, row => row.Group);
            return new Page<GroupAggregate>(rows, next);
        }
    }
}
