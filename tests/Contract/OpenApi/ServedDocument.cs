using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Benchlearning.Tests.Contract.OpenApi;

/// <summary>An OpenAPI document as its readers see it.</summary>
internal sealed class ServedDocument
{
    private readonly JsonNode root;
    private const string Schemas = "#/components/schemas/";

    private readonly JsonObject closedSchemas;
    private readonly ConcurrentDictionary<string, JsonSchema> built = new(StringComparer.Ordinal);

    public ServedDocument(JsonNode root)
    {
        this.root = root;
        closedSchemas = (JsonObject)root["components"]!["schemas"]!.DeepClone();
        foreach (var (_, schema) in closedSchemas)
            Close(schema!);
        Operations =
        [
            .. from path in root["paths"]!.AsObject()
               from method in path.Value!.AsObject()
               select new ServedOperation((string)method.Value!["operationId"]!, method.Key, path.Key, method.Value!),
        ];
    }

    /// <summary>Every operation, in the order of the document.</summary>
    public IReadOnlyList<ServedOperation> Operations { get; }

    /// <summary>What a JSON pointer such as #/components/headers/ETag refers to, or the node itself when it refers to nothing.</summary>
    public JsonNode Resolve(JsonNode node)
    {
        if (node is not JsonObject found || found["$ref"] is not { } reference)
            return node;
        var target = root;
        foreach (var part in ((string)reference!)[2..].Split('/'))
            target = target[part]!;
        return target;
    }

    /// <summary>
    /// The findings of an answer against its schema, each with its place; none when it is valid. Fields that the contract does not
    /// name are findings here: clients pass over them, but we do not send what we do not describe.
    /// </summary>
    public IReadOnlyList<string> Validate(JsonNode schema, JsonNode? answer)
    {
        var result = built.GetOrAdd(schema.ToJsonString(), _ => Build(schema)).Evaluate(
            System.Text.Json.JsonSerializer.SerializeToElement(answer), new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true });
        return result.IsValid ? [] : [.. (result.Details ?? []).Where(detail => detail.Errors is not null)
            .SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}")).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>What clients rely on, a line each: operations, parameters with their values, answers, and fields with their types.</summary>
    public IReadOnlyList<string> Promises()
    {
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var operation in Operations)
        {
            var name = $"{operation.Method.ToUpperInvariant()} {operation.Path}";
            lines.Add(name);
            lines.Add($"{name} is {operation.Id}");
            foreach (var parameter in operation.Query)
            {
                lines.Add($"{name} ? {parameter["name"]}: {TypeOf(parameter["schema"]!)} {((bool?)parameter["required"] == true ? "required" : "optional")}");
                foreach (var value in parameter["schema"]!["enum"]?.AsArray() ?? [])
                    lines.Add($"{name} ? {parameter["name"]} = {value}");
            }
            foreach (var (status, response) in operation.Node["responses"]!.AsObject())
                foreach (var (mediaType, content) in Resolve(response!)["content"]?.AsObject() ?? [])
                    lines.Add($"{name} answers {status} {mediaType}: {TypeOf(content!["schema"]!)}");
        }
        foreach (var (name, schema) in root["components"]!["schemas"]!.AsObject())
            foreach (var (field, described) in schema!["properties"]?.AsObject() ?? [])
                lines.Add($"{name}.{field}: {TypeOf(described!)}");
        return [.. lines];
    }

    /// <summary>A schema that stands alone, with those that it refers to and no other: hundreds of answers share a few.</summary>
    private JsonSchema Build(JsonNode schema)
    {
        var (whole, referred) = ((JsonObject)schema.DeepClone(), new JsonObject());
        var waiting = new Queue<JsonNode>([schema]);
        while (waiting.TryDequeue(out var next))
            foreach (var name in References(next).Where(name => !referred.ContainsKey(name)).Distinct(StringComparer.Ordinal).ToArray())
            {
                referred[name] = closedSchemas[name]!.DeepClone();
                waiting.Enqueue(referred[name]!);
            }
        whole["$defs"] = referred;
        return JsonSchema.FromText(whole.ToJsonString().Replace(Schemas, "#/$defs/", StringComparison.Ordinal));
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject described => described.SelectMany(field => field is { Key: "$ref", Value: JsonValue reference } ? [((string)reference!)[Schemas.Length..]] : References(field.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };

    private static string TypeOf(JsonNode schema)
    {
        if (schema["$ref"] is { } reference)
            return ((string)reference!).Split('/')[^1];
        if (schema["oneOf"] is JsonArray choices)
            return string.Join('|', choices.Select(choice => TypeOf(choice!)));
        var type = schema["type"] switch
        {
            JsonArray several => string.Join('|', several.Select(one => (string)one!).Order(StringComparer.Ordinal)),
            { } one => (string)one!,
            null => "any",
        };
        var of = schema["items"] ?? schema["additionalProperties"] as JsonObject;
        return type + (schema["format"] is { } format ? $"({format})" : "") + (of is null ? "" : $" of {TypeOf(of)}");
    }

    private static void Close(JsonNode schema)
    {
        if (schema is JsonObject described)
        {
            if (described["properties"] is JsonObject && described["additionalProperties"] is null)
                described["additionalProperties"] = false;
            foreach (var (_, inner) in described.ToList())
                if (inner is not null)
                    Close(inner);
        }
        else if (schema is JsonArray list)
        {
            foreach (var inner in list)
                if (inner is not null)
                    Close(inner);
        }
    }
}

/// <summary>An operation of the document.</summary>
internal sealed record ServedOperation(string Id, string Method, string Path, JsonNode Node)
{
    /// <summary>Its query parameters, in the order of the document.</summary>
    public IReadOnlyList<JsonNode> Query => [.. Parameters.Where(parameter => (string?)parameter["in"] == "query")];

    private IEnumerable<JsonNode> Parameters => Node["parameters"]?.AsArray().Select(parameter => parameter!) ?? [];

    /// <summary>The statuses that it documents.</summary>
    public IReadOnlyList<string> Statuses => [.. Node["responses"]!.AsObject().Select(response => response.Key)];

    /// <summary>The request that Swagger UI sends when Execute is pressed with the values that stand ready: examples, else defaults.</summary>
    public string PrefilledRequest()
    {
        var path = Path;
        var query = new List<string>();
        foreach (var parameter in Parameters.Where(parameter => parameter["name"] is not null))
        {
            var value = (parameter["example"] ?? parameter["schema"]!["default"])?.ToString();
            if ((string?)parameter["in"] == "path")
                path = path.Replace($"{{{parameter["name"]}}}", value, StringComparison.Ordinal);
            else if (value is not null && (string?)parameter["in"] == "query")
                query.Add($"{parameter["name"]}={value}");
        }
        return query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
    }

    public override string ToString() => Id;
}
