using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Settings;

namespace Benchlearning.Tests.Integration.Features.Access;

/// <summary>
/// What attackers do with tokens. Each is made from one that is accepted, by one change; each is refused with the same words, which help nobody.
/// </summary>
[TestFixture]
public sealed class TokenAttackTests
{
    private readonly SigningKey key = SigningKey.Rsa("the-key");
    private readonly SigningKey attacker = SigningKey.Rsa("the-key");
    private OpenIdProvider provider = null!;
    private TokenBench bench = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        provider = await OpenIdProvider.StartAsync(key, TokenBench.Holders);
        bench = await TokenBench.StartAsync(provider.Issuer);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await bench.DisposeAsync();
        await provider.DisposeAsync();
    }

    [SetUp]
    public async Task The_token_that_each_attack_begins_with_is_accepted() =>
        Assert.That(await bench.StatusAsync(Genuine.SignedBy(key)), Is.EqualTo(HttpStatusCode.OK));

    private Token Genuine => Token.Of(provider.Issuer, key);

    [TestCase("none")]
    [TestCase("None")]
    [TestCase("NONE")]
    [TestCase("")]
    public Task A_token_that_says_it_needs_no_signature_is_refused(string algorithm) =>
        bench.RefusedAsync(Genuine.With((header, _) => header["alg"] = algorithm).Signed(_ => []));

    [Test]
    public Task A_token_that_says_it_needs_no_signature_and_has_one_is_refused() =>
        bench.RefusedAsync(Genuine.With((header, _) => header["alg"] = "none").SignedBy(key));

    [Test]
    public Task A_token_without_an_algorithm_is_refused() => bench.RefusedAsync(Genuine.With((header, _) => header.Remove("alg")).SignedBy(key));

    [Test]
    public async Task A_token_signed_with_the_public_key_as_a_shared_secret_is_refused()
    {
        var secrets = new[] { key.PublicPem, key.PublicPem + "\n", key.PublicPem.ReplaceLineEndings("\r\n"), key.Jwk(isPrivate: false).ToJsonString(), key.Jwk(isPrivate: false)["n"]!.ToString() };
        foreach (var secret in secrets)
            await bench.RefusedAsync(Genuine.With((header, _) => header["alg"] = "HS256").Signed(text => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(text))));
    }

    [TestCase("PS256")]
    [TestCase("RS512")]
    [TestCase("ES256")]
    [TestCase("RS1")]
    [TestCase("rs256")]
    [TestCase("EdDSA")]
    public Task A_token_that_names_another_algorithm_than_it_was_signed_by_is_refused(string algorithm) =>
        bench.RefusedAsync(Genuine.With((header, _) => header["alg"] = algorithm).SignedBy(key));

    [Test]
    public Task An_algorithm_that_the_provider_does_not_give_its_key_for_is_refused_although_the_signature_is_right() =>
        bench.RefusedAsync(Genuine.With((header, _) => header["alg"] = "RS512").Signed(text => SignedWithSha512(text)));

    [Test]
    public Task An_expired_token_is_refused() => bench.RefusedAsync(Genuine.With((_, claims) => claims["exp"] = Now - 120).SignedBy(key));

    [Test]
    public async Task A_token_is_forgiven_a_clock_that_is_half_a_minute_off()
    {
        Assert.That(await bench.StatusAsync(Genuine.With((_, claims) => claims["exp"] = Now - 30).SignedBy(key)), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await bench.StatusAsync(Genuine.With((_, claims) => claims["nbf"] = Now + 30).SignedBy(key)), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public Task A_token_that_never_expires_is_refused() => bench.RefusedAsync(Genuine.With((_, claims) => claims.Remove("exp")).SignedBy(key));

    [Test]
    public Task A_token_whose_expiry_is_a_text_is_refused() => bench.RefusedAsync(Genuine.With((_, claims) => claims["exp"] = "4102444800").SignedBy(key));

    [Test]
    public Task A_token_that_is_not_in_force_yet_is_refused() => bench.RefusedAsync(Genuine.With((_, claims) => claims["nbf"] = Now + 120).SignedBy(key));

    [Test]
    public Task A_token_issued_in_the_future_is_refused() =>
        bench.RefusedAsync(Genuine.With((_, claims) => { claims["iat"] = Now + 3600; claims["exp"] = Now + 7200; }).SignedBy(key));

    [TestCase("https://other.test")]
    [TestCase("https://benchlearning.test/")]
    [TestCase("https://BENCHLEARNING.test")]
    [TestCase("https://benchlearning.test.attacker.test")]
    [TestCase("portal")]
    [TestCase("")]
    public Task A_token_for_another_audience_is_refused(string audience) => bench.RefusedAsync(Genuine.With((_, claims) => claims["aud"] = audience).SignedBy(key));

    [Test]
    public Task A_token_for_no_audience_is_refused() => bench.RefusedAsync(Genuine.With((_, claims) => claims.Remove("aud")).SignedBy(key));

    [Test]
    public async Task A_token_of_another_issuer_is_refused()
    {
        foreach (var issuer in new[] { "https://other.test", provider.Issuer + "/", provider.Issuer.ToUpperInvariant(), provider.Issuer.Replace("127.0.0.1", "localhost", StringComparison.Ordinal), "" })
            await bench.RefusedAsync(Genuine.With((_, claims) => claims["iss"] = issuer).SignedBy(key));
        await bench.RefusedAsync(Genuine.With((_, claims) => claims.Remove("iss")).SignedBy(key));
        await bench.RefusedAsync(Genuine.With((_, claims) => claims["iss"] = new JsonArray(provider.Issuer)).SignedBy(key));
    }

    [Test]
    public async Task A_token_without_its_signature_is_refused()
    {
        var token = Genuine.SignedBy(key);
        var unsigned = token[..(token.LastIndexOf('.') + 1)];
        await bench.RefusedAsync(unsigned);
        await bench.RefusedAsync(unsigned[..^1]);
    }

    [Test]
    public async Task A_token_with_changed_claims_and_the_old_signature_is_refused()
    {
        var signed = Genuine.With((_, claims) => claims["sub"] = "janis").SignedBy(key).Split('.');
        var changed = Genuine.SignedBy(key).Split('.');
        await bench.RefusedAsync($"{signed[0]}.{changed[1]}.{signed[2]}");
    }

    [Test]
    public async Task Every_single_changed_character_of_a_signature_is_noticed()
    {
        var token = Genuine.SignedBy(key);
        var begin = token.LastIndexOf('.') + 1;
        for (var index = begin; index < token.Length - 1; index += 17)
            await bench.RefusedAsync(token[..index] + (token[index] == 'A' ? 'B' : 'A') + token[(index + 1)..]);
    }

    [Test]
    public Task A_token_that_names_a_key_which_the_provider_does_not_have_is_refused() =>
        bench.RefusedAsync(Genuine.With((header, _) => header["kid"] = "another-key").SignedBy(key));

    [Test]
    public Task A_token_that_names_no_key_is_refused() => bench.RefusedAsync(Genuine.With((header, _) => header.Remove("kid")).SignedBy(key));

    [TestCase("../../../../../../dev/null")]
    [TestCase("file:///dev/null")]
    [TestCase("http://127.0.0.1:1/keys")]
    [TestCase("x' union select 'c2VjcmV0' --")]
    [TestCase("'; drop table person; --")]
    [TestCase("the-key\0")]
    [TestCase("the-key\r\nlevel: Critical")]
    [TestCase("$(id)")]
    public async Task A_key_id_that_is_a_path_or_a_command_or_SQL_is_only_a_name_that_is_not_known(string id)
    {
        await bench.RefusedAsync(Genuine.With((header, _) => header["kid"] = id).SignedBy(attacker));
        await bench.RefusedAsync(Genuine.With((header, _) => (header["kid"], header["alg"]) = (id, "HS256")).Signed(text => HMACSHA256.HashData(Array.Empty<byte>(), Encoding.ASCII.GetBytes(text))));
        await bench.RefusedAsync(Genuine.With((header, _) => (header["kid"], header["alg"]) = (id, "HS256")).Signed(text => HMACSHA256.HashData("secret"u8, Encoding.ASCII.GetBytes(text))));
    }

    [Test]
    public Task A_key_that_the_token_brings_along_is_not_used() =>
        bench.RefusedAsync(Genuine.With((header, _) => header["jwk"] = attacker.Jwk(isPrivate: false)).SignedBy(attacker));

    [Test]
    public async Task A_certificate_that_the_token_brings_along_is_not_used()
    {
        using var rsa = RSA.Create(2048);
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=attacker", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        await bench.RefusedAsync(Genuine.With((header, _) =>
        {
            header["x5c"] = new JsonArray(Convert.ToBase64String(certificate.RawData));
            header["x5t"] = Token.Encode(certificate.GetCertHash());
        }).Signed(text => rsa.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));
    }

    [Test]
    public async Task Keys_at_an_address_that_the_token_names_are_not_fetched()
    {
        using var elsewhere = WireMockServer.Start(new WireMockServerSettings { Urls = ["http://127.0.0.1:0"] });
        elsewhere.Given(Request.Create()).RespondWith(Response.Create().WithHeader("Content-Type", "application/json")
            .WithBody(new JsonObject { ["keys"] = new JsonArray(attacker.Jwk(isPrivate: false)) }.ToJsonString()));

        foreach (var header in new[] { "jku", "x5u", "iss" })
            foreach (var id in new[] { key.Id, "an-unknown-key" })
                await bench.RefusedAsync(Genuine.With((head, _) => (head[header], head["kid"]) = (elsewhere.Url!, id)).SignedBy(attacker));

        Assert.That(elsewhere.LogEntries, Is.Empty);
    }

    [TestCase("\"sub\":\"janis\"")]
    [TestCase("\"roles\":[\"bench-admin\"]")]
    [TestCase("\"aud\":\"https://benchlearning.test\"")]
    [TestCase("\"exp\":4102444800")]
    public Task A_claim_that_is_given_twice_is_refused(string claim) =>
        bench.RefusedAsync(Token.Signed(Genuine.Header.ToJsonString(), Genuine.Claims.ToJsonString()[..^1] + $",{claim}}}", key.Sign));

    [Test]
    public Task A_header_that_is_given_twice_is_refused() =>
        bench.RefusedAsync(Token.Signed(Genuine.Header.ToJsonString()[..^1] + ",\"alg\":\"RS256\"}", Genuine.Claims.ToJsonString(), key.Sign));

    [Test]
    public Task A_token_of_more_than_16_kilobytes_is_refused() =>
        bench.RefusedAsync(Genuine.With((_, claims) => claims["padding"] = new string('x', 16 * 1024)).SignedBy(key));

    [Test]
    public async Task A_token_that_no_header_field_may_be_as_large_as_is_refused_before_it_is_looked_at()
    {
        using var answer = await bench.AskAsync(Genuine.With((_, claims) => claims["padding"] = new string('x', 40 * 1024)).SignedBy(key));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.RequestHeaderFieldsTooLarge));
    }

    [Test]
    public Task A_token_nested_deep_is_refused() =>
        bench.RefusedAsync(Token.Signed(Genuine.Header.ToJsonString(), Genuine.Claims.ToJsonString()[..^1] + $",\"deep\":{new string('[', 2000)}{new string(']', 2000)}}}", key.Sign));

    [TestCase("..")]
    [TestCase("a.b.c")]
    [TestCase("e30.e30.e30")]
    [TestCase("W10.W10.W10")]
    [TestCase("bnVsbA.bnVsbA.bnVsbA")]
    [TestCase("eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJcdWQ4MDAifQ.AAAA")]
    [TestCase("a.b.c.d.e")]
    [TestCase("not a token")]
    public Task What_only_looks_like_a_token_is_refused(string text) => bench.RefusedAsync(text);

    [Test]
    public async Task A_token_in_the_address_is_not_read()
    {
        var token = Genuine.SignedBy(key);
        using var guarded = await bench.Api.Client.GetAsync($"{TokenBench.Guarded}?access_token={token}");
        Assert.That(guarded.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(guarded.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Bearer realm=\"benchlearning\"")); // none was sent, so none is called invalid
        using var open = await bench.Api.Client.GetAsync($"/v1/territories?access_token={token}");
        Assert.That(open.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(bench.Log.All, Has.None.Contains(token[..40]));
    }

    [Test]
    public async Task A_token_in_a_form_is_not_read()
    {
        using var form = new FormUrlEncodedContent([new("access_token", Genuine.SignedBy(key))]);
        using var answer = await bench.Api.Client.PostAsync("/v1/imports", form);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task Two_Authorization_lines_are_refused_although_both_are_right()
    {
        var token = Genuine.SignedBy(key);
        var answer = await RawAsync($"GET {TokenBench.Guarded} HTTP/1.1\r\nHost: api\r\nConnection: close\r\nAuthorization: Bearer {token}\r\nAuthorization: Bearer {token}\r\n\r\n");
        Assert.That(answer, Does.StartWith("HTTP/1.1 401"));
        Assert.That(answer, Does.Contain("WWW-Authenticate: Bearer realm=\"benchlearning\", error=\"invalid_token\"\r\n"));
        Assert.That(answer, Does.Contain("application/problem+json"));
    }

    [Test]
    public Task Two_tokens_in_one_line_are_refused() => bench.RefusedAsync($"{Genuine.SignedBy(key)}, Bearer {Genuine.SignedBy(key)}");

    [TestCase("bearer")]
    [TestCase("BEARER")]
    public async Task The_scheme_may_be_written_in_small_or_large_letters(string scheme)
    {
        using var answer = await bench.AskAsync(Genuine.SignedBy(key), scheme: scheme);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("Basic")]
    [TestCase("DPoP")]
    [TestCase("Token")]
    public async Task Another_scheme_is_refused(string scheme)
    {
        using var answer = await bench.AskAsync(Genuine.SignedBy(key), scheme: scheme);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task A_token_with_the_right_issuer_and_key_id_signed_by_another_provider_is_refused()
    {
        await bench.RefusedAsync(Token.Of(provider.Issuer, attacker).SignedBy(attacker));

        await using var other = await OpenIdProvider.StartAsync(attacker, TokenBench.Holders);
        var (foreign, _) = await other.SignInAsync("vilis");
        await bench.RefusedAsync(foreign);
    }

    [Test]
    public async Task A_provider_that_is_trusted_cannot_speak_for_another_one()
    {
        var otherKey = SigningKey.Rsa("other-key");
        await using var other = await OpenIdProvider.StartAsync(otherKey, TokenBench.Holders);
        await using var both = await TokenBench.StartAsync(provider.Issuer, other.Issuer);

        await both.RefusedAsync(Token.Of(provider.Issuer, otherKey).SignedBy(otherKey));
        Assert.That(await both.StatusAsync(Token.Of(other.Issuer, otherKey).SignedBy(otherKey)), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task The_ID_token_of_a_person_opens_nothing()
    {
        var (_, id) = await provider.SignInAsync("vilis");
        await bench.RefusedAsync(id);
    }

    [TestCase("nonce")]
    [TestCase("at_hash")]
    [TestCase("cnf")]
    public Task An_ID_token_and_one_that_only_its_holder_may_use_are_refused_even_for_this_audience(string claim) =>
        bench.RefusedAsync(Genuine.With((_, claims) => claims[claim] = "x").SignedBy(key));

    [TestCase("logout+jwt")]
    [TestCase("id_token+jwt")]
    [TestCase("secevent+jwt")]
    [TestCase(null)]
    public Task A_token_of_another_type_is_refused(string? type) => bench.RefusedAsync(Genuine.With((header, _) => header["typ"] = type).SignedBy(key));

    [Test]
    public Task A_token_that_demands_an_extension_is_refused() =>
        bench.RefusedAsync(Genuine.With((header, _) => (header["crit"], header["b64"]) = (new JsonArray("b64"), true)).SignedBy(key));

    [Test]
    public async Task Roles_in_claims_that_are_not_mapped_count_for_nothing()
    {
        var (token, _) = await provider.SignInAsync("janis");
        var caller = await bench.WhoAsync(token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(caller.Roles, Is.Empty);
            Assert.That(caller.Permissions, Is.Empty);
            Assert.That(caller.Reach.IsPublic, Is.True);
            Assert.That(await bench.StatusAsync(token), Is.EqualTo(HttpStatusCode.Forbidden));
        }
    }

    [Test]
    public async Task A_scope_adds_nothing_to_what_the_roles_allow()
    {
        var (token, _) = await provider.SignInAsync("janis", "openid read submit push audit administer");
        Assert.That(await bench.StatusAsync(token), Is.EqualTo(HttpStatusCode.Forbidden));
    }

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>The provider's own key with an algorithm that it does not announce.</summary>
    private byte[] SignedWithSha512(string text)
    {
        var jwk = key.Jwk(isPrivate: true);
        byte[] Part(string name) => System.Buffers.Text.Base64Url.DecodeFromChars(jwk[name]!.ToString());
        using var rsa = RSA.Create(new RSAParameters
        {
            Modulus = Part("n"), Exponent = Part("e"), D = Part("d"), P = Part("p"), Q = Part("q"), DP = Part("dp"), DQ = Part("dq"), InverseQ = Part("qi"),
        });
        return rsa.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1);
    }

    private async Task<string> RawAsync(string request)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(bench.Api.BaseAddress.Host, bench.Api.BaseAddress.Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
