using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Http;

namespace Benchlearning.Api.Features.Analyses.Stored;

/// <summary>Analyses that were stored.</summary>
internal static class StoredEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1").WithTags("Analyses");
        group.MapPrivateRead("/analyses", ListAnalyses.HandleAsync, "listAnalyses", Budget.Metadata);
        group.MapPrivateRead("/analyses/{id:guid}", GetAnalysis.HandleAsync, "getAnalysis", Budget.Metadata).ProducesProblems(404);
        group.MapPrivateRead("/analyses/{id:guid}/result", GetAnalysisResult.HandleAsync, "getAnalysisResult", Budget.Data).Produces<object>(200, "application/json", "image/svg+xml", "image/png").ProducesProblems(404);
        group.MapPrivateRead("/analyses/{id:guid}/verification", VerifyAnalysis.HandleAsync, "verifyAnalysis", Budget.Analyses).ProducesProblems(404);
        group.MapDelete("/analyses/{id:guid}", RemoveAnalysis.HandleAsync).WithName("removeAnalysis").WithMetadata(new BudgetAttribute(Budget.Writes)).Require(Permission.StoreAnalyses)
            .ProducesProblems(400, 404, 406, 429, 500, 503);
    }
}
