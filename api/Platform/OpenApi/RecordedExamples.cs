using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json.Nodes;

namespace Benchlearning.Api.Platform.OpenApi;

/// <summary>
/// A request as it was executed against the sample, and its answer. The contract shows it; a test executes it again and compares.
/// </summary>
/// <param name="OperationId">The operation.</param>
/// <param name="Status">HTTP status of the answer.</param>
/// <param name="Name">Key of the example among those of its status, kebab-case.</param>
/// <param name="Summary">What the example shows, in a few words.</param>
/// <param name="Prefills">True for the one example of an operation whose parameters stand ready in Swagger UI.</param>
/// <param name="Path">Path and query of the request.</param>
/// <param name="RequestType">Media type of the request's body.</param>
/// <param name="RequestBody">Body of the request, JSON, or text as a JSON string; null when it has none, or none worth showing.</param>
/// <param name="RequestKey">Idempotency-Key or If-Match of the request; null when it has neither.</param>
/// <param name="MediaType">Media type of the answer.</param>
/// <param name="Body">The answer: JSON, or text as a JSON string.</param>
internal sealed record RecordedExample(
    string OperationId, string Status, string Name, string Summary, bool Prefills, string Path, string RequestType, JsonNode? RequestBody, string? RequestKey, string MediaType, JsonNode Body);

/// <summary>The examples of this folder, Examples/{operationId}/{status}-{name}.json, as they are embedded in the assembly.</summary>
internal static class RecordedExamples
{
    private const string Folder = "Examples/";

    private static readonly FrozenDictionary<string, RecordedExample[]> ByOperation = ReadAll()
        .GroupBy(example => example.OperationId, StringComparer.Ordinal)
        .ToFrozenDictionary(group => group.Key, group => group.OrderByDescending(example => example.Prefills).ToArray(), StringComparer.Ordinal);

    /// <summary>The examples of an operation the main one first, then in order of their file names; an empty list when it has none.</summary>
    public static IReadOnlyList<RecordedExample> Of(string operationId) => ByOperation.GetValueOrDefault(operationId) ?? [];

    private static IEnumerable<RecordedExample> ReadAll()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            if (Read(name, JsonNode.Parse(stream)!) is { } example)
                yield return example;
        }
    }

    /// <summary>Null for an example whose answer is not recorded yet.</summary>
    private static RecordedExample? Read(string resource, JsonNode file)
    {
        if (file["response"] is not { } response || response["body"] is not { } body)
            return null;
        var parts = resource.Replace('\\', '/')[Folder.Length..].Split('/');
        var (status, name) = (parts[1][..3], Path.GetFileNameWithoutExtension(parts[1])[4..]);
        return new RecordedExample(parts[0], status, name, (string)file["summary"]!, (bool?)file["prefills"] ?? false,
            (string)file["request"]!["path"]!, (string?)file["request"]!["headers"]?["Content-Type"] ?? "application/json", file["request"]!["body"] ?? file["request"]!["text"],
            (string?)(file["request"]!["headers"]?["Idempotency-Key"] ?? file["request"]!["headers"]?["If-Match"]), (string)response["mediaType"]!, body);
    }
}
