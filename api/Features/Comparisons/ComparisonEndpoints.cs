using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Comparisons;

namespace Benchlearning.Api.Features.Comparisons;

/// <summary>Where a municipality stands among similar ones.</summary>
internal static class ComparisonEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1").WithTags("Comparisons");
        group.MapRead("/comparisons", CompareTerritory.HandleAsync, "compareTerritory", ContentScope.AllData, Budget.Analyses)
            .Produces<Comparison>(200, "application/json", "image/svg+xml", "image/png").ProducesProblems(404, 422);
        group.MapRead("/comparisons/profile", ProfileTerritory.HandleAsync, "profileTerritory", ContentScope.AllData, Budget.Analyses)
            .Produces<Profile>(200, "application/json", "image/svg+xml", "image/png").ProducesProblems(404);
        group.MapRead("/comparisons/trend", TrendTerritory.HandleAsync, "trendTerritory", ContentScope.AllData, Budget.Analyses)
            .Produces<Trend>(200, "application/json", "image/svg+xml", "image/png").ProducesProblems(404, 422);
    }
}
