using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.OpenApi;
using Benchlearning.Contracts.V1.Comparisons;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Comparisons;

internal static class CompareTerritory
{
    /// <summary>Compare a municipality with a group</summary>
    /// <remarks>
    /// Where a municipality stands for one indicator and period: value, rank and percentile with the indicator's direction applied, the group's
    /// median, quartiles and means, the distance to the median and to the best quarter, who is missing, and the whole distribution.
    /// The default group, similar:8, is the eight most similar municipalities by population (log), dependency ratio, unemployment rate and income
    /// tax per head, without the compared indicator; the answer says why each is in. As image/svg+xml or image/png it is a bar chart.
    /// </remarks>
    /// <param name="parameters">What to compare.</param>
    /// <response code="200">The comparison.</response>
    /// <response code="404">Pictures only: no member of the group has a figure.</response>
    /// <response code="422">The group has no members on that day.</response>
    public static async Task<IResult> HandleAsync([AsParameters] Parameters parameters, HttpContext http, IMediator mediator, CancellationToken cancellationToken)
    {
        var format = Format.Choose(http.Request, Picture.Offered);
        var comparison = await mediator.Send(new Query(parameters.Indicator, parameters.Territory, parameters.Period, parameters.Group, parameters.SimilarBy,
            parameters.MixTypes ?? false, parameters.AsOf, Language.Of(http)), cancellationToken);
        return format == Format.Json ? TypedResults.Ok(comparison) : Picture.Of(ComparisonPicture.Draw(comparison, Language.Of(http)), format);
    }

    /// <summary>Query parameters of a comparison.</summary>
    /// <param name="Indicator">Code of one indicator, such as unemployment-rate.</param>
    /// <param name="Territory">Code of the municipality, of any vintage, such as LV0420200.</param>
    /// <param name="Period">One period, such as 2013, or latest.</param>
    /// <param name="Group">Code of a group, or similar:k.</param>
    /// <param name="SimilarBy">With similar:k: other variables and weights, such as population:2,dependency-ratio.</param>
    /// <param name="MixTypes">With similar:k: let state cities and municipalities be each other's neighbours.</param>
    /// <param name="AsOf">Answer as it would have been at this instant. Default: now.</param>
    /// <param name="Format">Format of the answer; wins over Accept.</param>
    /// <param name="Lang">Language of names, notes and pictures; wins over Accept-Language.</param>
    internal sealed record Parameters(
        [FromQuery(Name = "indicator")][RequiredQuery] string? Indicator, [FromQuery(Name = "territory")][RequiredQuery] string? Territory, [FromQuery(Name = "period")][DefaultQuery("latest")] string? Period,
        [FromQuery(Name = "group")][DefaultQuery(GroupChoice.Default)] string? Group, [FromQuery(Name = "similarBy")] string? SimilarBy, [FromQuery(Name = "mixTypes")][DefaultQuery(false)] bool? MixTypes,
        [FromQuery(Name = "asOf")] DateTimeOffset? AsOf, [FromQuery(Name = "format")][AllowedValues("json", "svg", "png")] string? Format,
        [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? Lang);

    internal sealed record Query(
        string? Indicator, string? Territory, string? Period, string? Group, string? SimilarBy, bool MixTypes, DateTimeOffset? AsOf, string Language) : IRequest<Comparison>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch, TimeProvider time) => RuleFor(query => query).Custom((query, context) =>
        {
            var findings = new Findings();
            var catalogue = watch.OfCaller;
            var indicator = ComparisonParameters.Indicator(query.Indicator, catalogue, findings);
            var territory = ComparisonParameters.Territory(query.Territory, catalogue, findings);
            var period = ComparisonParameters.Period(query.Period, indicator, findings);
            if (query is { Period: null or "latest", AsOf: null })
                period = indicator?.Total?.Periods[^1]; // as of an instant the latest period is known only when the data are read
            GroupChoice.Resolve(query.Group, query.SimilarBy, query.MixTypes, catalogue, findings);
            if (indicator is not null && territory is not null && period is not null)
                ComparisonParameters.On(territory, period, indicator.Current.DayOf(period), catalogue, findings);
            if (query.AsOf > time.GetUtcNow())
                findings.Add("asOf", "in-the-future", "asOf is an instant that has passed.");
            new FindingsOf<Query>(context).AddAll(findings);
        });
    }

    internal sealed class Handler(GroupComparison comparison, CatalogueWatch watch, TimeProvider time) : IRequestHandler<Query, Comparison>
    {
        public async Task<Comparison> Handle(Query query, CancellationToken cancellationToken)
        {
            var catalogue = watch.OfCaller;
            var indicator = catalogue.Indicators[query.Indicator!];
            var territory = catalogue.Territories.Find(query.Territory!)!;
            var choice = GroupChoice.Resolve(query.Group, query.SimilarBy, query.MixTypes, catalogue, new Findings());
            var data = await comparison.ReadAsync(catalogue, [indicator], choice, query.AsOf?.ToUniversalTime(), cancellationToken);

            var findings = new Findings();
            var period = ComparisonParameters.Period(query.Period, indicator, findings) ?? ComparisonParameters.Latest(data.PeriodsOf(indicator), indicator, territory, time);
            var day = indicator.Current.DayOf(period);
            var focal = ComparisonParameters.On(territory, period, day, catalogue, findings);
            findings.ThrowIfAny();
            ComparisonParameters.RequireMembers(choice, day, data.Catalogue);
            return GroupComparison.Compare(data, choice, focal!, indicator, period, query.Language);
        }
    }
}
