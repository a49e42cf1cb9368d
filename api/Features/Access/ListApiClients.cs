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

internal static class ListApiClients
{
    /// <summary>List clients</summary>
    /// <remarks>Systems that come in with keys or tokens, in the order in which they were made.</remarks>
    /// <param name="organisation">Only those of the organisation of this code.</param>
    /// <param name="limit">Entries on a page, 1 to 200.</param>
    /// <param name="cursor">Cursor of the next page, from next or the Link header.</param>
    /// <response code="200">One page of clients.</response>
    public static async Task<Ok<Page<ApiClient>>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromQuery(Name = "organisation")] string? organisation,
        [FromQuery(Name = "limit")][Range(1, AccessRules.MostOnPage)][DefaultQuery(AccessRules.MostOnPage)] int? limit, [FromQuery(Name = "cursor")] string? cursor, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var page = await mediator.Send(new Query(organisation, limit, cursor), cancellationToken);
        Paging.Link(http, options.Value, page.Next);
        return TypedResults.Ok(page);
    }

    internal sealed record Query(string? Organisation, int? Limit, string? Cursor) : IRequest<Page<ApiClient>>
    {
        public string Fingerprint => $"clients|{Organisation}";
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch, AccessReading reading) => RuleFor(query => query).CustomAsync(async (query, context, cancellationToken) =>
        {
            var findings = new FindingsOf<Query>(context);
            Paging.CheckLimit(query.Limit, AccessRules.MostOnPage, findings.Add);
            if (query.Organisation is not null)
                AccessRules.CheckKnown("organisation", "organisation", query.Organisation, await reading.OrganisationCodesAsync(cancellationToken), findings.Add);
            _ = Cursor.Read(watch.Current.CursorKey, query.Fingerprint, query.Cursor, 1, findings.Add);
        });
    }

    internal sealed class Handler(ClientReading reading, CatalogueWatch watch) : IRequestHandler<Query, Page<ApiClient>>
    {
        public async Task<Page<ApiClient>> Handle(Query query, CancellationToken cancellationToken)
        {
            var (key, limit) = (watch.Current.CursorKey, query.Limit ?? AccessRules.MostOnPage);
            var after = Cursor.Checked(key, query.Fingerprint, query.Cursor, 1);
            var found = await reading.ClientsAsync(query.Organisation, after is null ? 0 : int.Parse(after[0], CultureInfo.InvariantCulture), limit + 1, cancellationToken);
            var (rows, next) = Paging.Cut(found, limit, key, query.Fingerprint, row => row.Id);
            return new Page<ApiClient>(rows, next);
        }
    }
}
