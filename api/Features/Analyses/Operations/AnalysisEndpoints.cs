using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Analyses;

namespace Benchlearning.Api.Features.Analyses.Operations;

/// <summary>Methods over figures of the database or numbers of the caller's own. Each is a safe operation with a body: it changes nothing.</summary>
internal static class AnalysisEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/analyses").WithTags("Analyses");
        MapMethod(group, "/position", TellPositions.HandleAsync, TellPositions.Method, "tellPositions");
        MapMethod(group, "/quantiles", TellQuantiles.HandleAsync, TellQuantiles.Method, "tellQuantiles");
        MapMethod(group, "/outliers", FindOutliers.HandleAsync, FindOutliers.Method, "findOutliers");
        MapMethod(group, "/correlations", Correlate.HandleAsync, Correlate.Method, "correlate");
        MapMethod(group, "/trend", AnalyseTrends.HandleAsync, AnalyseTrends.Method, "analyseTrends");
        MapMethod(group, "/forecast", ForecastSeries.HandleAsync, ForecastSeries.Method, "forecastSeries");
        MapMethod(group, "/spc/xmr", DrawControlChart.HandleAsync, DrawControlChart.Method, "drawControlChart");
        MapMethod(group, "/impact/did", EstimateImpact.HandleAsync, EstimateImpact.Method, "estimateImpact");
        MapMethod(group, "/neighbours", FindNeighbours.HandleAsync, FindNeighbours.Method, "findNeighbours");
        MapMethod(group, "/clusters", FindClusters.HandleAsync, FindClusters.Method, "findClusters");
        MapMethod(group, "/composites", MakeComposite.HandleAsync, MakeComposite.Method, "makeComposite");
        MapMethod(group, "/composites/sensitivity", TestComposite.HandleAsync, TestComposite.Method, "testComposite");
        MapMethod(group, "/spc/funnel", DrawFunnel.HandleAsync, DrawFunnel.Method, "drawFunnel");
        MapMethod(group, "/efficiency/dea", MeasureEfficiency.HandleAsync, MeasureEfficiency.Method, "measureEfficiency");
    }

    private static void MapMethod<TRequest, TAnswer>(RouteGroupBuilder group, string pattern, Delegate handler, AnalysisMethod<TRequest, TAnswer> method, string name)
        where TRequest : AnalysisRequest where TAnswer : class =>
        group.MapPost(pattern, handler).WithName(name).WithMetadata(new BudgetAttribute(Budget.Analyses), method)
            .Accepts<TRequest>("application/json").Produces<TAnswer>(200, "application/json", method.Draw is null ? [] : ["image/svg+xml", "image/png"]).ProducesProblems(400, 406, 413, 415, 422, 429, 500, 503);
}
