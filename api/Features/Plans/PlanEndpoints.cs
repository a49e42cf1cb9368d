using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Plans;

namespace Benchlearning.Api.Features.Plans;

/// <summary>What municipalities mean to improve, and what came of it.</summary>
internal static class PlanEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var read = routes.MapGroup("/v1").WithTags("Plans");
        read.MapPrivateRead("/plans", ListPlans.HandleAsync, "listPlans", Budget.Metadata);
        read.MapPrivateRead("/plans/{id:long}", GetPlan.HandleAsync, "getPlan", Budget.Metadata).ProducesProblems(404);
        read.MapPrivateRead("/plans/{id:long}/moves", ListPlanMoves.HandleAsync, "listPlanMoves", Budget.Metadata).ProducesProblems(404);
        read.MapPrivateRead("/plans/{id:long}/recommendations", ListPlanAdvice.HandleAsync, "listPlanAdvice", Budget.Metadata).ProducesProblems(404);
        read.MapPrivateRead("/plans/{id:long}/evaluations", ListPlanEvaluations.HandleAsync, "listPlanEvaluations", Budget.Data).ProducesProblems(404);

        routes.MapGroup("/v1").WithTags("Plans").Require(Permission.DiscussPractices).WithMetadata(new BudgetAttribute(Budget.Writes))
            .MapPost("/plans/{id:long}/recommendations", AdvisePlan.HandleAsync).WithName("advisePlan")
            .Accepts<PlanAdviceSettings>("application/json").ProducesProblems(400, 404, 406, 409, 413, 415, 422, 429, 500, 503);

        var keep = routes.MapGroup("/v1").WithTags("Plans").Require(Permission.ManagePractices).WithMetadata(new BudgetAttribute(Budget.Writes));
        keep.MapPost("/plans", CreatePlan.HandleAsync).WithName("createPlan")
            .Accepts<PlanSettings>("application/json").ProducesProblems(400, 406, 413, 415, 422, 429, 500, 503);
        keep.MapPut("/plans/{id:long}", ReplacePlan.HandleAsync).WithName("replacePlan")
            .Accepts<PlanSettings>("application/json").ProducesProblems(400, 404, 406, 409, 412, 413, 415, 428, 429, 500, 503);
        keep.MapPost("/plans/{id:long}/moves", MovePlan.HandleAsync).WithName("movePlan")
            .Accepts<PlanMoveRequest>("application/json").ProducesProblems(400, 404, 406, 409, 412, 413, 415, 428, 429, 500, 503);
        keep.MapPut("/plans/{id:long}/actions", ReplacePlanActions.HandleAsync).WithName("replacePlanActions")
            .Accepts<PlanActions>("application/json").ProducesProblems(400, 404, 406, 409, 412, 413, 415, 428, 429, 500, 503);
        keep.MapPost("/plans/{id:long}/follow-ups", RecordFollowUp.HandleAsync).WithName("recordFollowUp")
            .Accepts<PlanFollowUpReport>("application/json").ProducesProblems(400, 404, 406, 409, 412, 413, 415, 428, 429, 500, 503);
        keep.MapPost("/plans/{id:long}/evaluations", EvaluatePlan.HandleAsync).WithName("evaluatePlan").ProducesProblems(400, 404, 406, 409, 422, 429, 500, 503);
    }
}
