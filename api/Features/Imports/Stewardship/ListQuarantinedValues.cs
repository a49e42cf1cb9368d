using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Observations.Selecting;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.OpenApi;
using Benchlearning.Api.Platform.Paging;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Stewardship;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Imports.Stewardship;

internal static class ListQuarantinedValues
{
    public const int MaximumLimit = 100;

    /// <summary>List values in quarantine</summary>
    /// <remarks>New and changed values that broke a rule, over all imports, the oldest first, with what the rule expects and the values around each. POST /v1/quarantine-answers decides.</remarks>
    /// <param name="import">Only of this import.</param>
    /// <param name="rule">Only those that broke this rule.</param>
    /// <param name="indicator">Only of this indicator.</param>
    /// <param name="limit">Values on a page, 1 to 100.</param>
    /// <param name="cursor">Cursor of the next page, from next or the Link header.</param>
    /// <param name="lang">Language of messages and names; wins over Accept-Language.</param>
    /// <response code="200">One page of values.</response>
    public static async Task<Ok<Page<QuarantinedValue>>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromQuery(Name = "import")] int? import, [FromQuery(Name = "rule")] string? rule,
        [FromQuery(Name = "indicator")] string? indicator, [FromQuery(Name = "limit")][Range(1, MaximumLimit)][DefaultQuery(MaximumLimit)] int? limit,
        [FromQuery(Name = "cursor")] string? cursor, [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var page = await mediator.Send(new Query(import, rule, indicator, limit, cursor, Language.Of(http)), cancellationToken);
        Paging.Link(http, options.Value, page.Next);
        return TypedResults.Ok(page);
    }

    internal sealed record Query(int? Import, string? Rule, string? Indicator, int? Limit, string? Cursor, string Language) : IRequest<Page<QuarantinedValue>>
    {
        public string Fingerprint => string.Create(CultureInfo.InvariantCulture, $"quarantine|{Import}|{Rule}|{Indicator}");
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var findings = new FindingsOf<Query>(context);
            var unknown = new Findings();
            Paging.CheckLimit(query.Limit, MaximumLimit, findings.Add);
            if (query.Indicator is not null && !watch.Current.Indicators.ContainsKey(query.Indicator))
                Selection.UnknownIndicator("indicator", query.Indicator, watch.Current, unknown);
            _ = Cursor.Read(watch.Current.CursorKey, query.Fingerprint, query.Cursor, 1, findings.Add);
            findings.AddAll(unknown);
        });
    }

    internal sealed class Handler(Db db, CatalogueWatch watch) : IRequestHandler<Query, Page<QuarantinedValue>>
    {
        private const string Sql = """
            select q.change_number as id, q.import_id as import, s.code as source, i.code as indicator, v.code as territory, t.identity,
                   case when @english then v.name_en else v.name_lv end as territory_name, q.period::text as period, q.breakdown, q.value, q.missing_reason,
                   p.value as published,
                   (select percentile_cont(0.5) within group (order by m.value::double precision)
                    from observation_revision m
                    where m.indicator_id = q.indicator_id and m.period = q.period and m.breakdown = q.breakdown
                      and m.workflow = 'published' and m.superseded_at is null and m.value is not null) as median,
                   q.recorded_at
            from observation_revision q
            join source s on s.source_id = q.source_id
            join indicator i on i.indicator_id = q.indicator_id
            join territory t on t.territory_id = q.territory_id
            join territory_version v on v.territory_version_id = q.territory_version_id
            left join lateral (
                select o.value
                from observation_revision o
                where o.indicator_id = q.indicator_id and o.territory_id = q.territory_id and o.period = q.period and o.breakdown = q.breakdown
                  and o.workflow = 'published' and o.superseded_at is null) p on true
            where q.workflow = 'quarantined' and q.superseded_at is null
              and q.change_number > @after
              and (@import::bigint is null or q.import_id = @import)
              and (@indicatorId::integer is null or q.indicator_id = @indicatorId)
              and (@rule::text is null or exists (
                  select 1 from import_finding f
                  where f.import_id = q.import_id and f.indicator_id = q.indicator_id and f.rule = @rule and f.severity = 'quarantined'
                    and (f.territory_id = q.territory_id and f.period = q.period and f.breakdown = q.breakdown or f.territory_id is null and f.period = q.period)))
            order by q.change_number
            limit @limit + 1
            """;

        private const string RulesSql = """
            select q.change_number as id, f.rule, case when @english then f.message_en else f.message_lv end as message, r.minimum, r.maximum, r.relative
            from observation_revision q
            join import_finding f
                on f.import_id = q.import_id and f.indicator_id = q.indicator_id and f.period = q.period and f.severity = 'quarantined'
               and (f.territory_id = q.territory_id and f.breakdown = q.breakdown or f.territory_id is null)
            left join validation_rule r on r.indicator_id = q.indicator_id and r.rule = f.rule and r.severity = 'quarantined'
            where q.change_number = any (@ids)
            order by q.change_number, f.finding_id
            """;

        private const string NeighboursSql = """
            select q.change_number as id, n.period::text as period, n.value
            from observation_revision q
            cross join lateral (
                (select o.period, o.value from observation_revision o
                 where o.indicator_id = q.indicator_id and o.territory_id = q.territory_id and o.breakdown = q.breakdown and o.period < q.period
                   and o.workflow = 'published' and o.superseded_at is null
                 order by o.period desc
                 limit 2)
                union all
                (select o.period, o.value from observation_revision o
                 where o.indicator_id = q.indicator_id and o.territory_id = q.territory_id and o.breakdown = q.breakdown and o.period > q.period
                   and o.workflow = 'published' and o.superseded_at is null
                 order by o.period
                 limit 2)) n
            where q.change_number = any (@ids)
            order by q.change_number, n.period
            """;

        public async Task<Page<QuarantinedValue>> Handle(Query query, CancellationToken cancellationToken)
        {
            var key = watch.Current.CursorKey;
            var limit = query.Limit ?? MaximumLimit;
            var english = query.Language == Language.English;
            var after = Cursor.Checked(key, query.Fingerprint, query.Cursor, 1);
            var rows = await db.QueryAsync<ValueRow>(Sql, new
            {
                after = after is null ? 0 : long.Parse(after[0], CultureInfo.InvariantCulture), import = (long?)query.Import, rule = query.Rule, limit, english,
                indicatorId = query.Indicator is { } code ? watch.Current.Indicators[code].Id : (int?)null,
            }, Reach.Service, cancellationToken);
            var (page, next) = Paging.Cut(rows, limit, key, query.Fingerprint, row => row.Id);
            var ids = page.Select(row => row.Id).ToArray();
            var rules = (await db.QueryAsync<RuleRow>(RulesSql, new { ids, english }, Reach.Service, cancellationToken)).ToLookup(row => row.Id);
            var neighbours = (await db.QueryAsync<NeighbourRow>(NeighboursSql, new { ids }, Reach.Service, cancellationToken)).ToLookup(row => row.Id);
            return new Page<QuarantinedValue>([.. page.Select(row => row.AsValue(
                [.. rules[row.Id].Select(broken => new BrokenRule(broken.Rule, broken.Message, broken.Minimum, broken.Maximum, broken.Relative))],
                [.. neighbours[row.Id].Select(value => new NeighbouringValue(value.Period, value.Value))]))], next);
        }

        private sealed record ValueRow(
            long Id, long Import, string Source, string Indicator, string? Territory, string Identity, string TerritoryName, string Period, string Breakdown, decimal? Value,
            string? MissingReason, decimal? Published, double? Median, DateTime RecordedAt)
        {
            public QuarantinedValue AsValue(IReadOnlyList<BrokenRule> rules, IReadOnlyList<NeighbouringValue> neighbours) => new(
                Id, Import, Source, Indicator, Territory, Identity, TerritoryName, Period, Breakdown, Value, MissingReason, rules, Published, Median is { } median ? (decimal)median : null,
                neighbours, new DateTimeOffset(RecordedAt));
        }

        private sealed record RuleRow(long Id, string Rule, string Message, decimal? Minimum, decimal? Maximum, decimal? Relative);

        private sealed record NeighbourRow(long Id, string Period, decimal? Value);
    }
}
