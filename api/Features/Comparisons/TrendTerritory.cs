using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Observations;
using Benchlearning.Api.Features.Observations.Selecting;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.OpenApi;
using Benchlearning.Contracts.V1.Comparisons;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Comparisons;

internal static class TrendTerritory
{
    public const int MaximumPeriods = 240;

    /// <summary>Compare a municipality with a group over periods</summary>
    /// <remarks>
    /// The municipality's value, rank and change in each period beside the group's median and quartiles. A missing period is null, never bridged;
    /// where the boundaries or the definition change, the break is named and no change is calculated across it. With similar:k the group is chosen once,
    /// in the last period, so that the same municipalities are compared throughout. As image/svg+xml or image/png it is a line over the group's quartile band.
    /// </remarks>
    /// <param name="parameters">What to compare.</param>
    /// <response code="200">The trend.</response>
    /// <response code="404">Pictures only: there is no figure to draw.</response>
    /// <response code="422">The group has no members, or there are more periods than the published limit.</response>
    public static async Task<IResult> HandleAsync([AsParameters] Parameters parameters, HttpContext http, IMediator mediator, CancellationToken cancellationToken)
    {
        var format = Format.Choose(http.Request, Picture.Offered);
        var trend = await mediator.Send(new Query(parameters.Indicator, parameters.Territory, parameters.Period, parameters.Group, parameters.AsOf, Language.Of(http)), cancellationToken);
        return format == Format.Json ? TypedResults.Ok(trend) : Picture.Of(ComparisonPicture.Draw(trend, Language.Of(http)), format);
    }

    /// <summary>Query parameters of a trend.</summary>
    /// <param name="Indicator">Code of one indicator, such as unemployment-rate.</param>
    /// <param name="Territory">Code of the municipality, of any vintage, such as LV0420200.</param>
    /// <param name="Period">Periods and ranges, such as 2010..2013, latest(5), or *.</param>
    /// <param name="Group">Code of a group, or similar:k.</param>
    /// <param name="AsOf">Answer as it would have been at this instant. Default: now.</param>
    /// <param name="Format">Format of the answer; wins over Accept.</param>
    /// <param name="Lang">Language of names, notes and pictures; wins over Accept-Language.</param>
    internal sealed record Parameters(
        [FromQuery(Name = "indicator")][RequiredQuery] string? Indicator, [FromQuery(Name = "territory")][RequiredQuery] string? Territory, [FromQuery(Name = "period")][DefaultQuery("*")] string? Period,
        [FromQuery(Name = "group")][DefaultQuery(GroupChoice.Default)] string? Group, [FromQuery(Name = "asOf")] DateTimeOffset? AsOf,
        [FromQuery(Name = "format")][AllowedValues("json", "svg", "png")] string? Format, [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? Lang);

    internal sealed record Query(string? Indicator, string? Territory, string? Period, string? Group, DateTimeOffset? AsOf, string Language) : IRequest<Trend>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch, TimeProvider time) => RuleFor(query => query).Custom((query, context) =>
        {
            var findings = new Findings();
            var catalogue = watch.OfCaller;
            ComparisonParameters.Indicator(query.Indicator, catalogue, findings);
            ComparisonParameters.Territory(query.Territory, catalogue, findings);
            GroupChoice.Resolve(query.Group, null, false, catalogue, findings);
            Periods(query.Period, findings);
            if (query.AsOf > time.GetUtcNow())
                findings.Add("asOf", "in-the-future", "asOf is an instant that has passed.");
            new FindingsOf<Query>(context).AddAll(findings);
        });
    }

    private static PeriodSelection Periods(string? asked, Findings findings)
    {
        if (asked is null)
            return PeriodSelection.All;
        var expressions = new List<PeriodExpression>();
        var texts = asked.Split(',');
        if (texts.Length > MaximumPeriods)
        {
            findings.Add("period", "too-many-codes", $"period lists {texts.Length} entries; at most {MaximumPeriods} are taken (published at /v1/config).");
            return PeriodSelection.All;
        }
        foreach (var text in texts)
        {
            if (PeriodSelection.Parse(text, out var message) is { } expression) expressions.Add(expression);
            else findings.Add("period", "invalid-period", message!, text);
        }
        return new PeriodSelection(expressions);
    }

    internal sealed class Handler(GroupComparison comparison, CatalogueWatch watch) : IRequestHandler<Query, Trend>
    {
        public async Task<Trend> Handle(Query query, CancellationToken cancellationToken)
        {
            var catalogue = watch.OfCaller;
            var indicator = catalogue.Indicators[query.Indicator!];
            var territory = catalogue.Territories.Find(query.Territory!)!;
            var choice = GroupChoice.Resolve(query.Group, null, false, catalogue, new Findings());
            var data = await comparison.ReadAsync(catalogue, [indicator], choice, query.AsOf?.ToUniversalTime(), cancellationToken);
            var axis = data.PeriodsOf(indicator);
            var periods = Periods(query.Period, new Findings()).Positions(axis).Select(position => axis[position])
                .Where(period => catalogue.Territories.On(territory.TerritoryId, indicator.Current.DayOf(period)) is not null).ToArray();
            if (periods.Length > MaximumPeriods)
                throw new ProblemException(ProblemTypes.Unprocessable, $"A trend has at most {MaximumPeriods} periods; the selection has {periods.Length}.");

            var points = new List<TrendPoint>();
            var breaks = new List<SeriesBreak>();
            var notes = new HashSet<string>(StringComparer.Ordinal);
            ComparisonParameters.RequireMembersInSome(choice, periods, indicator, data.Catalogue);
            var fixedGroup = FixedGroup(data, choice, territory, indicator, periods, query.Language, notes);
            foreach (var period in periods)
            {
                var focal = catalogue.Territories.On(territory.TerritoryId, indicator.Current.DayOf(period))!;
                var result = GroupComparison.Compare(data, fixedGroup, focal, indicator, period, query.Language);
                notes.UnionWith(result.Notes);
                if (points.Count > 0 && SeriesBreaks.Between(data, indicator, territory.TerritoryId, points[^1].Period, period, query.Language) is { } reason)
                    breaks.Add(new SeriesBreak(period, reason));
                var isNext = points.Count > 0 && PeriodCode.Following(points[^1].Period) == period;
                var change = isNext && (breaks.Count == 0 || breaks[^1].Period != period) ? result.Territory.Value - points[^1].Value : null;
                points.Add(new TrendPoint(period, result.Territory.Value, result.Territory.MissingReason, result.Territory.Rank, change, result.Statistics, result.Territory.Flags));
            }
            return new Trend(GroupComparison.Describe(catalogue, indicator, indicator.Current, query.Language), territory.AsReference(query.Language), choice.Text, GroupComparison.GroupName(choice, query.Language), points, breaks, [.. notes]);
        }

        /// <summary>Similar municipalities are chosen once, in the last period, and stay the group throughout.</summary>
        private static GroupChoice FixedGroup(
            ComparisonData data, GroupChoice choice, Territories.TerritoryVersion territory, CatalogueIndicator indicator, string[] periods, string language, HashSet<string> notes)
        {
            if (choice.Declared is not null || periods.Length == 0)
                return choice;
            var day = indicator.Current.DayOf(periods[^1]);
            var focal = data.Catalogue.Territories.On(territory.TerritoryId, day)!;
            var similar = SimilarMunicipalities.Of(data, choice, focal, indicator, periods[^1], day, language);
            notes.UnionWith(similar.Warnings);
            return choice with { Kept = [.. similar.Members.Select(member => member.TerritoryId)] };
        }
    }
}
