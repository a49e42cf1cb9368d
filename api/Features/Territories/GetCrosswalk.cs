using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.OpenApi;
using Benchlearning.Api.Platform.Time;
using Benchlearning.Contracts.V1.Territories;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Territories;

internal static class GetCrosswalk
{
    /// <summary>Match the units of one day with those of another</summary>
    /// <remarks>
    /// Who became whom between two days, with the share where it is known and whether numbers can be carried over without a guess.
    /// from may lie after to: then each unit is matched with its origins.
    /// </remarks>
    /// <param name="from">The first day, such as 2013-12-31.</param>
    /// <param name="to">The second day. Default: today in Riga.</param>
    /// <param name="lang">Language of names; wins over Accept-Language.</param>
    /// <response code="200">Every pair whose areas meet, in order of identity.</response>
    public static async Task<Ok<Crosswalk>> HandleAsync(
        HttpContext http, IMediator mediator, [FromQuery(Name = "from")][RequiredQuery] DateOnly? from,
        [FromQuery(Name = "to")] DateOnly? to, [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(from, to, Language.Of(http)), cancellationToken));
    }

    internal sealed record Query(DateOnly? From, DateOnly? To, string Language) : IRequest<Crosswalk>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator() => RuleFor(query => query).Custom((query, context) =>
        {
            var findings = new FindingsOf<Query>(context);
            if (query.From is null)
                findings.Add("from", "required", "from is the first day, such as 2013-12-31.");
            foreach (var (name, day) in new[] { ("from", query.From), ("to", query.To) })
                if (day < new DateOnly(2009, 7, 1))
                    findings.Add(name, "before-coverage", "Territories are known from 2009-07-01 on.", day.Value.ToString("O", CultureInfo.InvariantCulture));
        });
    }

    internal sealed class Handler(CatalogueWatch watch, TimeProvider time) : IRequestHandler<Query, Crosswalk>
    {
        public Task<Crosswalk> Handle(Query query, CancellationToken cancellationToken)
        {
            var timeline = watch.OfCaller.Territories;
            var (from, to) = (query.From!.Value, query.To ?? Riga.Today(time));
            return Task.FromResult(new Crosswalk(from, to,
            [
                .. from version in timeline.LocalOn(@from).OrderBy(version => version.Identity, StringComparer.Ordinal)
                   from link in CrosswalkLinks.Of(timeline, version, to, query.Language)
                   select new CrosswalkPair(version.AsReference(query.Language), link.Territory, link.Share, link.Method, link.Convertible),
            ]));
        }
    }
}
