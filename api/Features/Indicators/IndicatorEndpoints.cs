using Benchlearning.Api.Platform.Http;

namespace Benchlearning.Api.Features.Indicators;

/// <summary>The catalogue: what is measured, in which unit, by which definition, from which source.</summary>
internal static class IndicatorEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1").WithTags("Indicators");
        group.MapRead("/indicators", ListIndicators.HandleAsync, "listIndicators", ContentScope.AllData, Budget.Metadata);
        group.MapRead("/indicators/{code}", GetIndicator.HandleAsync, "getIndicator", ContentScope.Catalogue, Budget.Metadata).ProducesProblems(404);
        group.MapRead("/indicators/{code}/versions", ListIndicatorVersions.HandleAsync, "listIndicatorVersions", ContentScope.Catalogue, Budget.Metadata).ProducesProblems(404);
        group.MapRead("/topics", ListTopics.HandleAsync, "listTopics", ContentScope.Catalogue, Budget.Metadata);
        group.MapRead("/units", ListUnits.HandleAsync, "listUnits", ContentScope.Catalogue, Budget.Metadata);
        group.MapRead("/sources", ListSources.HandleAsync, "listSources", ContentScope.Catalogue, Budget.Metadata);
        group.MapRead("/breakdowns", ListBreakdowns.HandleAsync, "listBreakdowns", ContentScope.Catalogue, Budget.Metadata);
    }
}
