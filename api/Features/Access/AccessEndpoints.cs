using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Access;

namespace Benchlearning.Api.Features.Access;

/// <summary>Who may come in, and as what.</summary>
internal static class AccessEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGroup("/v1").WithTags("Access").MapPrivateRead("/me", GetMe.HandleAsync, "getMe", Budget.Metadata);

        var known = routes.MapGroup("/v1").WithTags("Access").Require();
        known.MapPrivateRead("/networks", ListNetworks.HandleAsync, "listNetworks", Budget.Metadata);
        known.MapPrivateRead("/networks/{code}", GetNetwork.HandleAsync, "getNetwork", Budget.Metadata).ProducesProblems(404);

        var group = routes.MapGroup("/v1").WithTags("Access").Require(Permission.ManageAccess);
        group.MapPrivateRead("/organisations", ListOrganisations.HandleAsync, "listOrganisations", Budget.Metadata);
        group.MapPrivateRead("/organisations/{code}", GetOrganisation.HandleAsync, "getOrganisation", Budget.Metadata).ProducesProblems(404);
        group.MapPut("/organisations/{code}", PutOrganisation.HandleAsync).WithName("putOrganisation").WithMetadata(new BudgetAttribute(Budget.Writes))
            .Accepts<OrganisationSettings>("application/json").ProducesProblems(400, 406, 412, 413, 415, 422, 428, 429, 500, 503);
        group.MapPut("/networks/{code}", PutNetwork.HandleAsync).WithName("putNetwork").WithMetadata(new BudgetAttribute(Budget.Writes))
            .Accepts<NetworkSettings>("application/json").ProducesProblems(400, 406, 412, 413, 415, 428, 429, 500, 503);
        group.MapPrivateRead("/persons", ListPersons.HandleAsync, "listPersons", Budget.Metadata);
        group.MapPrivateRead("/api-clients", ListApiClients.HandleAsync, "listApiClients", Budget.Metadata);
        group.MapPost("/api-clients", CreateApiClient.HandleAsync).WithName("createApiClient").WithMetadata(new BudgetAttribute(Budget.Writes))
            .Accepts<ApiClientSettings>("application/json").ProducesProblems(400, 406, 409, 413, 415, 422, 429, 500, 503);
        group.MapPrivateRead("/api-clients/{id:int}", GetApiClient.HandleAsync, "getApiClient", Budget.Metadata).ProducesProblems(404);
        group.MapPut("/api-clients/{id:int}", ReplaceApiClient.HandleAsync).WithName("replaceApiClient").WithMetadata(new BudgetAttribute(Budget.Writes))
            .Accepts<ApiClientSettings>("application/json").ProducesProblems(400, 404, 406, 409, 412, 413, 415, 428, 429, 500, 503);
        group.MapPrivateRead("/api-clients/{id:int}/keys", ListApiKeys.HandleAsync, "listApiKeys", Budget.Metadata).ProducesProblems(404);
        group.MapPost("/api-clients/{id:int}/keys", CreateApiKey.HandleAsync).WithName("createApiKey").WithMetadata(new BudgetAttribute(Budget.Writes))
            .Accepts<ApiKeySettings>("application/json").ProducesProblems(400, 404, 406, 409, 413, 415, 422, 429, 500, 503);
        group.MapPost("/api-clients/{id:int}/keys/{prefix}/revocation", RevokeApiKey.HandleAsync).WithName("revokeApiKey").WithMetadata(new BudgetAttribute(Budget.Writes))
            .Accepts<Revocation>("application/json").ProducesProblems(400, 404, 406, 413, 415, 429, 500, 503);
        group.MapPrivateRead("/role-grants", ListRoleGrants.HandleAsync, "listRoleGrants", Budget.Metadata);
        group.MapPost("/role-grants", GrantRole.HandleAsync).WithName("grantRole").WithMetadata(new BudgetAttribute(Budget.Writes))
            .Accepts<RoleGranting>("application/json").ProducesProblems(400, 406, 413, 415, 422, 429, 500, 503);
        group.MapPrivateRead("/role-grants/{id:long}", GetRoleGrant.HandleAsync, "getRoleGrant", Budget.Metadata).ProducesProblems(404);
        group.MapPost("/role-grants/{id:long}/revocation", RevokeRoleGrant.HandleAsync).WithName("revokeRoleGrant").WithMetadata(new BudgetAttribute(Budget.Writes))
            .Accepts<Revocation>("application/json").ProducesProblems(400, 404, 406, 409, 413, 415, 429, 500, 503);
    }
}
