using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Engagement;

namespace Benchlearning.Api.Features.Engagement;

/// <summary>How those who decide are informed and asked.</summary>
internal static class EngagementEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1").WithTags("Engagement");
        group.MapPrivateRead("/briefings/current", BriefTerritory.HandleAsync, "briefTerritory", Budget.Analyses)
            .Produces<Briefing>(200, "application/json", "text/html", "application/pdf");
        group.MapPrivateRead("/networks/{code}/briefings/current", BriefNetwork.HandleAsync, "briefNetwork", Budget.Analyses).Require()
            .Produces<NetworkBriefing>(200, "application/json", "text/html", "application/pdf").ProducesProblems(404);
        group.MapPrivateRead("/briefings", ListBriefings.HandleAsync, "listBriefings", Budget.Metadata);
        group.MapPost("/briefings", KeepBriefing.HandleAsync).WithName("keepBriefing").WithMetadata(new BudgetAttribute(Budget.Writes)).Require(Permission.StoreAnalyses)
            .Accepts<BriefingRequest>("application/json").ProducesProblems(400, 406, 413, 415, 422, 429, 500, 503);
        group.MapPrivateRead("/briefings/{id:guid}", GetBriefing.HandleAsync, "getBriefing", Budget.Metadata).ProducesProblems(404);
        group.MapPrivateRead("/briefings/{id:guid}/document", GetBriefingDocument.HandleAsync, "getBriefingDocument", Budget.Data)
            .Produces<Briefing>(200, "application/json", "text/html", "application/pdf").ProducesProblems(404);
    }
}
