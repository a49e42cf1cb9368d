using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Plans;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Plans;

internal static class GetPlan
{
    /// <summary>Get a plan</summary>
    /// <remarks>
    /// Targets with their baselines, the council's decision, actions and follow-ups. Everybody sees what was decided or begun; a draft its municipality, the members of its network and the
    /// association. Send the ETag as If-Match to change it.
    /// </remarks>
    /// <param name="id">Number of the plan.</param>
    /// <param name="lang">Language of names; wins over Accept-Language.</param>
    /// <response code="200">The plan.</response>
    /// <response code="404">There is no plan of this number that you may see.</response>
    public static async Task<Ok<Plan>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var plan = await mediator.Send(new Query(id, Language.Of(http)), cancellationToken);
        VersionTag.Tell(http, plan.Version);
        return TypedResults.Ok(plan);
    }

    internal sealed record Query(long Id, string Language) : IRequest<Plan>;

    internal sealed class Handler(PlanReading reading) : IRequestHandler<Query, Plan>
    {
        public Task<Plan> Handle(Query query, CancellationToken cancellationToken) => reading.OneAsync(query.Id, query.Language, cancellationToken);
    }
}
