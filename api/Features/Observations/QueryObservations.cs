using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Features.Observations.Selecting;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Contracts.V1.Observations;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Observations;

internal static class QueryObservations
{
    /// <summary>Read observations of a selection too long for an address</summary>
    /// <remarks>The same selection as of GET /v1/observations, as a body: lists are arrays. Answers, formats and refusals are the same; findings point into the body. A safe operation: it changes nothing.</remarks>
    /// <param name="query">The selection.</param>
    /// <param name="format">Format of the answer; wins over Accept.</param>
    /// <param name="lang">Language of names and notes; wins over Accept-Language.</param>
    /// <response code="200">The observations, in order of indicator, breakdown, territory's identity and period.</response>
    public static async Task HandleAsync(
        [FromBody] ObservationQuery query, HttpContext http, IMediator mediator, [FromQuery(Name = "format")][AllowedValues("json", "json-stat", "csv", "excel-lv", "xlsx")] string? format,
        [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        http.Response.Headers.CacheControl = "no-store";
        await mediator.Send(new ReadObservations.Query(http, SelectionRequest.FromBody(query), query.Labels ?? false, query.Limit, query.Cursor,
            Format.Choose(http.Request, ReadObservations.Offered)), cancellationToken);
    }
}
