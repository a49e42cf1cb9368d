using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Comparisons;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.OpenApi;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Engagement;

internal static class BriefTerritory
{
    /// <summary>Brief a council on its municipality</summary>
    /// <remarks>
    /// One page from what is published: where the municipality stands among similar ones, three strengths, three gaps, who does better and what they do, what changed, how far
    /// its plans are, and why the figures can be trusted. As JSON, as an HTML page, or as a PDF to print. It is made anew each time; POST /v1/briefings keeps one as it is. Who sees more than the public
    /// figures is answered with the public ones all the same, because a briefing is read aloud.
    /// </remarks>
    /// <param name="territory">Code of the municipality, of any vintage, such as LV0420200.</param>
    /// <param name="group">Code of a group, or similar:k.</param>
    /// <param name="format">Format of the answer; wins over Accept.</param>
    /// <param name="lang">Language of names and sentences; wins over Accept-Language.</param>
    /// <response code="200">The briefing.</response>
    public static async Task<IResult> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromQuery(Name = "territory")][RequiredQuery] string? territory, [FromQuery(Name = "group")][DefaultQuery(GroupChoice.Default)] string? group,
        [FromQuery(Name = "format")][AllowedValues("json", "html", "pdf")] string? format, [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        var chosen = Format.Choose(http.Request, BriefingRules.Offered);
        var language = Language.Of(http);
        var made = await mediator.Send(new Query(territory, group, language), cancellationToken);
        if (chosen == Format.Json)
            return TypedResults.Ok(made.Briefing);
        if (chosen == Format.Pdf)
            return Results.Bytes(BriefingPrint.Write(made, null), chosen.ContentType);
        var other = language == Language.English ? (Language.Latvian, "Latviski") : (Language.English, "In English");
        return Results.Bytes(BriefingPage.Write(made, null,
        [
            (RequestAddress.With(http, options.Value, ["format", "lang"], ("lang", other.Item1), ("format", "html")), other.Item2, other.Item1),
            (RequestAddress.With(http, options.Value, ["format", "lang"], ("lang", language), ("format", "pdf")), Language.Pick(language, "PDF drukāšanai", "PDF to print"), language),
        ]), chosen.ContentType);
    }

    internal sealed record Query(string? Territory, string? Group, string Language) : IRequest<MadeBriefing>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var findings = new Findings();
            ComparisonParameters.Territory(query.Territory, watch.Current, findings);
            GroupChoice.Resolve(query.Group, null, false, watch.Current, findings);
            new FindingsOf<Query>(context).AddAll(findings);
        });
    }

    internal sealed class Handler(BriefingMaking making, BriefingWork work, CatalogueWatch watch) : IRequestHandler<Query, MadeBriefing>
    {
        public async Task<MadeBriefing> Handle(Query query, CancellationToken cancellationToken)
        {
            var catalogue = watch.Current;
            var choice = GroupChoice.Resolve(query.Group, null, false, catalogue, new Findings());
            var data = await making.ReadAsync(catalogue, choice, cancellationToken);
            return await work.AddAsync(BriefingMaking.Make(data, choice, catalogue.Territories.Find(query.Territory!)!, query.Language, null), cancellationToken);
        }
    }
}
