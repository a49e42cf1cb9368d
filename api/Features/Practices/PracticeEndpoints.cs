using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Practices;

namespace Benchlearning.Api.Features.Practices;

/// <summary>What municipalities do well, whom to call about it, and who takes it over.</summary>
internal static class PracticeEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var read = routes.MapGroup("/v1").WithTags("Practices");
        read.MapPrivateRead("/practices", ListPractices.HandleAsync, "listPractices", Budget.Data);
        read.MapPrivateRead("/practices/{id:long}", GetPractice.HandleAsync, "getPractice", Budget.Metadata).ProducesProblems(404);
        read.MapPrivateRead("/practices/{id:long}/moves", ListPracticeMoves.HandleAsync, "listPracticeMoves", Budget.Metadata).ProducesProblems(404);
        read.MapPrivateRead("/practices/{id:long}/comments", ListPracticeComments.HandleAsync, "listPracticeComments", Budget.Metadata).ProducesProblems(404);
        read.MapPrivateRead("/practices/{id:long}/adoptions", ListAdoptions.HandleAsync, "listAdoptions", Budget.Metadata).ProducesProblems(404);
        read.MapPrivateRead("/practice-adoptions/{id:long}", GetAdoption.HandleAsync, "getAdoption", Budget.Metadata).ProducesProblems(404);
        read.MapPrivateRead("/practice-contacts", ListPracticeContacts.HandleAsync, "listPracticeContacts", Budget.Data).ProducesProblems(422);

        var discuss = routes.MapGroup("/v1").WithTags("Practices").Require(Permission.DiscussPractices).WithMetadata(new BudgetAttribute(Budget.Writes));
        discuss.MapPost("/practices/{id:long}/comments", CommentPractice.HandleAsync).WithName("commentPractice")
            .Accepts<PracticeCommentSettings>("application/json").ProducesProblems(400, 404, 406, 413, 415, 422, 429, 500, 503);
        discuss.MapDelete("/practice-comments/{id:long}", RemovePracticeComment.HandleAsync).WithName("removePracticeComment").ProducesProblems(400, 404, 406, 429, 500, 503);
        discuss.MapPost("/practices/{id:long}/useful-marks", MarkPractice.HandleAsync).WithName("markPractice").ProducesProblems(400, 404, 406, 429, 500, 503);
        discuss.MapDelete("/practices/{id:long}/useful-marks", UnmarkPractice.HandleAsync).WithName("unmarkPractice").ProducesProblems(400, 404, 406, 429, 500, 503);

        var keep = routes.MapGroup("/v1").WithTags("Practices").Require(Permission.ManagePractices).WithMetadata(new BudgetAttribute(Budget.Writes));
        keep.MapPost("/practices", CreatePractice.HandleAsync).WithName("createPractice")
            .Accepts<PracticeSettings>("application/json").ProducesProblems(400, 406, 413, 415, 422, 429, 500, 503);
        keep.MapPut("/practices/{id:long}", ReplacePractice.HandleAsync).WithName("replacePractice")
            .Accepts<PracticeSettings>("application/json").ProducesProblems(400, 404, 406, 409, 412, 413, 415, 428, 429, 500, 503);
        keep.MapPost("/practices/{id:long}/adoptions", AdoptPractice.HandleAsync).WithName("adoptPractice")
            .Accepts<AdoptionSettings>("application/json").ProducesProblems(400, 404, 406, 409, 413, 415, 422, 429, 500, 503);
        keep.MapPost("/practice-adoptions/{id:long}/moves", MoveAdoption.HandleAsync).WithName("moveAdoption")
            .Accepts<AdoptionMoveRequest>("application/json").ProducesProblems(400, 404, 406, 409, 412, 413, 415, 428, 429, 500, 503);

        var move = routes.MapGroup("/v1").WithTags("Practices").Require(Permission.ManagePractices, Permission.ReviewPractices).WithMetadata(new BudgetAttribute(Budget.Writes));
        move.MapPost("/practices/{id:long}/moves", MovePractice.HandleAsync).WithName("movePractice")
            .Accepts<PracticeMoveRequest>("application/json").ProducesProblems(400, 404, 406, 409, 412, 413, 415, 428, 429, 500, 503);
    }
}
