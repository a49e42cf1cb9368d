using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.OpenApi;
using Benchlearning.Api.Platform.Paging;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Stewardship;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Imports.Stewardship;

internal static class ListMappingRules
{
    public const int MaximumLimit = 200;

    /// <summary>List mapping rules</summary>
    /// <remarks>What names of sources mean, with the history of each rule: who, when and why.</remarks>
    /// <param name="source">Only of this source.</param>
    /// <param name="mappingKind">Only names of this kind.</param>
    /// <param name="limit">Rules on a page, 1 to 200.</param>
    /// <param name="cursor">Cursor of the next page, from next or the Link header.</param>
    /// <response code="200">One page of rules.</response>
    public static async Task<Ok<Page<MappingRule>>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromQuery(Name = "source")] string? source,
        [FromQuery(Name = "kind")][AllowedValues("indicator", "territory", "breakdown")] string? mappingKind,
        [FromQuery(Name = "limit")][Range(1, MaximumLimit)][DefaultQuery(MaximumLimit)] int? limit, [FromQuery(Name = "cursor")] string? cursor, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var page = await mediator.Send(new Query(source, mappingKind, limit, cursor), cancellationToken);
        Paging.Link(http, options.Value, page.Next);
        return TypedResults.Ok(page);
    }

    internal sealed record Query(string? Source, string? Kind, int? Limit, string? Cursor) : IRequest<Page<MappingRule>>
    {
        public string Fingerprint => $"mapping|{Source}|{Kind}";
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var findings = new FindingsOf<Query>(context);
            Paging.CheckLimit(query.Limit, MaximumLimit, findings.Add);
            KnownSource.Check("source", query.Source, watch.Current, findings.Add);
            _ = Cursor.Read(watch.Current.CursorKey, query.Fingerprint, query.Cursor, 1, findings.Add);
        });
    }

    internal sealed class Handler(MappingReading reading, CatalogueWatch watch) : IRequestHandler<Query, Page<MappingRule>>
    {
        public async Task<Page<MappingRule>> Handle(Query query, CancellationToken cancellationToken)
        {
            var key = watch.Current.CursorKey;
            var limit = query.Limit ?? MaximumLimit;
            var after = Cursor.Checked(key, query.Fingerprint, query.Cursor, 1);
            var rules = await reading.ListAsync(query.Source, query.Kind, after is null ? 0 : int.Parse(after[0], CultureInfo.InvariantCulture), limit + 1, cancellationToken);
            var (rows, next) = Paging.Cut(rules, limit, key, query.Fingerprint, row => row.Id);
            return new Page<MappingRule>(rows, next);
        }
    }
}
