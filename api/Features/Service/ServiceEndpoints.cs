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
        group.MapRead("/openapi.json", OpenApiDocument.GetJson, "getOpenApiJson", ContentScope.Service, Budget.Metadata, negotiates: false)
            .Produces<object>(200, OpenApiDocument.JsonMediaType);
        group.MapRead("/openapi.yaml", OpenApiDocument.GetYaml, "getOpenApiYaml", ContentScope.Service, Budget.Metadata, negotiates: false)
            .Produces<string>(200, OpenApiDocument.YamlMediaType);
        routes.MapGet("/problems", ProblemPages.List).ExcludeFromDescription();
        routes.MapGet("/problems/{code}", ProblemPages.Show).ExcludeFromDescription();
        routes.MapGet("/", () => Results.Redirect("/swagger/index.html")).ExcludeFromDescription();
        Health.Map(routes);
    }
}
