using System.Diagnostics.CodeAnalysis;
using Benchlearning.Contracts.V1;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Platform.Http;

/// <summary>What every public read has in common, said once.</summary>
internal static class ReadEndpoints
{
    /// <summary>
    /// Maps a public GET: validators and 304, kept answers, budget, and the problems that any read can answer with.
    /// An operation with a single format that it gives whatever Accept says does not negotiate: it never answers 406.
    /// </summary>
    public static RouteHandlerBuilder MapRead(this IEndpointRouteBuilder routes, [StringSyntax("Route")] string pattern, Delegate handler, string name, ContentScope scope, Budget budget, bool negotiates = true)
    {
        return routes.MapGet(pattern, handler)
            .WithName(name)
            .WithMetadata(new PublicRead(scope), new BudgetAttribute(budget))
            .ProducesProblems(negotiates ? [400, 406, 429, 500, 503] : [400, 429, 500, 503]);
    }

    /// <summary>Maps a GET that depends on the caller or changes from moment to moment: its ETag is that of its bytes, and nothing is kept.</summary>
    public static RouteHandlerBuilder MapPrivateRead(this IEndpointRouteBuilder routes, [StringSyntax("Route")] string pattern, Delegate handler, string name, Budget budget) =>
        routes.MapGet(pattern, handler)
            .WithName(name)
            .AddEndpointFilter(new PrivateReadValidators(
                routes.ServiceProvider.GetRequiredService<IOptions<JsonOptions>>(), routes.ServiceProvider.GetRequiredService<IOptions<ServiceOptions>>().Value))
            .WithMetadata(new BudgetAttribute(budget))
            .ProducesProblems(400, 406, 429, 500, 503);

    /// <summary>Documents problem answers by status.</summary>
    public static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder builder, params int[] statuses)
    {
        foreach (var status in statuses)
            builder.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ApiProblem), ["application/problem+json"]));
        return builder;
    }
}
