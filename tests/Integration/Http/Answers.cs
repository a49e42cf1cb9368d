using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Http;

/// <summary>Asks and looks at what was sent, byte for byte.</summary>
internal static class Answers
{
    /// <summary>Sends an address as it is written, without any tidying of its escapes.</summary>
    public static Task<HttpResponseMessage> AskAsync(this ApiServer api, string address, params ReadOnlySpan<(string Name, string Value)> headers) =>
        api.AskAsync(HttpMethod.Get, address, headers);

    public static Task<HttpResponseMessage> AskAsync(this ApiServer api, HttpMethod method, string address, params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var request = Request(api, method, address);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return api.Client.SendAsync(request);
    }

    /// <summary>From this many bytes on clients ask whether a body is welcome before they send it.</summary>
    private const int LargeBody = 1_000_000;

    /// <summary>Posts a body to POST /v1/observations/query.</summary>
    public static Task<HttpResponseMessage> PostAsync(this ApiServer api, string body, string contentType = "application/json", string query = "") =>
        api.PostAsync(Encoding.UTF8.GetBytes(body), contentType, query);

    public static Task<HttpResponseMessage> PostAsync(this ApiServer api, byte[] body, string? contentType = "application/json", string query = "")
    {
        var request = Request(api, HttpMethod.Post, "/v1/observations/query" + query);
        request.Content = new ByteArrayContent(body);
        if (contentType is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        request.Headers.ExpectContinue = body.Length > LargeBody; // a body that is refused unread is then never sent
        return api.Client.SendAsync(request);
    }

    private static HttpRequestMessage Request(ApiServer api, HttpMethod method, string address) => new(method,
        new Uri(api.BaseAddress.GetLeftPart(UriPartial.Authority) + address, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));

    /// <summary>A header of the answer or its body, values joined as RFC 9110 has it; null when it is not there.</summary>
    public static string? Header(this HttpResponseMessage answer, string name) =>
        answer.Headers.NonValidated.TryGetValues(name, out var values) || answer.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? string.Join(", ", values) : null;

    /// <summary>All headers, one "name: value" a line, without those that tell of the moment.</summary>
    public static string HeadersBut(this HttpResponseMessage answer, params string[] left)
    {
        var all = answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated)
            .Where(header => header.Key is not ("Date" or "RateLimit" or "Transfer-Encoding") && !left.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
            .Select(header => $"{header.Key.ToLowerInvariant()}: {string.Join(", ", header.Value)}").Order(StringComparer.Ordinal);
        return string.Join('\n', all);
    }

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer)
    {
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync());
        return document.RootElement.Clone();
    }

    /// <summary>The problem document of an answer, after everything that holds for all of them was checked.</summary>
    public static async Task<JsonElement> ProblemAsync(this HttpResponseMessage answer, HttpStatusCode? status = null)
    {
        var body = await answer.Content.ReadAsStringAsync();
        var about = $"{answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri} -> {(int)answer.StatusCode} {body}";
        Assert.That(answer.Header("Content-Type"), Is.EqualTo("application/problem+json; charset=utf-8"), about);
        using var document = JsonDocument.Parse(body);
        var problem = document.RootElement.Clone();
        Assert.Multiple(() =>
        {
            if (status is not null)
                Assert.That(answer.StatusCode, Is.EqualTo(status), about);
            Assert.That(problem.GetProperty("status").GetInt32(), Is.EqualTo((int)answer.StatusCode), about);
            Assert.That(Uri.TryCreate(problem.GetProperty("type").GetString(), UriKind.Absolute, out var type) && type.AbsolutePath == $"/problems/{problem.GetProperty("code").GetString()}", about);
            foreach (var text in new[] { "title", "detail", "instance" })
                Assert.That(problem.GetProperty(text).GetString(), Is.Not.Empty, about);
            Assert.That(problem.GetProperty("traceId").GetString(), Does.Match("^[0-9a-f]{32}$"), about);
            Assert.That(answer.Header("API-Version"), Does.Match(@"^1\.\d+\.\d+$"), about);
            Assert.That(answer.Header("Cache-Control"), Is.EqualTo("no-store"), about);
            Assert.That(answer.Header("ETag"), Is.Null, about);
            Assert.That(answer.Header("Retry-After") is { } seconds && int.Parse(seconds, CultureInfo.InvariantCulture) > 0, Is.EqualTo((int)answer.StatusCode is 429 or 503), about);
            if (problem.TryGetProperty("errors", out var errors))
                foreach (var error in errors.EnumerateArray())
                {
                    Assert.That(error.TryGetProperty("parameter", out _) ^ error.TryGetProperty("pointer", out _), about);
                    Assert.That(error.GetProperty("code").GetString(), Does.Match("^[a-z]+(-[a-z]+)*$"), about);
                    Assert.That(error.GetProperty("message").GetString(), Is.Not.Empty, about);
                }
        });
        return problem;
    }

    /// <summary>"parameter code" or "pointer code" of each finding, in order.</summary>
    public static IEnumerable<string> Findings(this JsonElement problem) => problem.TryGetProperty("errors", out var errors)
        ? errors.EnumerateArray().Select(error => $"{(error.TryGetProperty("parameter", out var parameter) ? parameter : error.GetProperty("pointer")).GetString()} {error.GetProperty("code").GetString()}")
        : [];

    /// <summary>The allowed values or nearest matches of the first finding.</summary>
    public static IEnumerable<string?> Allowed(this JsonElement problem) =>
        problem.GetProperty("errors")[0].GetProperty("allowed").EnumerateArray().Select(value => value.GetString());
}
