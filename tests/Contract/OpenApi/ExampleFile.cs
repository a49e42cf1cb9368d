using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.OpenApi;
using Benchlearning.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Benchlearning.Tests.Contract.OpenApi;

/// <summary>An example of the contract, as a file of the clone: a request, and the answer that was recorded.</summary>
internal sealed partial class ExampleFile
{
    /// <summary>The secret of the example that Standard Webhooks publishes.</summary>
    private const string ExampleSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /// <summary>Operations that show the chain: its hashes are salted, and its length is that of what happened before.</summary>
    private static readonly string[] AuditOperations = ["listAuditEntries", "getAuditEntry", "getAuditChain", "verifyAuditChain", "getPersonData"];

    private const string ExampleHash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    private const string MaskedInstant = "2026-03-01T06:00:00";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string file;
    private readonly JsonNode content;

    private ExampleFile(string file)
    {
        this.file = file;
        content = JsonNode.Parse(File.ReadAllText(file))!;
    }

    public string Operation => Path.GetFileName(Path.GetDirectoryName(file))!;

    public string Status => Path.GetFileName(file)[..3];

    public string Name => Path.GetFileNameWithoutExtension(file)[4..];

    /// <summary>True when it needs a key, though its operation does not always.</summary>
    public bool IsOfOperator => (string?)content["as"] == "operator";

    public bool Prefills => (bool?)content["prefills"] ?? false;

    public string RequestPath => (string)content["request"]!["path"]!;

    /// <summary>The body of the request as text; null when it has none.</summary>
    public string? BodyText => BodyOf(content["request"]!);

    /// <summary>Settings under which the service gives this answer; null: its own.</summary>
    public IReadOnlyDictionary<string, string?>? Settings => content["settings"]?.AsObject().ToDictionary(setting => setting.Key, setting => (string?)setting.Value, StringComparer.Ordinal);

    public long Length => new FileInfo(file).Length;

    /// <summary>The recorded answer, as text to compare; null when nothing is recorded yet.</summary>
    public string? Recorded => content["response"]?.ToJsonString(Indented);

    /// <summary>Every example of the clone, in order of operation, status and name.</summary>
    public static IReadOnlyList<ExampleFile> All { get; } =
    [
        .. Directory.EnumerateFiles(Repository.PathOf("api", "Platform", "OpenApi", "Examples"), "*.json", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Select(path => new ExampleFile(path)),
    ];

    /// <summary>Sends the request; where the budget of the minute is used up by the examples before it, after the wait that the answer asks for.</summary>
    /// <param name="client">Sends it.</param>
    /// <param name="without">A header that is left out; null: none.</param>
    public async Task<HttpResponseMessage> SendAsync(HttpClient client, string? without = null)
    {
        var response = await SendOnceAsync(client, without);
        if (response is not { StatusCode: HttpStatusCode.TooManyRequests, Headers.RetryAfter.Delta: { } wait })
            return response;
        response.Dispose();
        await Task.Delay(wait + TimeSpan.FromSeconds(1));
        return await SendOnceAsync(client, without);
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HttpClient client, string? without)
    {
        var request = content["request"]!;
        using var message = new HttpRequestMessage(new HttpMethod((string)request["method"]!), RequestPath);
        foreach (var (name, value) in request["headers"]?.AsObject() ?? [])
            if (name != "Content-Type" && name != without)
                message.Headers.TryAddWithoutValidation(name, (string)value! + (name == (string?)request["fresh"] ? $" {Guid.NewGuid():N}" : ""));
        if (BodyOf(request) is { } body)
        {
            message.Content = new StringContent(body, Encoding.UTF8);
            message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse((string)request["headers"]!["Content-Type"]!);
            message.Headers.ExpectContinue = true; // a refused body is never sent
        }
        if ((long?)request["announcedBytes"] is { } announced)
        {
            message.Content = new AnnouncedContent(announced);
            message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse((string)request["headers"]!["Content-Type"]!);
            message.Headers.ExpectContinue = true;
        }
        return await client.SendAsync(message);
    }

    /// <summary>A body of a length that is announced and, because it is refused, never sent.</summary>
    private sealed class AnnouncedContent(long length) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => throw new AssertionException("A body was asked for that should have been refused.");

        protected override bool TryComputeLength(out long computed)
        {
            computed = length;
            return true;
        }
    }

    /// <summary>An answer in the form in which it is recorded: what differs from run to run is masked.</summary>
    public async Task<JsonObject> DescribeAsync(HttpResponseMessage response, ApiServer api)
    {
        var mediaType = response.Content.Headers.ContentType?.MediaType;
        var text = Mask(await response.Content.ReadAsStringAsync(), api);
        return new JsonObject
        {
            ["status"] = (int)response.StatusCode,
            ["mediaType"] = mediaType,
            ["body"] = mediaType?.EndsWith("json", StringComparison.Ordinal) == true ? JsonNode.Parse(text) : JsonValue.Create(text),
        };
    }

    /// <summary>An answer as text to compare with <see cref="Recorded"/>.</summary>
    public static string AsText(JsonObject answer) => answer.ToJsonString(Indented);

    /// <summary>Writes the file anew with an answer.</summary>
    public void Record(JsonObject answer)
    {
        content["response"] = answer.DeepClone();
        File.WriteAllText(file, content.ToJsonString(Indented) + "\n");
    }

    public override string ToString() => $"{Operation}/{Status}-{Name}";

    /// <summary>Takes the signatures of cursors out of an answer: each database signs with a key of its own, and each request is signed as it was written.</summary>
    public static string MaskSignatures(string answer) => Signature().Replace(answer, "signature");

    private static string? BodyOf(JsonNode request) =>
        request["text"] is { } text ? (string?)text : request["body"] is { } body ? body.ToJsonString() : (int?)request["bodyBytes"] is { } bytes ? new string(' ', bytes) : null;

    /// <summary>
    /// Masks the server's address, trace ids, instants (but for those that the request itself names), the day on which the sample was
    /// loaded, secrets of webhooks, how long a receiver took, and the signatures of cursors.
    /// </summary>
    private string Mask(string text, ApiServer api)
    {
        text = text.Replace(api.BaseAddress.GetLeftPart(UriPartial.Authority), OpenApiDocument.PlaceholderServer, StringComparison.Ordinal);
        text = text.Replace(ContractServer.Webhooks.Address, WebhooksOfTheExamples.ShownAddress, StringComparison.Ordinal);
        text = Secret().Replace(text, ExampleSecret);
        text = AccessOfTheExamples.Mask(Operation, text);
        text = AnalysesOfTheExamples.Mask(Operation, text);
        text = PracticesOfTheExamples.Mask(Operation, text);
        text = BriefingsOfTheExamples.Mask(Operation, text);
        text = SurveysOfTheExamples.Mask(Operation, text);
        text = NetworksOfTheExamples.Mask(Operation, text);
        if (Operation == "testWebhook")
            text = Milliseconds().Replace(text, "\"milliseconds\":38");
        if (AuditOperations.Contains(Operation))
            text = MaskChain(text);
        text = TraceId().Replace(text, $"\"traceId\":\"{SharedParts.ExampleTraceId}\"");
        text = Instant().Replace(text, found => RequestPath.Contains(found.Value, StringComparison.Ordinal) ? found.Value
            : found.Value.Contains("%3A", StringComparison.Ordinal) ? Uri.EscapeDataString(MaskedInstant) + found.Groups["zone"].Value
            : MaskedInstant + found.Groups["zone"].Value);
        var loaded = api.Services.GetRequiredService<CatalogueWatch>().Current.DataChangedAt;
        text = text.Replace(loaded.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), MaskedInstant[..10], StringComparison.Ordinal);
        return MaskSignatures(text);
    }

    [GeneratedRegex("whsec_[^\"]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Secret();

    [GeneratedRegex("\"milliseconds\":\\d+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Milliseconds();

    /// <summary>Numbers of entries above those of the sample depend on what came before.</summary>
    private static string MaskChain(string text) => ChainNumber().Replace(
        AuditHash().Replace(text, found => found.Value.Trim('0').Length == 0 ? found.Value : ExampleHash),
        found => found.Groups["name"].Value is "waiting" ? "\"waiting\":0" : found.Groups["digits"].Value.Length < 2 ? found.Value : $"\"{found.Groups["name"].Value}\":1042");

    [GeneratedRegex("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex AuditHash();

    [GeneratedRegex("\"(?<name>number|length|waiting)\":(?<digits>\\d+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ChainNumber();

    [GeneratedRegex("\"traceId\":\"[0-9a-f]{32}\"", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TraceId();

    [GeneratedRegex(@"\d{4}-\d{2}-\d{2}T\d{2}(:|%3A)\d{2}(:|%3A)\d{2}(\.\d+)?(?<zone>Z|([+-]|\\u002B)\d{2}:\d{2})", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Instant();

    [GeneratedRegex("(?<=\"next\":\"[^\".]+\\.[^\".]+\\.)[^\"]+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Signature();
}
