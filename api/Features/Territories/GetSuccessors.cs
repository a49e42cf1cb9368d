using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.Time;
using Benchlearning.Contracts.V1.Territories;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Territories;

internal static class GetSuccessors
{
    /// <summary>Get where a territory's area is on another day</summary>
    /// <remarks>
    /// Follows the recorded changes forward or back. A divided unit (Aglona, Inčukalns) has several successors whose shares are not known:
    /// they are null, and convertible is false.
    /// </remarks>
    /// <param name="code">Public code of any vintage, such as LV0420200.</param>
    /// <param name="on">The day whose units are asked for. Default: today in Riga.</param>
    /// <param name="lang">Language of names; wins over Accept-Language.</param>
    /// <response code="200">The units of that day; an empty list where the facts do not reach.</response>
    /// <response code="404">No territory ever bore this code; the nearest codes are named.</response>
    public static async Task<Ok<TerritorySuccessors>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code,
        [FromQuery(Name = "on")] DateOnly? on, [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(code, on, Language.Of(http)), cancellationToken));
    }

    internal sealed record Query(string Code, DateOnly? On, string Language) : IRequest<TerritorySuccessors>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator() => RuleFor(query => query.On).Must(on => on is null || on >= new DateOnly(2009, 7, 1))
            .WithErrorCode("before-coverage").WithMessage("Territories are known from 2009-07-01 on.").OverridePropertyName("on");
    }

    internal sealed class Handler(CatalogueWatch watch, TimeProvider time) : IRequestHandler<Query, TerritorySuccessors>
    {
        public Task<TerritorySuccessors> Handle(Query query, CancellationToken cancellationToken)
        {
            var catalogue = watch.OfCaller;
            var version = KnownTerritory.OrNotFound(catalogue, query.Code);
            var on = query.On ?? Riga.Today(time);
            return Task.FromResult(new TerritorySuccessors(version.AsReference(query.Language), on,
                CrosswalkLinks.Of(catalogue.Territories, version, on, query.Language)));
        }
    }
}
