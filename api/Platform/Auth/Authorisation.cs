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
        Demand(http, needed.Permissions, "This operation");
        return next(http);
    }

    /// <summary>Refuses a caller who has none of some permissions; with none named, one who is not known.</summary>
    /// <param name="http">The request.</param>
    /// <param name="permissions">One of them is enough.</param>
    /// <param name="what">What needs it, as a sentence begins.</param>
    public static void Demand(HttpContext http, IReadOnlyList<Permission> permissions, string what)
    {
        var caller = CurrentCaller.Of(http);
        if (permissions.Any(caller.May) || (caller.IsKnown && permissions.Count == 0))
            return;
        if (caller.IsKnown)
            throw new ProblemException(ProblemTypes.Forbidden, $"{what} needs the permission {string.Join(" or ", permissions.Select(NeedsPermission.CodeOf))}, which none of your roles and scopes gives; GET /v1/me tells what you may do.");
        http.Response.Headers.WWWAuthenticate = "Bearer realm=\"benchlearning\"";
        throw new ProblemException(ProblemTypes.Unauthorised, $"{what} needs a key or an access token: Authorization: Bearer KEY. A local service prints keys at start.");
    }
}

/// <summary>Marks an operation that needs one of some permissions.</summary>
/// <param name="Permissions">One of them is enough; none: whoever is known.</param>
internal sealed record NeedsPermission(IReadOnlyList<Permission> Permissions)
{
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
