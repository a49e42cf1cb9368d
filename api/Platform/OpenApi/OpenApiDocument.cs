using System.Text;
using System.Text.Json;
using Benchlearning.Api.Platform.Http;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;

namespace Benchlearning.Api.Platform.OpenApi;

/// <summary>The contract as text, made once; only the server's address differs from request to request.</summary>
internal sealed class OpenApiDocument(ISwaggerProvider provider)
{
    /// <summary>The address in the text that is replaced by the service's own.</summary>
    public const string PlaceholderServer = "http://127.0.0.1:8080";

    private readonly Lazy<string> json = new(() => Serialize(provider, OpenApiConstants.Json));
    private readonly Lazy<string> yaml = new(() => Serialize(provider, OpenApiConstants.Yaml));

    public string Json => json.Value;

    public string Yaml => yaml.Value;

    public static IResult JsonAsync(HttpContext http, OpenApiDocument document, IOptions<ServiceOptions> options) =>
        Results.Text(document.Json.Replace(PlaceholderServer, Address(http, options.Value), StringComparison.Ordinal), "application/vnd.oai.openapi+json;version=3.1", Encoding.UTF8);

    public static IResult YamlAsync(HttpContext http, OpenApiDocument document, IOptions<ServiceOptions> options) =>
        Results.Text(document.Yaml.Replace(PlaceholderServer, Address(http, options.Value), StringComparison.Ordinal), "application/vnd.oai.openapi;version=3.1", Encoding.UTF8);

    private static string Address(HttpContext http, ServiceOptions options) => JsonEncodedText.Encode(options.BaseAddress(http)).ToString();

    private static string Serialize(ISwaggerProvider provider, string format)
    {
        var document = provider.GetSwagger(OpenApiDescription.DocumentName);
        using var text = new StringWriter { NewLine = "\n" };
        IOpenApiWriter writer = format == OpenApiConstants.Json ? new OpenApiJsonWriter(text) : new OpenApiYamlWriter(text);
        document.SerializeAsV31(writer);
        return text.ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
    }
}
