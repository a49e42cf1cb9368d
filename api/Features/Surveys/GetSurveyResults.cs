using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Contracts.V1.Surveys;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Surveys;

internal static class GetSurveyResults
{
    /// <summary>Get the results of a survey</summary>
    /// <remarks>
    /// Means, distributions and margins of error, by what was said of oneself. Groups with fewer answers than the survey's minimum are hidden, and as many others as it takes that nobody works
    /// them out. Everyone reads published results; before that, and once the survey is closed, those who manage it. While it is open nobody does: from one hour to the next the difference would be
    /// one person.
    /// </remarks>
    /// <param name="id">Number of the survey.</param>
    /// <response code="200">The results.</response>
    /// <response code="404">There is no survey of this number, or its results are not published.</response>
    public static async Task<Ok<SurveyResults>> HandleAsync(HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(id), cancellationToken));
    }

    internal sealed record Query(long Id) : IRequest<SurveyResults>;

    internal sealed class Handler(SurveyReading reading, SurveyRights rights, Caller caller) : IRequestHandler<Query, SurveyResults>
    {
        public async Task<SurveyResults> Handle(Query query, CancellationToken cancellationToken)
        {
            var known = await reading.OneAsync(query.Id, cancellationToken);
            var survey = known.Survey;
            if (survey.State != "published" && !(survey.State == "closed" && rights.IsOwn(known.TerritoryId)))
                throw new ProblemException(ProblemTypes.NotFound, $"The survey {query.Id} has no published results.");
            var set = (await reading.QuestionSetAsync(survey.QuestionSet, survey.QuestionSetVersion, cancellationToken))!;
            return new SurveyResults(survey, survey.Invited == 0 ? null : Math.Round((double)survey.Answered!.Value / survey.Invited, 4),
                SurveyFindings.Of(set, await reading.CountsAsync(query.Id, caller.Reach, cancellationToken), survey.Population, survey.MinimumAnswers));
        }
    }
}
