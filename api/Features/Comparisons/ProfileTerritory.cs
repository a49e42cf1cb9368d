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

internal static class ProfileTerritory
{
    public const int MaximumIndicators = 500;

    /// <summary>Compare a municipality over many indicators</summary>
    /// <remarks>
    /// The profile of a municipality: for each indicator its latest period (or the one asked for), the municipality's position and the group's
    /// figures, by topic. Indicators that cannot be compared, because there are no data, or the municipality did not exist then, or the group had no members, are left out and named with the reason. More indicators than
    /// the published limit are refused. As image/svg+xml or image/png it is a strip for each indicator.
    /// </remarks>
    /// <param name="parameters">What to compare.</param>
    /// <response code="200">The profile.</response>
    /// <response code="404">Pictures only: there is no figure to draw.</response>
    public static async Task<IResult> HandleAsync([AsParameters] Parameters parameters, HttpContext http, IMediator mediator, CancellationToken cancellationToken)
    {
        var format = Format.Choose(http.Request, Picture.Offered);
        var profile = await mediator.Send(new Query(parameters.Territory, parameters.Indicator, parameters.Topic, parameters.Period, parameters.Group, parameters.AsOf, Language.Of(http)), cancellationToken);
        return format == Format.Json ? TypedResults.Ok(profile) : Picture.Of(ComparisonPicture.Draw(profile, Language.Of(http)), format);
    }

    /// <summary>Query parameters of a profile.</summary>
    /// <param name="Territory">Code of the municipality, of any vintage, such as LV0420200.</param>
    /// <param name="Indicator">Codes of indicators, separated by commas, or *.</param>
    /// <param name="Topic">Only indicators of this topic and those below it.</param>
    /// <param name="Period">One period for all, such as 2013, or latest: for each indicator its last period in which the municipality existed.</param>
    /// <param name="Group">Code of a group, or similar:k.</param>
    /// <param name="AsOf">Answer as it would have been at this instant. Default: now.</param>
    /// <param name="Format">Format of the answer; wins over Accept.</param>
    /// <param name="Lang">Language of names, notes and pictures; wins over Accept-Language.</param>
    internal sealed record Parameters(
        [FromQuery(Name = "territory")][RequiredQuery] string? Territory, [FromQuery(Name = "indicator")][DefaultQuery("*")] string? Indicator, [FromQuery(Name = "topic")] string? Topic,
        [FromQuery(Name = "period")][DefaultQuery("latest")] string? Period, [FromQuery(Name = "group")][DefaultQuery(GroupChoice.Default)] string? Group, [FromQuery(Name = "asOf")] DateTimeOffset? AsOf,
        [FromQuery(Name = "format")][AllowedValues("json", "svg", "png")] string? Format, [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? Lang);

    internal sealed record Query(string? Territory, string? Indicator, string? Topic, string? Period, string? Group, DateTimeOffset? AsOf, string Language) : IRequest<Profile>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch, TimeProvider time) => RuleFor(query => query).Custom((query, context) =>
        {
            var findings = new Findings();
            var catalogue = watch.OfCaller;
            var territory = ComparisonParameters.Territory(query.Territory, catalogue, findings);
            var period = ComparisonParameters.Period(query.Period, null, findings);
            GroupChoice.Resolve(query.Group, null, false, catalogue, findings);
            var indicators = Indicators(query, catalogue, findings);
            if (territory is not null && period is not null && indicators.All(indicator => catalogue.Territories.On(territory.TerritoryId, indicator.Current.DayOf(period)) is null))
                ComparisonParameters.On(territory, period, PeriodCode.LastDay(period), catalogue, findings);
            if (query.Topic is not null && !catalogue.Topics.Any(topic => topic.Code == query.Topic))
                findings.Add("topic", "unknown-code", $"There is no topic '{Excerpt.Of(query.Topic)}'; GET /v1/topics lists them.", query.Topic,
                    Nearest.To(query.Topic, catalogue.Topics.Select(topic => topic.Code), whenNone: 20));
            if (query.AsOf > time.GetUtcNow())
                findings.Add("asOf", "in-the-future", "asOf is an instant that has passed.");
            new FindingsOf<Query>(context).AddAll(findings);
        });
    }

    private static IReadOnlyList<CatalogueIndicator> Indicators(Query query, Catalogue.Catalogue catalogue, Findings findings)
    {
        var codes = query.Indicator is null or "*" ? [] : query.Indicator.Split(',');
        if (IsTooLong(codes.Length, findings))
            return [];
        var found = new List<CatalogueIndicator>(codes.Length == 0 ? catalogue.Indicators.Values.OrderBy(indicator => indicator.Code, StringComparer.Ordinal) : []);
        foreach (var code in codes)
        {
            if (catalogue.Indicators.TryGetValue(code, out var indicator)) found.Add(indicator);
            else Selection.UnknownIndicator("indicator", code, catalogue, findings);
        }
        var topics = Topics(catalogue, query.Topic);
        var selected = found.DistinctBy(indicator => indicator.Id).Where(indicator => topics.Contains(indicator.Topic)).ToArray();
        return IsTooLong(selected.Length, findings) ? [] : selected;
    }

    private static bool IsTooLong(int count, Findings findings)
    {
        if (count > MaximumIndicators)
            findings.Add("indicator", "too-many-codes", $"The profile would have {count} indicators; at most {MaximumIndicators} are taken (published at /v1/config). Name a topic, or fewer indicators.");
        return count > MaximumIndicators;
    }

    private static HashSet<string> Topics(Catalogue.Catalogue catalogue, string? topic)
    {
        if (topic is null)
            return [.. catalogue.Topics.Select(entry => entry.Code)];
        var found = new HashSet<string>(StringComparer.Ordinal) { topic };
        foreach (var entry in catalogue.Topics) // parents come before their children
            if (entry.Parent is not null && found.Contains(entry.Parent))
                found.Add(entry.Code);
        return found;
    }

    internal sealed class Handler(GroupComparison comparison, CatalogueWatch watch) : IRequestHandler<Query, Profile>
    {
        public async Task<Profile> Handle(Query query, CancellationToken cancellationToken)
        {
            var catalogue = watch.OfCaller;
            var territory = catalogue.Territories.Find(query.Territory!)!;
            var choice = GroupChoice.Resolve(query.Group, null, false, catalogue, new Findings());
            var indicators = Indicators(query, catalogue, new Findings());
            var data = await comparison.ReadAsync(catalogue, indicators, choice, query.AsOf?.ToUniversalTime(), cancellationToken);

            var lines = new List<ProfileLine>();
            var left = new List<(string Reason, string Name)>();
            foreach (var indicator in indicators)
            {
                if (Place(data, territory, indicator, query) is not (var period, var focal))
                    left.Add((WhyNotPlaced(data, indicator, query), indicator.Current.Name(query.Language)));
                else if (choice.Declared is { } declared && data.Catalogue.Members(declared, indicator.Current.DayOf(period)).Members.Count == 0)
                    left.Add((Language.Pick(query.Language, "Grupai tajā periodā nav dalībnieku", "The group has no members in the period"), indicator.Current.Name(query.Language)));
                else
                    lines.Add(Line(data, choice, focal, indicator, period, query.Language));
            }
            var byTopic = lines.ToLookup(line => line.Indicator.Topic, StringComparer.Ordinal);
            return new Profile(territory.AsReference(query.Language), choice.Text, GroupComparison.GroupName(choice, query.Language),
                [.. catalogue.Topics.Where(topic => byTopic[topic.Code].Any())
                    .Select(topic => new ProfileTopic(topic.Code, Language.Pick(query.Language, topic.NameLv, topic.NameEn), [.. byTopic[topic.Code]]))],
                [.. left.GroupBy(entry => entry.Reason, entry => entry.Name, StringComparer.Ordinal).Select(names => $"{names.Key}: {string.Join(", ", names)}.")]);
        }

        /// <summary>The period of an indicator's line and the municipality as it was then; null when there are no data of a time when it existed.</summary>
        private static (string Period, Territories.TerritoryVersion Focal)? Place(ComparisonData data, Territories.TerritoryVersion territory, CatalogueIndicator indicator, Query query)
        {
            if (query.Period is null or "latest")
                return data.LatestOf(indicator, territory.TerritoryId);
            var period = data.PeriodsOf(indicator).FirstOrDefault(candidate => candidate == query.Period);
            return period is not null && data.Catalogue.Territories.On(territory.TerritoryId, indicator.Current.DayOf(period)) is { } focal ? (period, focal) : null;
        }

        private static string WhyNotPlaced(ComparisonData data, CatalogueIndicator indicator, Query query)
        {
            if (query.Period is null or "latest")
                return Language.Pick(query.Language, "Nav datu par laiku, kad pašvaldība pastāvēja", "No data for a time when the municipality existed");
            if (data.PeriodsOf(indicator).Contains(query.Period))
                return Language.Pick(query.Language, "Pašvaldība tad nepastāvēja", "The municipality did not exist then");
            return Language.Pick(query.Language, $"Nav datu {PeriodCode.InWords(query.Period, isEnglish: false)}", $"No data {PeriodCode.InWords(query.Period, isEnglish: true)}");
        }

        private static ProfileLine Line(ComparisonData data, GroupChoice choice, Territories.TerritoryVersion focal, CatalogueIndicator indicator, string period, string language)
        {
            var result = GroupComparison.Compare(data, choice, focal, indicator, period, language);
            return new ProfileLine(result.Indicator, period, result.Territory, result.Statistics, result.Group.Members, ComparedQuarter.Of(result.Territory), [.. result.Notes, .. result.Warnings]);
        }
    }
}
