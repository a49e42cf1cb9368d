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

internal static class ListApiKeys
{
    /// <summary>List the keys of a client</summary>
    /// <remarks>Newest first, those that expired or were revoked among them, without their secrets.</remarks>
    /// <param name="id">Number of the client.</param>
    /// <param name="limit">Entries on a page, 1 to 200.</param>
    /// <param name="cursor">Cursor of the next page, from next or the Link header.</param>
    /// <response code="200">One page of keys.</response>
    /// <response code="404">There is no client of this number.</response>
    public static async Task<Ok<Page<ApiKey>>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromRoute(Name = "id")] int id,
        [FromQuery(Name = "limit")][Range(1, AccessRules.MostOnPage)][DefaultQuery(AccessRules.MostOnPage)] int? limit, [FromQuery(Name = "cursor")] string? cursor, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var page = await mediator.Send(new Query(id, limit, cursor), cancellationToken);
        Paging.Link(http, options.Value, page.Next);
        return TypedResults.Ok(page);
    }

    internal sealed record Query(int Id, int? Limit, string? Cursor) : IRequest<Page<ApiKey>>
    {
        public string Fingerprint => string.Create(CultureInfo.InvariantCulture, $"keys|{Id}");
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var findings = new FindingsOf<Query>(context);
            Paging.CheckLimit(query.Limit, AccessRules.MostOnPage, findings.Add);
            _ = Cursor.Read(watch.Current.CursorKey, query.Fingerprint, query.Cursor, 1, findings.Add);
        });
    }

    internal sealed class Handler(ClientReading reading, CatalogueWatch watch) : IRequestHandler<Query, Page<ApiKey>>
    {
        public async Task<Page<ApiKey>> Handle(Query query, CancellationToken cancellationToken)
        {
            var (key, limit) = (watch.Current.CursorKey, query.Limit ?? AccessRules.MostOnPage);
            var after = Cursor.Checked(key, query.Fingerprint, query.Cursor, 1);
            var client = await reading.ClientAsync(query.Id, cancellationToken);
            var found = await reading.KeysAsync(client.Id, after is null ? null : long.Parse(after[0], CultureInfo.InvariantCulture), limit + 1, cancellationToken);
            var (rows, next) = Paging.Cut(found, limit, key, query.Fingerprint, row => row.Number);
            return new Page<ApiKey>([.. rows.Select(entry => entry.Key)], next);
        }
    }
}
