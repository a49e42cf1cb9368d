using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Releases;

namespace Benchlearning.Api.Features.Releases;

/// <summary>The release calendar.</summary>
internal static class ReleaseEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1").WithTags("Releases");
        group.MapRead("/releases", ListReleases.HandleAsync, "listReleases", ContentScope.Catalogue, Budget.Metadata);
        group.MapRead("/release-feed", ReadReleaseFeed.HandleAsync, "readReleaseFeed", ContentScope.Catalogue, Budget.Metadata, negotiates: false)
            .Produces<string>(200, ReadReleaseFeed.MediaType);
        group.MapRead("/releases/{code}", GetRelease.HandleAsync, "getRelease", ContentScope.Catalogue, Budget.Metadata).ProducesProblems(404);
        routes.MapGroup("/v1").WithTags("Releases").Require(Permission.Release)
            .MapPut("/releases/{code}", AnnounceRelease.HandleAsync).WithName("announceRelease").WithMetadata(new BudgetAttribute(Budget.Writes))
            .Accepts<ReleaseAnnouncement>("application/json")
            .ProducesProblems(400, 406, 409, 413, 415, 429, 500, 503);
    }
}
