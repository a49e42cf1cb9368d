using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Territories;

namespace Benchlearning.Api.Features.Territories;

/// <summary>Territories through time: the units, who became whom, and the groups to compare within.</summary>
internal static class TerritoryEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1").WithTags("Territories");
        group.MapRead("/territories", ListTerritories.HandleAsync, "listTerritories", ContentScope.Catalogue, Budget.Metadata);
        group.MapRead("/territories/{code}", GetTerritory.HandleAsync, "getTerritory", ContentScope.Catalogue, Budget.Metadata).ProducesProblems(404);
        group.MapRead("/territories/{code}/history", GetTerritoryHistory.HandleAsync, "getTerritoryHistory", ContentScope.Catalogue, Budget.Metadata).ProducesProblems(404);
        group.MapRead("/territories/{code}/successors", GetSuccessors.HandleAsync, "getTerritorySuccessors", ContentScope.Catalogue, Budget.Metadata).ProducesProblems(404);
        group.MapRead("/territory-changes", ListTerritoryChanges.HandleAsync, "listTerritoryChanges", ContentScope.Catalogue, Budget.Metadata);
        group.MapRead("/crosswalk", GetCrosswalk.HandleAsync, "getCrosswalk", ContentScope.Catalogue, Budget.Metadata);
        group.MapRead("/territory-groups", ListTerritoryGroups.HandleAsync, "listTerritoryGroups", ContentScope.Catalogue, Budget.Metadata);
        group.MapRead("/territory-groups/{code}", GetTerritoryGroup.HandleAsync, "getTerritoryGroup", ContentScope.AllData, Budget.Metadata).ProducesProblems(404);
        routes.MapGroup("/v1").WithTags("Territories").Require(Permission.SaveGroups)
            .MapPut("/territory-groups/{code}", PutTerritoryGroup.HandleAsync).WithName("putTerritoryGroup").WithMetadata(new BudgetAttribute(Budget.Writes))
            .Accepts<TerritoryGroupSettings>("application/json").ProducesProblems(400, 406, 409, 412, 413, 415, 428, 429, 500, 503);
    }
}
