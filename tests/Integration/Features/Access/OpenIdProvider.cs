using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Benchlearning.Tests.Integration.Features.Access;

/// <summary>A real OpenID provider (the certified oidc-provider for Node.js) on loopback. A machine without Node.js fails the test that asks.</summary>
internal sealed class OpenIdProvider : IAsyncDisposable
{
    private const string ClientSecret = "the secret of a system of the tests";
    private static readonly Uri Back = new("http://127.0.0.1/back");
    private static readonly Lazy<Task> Installed = new(InstallAsync);

    private readonly Process process;

    private OpenIdProvider(Process process, int port) => (this.process, Port) = (process, port);

    public int Port { get; }

    public string Issuer => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}");

    /// <summary>Starts a provider.</summary>
    /// <param name="key">Signs its tokens.</param>
    /// <param name="holders">Persons and systems by subject, with the claims of their tokens.</param>
    /// <param name="port">Where it listens; null: anywhere.</param>
    public static async Task<OpenIdProvider> StartAsync(SigningKey key, JsonObject? holders = null, int? port = null)
    {
        await Installed.Value;
        var chosen = port ?? FreePort();
        var provider = new OpenIdProvider(Start("node", "provider.mjs"), chosen);
        await provider.process.StandardInput.WriteLineAsync(new JsonObject
        {
            ["port"] = chosen, ["audience"] = TokenBench.Audience, ["algorithm"] = key.Algorithm, ["scopes"] = new JsonArray("read", "submit", "push", "audit", "administer"),
            ["keys"] = new JsonArray(key.Jwk(isPrivate: true)), ["clients"] = new JsonArray(Portal(key), SystemClient(key, "srda-night"), SystemClient(key, "nobody")), ["accounts"] = holders ?? [],
        }.ToJsonString());
        await provider.process.StandardInput.FlushAsync();
        if (await provider.process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1)) != "ready")
            Assert.Fail($"The provider did not start: {await provider.process.StandardError.ReadToEndAsync()}");
        provider.process.ErrorDataReceived += (_, _) => { };
        provider.process.BeginErrorReadLine(); // its advice for production fills no pipe
        return provider;
    }

    /// <summary>A person signs in at the provider by authorization code with PKCE: their access token and ID token.</summary>
    public async Task<(string Access, string Id)> SignInAsync(string person, string scope = "openid")
    {
        var verifier = Token.Encode(RandomNumberGenerator.GetBytes(32));
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });
        var place = new Uri($"{Issuer}/auth?client_id=portal&response_type=code&scope={Uri.EscapeDataString(scope)}&login_hint={person}&redirect_uri={Uri.EscapeDataString(Back.OriginalString)}"
            + $"&code_challenge_method=S256&code_challenge={Token.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))}");
        for (var steps = 0; !place.OriginalString.StartsWith(Back.OriginalString, StringComparison.Ordinal); steps++)
        {
            using var page = await browser.GetAsync(place);
            Assert.That(page.Headers.Location, Is.Not.Null, $"{place}: {await page.Content.ReadAsStringAsync()}");
            Assert.That(steps, Is.LessThan(10));
            place = new Uri(place, page.Headers.Location!);
        }
        var code = System.Web.HttpUtility.ParseQueryString(place.Query)["code"];
        Assert.That(code, Is.Not.Null, place.Query);
        var tokens = await TokensAsync(null, new()
        {
            ["grant_type"] = "authorization_code", ["client_id"] = "portal", ["code"] = code!, ["code_verifier"] = verifier, ["redirect_uri"] = Back.OriginalString,
        });
        return (tokens.GetProperty("access_token").GetString()!, tokens.GetProperty("id_token").GetString()!);
    }

    /// <summary>The access token of a system, by client credentials.</summary>
    public async Task<string> SystemTokenAsync(string client, string scope)
    {
        var credentials = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{client}:{Uri.EscapeDataString(ClientSecret).Replace("%20", "+", StringComparison.Ordinal)}"));
        var tokens = await TokensAsync(new AuthenticationHeaderValue("Basic", credentials), new() { ["grant_type"] = "client_credentials", ["scope"] = scope });
        return tokens.GetProperty("access_token").GetString()!;
    }

    /// <summary>Stops it: nothing listens at its port any more.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.StandardInput.Close();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
        process.Dispose();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<JsonElement> TokensAsync(AuthenticationHeaderValue? client, Dictionary<string, string> form)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = client;
        using var answer = await http.PostAsync(new Uri($"{Issuer}/token"), new FormUrlEncodedContent(form));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>The program by which people use the API.</summary>
    private static JsonObject Portal(SigningKey key) => new()
    {
        ["client_id"] = "portal", ["token_endpoint_auth_method"] = "none", ["application_type"] = "native", ["redirect_uris"] = new JsonArray(Back.OriginalString),
        ["grant_types"] = new JsonArray("authorization_code"), ["response_types"] = new JsonArray("code"), ["id_token_signed_response_alg"] = key.Algorithm,
    };

    private static JsonObject SystemClient(SigningKey key, string id) => new()
    {
        ["client_id"] = id, ["client_secret"] = ClientSecret, ["redirect_uris"] = new JsonArray(), ["grant_types"] = new JsonArray("client_credentials"),
        ["response_types"] = new JsonArray(), ["id_token_signed_response_alg"] = key.Algorithm,
    };

    /// <summary>Installs exactly what the lock file says, unless that was done already.</summary>
    private static async Task InstallAsync()
    {
        var wanted = await File.ReadAllTextAsync(Path.Combine(Folder(), "package-lock.json"));
        var done = Path.Combine(Folder(), "node_modules", ".installed-lock.json");
        if (File.Exists(done) && await File.ReadAllTextAsync(done) == wanted)
            return;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        using var npm = Start("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        npm.StandardInput.Close();
        var output = npm.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = npm.StandardError.ReadToEndAsync(limit.Token);
        await npm.WaitForExitAsync(limit.Token);
        Assert.That(npm.ExitCode, Is.Zero, $"npm ci\n{await output}\n{await errors}");
        await File.WriteAllTextAsync(done, wanted, CancellationToken.None);
    }

    private static Process Start(string program, params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = Folder(), RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            })!;
        }
        catch (Win32Exception missing)
        {
            throw new AssertionException($"{program} was not found: Node.js 18 or later with npm is needed (Debian and Ubuntu: apt-get install nodejs npm).", missing);
        }
    }

    private static string Folder([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "Provider"));
}
