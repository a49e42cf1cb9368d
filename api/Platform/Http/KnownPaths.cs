using Benchlearning.Api.Platform.Errors;
using Microsoft.AspNetCore.Routing.Template;

namespace Benchlearning.Api.Platform.Http;

/// <summary>What is answered where, for callers who asked at another path.</summary>
internal sealed class KnownPaths(EndpointDataSource endpoints, ParameterPolicyFactory policies)
{
    private const int MostListed = 40;

    /// <summary>The methods of the operations at a path, whose ids have the form that these bind; empty: there is nothing. The router itself looks at methods first, and at the form of ids after.</summary>
    public IReadOnlyList<string> MethodsAt(HttpContext http) =>
        [.. Routes().Where(route => IsAt(route, http)).SelectMany(MethodsOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The nearest paths beside the one asked for that answer its method, and all that there are where none is near; without ids.</summary>
    public IReadOnlyList<string> Beside(HttpContext http)
    {
        var path = (http.Request.Path.Value ?? "").TrimEnd('/');
        var parent = path[..(path.LastIndexOf('/') + 1)];
        var known = Routes().Where(route => MethodsOf(route).Contains(http.Request.Method)).Select(route => $"/{route.RoutePattern.RawText?.TrimStart('/')}")
            .Where(known => known.Length > parent.Length && known.StartsWith(parent, StringComparison.OrdinalIgnoreCase) && known.IndexOfAny(['/', '{'], parent.Length) < 0);
        return [.. Nearest.To(path[parent.Length..], known.Select(one => one[parent.Length..]).Distinct(StringComparer.Ordinal), whenNone: MostListed).Select(name => parent + name)];
    }

    private IEnumerable<RouteEndpoint> Routes() => endpoints.Endpoints.OfType<RouteEndpoint>();

    private static IReadOnlyList<string> MethodsOf(RouteEndpoint route) => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [];

    private bool IsAt(RouteEndpoint route, HttpContext http)
    {
        var values = new RouteValueDictionary();
        return new TemplateMatcher(new RouteTemplate(route.RoutePattern), new RouteValueDictionary(route.RoutePattern.Defaults)).TryMatch(http.Request.Path, values)
            && route.RoutePattern.ParameterPolicies.All(bound => bound.Value.All(policy =>
                policies.Create(route.RoutePattern.GetParameter(bound.Key), policy) is not IRouteConstraint constraint || constraint.Match(http, null, bound.Key, values, RouteDirection.IncomingRequest)));
    }
}
