using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Observations.Selecting;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.OpenApi;
using Benchlearning.Api.Platform.Paging;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Changes;
using Dapper;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Changes;

internal static class Reconcile
{
    public const int MaximumLimit = 50;

    /// <summary>Prove that a copy equals the original</summary>
    /// <remarks>
    /// Number of cells and a hash of their content for each indicator and period, as published now. Work out the same from your copy: where a hash differs,
    /// read that indicator and period again. Indicators without public figures are left out.
    /// </remarks>
    /// <param name="indicator">Codes of indicators, separated by commas. Default: all.</param>
    /// <param name="limit">Indicators on a page, 1 to 50.</param>
    /// <param name="cursor">Cursor of the next page, from next or the Link header.</param>
    /// <response code="200">One page of indicators in the order of their codes.</response>
    public static async Task<Ok<Page<IndicatorReconciliation>>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromQuery(Name = "indicator")] string? indicator,
        [FromQuery(Name = "limit")][Range(1, MaximumLimit)][DefaultQuery(MaximumLimit)] int? limit, [FromQuery(Name = "cursor")] string? cursor, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var page = await mediator.Send(new Query(indicator, limit, cursor), cancellationToken);
        Paging.Link(http, options.Value, page.Next);
        return TypedResults.Ok(page);
    }

    internal sealed record Query(string? Indicator, int? Limit, string? Cursor) : IRequest<Page<IndicatorReconciliation>>
    {
        public string[]? Codes => Indicator?.Split(',');

        public string Fingerprint => $"reconciliation|{Indicator}";
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var findings = new FindingsOf<Query>(context);
            var unknown = new Findings();
            foreach (var code in query.Codes ?? [])
                if (!watch.OfCaller.Indicators.ContainsKey(code))
                    Selection.UnknownIndicator("indicator", code, watch.OfCaller, unknown);
            findings.AddAll(unknown);
            Paging.CheckLimit(query.Limit, MaximumLimit, findings.Add);
            _ = Cursor.Read(watch.OfCaller.CursorKey, query.Fingerprint, query.Cursor, 1, findings.Add);
        });
    }

    internal sealed class Handler(Db db, CatalogueWatch watch) : IRequestHandler<Query, Page<IndicatorReconciliation>>
    {
        private const string Sql = """
            select o.indicator_id, o.period::text as period, count(o.value)::integer as "values", (count(*) - count(o.value))::integer as missing,
                   encode(sha256(convert_to(string_agg(
                       concat_ws(e'\t', t.identity, o.breakdown, coalesce(trim_scale(round(o.value, v.decimals))::text, o.missing_reason), o.quality),
                       e'\n' order by t.identity collate "C", o.breakdown), 'UTF8')), 'hex') as hash
            from current_observation o
            join indicator_version v on v.indicator_version_id = o.indicator_version_id
            join territory t on t.territory_id = o.territory_id
            where o.indicator_id = any (@ids)
            group by o.indicator_id, o.period
            order by o.indicator_id, o.period
            """;

        public async Task<Page<IndicatorReconciliation>> Handle(Query query, CancellationToken cancellationToken)
        {
            var catalogue = watch.OfCaller;
            var after = Cursor.Checked(catalogue.CursorKey, query.Fingerprint, query.Cursor, 1);
            var limit = query.Limit ?? MaximumLimit;
            var asked = query.Codes?.Distinct().Select(code => catalogue.Indicators[code]) ?? catalogue.Indicators.Values;
            var found = asked.Where(indicator => indicator.Cubes.Count > 0 && (after is null || string.CompareOrdinal(indicator.Code, after[0]) > 0))
                .OrderBy(indicator => indicator.Code, StringComparer.Ordinal).Take(limit + 1).ToList();
            var (page, next) = Paging.Cut(found, limit, catalogue.CursorKey, query.Fingerprint, row => row.Code);
            var rows = await db.QueryAsync<PeriodRow>(Sql, new { ids = page.Select(indicator => indicator.Id).ToArray() }, catalogue.Reach, cancellationToken);
            var periods = rows.ToLookup(row => row.IndicatorId, row => new PeriodReconciliation(row.Period, row.Values, row.Missing, row.Hash));
            return new Page<IndicatorReconciliation>([.. page.Select(indicator => new IndicatorReconciliation(indicator.Code, [.. periods[indicator.Id]]))], next);
        }

        [method: ExplicitConstructor]
        private sealed record PeriodRow(int IndicatorId, string Period, int Values, int Missing, string Hash);
    }
}
