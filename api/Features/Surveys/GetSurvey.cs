using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Surveys;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Surveys;

internal static class GetSurvey
{
    /// <summary>Get a survey</summary>
    /// <remarks>What is asked where and until when. Its questions are those of its set, in its version.</remarks>
    /// <param name="id">Number of the survey.</param>
    /// <response code="200">The survey.</response>
    /// <response code="404">There is no survey of this number.</response>
    public static async Task<Ok<Survey>> HandleAsync(HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var found = await mediator.Send(new Query(id), cancellationToken);
        VersionTag.Tell(http, found.Version);
        return TypedResults.Ok(found.Survey);
    }

    internal sealed record Query(long Id) : IRequest<KnownSurvey>;

    internal sealed class Handler(SurveyReading reading) : IRequestHandler<Query, KnownSurvey>
    {
        public Task<KnownSurvey> Handle(Query query, CancellationToken cancellationToken) => reading.OneAsync(query.Id, cancellationToken);
    }
}
