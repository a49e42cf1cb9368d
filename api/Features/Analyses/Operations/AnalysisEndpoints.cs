using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Analyses;
using Benchlearning.Contracts.V1.Jobs;

namespace Benchlearning.Api.Features.Analyses.Operations;

/// <summary>Methods over figures of the database or numbers of the caller's own. Each is a safe operation with a body: it changes nothing, but where its answer is to be stored.</summary>
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
        MapMethod(group, "/costs", DecomposeCosts.HandleAsync, DecomposeCosts.Method, "decomposeCosts");
        MapMethod(group, "/costs/expected", ExpectCosts.HandleAsync, ExpectCosts.Method, "expectCosts");
        MapMethod(group, "/costs/deflation", DeflateCosts.HandleAsync, DeflateCosts.Method, "deflateCosts");
        MapMethod(group, "/standardisation", Standardise.HandleAsync, Standardise.Method, "standardise");
        MapMethod(group, "/impact/synthetic-control", EstimateBySyntheticControl.HandleAsync, EstimateBySyntheticControl.Method, "estimateBySyntheticControl");
        MapMethod(group, "/efficiency/fdh", MeasureHull.HandleAsync, MeasureHull.Method, "measureHull");
        MapMethod(group, "/efficiency/malmquist", MeasureProductivity.HandleAsync, MeasureProductivity.Method, "measureProductivity");
        MapMethod(group, "/disclosure/protect", ProtectTable.HandleAsync, ProtectTable.Method, "protectTable");
        MapMethod(group, "/disclosure/audit", AuditTable.HandleAsync, AuditTable.Method, "auditTable");
        MapMethod(group, "/rebase", RebaseSeries.HandleAsync, RebaseSeries.Method, "rebaseSeries");
    }

    private static void MapMethod<TRequest, TAnswer>(RouteGroupBuilder group, string pattern, Delegate handler, AnalysisMethod<TRequest, TAnswer> method, string name)
        where TRequest : AnalysisRequest where TAnswer : class =>
        group.MapPost(pattern, handler).WithName(name).WithMetadata(new BudgetAttribute(Budget.Analyses), method)
            .Accepts<TRequest>("application/json").Produces<TAnswer>(200, "application/json", OtherFormats(method)).Produces<TAnswer>(201, "application/json", OtherFormats(method)).Produces<Job>(202)
            .ProducesProblems([400, 401, 403, .. method.HasPicture ? [404] : Array.Empty<int>(), 406, 413, 415, 422, 429, 500, 503]);

    private static string[] OtherFormats(AnalysisMethod method) => method.HasPicture ? ["image/svg+xml", "image/png"] : [];
}
