using Benchlearning.Api.Platform.Http;

namespace Benchlearning.Api.Features.Changes;

/// <summary>Everyone can follow: what changed, and whether a copy equals the original.</summary>
internal static class ChangeEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1").WithTags("Changes");
        group.MapPrivateRead("/changes", ListChanges.HandleAsync, "listChanges", Budget.Data);
        group.MapRead("/reconciliation", Reconcile.HandleAsync, "reconcile", ContentScope.AllData, Budget.Data);
    }
}
