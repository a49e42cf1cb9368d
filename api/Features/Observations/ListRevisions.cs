using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Observations.Selecting;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.OpenApi;
using Benchlearning.Api.Platform.Paging;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Observations;
using Dapper;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Observations;

internal static class ListRevisions
{
    public const int MaximumRevisions = 1000;

    /// <summary>List the revisions of one cell</summary>
    /// <remarks>Every state of the figure that you may see, newest first: from when until when it was the answer, and why it changed. Nothing is ever overwritten.</remarks>
    /// <param name="http">The request.</param>
    /// <param name="mediator">The mediator.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <param name="indicator">Code of one indicator.</param>
    /// <param name="territory">Code of one territory, of any vintage.</param>
    /// <param name="period">One period, such as 2013.</param>
    /// <param name="breakdown">Breakdown as in the rows, such as sex:F,stage:school. Default: the total.</param>
    /// <param name="limit">Revisions on a page, 1 to 1000.</param>
    /// <param name="cursor">Cursor of the next page, from next or the Link header.</param>
    /// <param name="lang">Language of notes; wins over Accept-Language.</param>
    /// <response code="200">The revisions, newest first; an empty list when nothing is stored that you may see.</response>
    public static async Task<Ok<Page<ObservationRevision>>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromQuery(Name = "indicator")][RequiredQuery] string? indicator,
        [FromQuery(Name = "territory")][RequiredQuery] string? territory, [FromQuery(Name = "period")][RequiredQuery] string? period, [FromQuery(Name = "breakdown")] string? breakdown,
        [FromQuery(Name = "limit")][Range(1, MaximumRevisions)][DefaultQuery(MaximumRevisions)] int? limit, [FromQuery(Name = "cursor")] string? cursor,
        [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var page = await mediator.Send(new Query(indicator, territory, period, breakdown, limit, cursor, Language.Of(http)), cancellationToken);
        Paging.Link(http, options.Value, page.Next);
        return TypedResults.Ok(page);
    }

    internal sealed record Query(string? Indicator, string? Territory, string? Period, string? Breakdown, int? Limit, string? Cursor, string Language) : IRequest<Page<ObservationRevision>>
    {
        public string Fingerprint => $"revisions|{Indicator}|{Territory}|{Period}|{Breakdown}";
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var findings = new FindingsOf<Query>(context);
            var unknown = new Findings();
            if (query.Indicator is null) findings.Add("indicator", "required", "Name one indicator.");
            else if (!watch.OfCaller.Indicators.ContainsKey(query.Indicator)) Selection.UnknownIndicator("indicator", query.Indicator, watch.OfCaller, unknown);
            if (query.Territory is null) findings.Add("territory", "required", "Name one territory.");
            else if (watch.OfCaller.Territories.Find(query.Territory) is null) Selection.UnknownTerritory("territory", query.Territory, watch.OfCaller, unknown);
            if (query.Period is null) findings.Add("period", "required", "Name one period, such as 2013.");
            else if (PeriodSelection.Parse(query.Period, out var message) is not OnePeriod) findings.Add("period", "invalid-period", message ?? "Name one period, such as 2013.", query.Period);
            if (query.Breakdown is not null)
                Selection.CheckBreakdown(query.Breakdown, watch.OfCaller, unknown);
            Paging.CheckLimit(query.Limit, MaximumRevisions, findings.Add);
            _ = Cursor.Read(watch.OfCaller.CursorKey, query.Fingerprint, query.Cursor, 1, findings.Add);
            findings.AddAll(unknown);
        });
    }

    internal sealed class Handler(Db db, CatalogueWatch watch) : IRequestHandler<Query, Page<ObservationRevision>>
    {
        private const string Sql = """
            select o.revision, round(o.value, v.decimals) as value, o.missing_reason, o.quality, o.flags,
                   case when @english then o.flag_reason_en else o.flag_reason_lv end as note,
                   o.recorded_at, o.superseded_at, o.reason, s.code as source, o.import_id as import,
                   o.correction_id, round(h.value, v.decimals) as source_value, h.missing_reason as source_missing_reason
            from seen_observation o
            join indicator_version v on v.indicator_version_id = o.indicator_version_id
            join source s on s.source_id = o.source_id
            left join lateral corrected_original(o.indicator_id, o.territory_id, o.period, o.breakdown, o.revision) h on o.correction_id is not null
            where o.indicator_id = @indicatorId
              and o.territory_id = @territoryId
              and o.period = @period
              and o.breakdown = @breakdown
              and (o.workflow = 'published' or (o.workflow = 'verified' and o.superseded_at is null))
              and (@before::int is null or o.revision < @before)
            order by o.revision desc
            limit @limit + 1
            """;

        public async Task<Page<ObservationRevision>> Handle(Query query, CancellationToken cancellationToken)
        {
            var catalogue = watch.OfCaller;
            var limit = query.Limit ?? MaximumRevisions;
            var before = Cursor.Checked(catalogue.CursorKey, query.Fingerprint, query.Cursor, 1);
            var rows = await db.QueryAsync<Row>(Sql, new
            {
                indicatorId = catalogue.Indicators[query.Indicator!].Id,
                territoryId = catalogue.Territories.Find(query.Territory!)!.TerritoryId,
                period = query.Period,
                breakdown = query.Breakdown ?? "",
                english = query.Language == Language.English,
                before = before is null ? (int?)null : int.Parse(before[0], CultureInfo.InvariantCulture),
                limit,
            }, catalogue.Reach, cancellationToken);
            var (page, next) = Paging.Cut(rows, limit, catalogue.CursorKey, query.Fingerprint, row => row.Revision);
            return new Page<ObservationRevision>([.. page.Select(row => new ObservationRevision(row.Revision, row.Value, row.MissingReason, row.Quality, row.Flags, row.Note,
                new DateTimeOffset(row.RecordedAt), row.SupersededAt is { } until ? new DateTimeOffset(until) : null, row.Reason, row.Source, row.Import,
                row.CorrectionId is { } correction ? new RevisionCorrection(correction, row.SourceValue, row.SourceMissingReason) : null))], next);
        }

        [method: ExplicitConstructor]
        private sealed record Row(
            int Revision, decimal? Value, string? MissingReason, string Quality, string[] Flags, string? Note, DateTime RecordedAt, DateTime? SupersededAt,
            string Reason, string Source, long? Import, int? CorrectionId, decimal? SourceValue, string? SourceMissingReason);
    }
}
