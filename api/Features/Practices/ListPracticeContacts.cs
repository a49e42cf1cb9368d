using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Comparisons;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.OpenApi;
using Benchlearning.Contracts.V1.Comparisons;
using Benchlearning.Contracts.V1.Practices;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Practices;

internal static class ListPracticeContacts
{
    /// <summary>Find out whom to call</summary>
    /// <remarks>
    /// For a municipality and an indicator: the similar municipalities that do clearly better, best first, with their practices and whom to call. Clearly better means by at least half of the
    /// interquartile range of the group, and at least as good as its middle. Practices of the municipality that one of them became part of count, too. Similar ones are chosen as in comparisons.
    /// </remarks>
    /// <param name="indicator">Code of one indicator, such as unemployment-rate.</param>
    /// <param name="territory">Code of the municipality that asks, of any vintage, such as LV0420200.</param>
    /// <param name="period">One period, such as 2013, or latest.</param>
    /// <param name="group">Code of a group, or similar:k.</param>
    /// <param name="lang">Language of names; wins over Accept-Language.</param>
    /// <response code="200">Those that do clearly better; nobody, where nobody does.</response>
    /// <response code="422">The group has no members on that day.</response>
    public static async Task<Ok<PracticeContacts>> HandleAsync(
        HttpContext http, IMediator mediator, [FromQuery(Name = "indicator")][RequiredQuery] string? indicator, [FromQuery(Name = "territory")][RequiredQuery] string? territory,
        [FromQuery(Name = "period")][DefaultQuery("latest")] string? period, [FromQuery(Name = "group")][DefaultQuery(GroupChoice.Default)] string? group,
        [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(indicator, territory, period, group, Language.Of(http)), cancellationToken));
    }

    internal sealed record Query(string? Indicator, string? Territory, string? Period, string? Group, string Language) : IRequest<PracticeContacts>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var (findings, catalogue) = (new Findings(), watch.OfCaller);
            var indicator = ComparisonParameters.Indicator(query.Indicator, catalogue, findings);
            var territory = ComparisonParameters.Territory(query.Territory, catalogue, findings);
            var period = ComparisonParameters.Period(query.Period, indicator, findings);
            if (query.Period is null or "latest")
                period = indicator?.Total?.Periods[^1];
            GroupChoice.Resolve(query.Group, null, false, catalogue, findings);
            if (indicator is not null && territory is not null && period is not null)
                ComparisonParameters.On(territory, period, indicator.Current.DayOf(period), catalogue, findings);
            new FindingsOf<Query>(context).AddAll(findings);
        });
    }

    internal sealed class Handler(Db db, Caller caller, GroupComparison comparison, CatalogueWatch watch, TimeProvider time) : IRequestHandler<Query, PracticeContacts>
    {
        /// <summary>Practices that are shown of one municipality.</summary>
        private const int MostPractices = 5;

        private const string Sql = """
            select c.reached_id as territory_id, c.id, c.title_lv, c.title_en, c.organisation, c.evidence, c.is_about, c.contact_name, c.contact_email, c.contact_phone
            from (
                select r.reached_id, p.practice_id as id, p.title_lv, p.title_en, o.code as organisation, p.evidence, p.contact_name, p.contact_email, p.contact_phone,
                       exists (select from practice_evidence e where e.practice_id = p.practice_id and e.indicator_id = @indicatorId) as is_about,
                       row_number() over (
                           partition by r.reached_id
                           order by exists (select from practice_evidence e where e.practice_id = p.practice_id and e.indicator_id = @indicatorId) desc,
                                    array_position(array['evaluated', 'measured', 'observed', 'described'], p.evidence), p.practice_id desc) as place
                from reached_territory r
                join practice p on p.territory_id = r.territory_id
                join organisation o on o.organisation_id = p.organisation_id
                join topic t on t.topic_id = p.topic_id
                where r.reached_id = any (@territories)
                  and p.state in ('published', 'needsUpdate')
                  and (t.code = @topicCode or exists (select from practice_evidence e where e.practice_id = p.practice_id and e.indicator_id = @indicatorId))) c
            where c.place <= @most
            order by c.reached_id, c.place
            """;

        public async Task<PracticeContacts> Handle(Query query, CancellationToken cancellationToken)
        {
            var (catalogue, findings) = (watch.OfCaller, new Findings());
            var indicator = catalogue.Indicators[query.Indicator!];
            var territory = catalogue.Territories.Find(query.Territory!)!;
            var choice = GroupChoice.Resolve(query.Group, null, false, catalogue, new Findings());
            var data = await comparison.ReadAsync(catalogue, [indicator], choice, null, cancellationToken);
            var period = ComparisonParameters.Period(query.Period, indicator, findings) ?? ComparisonParameters.Latest(data.PeriodsOf(indicator), indicator, territory, time);
            var day = indicator.Current.DayOf(period);
            var focal = ComparisonParameters.On(territory, period, day, catalogue, findings);
            findings.ThrowIfAny();
            ComparisonParameters.RequireMembers(choice, day, data.Catalogue);
            var compared = GroupComparison.Compare(data, choice, focal!, indicator, period, query.Language);
            var better = Better(compared, indicator, period);
            var territories = better.ToDictionary(point => point.Identity, point => data.Catalogue.Territories.LocalOn(day).First(unit => unit.Identity == point.Identity).TerritoryId, StringComparer.Ordinal);
            var practices = (await db.QueryAsync<CalledRow>(Sql, new { indicatorId = indicator.Id, topicCode = indicator.Topic, territories = territories.Values.ToArray(), most = MostPractices }, caller.Reach, cancellationToken))
                .ToLookup(row => row.TerritoryId, row => row.ToContract(query.Language, caller.IsKnown));
            return new PracticeContacts(
                indicator.Code, compared.Indicator.Name, period, compared.Territory.Code, compared.Territory.Value, choice.Text,
                [.. better.Select(point => new BetterMunicipality(point.Code, point.Identity, point.Name, point.Value, point.Value - compared.Territory.Value!.Value, [.. practices[territories[point.Identity]]]))],
                [.. compared.Notes, .. compared.Warnings], Summary(compared, better, query.Language));
        }

        private static DistributionPoint[] Better(Comparison compared, CatalogueIndicator indicator, string period)
        {
            if (compared.Territory.Value is not { } value)
                return [];
            var others = compared.Distribution.Where(point => !point.IsFocal).ToArray();
            var version = indicator.VersionFor(period);
            return [.. BetterUnits.Of((double)value, [.. others.Select(point => (double?)point.Value)], GroupComparison.DirectionOf(version), version.Decimals).Select(place => others[place])];
        }

        private static string Summary(Comparison compared, DistributionPoint[] better, string language)
        {
            var name = compared.Territory.Name;
            if (compared.Territory.Value is null)
                return Language.Pick(language, $"{name}: skaitļa nav, tāpēc nevar pateikt, kam veicas labāk.", $"{name} has no figure, so nobody can be told to do better.");
            if (compared.Indicator.Direction == "neutral")
                return Language.Pick(language, "Rādītājam nav labākas un sliktākas puses.", "The indicator has no better and no worse.");
            return better.Length == 0
                ? Language.Pick(language, $"{name}: neviena līdzīgā pašvaldība nav skaidri labāka.", $"{name}: no similar municipality does clearly better.")
                : Language.Pick(language, $"{name}: skaidri labāk veicas {string.Join(", ", better.Take(3).Select(point => point.Name))}.", $"{name}: clearly better do {string.Join(", ", better.Take(3).Select(point => point.Name))}.");
        }
    }

    internal sealed record CalledRow(
        int TerritoryId, long Id, string? TitleLv, string? TitleEn, string Organisation, string Evidence, bool IsAbout, string? ContactName, string? ContactEmail, string? ContactPhone)
    {
        public CalledPractice ToContract(string language, bool tellsContact) => new(
            Id, Language.PickEither(language, TitleLv, TitleEn)!, Organisation, Evidence, IsAbout, tellsContact ? PracticeRow.ContactOf(ContactName, ContactEmail, ContactPhone) : null);
    }
}
