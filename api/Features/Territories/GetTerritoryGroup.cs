using System.Globalization;
using Benchlearning.Api.Features.Observations.Selecting;
using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.Time;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Territories;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Territories;

internal static class GetTerritoryGroup
{
    /// <summary>Get a group and its members on a day</summary>
    /// <remarks>The rule is evaluated on the day: a municipality belongs as it was then. Size classes use the population of that year, else of the nearest year, and say which.</remarks>
    /// <param name="code">Code of the group, such as region-vidzeme.</param>
    /// <param name="on">The day. Default: today in Riga.</param>
    /// <param name="lang">Language of names; wins over Accept-Language.</param>
    /// <response code="200">The group and its members.</response>
    /// <response code="404">There is no such group; the nearest codes are named.</response>
    public static async Task<Ok<TerritoryGroupMembers>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code,
        [FromQuery(Name = "on")] DateOnly? on, [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(code, on, Language.Of(http)), cancellationToken));
    }

    internal sealed record Query(string Code, DateOnly? On, string Language) : IRequest<TerritoryGroupMembers>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator() => RuleFor(query => query.On).Must(on => on is null || on >= new DateOnly(2009, 7, 1))
            .WithErrorCode("before-coverage").WithMessage("Territories are known from 2009-07-01 on.").OverridePropertyName("on");
    }

    internal sealed class Handler(CatalogueWatch watch, TimeProvider time) : IRequestHandler<Query, TerritoryGroupMembers>
    {
        public Task<TerritoryGroupMembers> Handle(Query query, CancellationToken cancellationToken)
        {
            var catalogue = watch.OfCaller;
            if (!catalogue.Groups.TryGetValue(query.Code, out var group))
                throw NotFound(catalogue, query.Code);
            var on = query.On ?? Riga.Today(time);
            var membership = catalogue.Members(group, on);
            var latvian = query.Language == Language.Latvian;
            var notes = new List<string>();
            if (membership.PopulationYears.Any(year => year != on.Year))
                notes.Add(string.Create(CultureInfo.InvariantCulture, $"{(latvian ? "Izmantots iedzīvotāju skaits" : "Population used is of")} {string.Join(", ", membership.PopulationYears)}{(latvian ? ". gadā, jo tā paša gada skaita nav." : ", because that of the same year is not known.")}"));
            if (membership.WithoutPopulation.Count > 0)
                notes.Add($"{(latvian ? "Nav uzticama iedzīvotāju skaita:" : "No trustworthy population:")} {string.Join(", ", membership.WithoutPopulation.Select(version => version.Name(query.Language)))}.");
            return Task.FromResult(new TerritoryGroupMembers(ListTerritoryGroups.Describe(group, query.Language), on,
                [.. membership.Members.OrderBy(member => member.Name(query.Language), LatvianOrder.Comparer).Select(member => member.AsReference(query.Language))], notes));
        }

        private static ProblemException NotFound(Catalogue.Catalogue catalogue, string code)
        {
            var findings = new Findings();
            Selection.UnknownGroup("code", code, catalogue, findings);
            var failure = findings.Failures[0];
            return new ProblemException(ProblemTypes.NotFound, failure.ErrorMessage,
                [new ProblemError("code", null, failure.ErrorCode, failure.ErrorMessage, Excerpt.Of(code), failure.CustomState as IReadOnlyList<string>)]);
        }
    }
}
