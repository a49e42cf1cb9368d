using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Observations;

namespace Benchlearning.Api.Features.Observations;

/// <summary>The numbers: selections in every format, their cost, their history, and addresses that freeze them.</summary>
internal static class ObservationEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1").WithTags("Observations");
        group.MapRead("/observations", ReadObservations.HandleAsync, "readObservations", ContentScope.NamedIndicators, Budget.Data)
            .Produces<ObservationPage>(200, "application/json", "application/vnd.json-stat+json", "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
            .ProducesProblems(404, 422);
        group.MapPost("/observations/query", QueryObservations.HandleAsync).WithName("queryObservations").WithMetadata(new BudgetAttribute(Budget.Data))
            .Accepts<ObservationQuery>("application/json")
            .Produces<ObservationPage>(200, "application/json", "application/vnd.json-stat+json", "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
            .ProducesProblems(400, 404, 406, 413, 415, 422, 429, 500, 503);
        group.MapRead("/observations/estimate", EstimateObservations.HandleAsync, "estimateObservations", ContentScope.NamedIndicators, Budget.Metadata);
        group.MapRead("/observations/permalink", MakePermalink.HandleAsync, "makePermalink", ContentScope.AllData, Budget.Data);
        group.MapRead("/observations/revisions", ListRevisions.HandleAsync, "listObservationRevisions", ContentScope.NamedIndicators, Budget.Data);
    }
}
