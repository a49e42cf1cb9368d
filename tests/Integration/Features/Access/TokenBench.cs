using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Contracts.V1;
using Benchlearning.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ICredentials = Benchlearning.Api.Platform.Auth.ICredentials;

namespace Benchlearning.Tests.Integration.Features.Access;

/// <summary>A server that accepts tokens of some providers, and all that it writes to its log.</summary>
internal sealed class TokenBench : IAsyncDisposable
{
    public const string Audience = "https://benchlearning.test";

    /// <summary>An operation that needs a permission which the administrator has.</summary>
    public const string Guarded = "/v1/imports";

    /// <summary>Persons and systems of the tests, with the claims of their tokens.</summary>
    public static JsonObject Holders => new()
    {
        ["vilis"] = new JsonObject { ["name"] = "Vilis Kalns", ["roles"] = new JsonArray("bench-admin") },
        ["inese"] = new JsonObject
        {
            ["name"] = "Inese Bērziņa", ["roles"] = new JsonArray("bench-submitter", "offline_access"), ["organisations"] = new JsonArray("cesu-novads-2009", "atlantis"),
        },
        ["janis"] = new JsonObject { ["role"] = "administrator", ["administrator"] = true, ["groups"] = new JsonArray("bench-admin"), ["roles"] = new JsonArray("administrator", "Bench-Admin") },
        ["srda-night"] = new JsonObject { ["roles"] = new JsonArray("bench-analyst") },
    };

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private TokenBench(ApiServer api, LogLines log) => (Api, Log) = (api, log);

    public ApiServer Api { get; }

    public LogLines Log { get; }

    /// <summary>A server that accepts tokens of these issuers.</summary>
    public static Task<TokenBench> StartAsync(params string[] issuers) => StartWithAsync([], issuers);

    /// <summary>A server that accepts tokens of these issuers, with further settings of the section.</summary>
    public static async Task<TokenBench> StartWithAsync(Dictionary<string, string?> further, params string[] issuers)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Logging:LogLevel:Default"] = "Information", ["Logging:LogLevel:Benchlearning"] = "Debug" };
        for (var index = 0; index < issuers.Length; index++)
            foreach (var (name, value) in new[]
            {
                ("Authority", issuers[index]), ("Audience", Audience), ("RoleClaim", "roles"), ("OrganisationClaim", "organisations"), ("NetworkClaim", "networks"), ("SourceClaim", "sources"),
                ("Roles:bench-admin", Role.Administrator), ("Roles:bench-submitter", Role.DataSubmitter), ("Roles:bench-analyst", Role.Analyst),
            })
                settings[string.Create(CultureInfo.InvariantCulture, $"{OpenIdOptions.Section}:Issuers:{index}:{name}")] = value;
        foreach (var (name, value) in further)
            settings[$"{OpenIdOptions.Section}:{name}"] = value;
        var log = new LogLines();
        var api = await ApiServer.StartAsync(settings: settings);
        api.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        return new TokenBench(api, log);
    }

    /// <summary>Asks with a token.</summary>
    public async Task<HttpResponseMessage> AskAsync(string token, string address = Guarded, string scheme = "Bearer")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue(scheme, token);
        return await Api.Client.SendAsync(request);
    }

    /// <summary>The status with which a token is answered.</summary>
    public async Task<HttpStatusCode> StatusAsync(string token, string address = Guarded)
    {
        using var answer = await AskAsync(token, address);
        return answer.StatusCode;
    }

    /// <summary>Who a token's holder is to the service.</summary>
    public async Task<Caller> WhoAsync(string token) =>
        await Api.Services.GetServices<ICredentials>().OfType<AccessTokens>().Single().IdentifyAsync(new DefaultHttpContext(), token, CancellationToken.None);

    /// <summary>The token is refused as every other one: nothing is told of the reason, and neither answer nor log has anything of the token in it.</summary>
    public async Task RefusedAsync(string token)
    {
        using var answer = await AskAsync(token);
        var body = await answer.Content.ReadAsStringAsync();
        var problem = JsonSerializer.Deserialize<ApiProblem>(body, Web)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized), body);
            Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
            Assert.That(answer.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Bearer realm=\"benchlearning\", error=\"invalid_token\""));
            Assert.That(answer.Headers.CacheControl?.NoStore, Is.True);
            Assert.That((problem.Code, problem.Detail), Is.EqualTo(("unauthorised", Authentication.InvalidCredentials)));
            Assert.That(problem.Errors, Is.Null);
            AssertUnsaid(token, body, "the answer");
            foreach (var line in Log.All)
                AssertUnsaid(token, line, "the log");
        }
    }

    /// <summary>Nothing of a token is in a text: no part of it, nor what is in its claims.</summary>
    private static void AssertUnsaid(string token, string text, string where)
    {
        foreach (var part in token.Split('.').Where(part => part.Length > 20))
            Assert.That(text, Does.Not.Contain(part[..20]), where);
        foreach (var secret in new[] { "vilis", "Kalns", "bench-admin" })
            Assert.That(text, Does.Not.Contain(secret), where);
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        Log.Dispose();
    }
}
