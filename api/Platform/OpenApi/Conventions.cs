using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Benchlearning.Api.Platform.OpenApi;

/// <summary>What holds for every operation: lists of allowed values, standard headers, titles of problem answers.</summary>
internal sealed class OperationConventions : IOperationFilter
{
    private static readonly Dictionary<string, string> Problems = new(StringComparer.Ordinal)
    {
        ["400"] = "The request is not valid: every finding is listed, with what would be right.",
        ["404"] = "There is no such resource; the nearest codes are named.",
        ["406"] = "None of the asked formats is offered; those that are, are listed.",
        ["413"] = "The body is larger than the published limit.",
        ["415"] = "The content type of the body is not accepted.",
        ["422"] = "Well formed, but refused by a rule that the detail names.",
        ["429"] = "The caller's budget is used up; Retry-After tells when to come back.",
        ["500"] = "The service failed; the trace id finds it in the log.",
        ["503"] = "The database is out of reach for a moment; Retry-After tells when to come back.",
    };

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            var description = context.ApiDescription.ParameterDescriptions.FirstOrDefault(candidate => candidate.Name == parameter.Name);
            if (description is not null && AllowedValues(description) is { } allowed && parameter.Schema is OpenApiSchema schema)
                schema.Enum = [.. allowed.Values.OfType<string>().Select(value => (JsonNode)JsonValue.Create(value))];
            if (parameter.In == ParameterLocation.Query)
                parameter.Required = false;
        }
        foreach (var (status, response) in operation.Responses ?? [])
            if (response is OpenApiResponse described && Problems.TryGetValue(status, out var text) && (string.IsNullOrEmpty(described.Description) || !described.Description.EndsWith('.')))
                described.Description = text;
    }

    private static AllowedValuesAttribute? AllowedValues(ApiParameterDescription description) =>
        description.ParameterDescriptor is Microsoft.AspNetCore.Http.Metadata.IParameterBindingMetadata ? null
        : (description.CustomAttributes() ?? []).OfType<AllowedValuesAttribute>().FirstOrDefault();
}

/// <summary>What holds for every schema: fields of answers are always there, null or not; only a body's fields and a problem's extras may be left out.</summary>
internal sealed class SchemaConventions : ISchemaFilter
{
    private static readonly HashSet<string> Optional = new(StringComparer.Ordinal) { "ObservationQuery", "ProblemError" };

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema { Properties.Count: > 0 } described || context.Type.Namespace?.StartsWith("Benchlearning.Contracts", StringComparison.Ordinal) != true)
            return;
        described.AdditionalPropertiesAllowed = false;
        if (Optional.Contains(context.Type.Name))
            return;
        described.Required = new SortedSet<string>(described.Properties.Keys.Where(name => !(context.Type.Name == "ApiProblem" && name == "errors")), StringComparer.Ordinal);
    }
}

/// <summary>Server, tags and what else the document as a whole needs.</summary>
internal sealed class DocumentConventions : IDocumentFilter
{
    public void Apply(Microsoft.OpenApi.OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        swaggerDoc.Servers = [new OpenApiServer { Url = OpenApiDocument.PlaceholderServer, Description = "This service" }];
        swaggerDoc.Tags = new HashSet<OpenApiTag>(DocumentInfo.Tags.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }));
    }
}
