using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Observations.Selecting;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.OpenApi;
using Benchlearning.Contracts.V1.Observations;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Observations;

internal static class EstimateObservations
{
    private const int ExcelRows = 1_048_575;

    /// <summary>Estimate the size of a selection</summary>
    /// <remarks>How many cells and, roughly, bytes the same parameters would give at GET /v1/observations, and which formats would be refused, without reading the data.</remarks>
    /// <param name="http">The request.</param>
    /// <param name="mediator">The mediator.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <param name="indicator">Codes of indicators, separated by commas, or * for all.</param>
    /// <param name="territory">Codes of territories, group:CODE, or *.</param>
    /// <param name="period">Periods, ranges, latest, latest(5), or *.</param>
    /// <param name="breakdown">dimension:category pairs. Default: the total.</param>
    /// <param name="boundaries">asReported or a date.</param>
    /// <param name="lang">Language of notes; wins over Accept-Language.</param>
    /// <response code="200">The estimate: an upper bound.</response>
    public static async Task<Ok<ObservationEstimate>> HandleAsync(
        HttpContext http, IMediator mediator, [FromQuery(Name = "indicator")][RequiredQuery] string? indicator,
        [FromQuery(Name = "territory")][DefaultQuery("*")] string? territory, [FromQuery(Name = "period")][DefaultQuery("*")] string? period, [FromQuery(Name = "breakdown")] string? breakdown,
        [FromQuery(Name = "boundaries")][DefaultQuery("asReported")] string? boundaries, [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(SelectionRequest.FromAddress(indicator, territory, period, breakdown, boundaries, null), Language.Of(http)), cancellationToken));
    }

    internal sealed record Query(SelectionRequest Request, string Language) : IRequest<ObservationEstimate>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch, TimeProvider time, IOptions<ServiceOptions> options) => RuleFor(query => query).Custom((query, context) =>
        {
            var findings = new Findings();
            Selection.Resolve(query.Request, watch.OfCaller, time, options.Value.MaximumCodes, findings);
            new FindingsOf<Query>(context).AddAll(findings);
        });
    }

    internal sealed class Handler(CatalogueWatch watch, TimeProvider time, IOptions<ServiceOptions> options) : IRequestHandler<Query, ObservationEstimate>
    {
        public Task<ObservationEstimate> Handle(Query query, CancellationToken cancellationToken)
        {
            var selection = Selection.Resolve(query.Request, watch.OfCaller, time, options.Value.MaximumCodes, new Findings());
            var territories = new HashSet<int>();
            var periods = new HashSet<string>(StringComparer.Ordinal);
            var breakdowns = new HashSet<string>(StringComparer.Ordinal);
            long cells = 0;
            foreach (var indicator in selection.Indicators)
                foreach (var cube in indicator.Cubes.Where(cube => selection.Breakdowns.Includes(cube.Breakdown)))
                {
                    var days = selection.Periods.Positions(cube.Periods).Select(position => cube.Periods[position]).ToArray();
                    var units = selection.Boundaries is { } boundaries
                        ? selection.Catalogue.Territories.LocalOn(boundaries).Select(version => version.TerritoryId)
                        : cube.TerritoryIds;
                    var chosen = units.Where(id => days.Any(day => selection.Territories.Includes(selection.Catalogue, id, selection.MembershipDay(indicator, day)))).ToArray();
                    territories.UnionWith(chosen);
                    periods.UnionWith(days);
                    breakdowns.Add(cube.Breakdown);
                    cells += (long)chosen.Length * days.Length;
                }
            return Task.FromResult(Describe(query, selection, cells, territories.Count, periods.Count, breakdowns.Count));
        }

        private ObservationEstimate Describe(Query query, Selection selection, long cells, int territories, int periods, int breakdowns)
        {
            var latvian = query.Language == Language.Latvian;
            var limit = options.Value.MaximumCells;
            var refused = new Dictionary<string, string>(StringComparer.Ordinal);
            if (cells > limit)
                foreach (var format in new[] { Format.JsonStat, Format.Xlsx })
                    refused[format.Name] = string.Create(CultureInfo.InvariantCulture, $"{(latvian ? "vairāk nekā" : "more than")} {limit} {(latvian ? "šūnu" : "cells")}");
            var notes = new List<string>();
            if (cells > ExcelRows)
                notes.Add(latvian ? "Excel neatvērs visas rindas: tās ir vairāk nekā 1 048 575." : "Excel will not open it all: there are more than 1,048,575 rows.");
            if (cells > options.Value.DefaultPageSize)
                notes.Add(latvian ? "JSON rindas tiek dotas pa lapām; visu uzreiz dod CSV." : "JSON rows come in pages; CSV gives all at once.");
            return new ObservationEstimate(selection.Indicators.Count, territories, periods, breakdowns, cells,
                new Dictionary<string, long>(StringComparer.Ordinal)
                {
                    ["json"] = 20 + (cells * 430), ["json-stat"] = 2000 + (territories * 60L) + (cells * 9), ["csv"] = 200 + (cells * 230),
                    ["excel-lv"] = 200 + (cells * 230), ["xlsx"] = 10_000 + (cells * 60),
                },
                refused, notes);
        }
    }
}
