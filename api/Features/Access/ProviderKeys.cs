using System.Collections.Frozen;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Resilience;
using Microsoft.IdentityModel.Tokens;

namespace Benchlearning.Api.Features.Access;

/// <summary>
/// The public keys with which an OpenID provider signs. Read when the first token comes, again when they are old, and at once when a token names a key that
/// is not known; but never more often than the settings say, so that forged tokens cannot make this service press upon the provider. What could be read once
/// goes on being used while the provider is out of reach. Safe for concurrent use.
/// </summary>
internal sealed class ProviderKeys(OpenIdIssuer issuer, OpenIdOptions options, bool mayBeInClear, OutgoingHttp http, TimeProvider time, ILogger log)
{
    private const int LeastRsaBits = 2048;
    private static readonly string[] Curves = [JsonWebKeyECTypes.P256, JsonWebKeyECTypes.P384, JsonWebKeyECTypes.P521];
    private static readonly string[] MediaTypes = [MediaTypeNames.Application.Json, "application/jwk-set+json"];

    /// <summary>Somebody waits for the answer meanwhile.</summary>
    private static readonly OutgoingLimits Limits = new(SecondsPerTry: 3, SecondsInAll: 5, Tries: 2, FirstWaitSeconds: 0.2, MaximumBodyBytes: 256 * 1024, BreaksAfter: 10, BreakSeconds: 10);

    private readonly Lock starting = new();
    private Task reading = Task.CompletedTask;
    private DateTimeOffset? startedAt;
    private volatile bool hasFailed;
    private volatile KeySet? known;

    public OpenIdIssuer Issuer { get; } = issuer;

    /// <summary>The key of an id; null: the provider has no such key.</summary>
    /// <exception cref="ProblemException">503: the key is not known, and the provider is out of reach.</exception>
    public async ValueTask<JsonWebKey?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (known is { } kept && kept.ById.TryGetValue(id, out var key))
        {
            if ((time.GetUtcNow() - kept.ReadAt).TotalSeconds >= options.KeySeconds)
                _ = ReadOnce(); // nobody waits for it
            return key;
        }
        await ReadOnce().WaitAsync(cancellationToken);
        if (known?.ById.GetValueOrDefault(id) is { } found)
            return found;
        return hasFailed ? throw new ProblemException(ProblemTypes.Unavailable, "The OpenID provider that vouches for access tokens is out of reach. Nothing was changed; try again in a moment.") : null;
    }

    /// <summary>The reading that is going on, a new one, or, when it is too early for that, the last.</summary>
    private Task ReadOnce()
    {
        lock (starting)
        {
            var now = time.GetUtcNow();
            if (!reading.IsCompleted || (now - startedAt)?.TotalSeconds < options.UnknownKeySeconds)
                return reading;
            startedAt = now;
            return reading = Task.Run(ReadAsync);
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            var description = await AskAsync($"{Issuer.Authority.TrimEnd('/')}/.well-known/openid-configuration", body => JsonElement.Parse(body.Span));
            if (TokenClaims.Text(description, "issuer") != Issuer.Authority)
                throw Wrong("names another issuer in its description than the configured authority");
            if (TokenClaims.Text(description, "jwks_uri") is not { } address || !OpenIdOptions.IsAddress(address, mayBeInClear))
                throw Wrong("names no https address for its keys");
            var keys = await AskAsync(address, body => new JsonWebKeySet(Encoding.UTF8.GetString(body.Span)).Keys.Where(IsUsable).ToArray());
            if (keys.Length == 0)
                throw Wrong("has no key that could be used");
            known = new KeySet(keys.DistinctBy(key => key.Kid).ToFrozenDictionary(key => key.Kid, StringComparer.Ordinal), time.GetUtcNow());
            hasFailed = false;
        }
        catch (Exception failure) when (failure is OutgoingFailure or JsonException or ArgumentException or FormatException)
        {
            hasFailed = true;
            log.LogWarning("The keys of the OpenID provider {Issuer} could not be read ({Reason}); {Consequence}.", Issuer.Authority, failure.Message,
                known is null ? "its tokens cannot be looked at" : "those known go on being used");
        }
    }

    private Task<T> AskAsync<T>(string address, Func<ReadOnlyMemory<byte>, T> read) =>
        http.AskAsync($"openid {Issuer.Authority}", Limits, () => new HttpRequestMessage(HttpMethod.Get, address), MediaTypes, answer => read(answer.Body), CancellationToken.None);

    private static OutgoingFailure Wrong(string what) => new("unusable", mayPass: false, "OpenID nodrošinātāja apraksts nav izmantojams.", $"It {what}.");

    /// <summary>A named public key for signatures; never a shared secret.</summary>
    private static bool IsUsable(JsonWebKey key) =>
        !string.IsNullOrEmpty(key.Kid) && key.Use is null or "" or JsonWebKeyUseNames.Sig
        && (key.Kty == JsonWebAlgorithmsKeyTypes.RSA ? key.N is not null && key.E is not null && key.KeySize >= LeastRsaBits
            : key.Kty == JsonWebAlgorithmsKeyTypes.EllipticCurve && Curves.Contains(key.Crv));

    private sealed record KeySet(FrozenDictionary<string, JsonWebKey> ById, DateTimeOffset ReadAt);
}
