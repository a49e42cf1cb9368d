using System.Text.Json;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Contracts.V1;

namespace Benchlearning.Api.Platform.Auth;

/// <summary>
/// Lets an operation be carried out only by those who may. Stands before the operation, so that nothing of a stranger's request is read. What is
/// held for a part only (the own municipality, the own source) is looked at by the use case.
/// </summary>
internal sealed class Authorisation(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<NeedsPermission>() is not { } needed)
            return next(http);
        http.Response.Headers.CacheControl = "no-store"; // unless the operation says something milder
        var caller = CurrentCaller.Of(http);
        if (needed.Permissions.Any(caller.May) || (caller.IsKnown && needed.Permissions.Count == 0))
            return next(http);
        if (caller.IsKnown)
            throw new ProblemException(ProblemTypes.Forbidden, $"This operation needs the permission {string.Join(" or ", needed.Codes)}, which none of your roles and scopes gives; GET /v1/me tells what you may do.");
        http.Response.Headers.WWWAuthenticate = "Bearer realm=\"benchlearning\"";
        throw new ProblemException(ProblemTypes.Unauthorised, "This operation needs a key or an access token: Authorization: Bearer KEY. A local service prints keys at start.");
    }
}

/// <summary>Marks an operation that needs one of some permissions.</summary>
/// <param name="Permissions">One of them is enough; none: whoever is known.</param>
internal sealed record NeedsPermission(IReadOnlyList<Permission> Permissions)
{
    /// <summary>The permissions as callers read them.</summary>
    public IEnumerable<string> Codes => Permissions.Select(permission => CodeOf(permission));

    public static string CodeOf(Permission permission) => JsonNamingPolicy.CamelCase.ConvertName(permission.ToString());
}

/// <summary>Puts operations behind permissions.</summary>
internal static class PermissionEndpoints
{
    /// <summary>The operation, or every one of the group, needs one of the permissions; without any given, whoever is known may.</summary>
    public static T Require<T>(this T builder, params Permission[] permissions) where T : IEndpointConventionBuilder => builder
        .WithMetadata(new NeedsPermission(permissions),
            new ProducesResponseTypeMetadata(StatusCodes.Status401Unauthorized, typeof(ApiProblem), ["application/problem+json"]),
            new ProducesResponseTypeMetadata(StatusCodes.Status403Forbidden, typeof(ApiProblem), ["application/problem+json"]));
}
