using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Auth;
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

internal static class ListCycles
{
    /// <summary>List cycles of a network</summary>
    /// <remarks>Newest first, with their members and people.</remarks>
    /// <param name="code">Code of the network.</param>
    /// <param name="limit">Cycles on a page, 1 to 200.</param>
    /// <param name="cursor">Cursor of the next page, from next or the Link header.</param>
    /// <response code="200">One page of cycles.</response>
    /// <response code="404">There is no network of this code that you may see.</response>
    public static async Task<Ok<Page<NetworkCycle>>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromRoute(Name = "code")] string code,
        [FromQuery(Name = "limit")][Range(1, NetworkText.MostOnPage)][DefaultQuery(NetworkText.MostOnPage)] int? limit, [FromQuery(Name = "cursor")] string? cursor, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var page = await mediator.Send(new Query(code, CurrentCaller.Of(http).Actor, limit, cursor), cancellationToken);
        Paging.Link(http, options.Value, page.Next);
        return TypedResults.Ok(page);
    }

    internal sealed record Query(string Network, string Actor, int? Limit, string? Cursor) : IRequest<Page<NetworkCycle>>, IPageOfNetworks
    {
        public string Fingerprint => $"cycles|{Actor}|{Network}";
    }

    internal sealed class Validator(CatalogueWatch watch) : PageValidator<Query>(watch);

    internal sealed class Handler(CycleReading reading, AccessReading networks, Caller caller, CatalogueWatch watch) : IRequestHandler<Query, Page<NetworkCycle>>
    {
        public async Task<Page<NetworkCycle>> Handle(Query query, CancellationToken cancellationToken)
        {
            var (key, limit) = (watch.Current.CursorKey, query.Limit ?? NetworkText.MostOnPage);
            int? before = Cursor.Checked(key, query.Fingerprint, query.Cursor, 1) is [var number] ? int.Parse(number, CultureInfo.InvariantCulture) : null;
            if (await networks.NetworkAsync(query.Network, AccessReading.SeenBy(caller.Reach), cancellationToken) is null)
                throw AccessReading.NoNetwork(query.Network);
            var found = await reading.ListAsync(query.Network, null, before, limit + 1, cancellationToken);
            var (rows, next) = Paging.Cut(found, limit, key, query.Fingerprint, cycle => cycle.Number);
            return new Page<NetworkCycle>(rows, next);
        }
    }
}
