using Benchlearning.Api.Platform.Auth;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Benchlearning.Api.Platform.OpenApi;

/// <summary>Declares that the body of an operation is a file, as itself or in a form.</summary>
/// <param name="MediaTypes">Media types of the file.</param>
internal sealed record FileBodyMetadata(IReadOnlyList<string> MediaTypes);

/// <summary>What writes have in common: the key that they need, the header that makes them repeatable, and a file as their body.</summary>
internal sealed class UploadConventions : IOperationFilter
{
    /// <summary>Name of the scheme of keys and access tokens.</summary>
    public const string Bearer = "bearer";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<NeedsPermission>().Any())
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] }];
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>().Where(parameter => parameter.Name is "Idempotency-Key" or "If-Match") ?? [])
        {
            parameter.Required = true;
            parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = 200 };
        }
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>().Where(parameter => parameter.Name == "If-Match") ?? [])
            parameter.Required = operation.Responses?.ContainsKey("201") != true; // what is made anew has no state to be known
        if (metadata.OfType<FileBodyMetadata>().FirstOrDefault() is { } file)
            operation.RequestBody = new OpenApiRequestBody { Required = true, Description = "The file, as itself or as the first file of a form.", Content = ContentOf(file) };
    }

    private static Dictionary<string, IOpenApiMediaType> ContentOf(FileBodyMetadata file)
    {
        var content = file.MediaTypes.ToDictionary(type => type, IOpenApiMediaType (type) => new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } }, StringComparer.Ordinal);
        content["multipart/form-data"] = new OpenApiMediaType
        {
            Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Required = new HashSet<string>(StringComparer.Ordinal) { "file" },
                Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
                {
                    ["file"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", Description = "The file." },
                },
            },
        };
        return content;
    }
}
