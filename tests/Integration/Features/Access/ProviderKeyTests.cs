using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Settings;

namespace Benchlearning.Tests.Integration.Features.Access;

/// <summary>The keys of providers: rotated, withdrawn, out of reach, and pressed for by forged tokens.</summary>
[TestFixture]
public sealed class ProviderKeyTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly SigningKey old = SigningKey.Rsa("the-old-key");
    private readonly SigningKey fresh = SigningKey.Rsa("the-new-key");

    [Test]
    public async Task A_token_of_a_new_key_is_accepted_at_once_and_one_of_the_old_key_no_more()
    {
        var provider = await OpenIdProvider.StartAsync(old, TokenBench.Holders);
        await using var bench = await TokenBench.StartWithAsync(Soon, provider.Issuer);
        var before = await provider.SignInAsync("vilis");
        var kept = await provider.SystemTokenAsync("nobody", "read");
        Assert.That(await bench.StatusAsync(before.Access), Is.EqualTo(HttpStatusCode.OK));
        await provider.DisposeAsync();

        await using var rotated = await OpenIdProvider.StartAsync(fresh, TokenBench.Holders, provider.Port);
        await Task.Delay(TimeSpan.FromSeconds(1)); // from when keys may be read again
        Assert.That(await bench.StatusAsync((await rotated.SignInAsync("vilis")).Access), Is.EqualTo(HttpStatusCode.OK));
        await bench.RefusedAsync(Token.Of(provider.Issuer, old).SignedBy(old));
        await bench.RefusedAsync(kept);
    }

    [Test]
    public async Task A_key_that_the_provider_has_withdrawn_is_refused_once_the_keys_are_old_although_nobody_uses_the_new_one()
    {
        var provider = await OpenIdProvider.StartAsync(old, TokenBench.Holders);
        await using var bench = await TokenBench.StartWithAsync(new() { ["KeySeconds"] = "0.2", ["UnknownKeySeconds"] = "0.2" }, provider.Issuer);
        Assert.That(await bench.StatusAsync(Token.Of(provider.Issuer, old).SignedBy(old)), Is.EqualTo(HttpStatusCode.OK));
        await provider.DisposeAsync();

        await using var rotated = await OpenIdProvider.StartAsync(fresh, TokenBench.Holders, provider.Port);

        await Asking.WithinAsync(Patience, async () => await bench.StatusAsync(Token.Of(provider.Issuer, old).SignedBy(old)) == HttpStatusCode.Unauthorized, "the old key is refused");
    }

    [Test]
    public async Task While_the_provider_is_out_of_reach_the_keys_that_are_known_go_on_being_used()
    {
        var provider = await OpenIdProvider.StartAsync(old, TokenBench.Holders);
        await using var bench = await TokenBench.StartWithAsync(new() { ["KeySeconds"] = "0.1", ["UnknownKeySeconds"] = "0.1" }, provider.Issuer);
        Assert.That(await bench.StatusAsync(Token.Of(provider.Issuer, old).SignedBy(old)), Is.EqualTo(HttpStatusCode.OK));
        await provider.DisposeAsync();

        await Asking.WithinAsync(Patience, async () =>
        {
            Assert.That(await bench.StatusAsync(Token.Of(provider.Issuer, old).SignedBy(old)), Is.EqualTo(HttpStatusCode.OK));
            return bench.Log.All.Any(line => line.Contains("those known go on being used", StringComparison.Ordinal));
        }, "the operator is told");

        Assert.That(await bench.StatusAsync(Token.Of(provider.Issuer, fresh).SignedBy(fresh)), Is.EqualTo(HttpStatusCode.ServiceUnavailable), "perhaps a new key: nobody knows");
    }

    [Test]
    public async Task Before_the_provider_was_ever_reached_a_token_is_answered_with_503_and_accepted_as_soon_as_it_is()
    {
        var port = OpenIdProvider.FreePort();
        var issuer = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        await using var bench = await TokenBench.StartWithAsync(Soon, issuer);
        var token = Token.Of(issuer, old).SignedBy(old);

        using (var answer = await bench.AskAsync(token))
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(answer.Headers.RetryAfter, Is.Not.Null);
            Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("\"code\":\"unavailable\"").And.Not.Contains("127.0.0.1:" + port));
        }

        await using var provider = await OpenIdProvider.StartAsync(old, TokenBench.Holders, port);
        await Asking.WithinAsync(Patience, async () => await bench.StatusAsync(token) == HttpStatusCode.OK, "accepted");
    }

    [Test]
    public async Task A_provider_out_of_reach_closes_the_door_of_nobody_else()
    {
        await using var provider = await OpenIdProvider.StartAsync(old, TokenBench.Holders);
        await using var bench = await TokenBench.StartAsync(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"http://127.0.0.1:{OpenIdProvider.FreePort()}"), provider.Issuer);
        Assert.That(await bench.StatusAsync(Token.Of(provider.Issuer, old).SignedBy(old)), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Forged_key_ids_do_not_press_upon_the_provider()
    {
        using var provider = Pages(old, issuer: null);
        await using var bench = await TokenBench.StartAsync(provider.Url!);
        Assert.That(await bench.StatusAsync(Token.Of(provider.Url!, old).SignedBy(old)), Is.EqualTo(HttpStatusCode.OK));

        var forged = Enumerable.Range(0, 200).Select(number => Token.Of(provider.Url!, fresh).With((header, _) => header["kid"] = $"forged-{number}").SignedBy(fresh));
        var answers = await Task.WhenAll(forged.Select(token => bench.StatusAsync(token)));

        Assert.That(answers, Is.All.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(provider.LogEntries.Count(entry => entry.RequestMessage.Path == "/keys"), Is.EqualTo(1));
    }

    [Test]
    public async Task Many_first_tokens_at_once_read_the_keys_once()
    {
        using var provider = Pages(old, issuer: null, delay: TimeSpan.FromMilliseconds(500));
        await using var bench = await TokenBench.StartAsync(provider.Url!);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => bench.StatusAsync(Token.Of(provider.Url!, old).SignedBy(old))));

        Assert.That(answers, Is.All.EqualTo(HttpStatusCode.OK));
        Assert.That(provider.LogEntries.Count(entry => entry.RequestMessage.Path == "/keys"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_provider_that_does_not_answer_keeps_nobody_waiting_for_long()
    {
        using var provider = Pages(old, issuer: null, delay: TimeSpan.FromSeconds(30));
        await using var bench = await TokenBench.StartAsync(provider.Url!);
        var clock = Stopwatch.StartNew();
        Assert.That(await bench.StatusAsync(Token.Of(provider.Url!, old).SignedBy(old)), Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(15)));
    }

    [Test]
    public async Task A_description_that_names_another_issuer_is_not_followed()
    {
        using var provider = Pages(old, issuer: "https://other.test");
        await using var bench = await TokenBench.StartAsync(provider.Url!);
        Assert.That(await bench.StatusAsync(Token.Of(provider.Url!, old).SignedBy(old)), Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(provider.LogEntries.Count(entry => entry.RequestMessage.Path == "/keys"), Is.Zero);
        Assert.That(bench.Log.All, Has.Some.Contains("names another issuer"));
    }

    [Test]
    public async Task A_description_that_names_an_address_in_clear_elsewhere_for_its_keys_is_not_followed()
    {
        using var provider = Pages(old, issuer: null, keys: "http://keys.example.test/keys");
        await using var bench = await TokenBench.StartAsync(provider.Url!);
        Assert.That(await bench.StatusAsync(Token.Of(provider.Url!, old).SignedBy(old)), Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(bench.Log.All, Has.Some.Contains("names no https address for its keys"));
    }

    [Test]
    public async Task Keys_that_are_too_many_bytes_are_not_read()
    {
        using var provider = Pages(old, issuer: null, padding: 300 * 1024);
        await using var bench = await TokenBench.StartAsync(provider.Url!);
        Assert.That(await bench.StatusAsync(Token.Of(provider.Url!, old).SignedBy(old)), Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(bench.Log.All, Has.Some.Contains("larger than"));
    }

    [Test]
    public async Task A_shared_secret_among_the_keys_is_never_used()
    {
        var secret = new JsonObject { ["kty"] = "oct", ["kid"] = "shared", ["k"] = Token.Encode("a secret that is long enough for HS256"u8.ToArray()) };
        using var provider = Pages(old, issuer: null, further: secret);
        await using var bench = await TokenBench.StartAsync(provider.Url!);
        await bench.RefusedAsync(Token.Of(provider.Url!, old).With((header, _) => (header["alg"], header["kid"]) = ("HS256", "shared")).Signed(text =>
            System.Security.Cryptography.HMACSHA256.HashData("a secret that is long enough for HS256"u8, System.Text.Encoding.ASCII.GetBytes(text))));
    }

    [Test]
    public async Task Keys_for_encryption_are_not_for_signatures()
    {
        var jwk = fresh.Jwk(isPrivate: false);
        jwk["use"] = "enc";
        using var provider = Pages(old, issuer: null, further: jwk);
        await using var bench = await TokenBench.StartAsync(provider.Url!);
        await bench.RefusedAsync(Token.Of(provider.Url!, fresh).SignedBy(fresh));
    }

    /// <summary>Keys may be read again after half a second.</summary>
    private static Dictionary<string, string?> Soon => new() { ["UnknownKeySeconds"] = "0.5" };

    /// <summary>The two pages of a provider that the service reads, as the test wants them.</summary>
    private static WireMockServer Pages(SigningKey key, string? issuer, string? keys = null, JsonObject? further = null, int padding = 0, TimeSpan delay = default)
    {
        var server = WireMockServer.Start(new WireMockServerSettings { Urls = ["http://127.0.0.1:0"] });
        void Page(string path, JsonObject body)
        {
            var page = Response.Create().WithHeader("Content-Type", "application/json").WithBody(body.ToJsonString());
            server.Given(Request.Create().WithPath(path)).RespondWith(delay == default ? page : page.WithDelay(delay));
        }
        Page("/.well-known/openid-configuration", new JsonObject { ["issuer"] = issuer ?? server.Url!, ["jwks_uri"] = keys ?? $"{server.Url}/keys" });
        var all = new JsonArray(key.Jwk(isPrivate: false));
        if (further is not null)
            all.Add(further);
        Page("/keys", new JsonObject { ["keys"] = all, ["padding"] = new string('x', padding) });
        return server;
    }
}
