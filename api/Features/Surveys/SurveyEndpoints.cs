using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Surveys;

namespace Benchlearning.Api.Features.Surveys;

/// <summary>What people are asked, and what they answered.</summary>
internal static class SurveyEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1").WithTags("Surveys");
        group.MapPrivateRead("/question-sets", ListQuestionSets.HandleAsync, "listQuestionSets", Budget.Metadata);
        group.MapPrivateRead("/question-sets/{code}", GetQuestionSet.HandleAsync, "getQuestionSet", Budget.Metadata).ProducesProblems(404);
        group.MapPut("/question-sets/{code}", PutQuestionSet.HandleAsync).WithName("putQuestionSet").WithMetadata(new BudgetAttribute(Budget.Writes)).Require(Permission.ManageSurveys)
            .Accepts<QuestionSetSettings>("application/json").ProducesProblems(400, 406, 412, 413, 415, 428, 429, 500, 503);
        group.MapPrivateRead("/surveys", ListSurveys.HandleAsync, "listSurveys", Budget.Metadata);
        group.MapPost("/surveys", CreateSurvey.HandleAsync).WithName("createSurvey").WithMetadata(new BudgetAttribute(Budget.Writes)).Require(Permission.ManageSurveys)
            .Accepts<SurveySettings>("application/json").ProducesProblems(400, 406, 413, 415, 422, 429, 500, 503);
        group.MapPrivateRead("/surveys/{id:long}", GetSurvey.HandleAsync, "getSurvey", Budget.Metadata).ProducesProblems(404);
        group.MapPost("/surveys/{id:long}/tokens", IssueSurveyTokens.HandleAsync).WithName("issueSurveyTokens").WithMetadata(new BudgetAttribute(Budget.Writes)).Require(Permission.ManageSurveys)
            .Accepts<SurveyTokenOrder>("application/json").ProducesProblems(400, 404, 406, 409, 413, 415, 422, 429, 500, 503);
        group.MapPost("/surveys/{id:long}/answers", AnswerSurvey.HandleAsync).WithName("answerSurvey").WithMetadata(new BudgetAttribute(Budget.Writes))
            .Accepts<SurveyAnswers>("application/json").ProducesProblems(400, 404, 406, 409, 413, 415, 422, 429, 500, 503);
        group.MapPut("/surveys/{id:long}/aggregates", PutSurveyAggregates.HandleAsync).WithName("putSurveyAggregates").WithMetadata(new BudgetAttribute(Budget.Writes)).Require(Permission.ManageSurveys)
            .Accepts<SurveyAggregates>("application/json").ProducesProblems(400, 404, 406, 409, 412, 413, 415, 428, 429, 500, 503);
        group.MapPrivateRead("/surveys/{id:long}/results", GetSurveyResults.HandleAsync, "getSurveyResults", Budget.Data).ProducesProblems(404);
        group.MapPost("/surveys/{id:long}/publication", PublishSurvey.HandleAsync).WithName("publishSurvey").WithMetadata(new BudgetAttribute(Budget.Writes)).Require(Permission.ManageSurveys)
            .Accepts<SurveyPublication>("application/json").ProducesProblems(400, 404, 406, 409, 413, 415, 429, 500, 503);
    }
}
