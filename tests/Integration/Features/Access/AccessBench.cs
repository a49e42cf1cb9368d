using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Access;
using Benchlearning.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Benchlearning.Tests.Integration.Features.Access;

/// <summary>A server, an administrator, and clients with keys.</summary>
internal sealed class AccessBench : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private AccessBench(ApiServer api)
    {
        Api = api;
        Operator = With(api, api.Services.GetRequiredService<OperatorKey>().Value);
    }

    public ApiServer Api { get; }

    /// <summary>A client that carries the operator key.</summary>
    public HttpClient Operator { get; }

    public static async Task<AccessBench> StartAsync(TestTemplate? template = null) =>
        new(await ApiServer.StartAsync(template, new Dictionary<string, string?>(StringComparer.Ordinal) { ["Benchlearning:RequestsPerMinute:Writes"] = "1000000" }));

    /// <summary>A client that carries a key.</summary>
    public static HttpClient With(ApiServer api, string key)
    {
        var client = api.NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>Who a key is, asked of a server; fails unless it is accepted.</summary>
    public static async Task<Me> MeAsync(ApiServer api, string key)
    {
        using var client = With(api, key);
        using var answer = await client.GetAsync("/v1/me?lang=en");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<Me>(Web))!;
    }

    public Task<Me> MeAsync(string key) => MeAsync(Api, key);

    /// <summary>The status that a key is answered with, and what is told.</summary>
    public static async Task<(HttpStatusCode Status, string Detail)> ComesInAsync(ApiServer api, string key)
    {
        using var client = With(api, key);
        using var answer = await client.GetAsync("/v1/me");
        return (answer.StatusCode, answer.IsSuccessStatusCode ? "" : (await answer.Content.ReadFromJsonAsync<ApiProblem>(Web))!.Detail!);
    }

    public Task<(HttpStatusCode Status, string Detail)> ComesInAsync(string key) => ComesInAsync(Api, key);

    /// <summary>A new client of an organisation, with a key of some scopes and a role.</summary>
    public async Task<(ApiClient Client, CreatedApiKey Key)> ClientWithAsync(string role, string? organisation = null, string? network = null, string? source = null, params string[] scopes)
    {
        var client = await NewClientAsync();
        await GrantAsync(new { holder = client.Holder, role, organisation, network, source, validTo = role == "externalExpert" ? TimeProvider.System.GetUtcNow().AddDays(1) : (DateTimeOffset?)null, reason = "A test" });
        return (client, await KeyAsync(client.Id, new { scopes = scopes.Length == 0 ? ["read"] : scopes }));
    }

    public Task<ApiClient> NewClientAsync(string organisation = "lalrg") => MadeAsync<ApiClient>("/v1/api-clients", new { name = "A system of a test", organisation });

    public Task<CreatedApiKey> KeyAsync(int clientId, object settings) => MadeAsync<CreatedApiKey>($"/v1/api-clients/{clientId.ToString(CultureInfo.InvariantCulture)}/keys", settings);

    public Task<RoleGrant> GrantAsync(object granting) => MadeAsync<RoleGrant>("/v1/role-grants", granting);

    public async Task<ApiKey> RevokeAsync(int clientId, string prefix)
    {
        using var answer = await SendAsync(HttpMethod.Post, $"/v1/api-clients/{clientId.ToString(CultureInfo.InvariantCulture)}/keys/{prefix}/revocation", new { reason = "Lost" });
        return await ReadAsync<ApiKey>(answer, HttpStatusCode.OK);
    }

    public async Task<Organisation> OrganisationAsync(string code, string kind = "other")
    {
        using var answer = await SendAsync(HttpMethod.Put, $"/v1/organisations/{code}", new { kind, nameLv = $"Organizācija {code}", nameEn = $"Organisation {code}" });
        return await ReadAsync<Organisation>(answer, HttpStatusCode.Created);
    }

    public async Task<AccessNetwork> NetworkAsync(string code, params (string Organisation, string JoinedOn, string? LeftOn)[] members)
    {
        using var answer = await SendAsync(HttpMethod.Put, $"/v1/networks/{code}",
            new { nameLv = $"Tīkls {code}", nameEn = $"Network {code}", members = members.Select(member => new { organisation = member.Organisation, joinedOn = member.JoinedOn, leftOn = member.LeftOn }) });
        return await ReadAsync<AccessNetwork>(answer, HttpStatusCode.Created);
    }

    /// <summary>A request by the operator.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Operator.SendAsync(request);
    }

    /// <summary>What the operator reads.</summary>
    public async Task<T> AskAsync<T>(string path)
    {
        using var answer = await Operator.GetAsync(path);
        return await ReadAsync<T>(answer, HttpStatusCode.OK);
    }

    public static async Task<T> ReadAsync<T>(HttpResponseMessage answer, HttpStatusCode status)
    {
        var body = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.StatusCode, Is.EqualTo(status), body);
        return JsonSerializer.Deserialize<T>(body, Web)!;
    }

    /// <summary>What was found wrong, as pointer or parameter and code.</summary>
    public static async Task<string[]> FindingsAsync(HttpResponseMessage answer, HttpStatusCode status = HttpStatusCode.BadRequest) =>
        [.. ((await ReadAsync<ApiProblem>(answer, status)).Errors ?? []).Select(error => $"{error.Pointer ?? error.Parameter} {error.Code}")];

    public async ValueTask DisposeAsync()
    {
        Operator.Dispose();
        await Api.DisposeAsync();
    }

    private async Task<T> MadeAsync<T>(string path, object body)
    {
        using var answer = await SendAsync(HttpMethod.Post, path, body, ("Idempotency-Key", Guid.NewGuid().ToString("N")));
        return await ReadAsync<T>(answer, HttpStatusCode.Created);
    }
}
