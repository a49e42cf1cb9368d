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
                ShowParameters(operation, "/" + context.ApiDescription.RelativePath, example.Path);
        }
    }

    private static void ShowAnswer(OpenApiOperation operation, RecordedExample example)
    {
        if (ContentOf((operation.Responses?.TryGetValue(example.Status, out var response) ?? false) ? response.Content : null, example.MediaType) is not { } content)
            throw new InvalidOperationException($"{example.OperationId} documents no {example.Status} {example.MediaType}, but the example {example.Name} shows one.");
        (content.Examples ??= new Dictionary<string, IOpenApiExample>(StringComparer.Ordinal))
            [example.Name] = new OpenApiExample { Summary = example.Summary, Value = example.Body.DeepClone() };
    }

    private static void ShowBody(OpenApiOperation operation, RecordedExample example)
    {
        if (example.Status == "200" && example.RequestBody is { } body && ContentOf(operation.RequestBody?.Content, "application/json") is { } content)
            (content.Examples ??= new Dictionary<string, IOpenApiExample>(StringComparer.Ordinal))
                [example.Name] = new OpenApiExample { Summary = example.Summary, Value = body.DeepClone() };
    }

    private static OpenApiMediaType? ContentOf(IDictionary<string, IOpenApiMediaType>? contents, string mediaType) =>
        contents is not null && contents.TryGetValue(mediaType, out var content) ? content as OpenApiMediaType : null;

    private static void ShowParameters(OpenApiOperation operation, string template, string request)
    {
        var (path, query) = request.Split('?', 2) is [var before, var after] ? (before, after) : (request, "");
        var route = new RouteValueDictionary();
        new TemplateMatcher(TemplateParser.Parse(template), []).TryMatch(path, route);
        var given = QueryHelpers.ParseQuery(query);
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
            if ((parameter.In == ParameterLocation.Path ? route[parameter.Name!] as string : given.TryGetValue(parameter.Name!, out var value) ? value.ToString() : null) is { } shown)
                parameter.Example = parameter.Schema?.Type is JsonSchemaType.Integer or JsonSchemaType.Boolean ? JsonNode.Parse(shown) : JsonValue.Create(shown);
    }
}
