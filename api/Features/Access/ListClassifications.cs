using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Observations.Selecting;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.OpenApi;
using Benchlearning.Api.Platform.Paging;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Access;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Access;

internal static class ListClassifications
{
    public const int MaximumLimit = 200;

    /// <summary>List classifications</summary>
    /// <remarks>Every decision about who may see which figures, newest first. Of all that cover a cell the newest holds; a cell that none covers is public.</remarks>
    /// <param name="indicator">Only of this indicator.</param>
    /// <param name="limit">Classifications on a page, 1 to 200.</param>
    /// <param name="cursor">Cursor of the next page, from next or the Link header.</param>
    /// <response code="200">One page of classifications.</response>
    public static async Task<Ok<Page<Classification>>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromQuery(Name = "indicator")] string? indicator,
        [FromQuery(Name = "limit")][Range(1, MaximumLimit)][DefaultQuery(MaximumLimit)] int? limit, [FromQuery(Name = "cursor")] string? cursor, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var page = await mediator.Send(new Query(indicator, limit, cursor), cancellationToken);
        Paging.Link(http, options.Value, page.Next);
        return TypedResults.Ok(page);
    }

    internal sealed record Query(string? Indicator, int? Limit, string? Cursor) : IRequest<Page<Classification>>
    {
        public string Fingerprint => $"classifications|{Indicator}";
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var findings = new FindingsOf<Query>(context);
            var unknown = new Findings();
            Paging.CheckLimit(query.Limit, MaximumLimit, findings.Add);
            if (query.Indicator is not null && !watch.Current.Indicators.ContainsKey(query.Indicator))
                Selection.UnknownIndicator("indicator", query.Indicator, watch.Current, unknown);
            _ = Cursor.Read(watch.Current.CursorKey, query.Fingerprint, query.Cursor, 1, findings.Add);
            findings.AddAll(unknown);
        });
    }

    internal sealed class Handler(ClassificationReading reading, CatalogueWatch watch) : IRequestHandler<Query, Page<Classification>>
    {
        public async Task<Page<Classification>> Handle(Query query, CancellationToken cancellationToken)
        {
            var key = watch.Current.CursorKey;
            var limit = query.Limit ?? MaximumLimit;
            var after = Cursor.Checked(key, query.Fingerprint, query.Cursor, 1);
            var found = await reading.ListAsync(query.Indicator is { } code ? watch.Current.Indicators[code].Id : null,
                after is null ? null : int.Parse(after[0], CultureInfo.InvariantCulture), limit + 1, cancellationToken);
            var (rows, next) = Paging.Cut(found, limit, key, query.Fingerprint, row => row.Id);
            return new Page<Classification>(rows, next);
        }
    }
}
