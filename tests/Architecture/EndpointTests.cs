using System.Text.RegularExpressions;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.OpenApi;
using Benchlearning.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;
using OpenApiDocument = Microsoft.OpenApi.OpenApiDocument;

namespace Benchlearning.Tests.Architecture;

/// <summary>Every operation says who it is, what it costs, what it is for, and how it refuses.</summary>
public sealed partial class EndpointTests
{
    private static readonly int[] EveryRead = [400, 406, 429, 500, 503];

    /// <summary>Operations with a single format, whatever Accept says.</summary>
    private static readonly string[] DoNotNegotiate = ["/v1/openapi.json", "/v1/openapi.yaml"];

    [Test]
    public async Task Every_operation_has_a_name_a_tag_a_budget_a_summary_and_problem_answers()
    {
        await using var server = await ApiServer.StartAsync(TestTemplate.Migrated);
        var contract = server.Services.GetRequiredService<ISwaggerProvider>().GetSwagger(OpenApiDescription.DocumentName);
        var operations = Operations(server.Services.GetRequiredService<EndpointDataSource>());

        Assert.That(operations, Has.Count.GreaterThan(20));
        Assert.That(operations.SelectMany(operation => Findings(operation, contract)), Is.Empty);
    }

    [Test]
    public async Task An_operation_that_says_nothing_is_found()
    {
        await using var app = WebApplication.Create();
        IEndpointRouteBuilder routes = app;
        routes.MapGet("/v1/planted/{code}", () => "nothing said");

        Assert.That(Findings(Operations(routes.DataSources.Single()).Single(), new OpenApiDocument { Paths = [] }), Is.EqualTo(new[]
        {
            "/v1/planted/{code}: no name", "/v1/planted/{code}: no tag", "/v1/planted/{code}: no budget", "/v1/planted/{code}: no summary",
            "/v1/planted/{code}: no problem for 400, 406, 429, 500, 503, 404",
        }));
    }

    private static IEnumerable<string> Findings(RouteEndpoint operation, OpenApiDocument contract)
    {
        var route = operation.RoutePattern.RawText!;
        var metadata = operation.Metadata;
        if (metadata.GetMetadata<IEndpointNameMetadata>() is null)
            yield return $"{route}: no name";
        if (metadata.GetMetadata<ITagsMetadata>() is not { Tags.Count: 1 })
            yield return $"{route}: no tag";
        if (metadata.GetMetadata<BudgetAttribute>() is null)
            yield return $"{route}: no budget";
        if (metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null && Described(contract, route, metadata) is not { Summary.Length: > 0, Description.Length: > 0 })
            yield return $"{route}: no summary";
        var documented = metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>()
            .Where(answer => answer.ContentTypes.Contains("application/problem+json")).Select(answer => answer.StatusCode).ToHashSet();
        int[] needed = route.Contains('{', StringComparison.Ordinal) ? [.. EveryRead, 404] : EveryRead;
        if (needed.Where(status => !documented.Contains(status) && !(status == 406 && DoNotNegotiate.Contains(route))).ToArray() is { Length: > 0 } missing)
            yield return $"{route}: no problem for {string.Join(", ", missing)}";
    }

    private static OpenApiOperation? Described(OpenApiDocument contract, string route, EndpointMetadataCollection metadata)
    {
        var method = metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is [var only] ? new HttpMethod(only) : HttpMethod.Get;
        return contract.Paths.TryGetValue(Constraint().Replace(route, "}"), out var path) ? path.Operations?.GetValueOrDefault(method) : null;
    }

    [GeneratedRegex(@":\w+\}", RegexOptions.None, 1000)]
    private static partial Regex Constraint();

    private static List<RouteEndpoint> Operations(EndpointDataSource source) =>
        [.. source.Endpoints.OfType<RouteEndpoint>().Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/v1", StringComparison.Ordinal))];
}
