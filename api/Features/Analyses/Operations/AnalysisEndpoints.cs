using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Analyses;

namespace Benchlearning.Api.Features.Analyses.Operations;

/// <summary>Methods over figures of the database or numbers of the caller's own. Each is a safe operation with a body: it changes nothing.</summary>
internal static class AnalysisEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/analyses").WithTags("Analyses");
        MapMethod<PositionRequest, PositionAnalysis>(group, "/position", TellPositions.HandleAsync, "tellPositions");
        MapMethod<CorrelationRequest, CorrelationAnalysis>(group, "/correlations", Correlate.HandleAsync, "correlate");
        MapMethod<TrendRequest, TrendAnalysis>(group, "/trend", AnalyseTrends.HandleAsync, "analyseTrends");
        MapMethod<ForecastRequest, ForecastAnalysis>(group, "/forecast", ForecastSeries.HandleAsync, "forecastSeries");
        MapMethod<ControlChartRequest, ControlChartAnalysis>(group, "/spc/xmr", DrawControlChart.HandleAsync, "drawControlChart");
        MapMethod<ImpactRequest, ImpactAnalysis>(group, "/impact/did", EstimateImpact.HandleAsync, "estimateImpact");
        MapMethod<NeighbourRequest, NeighbourAnalysis>(group, "/neighbours", FindNeighbours.HandleAsync, "findNeighbours");
        MapMethod<CompositeRequest, CompositeAnalysis>(group, "/composites", MakeComposite.HandleAsync, "makeComposite");
        MapMethod<FunnelRequest, FunnelAnalysis>(group, "/spc/funnel", DrawFunnel.HandleAsync, "drawFunnel");
        MapMethod<EfficiencyRequest, EfficiencyAnalysis>(group, "/efficiency/dea", MeasureEfficiency.HandleAsync, "measureEfficiency");
    }

    private static void MapMethod<TRequest, TAnswer>(RouteGroupBuilder group, string pattern, Delegate handler, string name) where TRequest : AnalysisRequest where TAnswer : class =>
        group.MapPost(pattern, handler).WithName(name).WithMetadata(new BudgetAttribute(Budget.Analyses))
            .Accepts<TRequest>("application/json").Produces<TAnswer>(200, "application/json").ProducesProblems(400, 406, 413, 415, 422, 429, 500, 503);
}
