using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Http;

namespace Benchlearning.Api.Features.Analyses.Jobs;

/// <summary>Calculations that go on by themselves.</summary>
internal static class JobEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1").WithTags("Jobs");
        group.MapPrivateRead("/jobs", ListJobs.HandleAsync, "listJobs", Budget.Metadata).Require();
        group.MapPrivateRead("/jobs/{id:guid}", GetJob.HandleAsync, "getJob", Budget.Metadata).ProducesProblems(404);
        group.MapPrivateRead("/jobs/{id:guid}/result", GetJobResult.HandleAsync, "getJobResult", Budget.Data)
            .Produces<object>(200, "application/json", "image/svg+xml", "image/png").ProducesProblems(404, 409);
        group.MapPost("/jobs/{id:guid}/cancellation", CancelJob.HandleAsync).WithName("cancelJob").WithMetadata(new BudgetAttribute(Budget.Writes))
            .ProducesProblems(400, 404, 406, 409, 429, 500, 503);
    }
}
