using System.Globalization;
using Benchlearning.Api.Platform.Http;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Benchlearning.Api.Platform.OpenApi;

/// <summary>
/// Answers in ascending order of status, each with its headers; each media type with the schema of what it really carries;
/// what every operation answers alike is described once and referred to.
/// </summary>
internal sealed class ResponseConventions : IOperationFilter
{
    private static readonly Dictionary<string, string> Problems = new(StringComparer.Ordinal)
    {
        ["400"] = "The request is not valid: every finding is listed, with what would be right.",
        ["404"] = "There is no such resource; the nearest codes are named.",
        ["406"] = "None of the asked formats is offered; those that are, are listed.",
        ["412"] = "The resource is not as If-Match says.",
        ["413"] = "The body is larger than the limit published at /v1/config.",
        ["415"] = "The content type of the body is not accepted; the detail names those that are.",
        ["422"] = "Well formed, but refused by a rule that the detail names.",
        ["428"] = "If-Match is missing.",
    };

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var isRead = HttpMethods.IsGet(context.ApiDescription.HttpMethod ?? "");
        var isPublic = context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<PublicRead>().Any();
        var described = operation.Responses ?? [];
        var ordered = new OpenApiResponses();
        var statuses = described.Keys.Concat(isRead ? ["304"] : []).OrderBy(status => int.Parse(status, CultureInfo.InvariantCulture));
        foreach (var status in statuses)
            ordered[status] = SharedParts.ResponseOf(status) is { } shared
                ? new OpenApiResponseReference(shared, context.Document)
                : Describe((OpenApiResponse)described[status], status, HeadersOf(status, isRead, isPublic), context.Document);
        operation.Responses = ordered;
        if (isRead)
            (operation.Parameters ??= []).Add(new OpenApiParameterReference(SharedParts.IfNoneMatch, context.Document));
    }

    private static IReadOnlyList<string> HeadersOf(string status, bool isRead, bool isPublic) => status switch
    {
        "200" or "201" when !isRead => SharedParts.HeadersOfAll,
        "200" => isPublic ? SharedParts.HeadersOfReads : SharedParts.HeadersOfPrivateReads,
        "202" => SharedParts.HeadersOfAcceptances,
        _ => SharedParts.HeadersOfProblems,
    };

    private static OpenApiResponse Describe(OpenApiResponse response, string status, IReadOnlyList<string> names, Microsoft.OpenApi.OpenApiDocument document)
    {
        if (Problems.TryGetValue(status, out var text) && !(response.Description?.EndsWith('.') ?? false))
            response.Description = text;
        foreach (var (mediaType, content) in response.Content ?? new Dictionary<string, IOpenApiMediaType>(StringComparer.Ordinal))
            if (content is OpenApiMediaType carried)
                carried.Schema = SchemaOf(mediaType, document) ?? WithoutDescription(carried.Schema);
        var isFile = response.Content?.ContainsKey("text/csv") ?? false;
        response.Headers = names.Concat(isFile ? ["Content-Disposition"] : []).Order(StringComparer.Ordinal)
            .ToDictionary(name => name, IOpenApiHeader (name) => new OpenApiHeaderReference(name, document), StringComparer.Ordinal);
        return response;
    }

    /// <summary>The schema of a media type that is not plain JSON of a contract; null for those that are.</summary>
    private static IOpenApiSchema? SchemaOf(string mediaType, Microsoft.OpenApi.OpenApiDocument document) => mediaType switch
    {
        "application/vnd.json-stat+json" => new OpenApiSchemaReference(JsonStatSchema.Name, document),
        "application/vnd.oai.openapi+json" => new OpenApiSchema { Type = JsonSchemaType.Object, Description = "An OpenAPI 3.1 document." },
        "application/vnd.oai.openapi" or "text/csv" or "text/html" or "image/svg+xml" => new OpenApiSchema { Type = JsonSchemaType.String },
        "image/png" or "application/pdf" or "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
        _ => null,
    };

    private static IOpenApiSchema? WithoutDescription(IOpenApiSchema? schema)
    {
        if (schema is OpenApiSchemaReference reference)
            reference.Reference.Description = null; // the schema that it refers to says it
        return schema;
    }
}
