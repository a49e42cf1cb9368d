using System.Reflection;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Benchlearning.Tests.Integration.Http;

/// <summary>A route of the running app, with an address that it answers 200 to.</summary>
/// <param name="Pattern">As declared, such as /v1/territories/{code}.</param>
/// <param name="Methods">Methods that it is declared for.</param>
/// <param name="Address">An address with everything that the route requires.</param>
/// <param name="Handler">The method that answers; null for endpoints that are not our own.</param>
/// <param name="IsRead">True for a public read: it has validators.</param>
/// <param name="NeedsOperator">True when it needs the operator key.</param>
internal sealed record Route(string Pattern, IReadOnlyList<string> Methods, string Address, MethodInfo? Handler, bool IsRead, bool NeedsOperator)
{
    private static readonly Dictionary<string, string> Codes = new(StringComparer.Ordinal)
    {
        ["territories"] = "LV0420200", ["territory-groups"] = "state-cities", ["indicators"] = "unemployment-rate", ["problems"] = "not-found", ["imports"] = "1", ["releases"] = "raim-2009-2013",
        ["sync/sources"] = "raim-export", ["runs"] = "1", ["v1/sources"] = "raim", ["batches"] = "routes", ["parts"] = "1", ["webhooks"] = "1", ["deliveries"] = "msg_1",
        ["mapping-rules"] = "1", ["corrections"] = "1", ["organisations"] = "lalrg", ["networks"] = "routes", ["api-clients"] = "1", ["keys"] = "aaaaaaaaaa", ["role-grants"] = "1",
        ["audit-entries"] = "1", ["persons"] = "1", ["analyses"] = NewData.AnalysisId, ["jobs"] = NewData.JobId, ["briefings"] = NewData.BriefingId, ["surveys"] = "1", ["question-sets"] = "routes",
        ["practices"] = "1", ["practice-adoptions"] = "1", ["practice-comments"] = "1", ["plans"] = "1",
        ["cycles"] = "1", ["members"] = "riga", ["meetings"] = "kick-off",
        ["minutes"] = "1", ["indicator-sets"] = "1", ["votes"] = "riga", ["collection-windows"] = "figures", ["answers"] = "riga", ["tasks"] = "describe", ["choices"] = "riga",
    };

    /// <summary>What routes require in their query. A new route that requires something is added here, or its 400 fails the tests.</summary>
    private static readonly Dictionary<string, string> Queries = new(StringComparer.Ordinal)
    {
        ["/v1/group-aggregates"] = "?indicator=unemployment-rate",
        ["/v1/practice-contacts"] = "?indicator=unemployment-rate&territory=LV0420200",
        ["/v1/crosswalk"] = "?from=2013-12-31",
        ["/v1/observations"] = "?indicator=unemployment-rate",
        ["/v1/observations/estimate"] = "?indicator=unemployment-rate",
        ["/v1/observations/permalink"] = "?indicator=unemployment-rate",
        ["/v1/observations/revisions"] = "?indicator=unemployment-rate&territory=LV0420200&period=2013",
        ["/v1/comparisons"] = "?indicator=unemployment-rate&territory=LV0420200&period=2013",
        ["/v1/comparisons/profile"] = "?territory=LV0420200",
        ["/v1/briefings/current"] = "?territory=LV0420200",
        ["/v1/comparisons/trend"] = "?indicator=unemployment-rate&territory=LV0420200",
    };

    /// <summary>True when the route answers to GET, and so to HEAD.</summary>
    public bool IsGet => Methods.Contains("GET");

    /// <summary>True when the address answers with a page of this service itself, not with a redirect to one.</summary>
    public bool Answers => Pattern != "/";

    /// <summary>True when the operation declares a query parameter.</summary>
    public bool Takes(string parameter) => Handler is not null && QueryGuard.DeclaredBy(Handler).Any(declared => declared.Name == parameter);

    /// <summary>Every route of the app: whoever adds one is tested.</summary>
    public static IReadOnlyList<Route> All(ApiServer api) =>
    [
        .. api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText is not null && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is not null)
            .Select(endpoint => Of("/" + endpoint.RoutePattern.RawText!.TrimStart('/'), endpoint)),
    ];

    /// <summary>What must be sent to be answered: the operator key, or nothing.</summary>
    public (string Name, string Value)[] Credentials(ApiServer api) =>
        NeedsOperator ? [("Authorization", $"Bearer {api.Services.GetRequiredService<OperatorKey>().Value}")] : [];

    /// <summary>Every public read.</summary>
    public static IReadOnlyList<Route> Reads(ApiServer api) => [.. All(api).Where(route => route.IsRead)];

    private static Route Of(string pattern, RouteEndpoint endpoint)
    {
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods;
        var parts = pattern.Split('/');
        var address = string.Join('/', parts.Select((part, index) => part.StartsWith('{') ? Codes.GetValueOrDefault($"{parts[index - 2]}/{parts[index - 1]}") ?? Codes[parts[index - 1]] : part));
        var needsOperator = endpoint.Metadata.GetMetadata<NeedsPermission>() is not null;
        return new Route(pattern, methods, address + Queries.GetValueOrDefault(pattern), endpoint.Metadata.GetMetadata<MethodInfo>(),
            endpoint.Metadata.GetMetadata<PublicRead>() is not null, needsOperator);
    }
}
