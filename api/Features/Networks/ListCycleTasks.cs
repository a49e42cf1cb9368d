using System.ComponentModel.DataAnnotations;
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

internal static class ListCycleTasks
{
    /// <summary>List tasks of a cycle</summary>
    /// <remarks>In order of their codes, with what is overdue.</remarks>
    /// <param name="code">Code of the network.</param>
    /// <param name="number">Number of the cycle.</param>
    /// <param name="limit">Entries on a page, 1 to 200.</param>
    /// <param name="cursor">Cursor of the next page, from next or the Link header.</param>
    /// <response code="200">One page.</response>
    /// <response code="404">There is no such cycle that you may see.</response>
    public static async Task<Ok<Page<CycleTask>>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromRoute(Name = "code")] string code, [FromRoute(Name = "number")] int number,
        [FromQuery(Name = "limit")][Range(1, NetworkText.MostOnPage)][DefaultQuery(NetworkText.MostOnPage)] int? limit, [FromQuery(Name = "cursor")] string? cursor, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var page = await mediator.Send(new Query(code, number, CurrentCaller.Of(http).Actor, limit, cursor), cancellationToken);
        Paging.Link(http, options.Value, page.Next);
        return TypedResults.Ok(page);
    }

    internal sealed record Query(string Network, int Number, string Actor, int? Limit, string? Cursor) : IRequest<Page<CycleTask>>, IPageOfNetworks
    {
        public string Fingerprint => $"ListCycleTasks|{Actor}|{Network}|{Number}";
    }

    internal sealed class Validator(CatalogueWatch watch) : PageValidator<Query>(watch);

    internal sealed class Handler(CycleReading cycles, CycleTaskReading reading, CatalogueWatch watch) : IRequestHandler<Query, Page<CycleTask>>
    {
        public async Task<Page<CycleTask>> Handle(Query query, CancellationToken cancellationToken)
        {
            var (key, limit) = (watch.Current.CursorKey, query.Limit ?? NetworkText.MostOnPage);
            var after = Cursor.Checked(key, query.Fingerprint, query.Cursor, 1);
            var cycle = await cycles.InsideAsync(query.Network, query.Number, cancellationToken);
            var found = await reading.ListAsync(cycle, after?[0] ?? "", limit + 1, cancellationToken);
            var (rows, next) = Paging.Cut(found, limit, key, query.Fingerprint, task => task.Code);
            return new Page<CycleTask>(rows, next);
        }
    }
}
