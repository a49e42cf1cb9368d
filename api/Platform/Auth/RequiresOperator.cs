using Benchlearning.Api.Platform.Errors;
using Benchlearning.Contracts.V1;

namespace Benchlearning.Api.Platform.Auth;

/// <summary>Lets an operation be carried out only with the operator key.</summary>
internal sealed class RequiresOperator(OperatorKey key) : IEndpointFilter
{
    /// <summary>Who acts where the operator key was given.</summary>
    public const string Actor = "operator";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store"; // unless the operation says something milder
        if (key.IsCarriedBy(context.HttpContext.Request))
            return await next(context);
        context.HttpContext.Response.Headers.WWWAuthenticate = "Bearer realm=\"benchlearning\"";
        throw new ProblemException(ProblemTypes.Unauthorised, "This operation needs the operator key: Authorization: Bearer KEY. A local service prints its key at start.");
    }
}

/// <summary>Marks an operation that needs the operator key, for the contract.</summary>
internal sealed class NeedsOperatorMetadata;

/// <summary>Puts operations behind the operator key.</summary>
internal static class OperatorEndpoints
{
    public static RouteGroupBuilder RequireOperator(this RouteGroupBuilder group) => group
        .AddEndpointFilter(new RequiresOperator(((IEndpointRouteBuilder)group).ServiceProvider.GetRequiredService<OperatorKey>()))
        .WithMetadata(new NeedsOperatorMetadata(), new ProducesResponseTypeMetadata(StatusCodes.Status401Unauthorized, typeof(ApiProblem), ["application/problem+json"]));
}
