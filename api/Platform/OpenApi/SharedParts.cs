using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts;
using Benchlearning.Contracts.V1;
using Microsoft.OpenApi;

namespace Benchlearning.Api.Platform.OpenApi;

/// <summary>What many operations have in common, described once: headers, and the answers that have nothing to do with what was asked.</summary>
internal static class SharedParts
{
    /// <summary>The trace id of examples: the one of the W3C's own example.</summary>
    public const string ExampleTraceId = "0af7651916cd43dd8448eb211c80319c";

    /// <summary>Key of the If-None-Match parameter.</summary>
    public const string IfNoneMatch = "If-None-Match";

    private const string NotModified = "NotModified";

    private static readonly JsonSerializerOptions AbsentWhenNull = new(ContractJson.Default.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private static readonly Dictionary<string, (string Key, ProblemType Type, string Description)> SharedProblems = new(StringComparer.Ordinal)
    {
        ["401"] = ("Unauthorised", ProblemTypes.Unauthorised, "There is no key or access token, or it is not valid."),
        ["403"] = ("Forbidden", ProblemTypes.Forbidden, "None of the caller's roles and scopes allows this."),
        ["429"] = ("TooManyRequests", ProblemTypes.TooManyRequests, "The caller's budget is used up; Retry-After tells when to come back."),
        ["500"] = ("InternalError", ProblemTypes.InternalError, "The service failed; the trace id finds it in the log."),
        ["503"] = ("Unavailable", ProblemTypes.Unavailable, "The database is out of reach for a moment; Retry-After tells when to come back."),
    };

    /// <summary>Headers of every answer of an operation.</summary>
    public static readonly IReadOnlyList<string> HeadersOfAll = ["API-Version", "Cache-Control", "Content-Language", "Link", "RateLimit", "RateLimit-Policy", "Vary"];

    /// <summary>Headers of a read that succeeded.</summary>
    public static readonly IReadOnlyList<string> HeadersOfReads = [.. HeadersOfAll, "ETag", "Last-Modified"];

    /// <summary>Headers of a read whose answer depends on the caller or changes from moment to moment.</summary>
    public static readonly IReadOnlyList<string> HeadersOfPrivateReads = [.. HeadersOfAll, "ETag"];

    /// <summary>Headers of an acceptance or a creation.</summary>
    public static readonly IReadOnlyList<string> HeadersOfAcceptances = [.. HeadersOfAll, "Location"];

    /// <summary>Headers of a refusal that are worth a reader's line; it has those of every answer too.</summary>
    public static readonly IReadOnlyList<string> HeadersOfProblems = ["API-Version", "Content-Language"];

    private static readonly (string Name, string Description, JsonSchemaType Type, string Example, bool Always)[] Headers =
    [
        ("API-Version", "Version of the contract that answered (semantic versioning).", JsonSchemaType.String, ServiceOptions.ApiVersion, true),
        ("Cache-Control", "How long the answer may be kept: public reads for a minute, others only to be asked for again, refusals not at all.", JsonSchemaType.String, ReadValidators.PublicCaching, true),
        ("Content-Disposition", "The name of the file; with CSV and XLSX only.", JsonSchemaType.String, "attachment; filename=\"observations.csv\"", false),
        ("Content-Language", "Language of names and texts: lv or en.", JsonSchemaType.String, Language.English, true),
        ("ETag", "Strong tag of this very representation; send it as If-None-Match.", JsonSchemaType.String, "\"q5J2mXv0H8sKd1rT4uYw\"", true),
        ("Last-Modified", "When the content last changed.", JsonSchemaType.String, "Sun, 01 Mar 2026 06:00:00 GMT", true),
        ("Link", "Links by their relations (RFC 8288): service-desc, describedby, license; self and next of a page; alternate of other formats.", JsonSchemaType.String,
            "</v1/openapi.json>; rel=\"service-desc\"; type=\"application/vnd.oai.openapi+json\"", true),
        ("Location", "Where to follow what was accepted.", JsonSchemaType.String, "/v1/imports/6", true),
        ("RateLimit", "What is left of the caller's budget (r) and the seconds until it is whole again (t).", JsonSchemaType.String, "\"metadata\";r=1199;t=42", true),
        ("RateLimit-Policy", "The caller's budget (q) for this class of operations in a window of seconds (w).", JsonSchemaType.String, "\"metadata\";q=1200;w=60", true),
        ("Retry-After", "Seconds to wait before the next try.", JsonSchemaType.Integer, "5", true),
        ("Vary", "What of the request the answer depends on.", JsonSchemaType.String, ReadValidators.Vary, true),
        ("WWW-Authenticate", "How to send the key.", JsonSchemaType.String, "Bearer realm=\"benchlearning\"", true),
    ];

    /// <summary>The key of the shared answer of a status; null for a status that each operation describes itself.</summary>
    public static string? ResponseOf(string status) => status == "304" ? NotModified : SharedProblems.TryGetValue(status, out var shared) ? shared.Key : null;

    /// <summary>Puts the shared parts into the document.</summary>
    public static void AddTo(Microsoft.OpenApi.OpenApiDocument document)
    {
        var components = document.Components ??= new OpenApiComponents();
        components.Headers = Headers.ToDictionary(header => header.Name, IOpenApiHeader (header) => new OpenApiHeader
        {
            Description = header.Description,
            Required = header.Always,
            Schema = new OpenApiSchema { Type = header.Type },
            Example = header.Type == JsonSchemaType.Integer ? JsonNode.Parse(header.Example) : JsonValue.Create(header.Example),
        }, StringComparer.Ordinal);
        components.Parameters = new Dictionary<string, IOpenApiParameter>(StringComparer.Ordinal)
        {
            [IfNoneMatch] = new OpenApiParameter
            {
                Name = IfNoneMatch,
                In = ParameterLocation.Header,
                Description = "The ETag of the answer that you have: 304 without a body when nothing changed since.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            },
        };
        components.Responses = new Dictionary<string, IOpenApiResponse>(StringComparer.Ordinal)
        {
            [NotModified] = new OpenApiResponse
            {
                Description = "Nothing changed since the answer whose ETag was sent as If-None-Match; there is no body.",
                Headers = References(document, HeadersOfPrivateReads),
            },
        };
        foreach (var (status, (key, type, description)) in SharedProblems)
            components.Responses[key] = new OpenApiResponse
            {
                Description = description,
                Headers = References(document, [.. HeadersOfProblems, .. ExtraHeadersOf(status)]),
                Content = new Dictionary<string, IOpenApiMediaType>(StringComparer.Ordinal) { ["application/problem+json"] = Example(document, type) },
            };
        components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [UploadConventions.Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key, or an access token of the OpenID provider. A local service prints a key of each role at start." },
        };
        components.Schemas ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        components.Schemas[JsonStatSchema.Name] = JsonStatSchema.Schema;
        components.Schemas = new SortedDictionary<string, IOpenApiSchema>(components.Schemas, StringComparer.Ordinal);
    }

    private static string[] ExtraHeadersOf(string status) => status switch
    {
        "401" => ["WWW-Authenticate"],
        "429" => ["RateLimit", "RateLimit-Policy", "Retry-After"],
        "503" => ["Retry-After"],
        _ => [],
    };

    private static OpenApiMediaType Example(Microsoft.OpenApi.OpenApiDocument document, ProblemType type) => new()
    {
        Schema = new OpenApiSchemaReference(nameof(ApiProblem), document),
        Example = JsonSerializer.SerializeToNode(
            new ApiProblem($"{OpenApiDocument.PlaceholderServer}/problems/{type.Code}", type.TitleEn, type.Status, type.Explanation, "/v1/territories", type.Code, ExampleTraceId, null),
            AbsentWhenNull),
    };

    private static Dictionary<string, IOpenApiHeader> References(Microsoft.OpenApi.OpenApiDocument document, IEnumerable<string> names) =>
        names.Order(StringComparer.Ordinal).ToDictionary(name => name, IOpenApiHeader (name) => new OpenApiHeaderReference(name, document), StringComparer.Ordinal);
}
