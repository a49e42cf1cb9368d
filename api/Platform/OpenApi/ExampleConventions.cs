using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Benchlearning.Api.Platform.OpenApi;

/// <summary>
/// Shows the recorded examples: answers under their status and media type, and the request of the main one as the values that
/// stand ready in Swagger UI, so that Execute answers what the example shows.
/// </summary>
internal sealed class ExampleConventions : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        foreach (var example in RecordedExamples.Of(operation.OperationId ?? ""))
        {
            ShowAnswer(operation, example);
            ShowBody(operation, example);
            if (example.Prefills)
                ShowParameters(operation, "/" + context.ApiDescription.RelativePath, example);
        }
    }

    private static void ShowAnswer(OpenApiOperation operation, RecordedExample example)
    {
        if ((operation.Responses?.TryGetValue(example.Status, out var response) ?? false) && ContentOf(response.Content, example.MediaType) is { } content)
            (content.Examples ??= new Dictionary<string, IOpenApiExample>(StringComparer.Ordinal))
                [example.Name] = new OpenApiExample { Summary = example.Summary, Value = example.Body.DeepClone() };
    }

    private static void ShowBody(OpenApiOperation operation, RecordedExample example)
    {
        if (example.Prefills && example.RequestBody is { } body && ContentOf(operation.RequestBody?.Content, example.RequestType) is { } content)
            (content.Examples ??= new Dictionary<string, IOpenApiExample>(StringComparer.Ordinal))
                [example.Name] = new OpenApiExample { Summary = example.Summary, Value = body.DeepClone() };
    }

    private static OpenApiMediaType? ContentOf(IDictionary<string, IOpenApiMediaType>? contents, string mediaType) =>
        contents is not null && contents.TryGetValue(mediaType, out var content) ? content as OpenApiMediaType : null;

    private static void ShowParameters(OpenApiOperation operation, string template, RecordedExample example)
    {
        var (path, query) = example.Path.Split('?', 2) is [var before, var after] ? (before, after) : (example.Path, "");
        var route = new RouteValueDictionary();
        new TemplateMatcher(TemplateParser.Parse(template), []).TryMatch(path, route);
        var given = QueryHelpers.ParseQuery(query);
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
            if ((parameter.In switch
                {
                    ParameterLocation.Path => route[parameter.Name!] as string,
                    ParameterLocation.Header => example.RequestHeaders.GetValueOrDefault(parameter.Name!),
                    _ => given.TryGetValue(parameter.Name!, out var value) ? value.ToString() : null,
                }) is { } shown)
                parameter.Example = parameter.Schema?.Type is JsonSchemaType.Integer or JsonSchemaType.Boolean ? JsonNode.Parse(shown) : JsonValue.Create(shown);
    }
}
