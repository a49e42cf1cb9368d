using System.ComponentModel.DataAnnotations;
using System.Globalization;
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

internal static class ListPersons
{
    /// <summary>List persons</summary>
    /// <remarks>Who came in with an access token once, so that roles can be granted to them; in the order in which they first came. No more is kept of them than what is shown.</remarks>
    /// <param name="search">Only those whose name or subject holds this text.</param>
    /// <param name="limit">Entries on a page, 1 to 200.</param>
    /// <param name="cursor">Cursor of the next page, from next or the Link header.</param>
    /// <response code="200">One page of persons.</response>
    public static async Task<Ok<Page<KnownPerson>>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromQuery(Name = "search")][StringLength(AccessRules.LongestName)] string? search,
        [FromQuery(Name = "limit")][Range(1, AccessRules.MostOnPage)][DefaultQuery(AccessRules.MostOnPage)] int? limit, [FromQuery(Name = "cursor")] string? cursor, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var page = await mediator.Send(new Query(search, limit, cursor), cancellationToken);
        Paging.Link(http, options.Value, page.Next);
        return TypedResults.Ok(page);
    }

    internal sealed record Query(string? Search, int? Limit, string? Cursor) : IRequest<Page<KnownPerson>>
    {
        public string Fingerprint => $"persons|{Search}";
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var findings = new FindingsOf<Query>(context);
            Paging.CheckLimit(query.Limit, AccessRules.MostOnPage, findings.Add);
            if (query.Search?.Length > AccessRules.LongestName)
                findings.Add("search", "too-long", $"search has at most {AccessRules.LongestName} characters.", query.Search);
            _ = Cursor.Read(watch.Current.CursorKey, query.Fingerprint, query.Cursor, 1, findings.Add);
        });
    }

    internal sealed class Handler(AccessReading reading, CatalogueWatch watch) : IRequestHandler<Query, Page<KnownPerson>>
    {
        public async Task<Page<KnownPerson>> Handle(Query query, CancellationToken cancellationToken)
        {
            var (key, limit) = (watch.Current.CursorKey, query.Limit ?? AccessRules.MostOnPage);
            var after = Cursor.Checked(key, query.Fingerprint, query.Cursor, 1);
            var found = await reading.PersonsAsync(query.Search, after is null ? 0 : long.Parse(after[0], CultureInfo.InvariantCulture), limit + 1, cancellationToken);
            var (rows, next) = Paging.Cut(found, limit, key, query.Fingerprint, row => row.Id);
            return new Page<KnownPerson>([.. rows.Select(person => person.ToContract())], next);
        }
    }
}
