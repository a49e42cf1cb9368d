using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Observations.Formats;
using Benchlearning.Api.Features.Observations.Selecting;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.OpenApi;
using Benchlearning.Api.Platform.Paging;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Observations;

internal static class ReadObservations
{
    /// <summary>Read observations of a selection</summary>
    /// <remarks>
    /// Many indicators, territories and periods at once, as JSON rows (paged), JSON-stat 2.0, CSV (streamed whole), the excel-lv dialect of CSV, or XLSX.
    /// A missing value is null with a reason, never zero. An unknown code is refused with the nearest one; a selection without data
    /// is a 200 with zero rows (404 nothing-selected for JSON-stat, which cannot be empty).
    /// </remarks>
    /// <param name="selection">The selection.</param>
    /// <response code="200">The observations, in order of indicator, breakdown, territory's identity and period.</response>
    /// <response code="404">JSON-stat only: nothing is selected.</response>
    /// <response code="422">JSON-stat and XLSX only: more cells than the published limit.</response>
    public static async Task HandleAsync([AsParameters] Parameters selection, HttpContext http, IMediator mediator, CancellationToken cancellationToken)
    {
        var request = SelectionRequest.FromAddress(selection.Indicator, selection.Territory, selection.Period, selection.Breakdown, selection.Boundaries, selection.AsOf);
        await mediator.Send(new Query(http, request, selection.Labels ?? false, selection.Limit, selection.Cursor, Format.Choose(http.Request, Offered)), cancellationToken);
    }

    public static readonly IReadOnlyList<Format> Offered = [Format.Json, Format.JsonStat, Format.Csv, Format.ExcelLv, Format.Xlsx];

    /// <summary>Query parameters of a selection.</summary>
    /// <param name="Indicator">Codes of indicators, separated by commas, or * for all.</param>
    /// <param name="Territory">Codes of territories of any vintage, group:CODE, or *.</param>
    /// <param name="Period">Periods (2013, 2013-Q2, 2013-05), ranges (2010..2013, 2019..), latest, latest(5), or *.</param>
    /// <param name="Breakdown">dimension:category pairs, such as sex:F,stage:school; sex:* for every category. Default: the total.</param>
    /// <param name="Boundaries">asReported, or a date whose territories the figures are converted to, such as 2021-07-01.</param>
    /// <param name="AsOf">Answer as it would have been at this instant, such as 2026-03-01T12:00:00Z. Default: now.</param>
    /// <param name="Labels">Add names of indicators and territories to rows and CSV.</param>
    /// <param name="Limit">Rows on a page of JSON; the other formats have no pages. The maximum is published at /v1/config.</param>
    /// <param name="Cursor">Cursor of the next page of JSON, from next or the Link header.</param>
    /// <param name="Format">Format of the answer; wins over Accept.</param>
    /// <param name="Lang">Language of names and notes; wins over Accept-Language.</param>
    internal sealed record Parameters(
        [FromQuery(Name = "indicator")][RequiredQuery] string? Indicator, [FromQuery(Name = "territory")][DefaultQuery("*")] string? Territory, [FromQuery(Name = "period")][DefaultQuery("*")] string? Period,
        [FromQuery(Name = "breakdown")] string? Breakdown, [FromQuery(Name = "boundaries")][DefaultQuery("asReported")] string? Boundaries, [FromQuery(Name = "asOf")] DateTimeOffset? AsOf,
        [FromQuery(Name = "labels")][DefaultQuery(false)] bool? Labels, [FromQuery(Name = "limit")][PublishedPageSize] int? Limit, [FromQuery(Name = "cursor")] string? Cursor,
        [FromQuery(Name = "format")][AllowedValues("json", "json-stat", "csv", "excel-lv", "xlsx")] string? Format,
        [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? Lang);

    internal sealed record Query(
        HttpContext Http, SelectionRequest Request, bool Labels, int? Limit, string? Cursor, Format Format) : IRequest<Unit>
    {
        public string Fingerprint => $"observations|{Request.Fingerprint()}";
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch, TimeProvider time, IOptions<ServiceOptions> options) => RuleFor(query => query).Custom((query, context) =>
        {
            var findings = new FindingsOf<Query>(context);
            var selection = new Findings();
            Selection.Resolve(query.Request, watch.OfCaller, time, options.Value.MaximumCodes, selection);
            findings.AddAll(selection);
            var place = query.Request.IsBody ? "/" : "";
            if (query.Format != Format.Json)
                foreach (var name in new[] { query.Limit is null ? null : "limit", query.Cursor is null ? null : "cursor" }.OfType<string>())
                    findings.Add(place + name, "contradiction", $"{name} belongs to JSON rows, which are paged; {query.Format.Name} comes whole. Leave it out, or narrow the selection.");
            Paging.CheckLimit(query.Limit, options.Value.MaximumPageSize, (name, code, message, value) => findings.Add(place + name, code, message, value));
            _ = Cursor.Read(watch.OfCaller.CursorKey, query.Fingerprint, query.Cursor, 4, (name, code, message, value) => findings.Add(place + name, code, message, value));
        });
    }

    internal sealed class Handler(ObservationReader reader, CatalogueWatch watch, TimeProvider time, IOptions<ServiceOptions> options) : IRequestHandler<Query, Unit>
    {
        public async Task<Unit> Handle(Query query, CancellationToken cancellationToken)
        {
            var selection = Selection.Resolve(query.Request, watch.OfCaller, time, options.Value.MaximumCodes, new Findings());
            var answer = new ObservationAnswer(query.Http, options.Value, selection, query.Format, query.Labels);
            var isStreamed = query.Format == Format.Csv || query.Format == Format.ExcelLv;
            var blocks = reader.ReadAsync(selection, isStreamed ? ObservationReader.AtOnceWhenStreamed : ObservationReader.AtOnce, cancellationToken);
            if (query.Format == Format.Json)
                await answer.WriteRowsAsync(blocks, query.Limit ?? options.Value.DefaultPageSize, query.Cursor, query.Fingerprint, cancellationToken);
            else if (isStreamed)
                await answer.WriteCsvAsync(blocks, cancellationToken);
            else if (query.Format == Format.JsonStat)
                await answer.WriteJsonStatAsync(blocks, cancellationToken);
            else
                await answer.WriteXlsxAsync(blocks, cancellationToken);
            return Unit.Value;
        }
    }
}
