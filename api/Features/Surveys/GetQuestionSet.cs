using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Surveys;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Surveys;

internal static class GetQuestionSet
{
    /// <summary>Get a set of questions</summary>
    /// <remarks>In its newest version, or the one asked for. Send the ETag of the newest as If-Match to record the next.</remarks>
    /// <param name="code">Code of the set.</param>
    /// <param name="version">Which version; left out: the newest.</param>
    /// <response code="200">The set of questions.</response>
    /// <response code="404">There is no set of this code, or it has no such version.</response>
    public static async Task<Ok<QuestionSet>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code, [FromQuery(Name = "version")] int? version, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var set = await mediator.Send(new Query(code, version), cancellationToken);
        VersionTag.Tell(http, set.Version);
        return TypedResults.Ok(set);
    }

    internal sealed record Query(string Code, int? Version) : IRequest<QuestionSet>;

    internal sealed class Handler(SurveyReading reading) : IRequestHandler<Query, QuestionSet>
    {
        public async Task<QuestionSet> Handle(Query query, CancellationToken cancellationToken) =>
            await reading.QuestionSetAsync(query.Code, query.Version, cancellationToken) ?? throw SurveyReading.NoQuestionSet(query.Code);
    }
}
