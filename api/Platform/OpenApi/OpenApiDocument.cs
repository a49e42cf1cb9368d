using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Benchlearning.Api.Platform.Http;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;

namespace Benchlearning.Api.Platform.OpenApi;

/// <summary>The contract as text, made once; only the server's address differs from request to request.</summary>
internal sealed partial class OpenApiDocument(ISwaggerProvider provider)
{
    /// <summary>The address in the text that is replaced by the service's own.</summary>
    public const string PlaceholderServer = "http://127.0.0.1:8080";

    public const string JsonMediaType = "application/vnd.oai.openapi+json";
    public const string YamlMediaType = "application/vnd.oai.openapi";

    private readonly Lazy<string> json = new(() => Serialize(provider, OpenApiConstants.Json));
    private readonly Lazy<string> yaml = new(() => Serialize(provider, OpenApiConstants.Yaml));

    public string Json => json.Value;

    public string Yaml => yaml.Value;

    /// <summary>Get this contract as JSON</summary>
    /// <remarks>The OpenAPI 3.1 document of the running service, with its own address as the server. Whatever Accept says, the answer is this document.</remarks>
    /// <response code="200">The document.</response>
    public static IResult GetJson(HttpContext http, OpenApiDocument document, IOptions<ServiceOptions> options, RequestFindings findings) =>
        Answer(document.Json, JsonMediaType, http, options.Value, findings);

    /// <summary>Get this contract as YAML</summary>
    /// <remarks>The same document as /v1/openapi.json, as YAML.</remarks>
    /// <response code="200">The document.</response>
    public static IResult GetYaml(HttpContext http, OpenApiDocument document, IOptions<ServiceOptions> options, RequestFindings findings) =>
        Answer(document.Yaml, YamlMediaType, http, options.Value, findings);

    private static IResult Answer(string text, string mediaType, HttpContext http, ServiceOptions options, RequestFindings findings)
    {
        findings.ThrowIfAny();
        return Results.Text(text.Replace(PlaceholderServer, Address(http, options), StringComparison.Ordinal), mediaType + ";version=3.1", Encoding.UTF8);
    }

    private static string Address(HttpContext http, ServiceOptions options) => JsonEncodedText.Encode(options.BaseAddress(http)).ToString();

    private static string Serialize(ISwaggerProvider provider, string format)
    {
        var document = provider.GetSwagger(OpenApiDescription.DocumentName);
        using var text = new StringWriter { NewLine = "\n" };
        IOpenApiWriter writer = format == OpenApiConstants.Json ? new OpenApiJsonWriter(text) : new OpenApiYamlWriter(text);
        document.SerializeAsV31(writer);
        var written = text.ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
        return format == OpenApiConstants.Json ? written : BareDate().Replace(written, "'$0'");
    }

    /// <summary>The writer quotes only days that exist; readers of YAML 1.1 take 2021-02-30 for a date too, and fail.</summary>
    [GeneratedRegex(@"(?<=^ *([\w.-]+:|-) )\d{4}-\d{1,2}-\d{1,2}$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BareDate();
}
