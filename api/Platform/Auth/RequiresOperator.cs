using Benchlearning.Api.Platform.Errors;
using Benchlearning.Contracts.V1;

namespace Benchlearning.Api.Platform.Auth;

/// <summary>Lets an operation be carried out only with the operator key. Stands before the operation, so that nothing of a stranger's request is read.</summary>
internal sealed class RequiresOperator(RequestDelegate next, OperatorKey key)
{
    /// <summary>Who acts where the operator key was given.</summary>
    public const string Actor = "operator";

    public Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<NeedsOperatorMetadata>() is null)
            return next(http);
        http.Response.Headers.CacheControl = "no-store"; // unless the operation says something milder
        if (key.IsCarriedBy(http.Request))
            return next(http);
        http.Response.Headers.WWWAuthenticate = "Bearer realm=\"benchlearning\"";
        throw new ProblemException(ProblemTypes.Unauthorised, "This operation needs the operator key: Authorization: Bearer KEY. A local service prints its key at start.");
    }
}

/// <summary>Marks an operation that needs the operator key.</summary>
internal sealed class NeedsOperatorMetadata;

/// <summary>Puts operations behind the operator key.</summary>
internal static class OperatorEndpoints
{
    public static RouteGroupBuilder RequireOperator(this RouteGroupBuilder group) => group
        .WithMetadata(new NeedsOperatorMetadata(), new ProducesResponseTypeMetadata(StatusCodes.Status401Unauthorized, typeof(ApiProblem), ["application/problem+json"]));
}
