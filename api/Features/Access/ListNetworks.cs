using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Features.Catalogue;
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

internal static class ListNetworks
{
    /// <summary>List networks</summary>
    /// <remarks>Who is a member of which, and who was, in order of their codes.</remarks>
    /// <param name="limit">Entries on a page, 1 to 200.</param>
    /// <param name="cursor">Cursor of the next page, from next or the Link header.</param>
    /// <response code="200">One page of networks.</response>
    public static async Task<Ok<Page<AccessNetwork>>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options,
        [FromQuery(Name = "limit")][Range(1, AccessRules.MostOnPage)][DefaultQuery(AccessRules.MostOnPage)] int? limit, [FromQuery(Name = "cursor")] string? cursor, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var page = await mediator.Send(new Query(limit, cursor), cancellationToken);
        Paging.Link(http, options.Value, page.Next);
        return TypedResults.Ok(page);
    }

    internal sealed record Query(int? Limit, string? Cursor) : IRequest<Page<AccessNetwork>>
    {
        public const string Fingerprint = "networks";
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var findings = new FindingsOf<Query>(context);
            Paging.CheckLimit(query.Limit, AccessRules.MostOnPage, findings.Add);
            _ = Cursor.Read(watch.Current.CursorKey, Query.Fingerprint, query.Cursor, 1, findings.Add);
        });
    }

    internal sealed class Handler(AccessReading reading, CatalogueWatch watch) : IRequestHandler<Query, Page<AccessNetwork>>
    {
        public async Task<Page<AccessNetwork>> Handle(Query query, CancellationToken cancellationToken)
        {
            var (key, limit) = (watch.Current.CursorKey, query.Limit ?? AccessRules.MostOnPage);
            var after = Cursor.Checked(key, Query.Fingerprint, query.Cursor, 1);
            var found = await reading.NetworksAsync(null, after?[0] ?? "", limit + 1, cancellationToken);
            var (rows, next) = Paging.Cut(found, limit, key, Query.Fingerprint, row => row.Code);
            return new Page<AccessNetwork>(rows, next);
        }
    }
}
