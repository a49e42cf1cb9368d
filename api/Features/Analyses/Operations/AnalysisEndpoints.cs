using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Analyses;

namespace Benchlearning.Api.Features.Analyses.Operations;

/// <summary>Methods over figures of the database or numbers of the caller's own. Each is a safe operation with a body: it changes nothing.</summary>
internal static class AnalysisEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/analyses").WithTags("Analyses");
        MapMethod<PositionRequest>(group, "/position", TellPositions.HandleAsync, "tellPositions");
        MapMethod<QuantileRequest>(group, "/quantiles", TellQuantiles.HandleAsync, "tellQuantiles");
        MapMethod<OutlierRequest>(group, "/outliers", FindOutliers.HandleAsync, "findOutliers");
        MapMethod<CorrelationRequest>(group, "/correlations", Correlate.HandleAsync, "correlate");
        MapMethod<TrendRequest>(group, "/trend", AnalyseTrends.HandleAsync, "analyseTrends");
        MapMethod<ForecastRequest>(group, "/forecast", ForecastSeries.HandleAsync, "forecastSeries");
        MapMethod<ControlChartRequest>(group, "/spc/xmr", DrawControlChart.HandleAsync, "drawControlChart");
        MapMethod<ImpactRequest>(group, "/impact/did", EstimateImpact.HandleAsync, "estimateImpact");
        MapMethod<NeighbourRequest>(group, "/neighbours", FindNeighbours.HandleAsync, "findNeighbours");
        MapMethod<ClusterRequest>(group, "/clusters", FindClusters.HandleAsync, "findClusters");
        MapMethod<CompositeRequest>(group, "/composites", MakeComposite.HandleAsync, "makeComposite");
        MapMethod<SensitivityRequest>(group, "/composites/sensitivity", TestComposite.HandleAsync, "testComposite");
        MapMethod<FunnelRequest>(group, "/spc/funnel", DrawFunnel.HandleAsync, "drawFunnel");
        MapMethod<EfficiencyRequest>(group, "/efficiency/dea", MeasureEfficiency.HandleAsync, "measureEfficiency");
    }

    private static void MapMethod<TRequest>(RouteGroupBuilder group, string pattern, Delegate handler, string name) where TRequest : AnalysisRequest =>
        group.MapPost(pattern, handler).WithName(name).WithMetadata(new BudgetAttribute(Budget.Analyses))
            .Accepts<TRequest>("application/json").ProducesProblems(400, 406, 413, 415, 422, 429, 500, 503);
}
