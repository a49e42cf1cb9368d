using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.OpenApi;
using Benchlearning.Api.Platform.Paging;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Networks;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Networks;

internal static class ListCycleModels
{
    /// <summary>List versions of the model of a cycle</summary>
    /// <remarks>States, moves, the guards of each move, and the figures that guards go by. A version never changes: what is learned makes a new one, and a cycle keeps the version that it began with.</remarks>
    /// <param name="limit">Versions on a page, 1 to 200.</param>
    /// <param name="cursor">Cursor of the next page, from next or the Link header.</param>
    /// <response code="200">One page of versions, first to last.</response>
    public static async Task<Ok<Page<CycleModel>>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options,
        [FromQuery(Name = "limit")][Range(1, NetworkText.MostOnPage)][DefaultQuery(NetworkText.MostOnPage)] int? limit, [FromQuery(Name = "cursor")] string? cursor, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var page = await mediator.Send(new Query(limit, cursor), cancellationToken);
        Paging.Link(http, options.Value, page.Next);
        return TypedResults.Ok(page);
    }

    internal sealed record Query(int? Limit, string? Cursor) : IRequest<Page<CycleModel>>, IPageOfNetworks
    {
        public string Fingerprint => "cycle-models";
    }

    internal sealed class Validator(CatalogueWatch watch) : PageValidator<Query>(watch);

    internal sealed class Handler(CycleModelReading reading, CatalogueWatch watch) : IRequestHandler<Query, Page<CycleModel>>
    {
        public async Task<Page<CycleModel>> Handle(Query query, CancellationToken cancellationToken)
        {
            var (key, limit) = (watch.Current.CursorKey, query.Limit ?? NetworkText.MostOnPage);
            int? after = Cursor.Checked(key, query.Fingerprint, query.Cursor, 1) is [var version] ? int.Parse(version, CultureInfo.InvariantCulture) : null;
            var found = await reading.ListAsync(null, after, limit + 1, cancellationToken);
            var (rows, next) = Paging.Cut(found, limit, key, query.Fingerprint, model => model.Version);
            return new Page<CycleModel>(rows, next);
        }
    }
}
