using Swashbuckle.AspNetCore.SwaggerUI;

namespace Benchlearning.Api.Platform.OpenApi;

/// <summary>The contract, generated from the running code, and Swagger UI to try it.</summary>
internal static class OpenApiDescription
{
    public const string DocumentName = "v1";

    public static void AddOpenApiDescription(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.AddSwaggerGen(generator =>
        {
            generator.SwaggerDoc(DocumentName, DocumentInfo.Info);
            foreach (var documentation in Directory.EnumerateFiles(AppContext.BaseDirectory, "Benchlearning.*.xml"))
                generator.IncludeXmlComments(documentation);
            generator.SupportNonNullableReferenceTypes();
            generator.NonNullableReferenceTypesAsRequired();
            generator.OperationFilter<ParameterConventions>();
            generator.OperationFilter<UploadConventions>();
            generator.OperationFilter<ResponseConventions>();
            generator.OperationFilter<ExampleConventions>();
            generator.SchemaFilter<SchemaConventions>();
            generator.DocumentFilter<DocumentConventions>();
        });
        services.AddSingleton<OpenApiDocument>();
    }

    public static void UseOpenApiDescription(this WebApplication app) => app.UseSwaggerUI(page =>
    {
        page.SwaggerEndpoint("/v1/openapi.json", "Benchlearning API v1");
        page.DocumentTitle = "Benchlearning API";
        page.EnableDeepLinking();
        page.DisplayRequestDuration();
        page.DocExpansion(DocExpansion.None); // two hundred operations: their topics are the overview
        page.DefaultModelsExpandDepth(0);
        page.ConfigObject.AdditionalItems["syntaxHighlight"] = false;
        page.ConfigObject.AdditionalItems["validatorUrl"] = null!;
        page.EnableTryItOutByDefault();
    });
}
