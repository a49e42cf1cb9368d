using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.OpenApi;

namespace Benchlearning.Api.Features.Service;

/// <summary>What a client must know of the service itself.</summary>
internal static class ServiceEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1").WithTags("Service");
        group.MapRead("/config", GetConfiguration.HandleAsync, "getConfiguration", ContentScope.Catalogue, Budget.Metadata);
        group.MapRead("/openapi.json", OpenApiDocument.JsonAsync, "getOpenApiJson", ContentScope.Service, Budget.Metadata).ExcludeFromDescription();
        group.MapRead("/openapi.yaml", OpenApiDocument.YamlAsync, "getOpenApiYaml", ContentScope.Service, Budget.Metadata).ExcludeFromDescription();
        routes.MapGet("/problems", ProblemPages.List).ExcludeFromDescription();
        routes.MapGet("/problems/{code}", ProblemPages.Show).ExcludeFromDescription();
        routes.MapGet("/", () => Results.Redirect("/swagger/index.html")).ExcludeFromDescription();
        Health.Map(routes);
    }
}
