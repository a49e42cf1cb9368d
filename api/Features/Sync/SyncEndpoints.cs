using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Sync;

namespace Benchlearning.Api.Features.Sync;

/// <summary>Data that are fetched by themselves: where from, when, and what became of it.</summary>
internal static class SyncEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/sync").WithTags("Sync").Require(Permission.FollowImports);
        var started = routes.MapGroup("/v1/sync").WithTags("Sync").Require(Permission.Synchronise);
        group.MapPrivateRead("/sources", ListSyncSources.HandleAsync, "listSyncSources", Budget.Metadata);
        group.MapPrivateRead("/sources/{source}", GetSyncSource.HandleAsync, "getSyncSource", Budget.Metadata).ProducesProblems(404);
        started.MapPost("/sources/{source}/runs", StartSyncRun.HandleAsync).WithName("startSyncRun").WithMetadata(new BudgetAttribute(Budget.Writes))
            .Produces<SyncRun>(202).ProducesProblems(400, 404, 406, 409, 422, 429, 500, 503);
        group.MapPrivateRead("/runs", ListSyncRuns.HandleAsync, "listSyncRuns", Budget.Metadata);
        group.MapPrivateRead("/runs/{id:long}", GetSyncRun.HandleAsync, "getSyncRun", Budget.Metadata).ProducesProblems(404);
    }
}
