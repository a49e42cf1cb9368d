using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.Json;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Resilience;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Benchlearning.Api.Features.Access;

/// <summary>What a token says that was found to be genuine, in force and meant for this service.</summary>
/// <param name="Issuer">The provider.</param>
/// <param name="Subject">The provider's own name of the holder.</param>
/// <param name="IsOfSystem">True where the token names a client of the provider as the holder, and no person.</param>
/// <param name="Name">Name of the holder; null: not told.</param>
/// <param name="Roles">Roles that it claims, in our codes; their organisations, networks and sources may be unknown here.</param>
/// <param name="Scopes">What it may be used for, in the provider's words.</param>
/// <param name="ExpiresAt">The first instant at which it is no longer in force.</param>
internal sealed record VerifiedToken(
    OpenIdIssuer Issuer, string Subject, bool IsOfSystem, string? Name, IReadOnlyList<HeldRole> Roles, IReadOnlyList<string> Scopes, DateTimeOffset ExpiresAt);

/// <summary>A token is refused. The message is for the operator's log: it has nothing of the token in it.</summary>
internal sealed class TokenRefusedException(string reason) : Exception(reason);

/// <summary>
/// Looks whether an access token (RFC 9068, or a JWT that is much like it) is genuine, in force and meant for this service. Only what the operator configured
/// decides about issuer, keys and algorithms: of the token's header nothing is followed.
/// </summary>
internal sealed class TokenVerification
{
    public const int MostCharacters = 16 * 1024;

    private const int MostNoticed = 1000;
    private const int MostNameCharacters = 200;
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384,
        SecurityAlgorithms.RsaSsaPssSha512, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private static readonly string[] Types = ["JWT", "at+jwt", "application/at+jwt"];

    /// <summary>Claims of an ID token, which tells a client who came in and opens nothing; and of a token that its holder must prove to hold (RFC 9449, RFC 8705).</summary>
    private static readonly string[] ForeignClaims = ["nonce", "at_hash", "c_hash", "s_hash", "cnf"];

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = MostCharacters };

    private readonly FrozenDictionary<string, ProviderKeys> providers;
    private readonly ConcurrentDictionary<(string, string), bool> noticed = new();
    private readonly TimeProvider time;
    private readonly ILogger<TokenVerification> log;

    public TokenVerification(IOptions<OpenIdOptions> options, IHostEnvironment environment, OutgoingHttp http, TimeProvider time, ILogger<TokenVerification> log)
    {
        var mayBeInClear = !environment.IsProduction();
        var faults = options.Value.Faults(mayBeInClear).ToArray();
        if (faults.Length > 0)
            throw new StartRefusedException($"The service does not start: {OpenIdOptions.Section} is not right: {string.Join("; ", faults)}.");
        providers = options.Value.Issuers.ToFrozenDictionary(
            issuer => issuer.Authority, issuer => new ProviderKeys(issuer, options.Value, mayBeInClear, http, time, log), StringComparer.Ordinal);
        this.time = time;
        this.log = log;
    }

    /// <summary>What the token says.</summary>
    /// <exception cref="TokenRefusedException">It is not genuine, not in force, or not meant for this service.</exception>
    /// <exception cref="ProblemException">503: the provider is out of reach, and its key is not known.</exception>
    public async Task<VerifiedToken> VerifyAsync(string token, CancellationToken cancellationToken)
    {
        if (token.Length > MostCharacters)
            throw new TokenRefusedException("too long");
        var parts = token.Split('.');
        var header = Parse(parts[0]);
        var claims = Parse(parts[1]);
        if (TokenClaims.Text(claims, "iss") is not { } iss || !providers.TryGetValue(iss, out var provider))
            throw new TokenRefusedException("of no configured issuer");

        var algorithm = AlgorithmOf(header);
        LookAtKind(header, claims);
        var id = TokenClaims.Text(header, "kid") ?? throw new TokenRefusedException("names no key");
        var key = await provider.FindAsync(id, cancellationToken) ?? throw new TokenRefusedException("key not known to the issuer");
        if (!string.IsNullOrEmpty(key.Alg) && key.Alg != algorithm)
            throw new TokenRefusedException("key is for another algorithm");

        var result = await Handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = provider.Issuer.Authority, ValidAudience = provider.Issuer.Audience, IgnoreTrailingSlashWhenValidatingAudience = false,
            IssuerSigningKey = key, TryAllIssuerSigningKeys = false, ValidAlgorithms = Algorithms, ValidTypes = Types,
            ClockSkew = Skew, RequireExpirationTime = true, RequireSignedTokens = true,
        });
        if (!result.IsValid)
            throw new TokenRefusedException(result.Exception.GetType().Name);
        return Read(provider.Issuer, claims);
    }

    private static string AlgorithmOf(JsonElement header)
    {
        if (header.TryGetProperty("crit", out _))
            throw new TokenRefusedException("demands what is not understood here (crit)");
        return TokenClaims.Text(header, "alg") is { } algorithm && Algorithms.Contains(algorithm) ? algorithm : throw new TokenRefusedException("algorithm not accepted");
    }

    private void LookAtKind(JsonElement header, JsonElement claims)
    {
        if (TokenClaims.Text(header, "typ") is not { } type || !Types.Contains(type, StringComparer.OrdinalIgnoreCase))
            throw new TokenRefusedException("type not accepted");
        if (ForeignClaims.Any(name => claims.TryGetProperty(name, out _)) || TokenClaims.Text(claims, "typ") == "ID")
            throw new TokenRefusedException("not a bearer access token");
        foreach (var name in new[] { "exp", "nbf", "iat" })
            if (claims.TryGetProperty(name, out var instant) && instant.ValueKind != JsonValueKind.Number)
                throw new TokenRefusedException("time that is no number");
        if (claims.TryGetProperty("iat", out var issued) && InstantOf(issued) > time.GetUtcNow() + Skew)
            throw new TokenRefusedException("issued in the future");
    }

    private VerifiedToken Read(OpenIdIssuer issuer, JsonElement claims)
    {
        var client = TokenClaims.Text(claims, "client_id") ?? TokenClaims.Text(claims, "azp");
        var subject = TokenClaims.Text(claims, "sub") ?? (claims.TryGetProperty("sub", out _) ? null : client);
        if (subject is null or { Length: > 255 })
            throw new TokenRefusedException("no subject");
        var name = TokenClaims.Text(claims, issuer.NameClaim);
        return new VerifiedToken(issuer, subject, subject == client, name is null ? null : Excerpt.Beginning(name, MostNameCharacters),
            TokenClaims.Roles(claims, issuer, word => Notice(issuer, word)), TokenClaims.Words(claims, issuer.ScopeClaim), InstantOf(claims.GetProperty("exp")));
    }

    /// <summary>Tells the operator once of each word, since many providers put roles of other services into every token.</summary>
    private void Notice(OpenIdIssuer issuer, string word)
    {
        if (noticed.Count < MostNoticed && noticed.TryAdd((issuer.Authority, word), true))
            log.LogInformation("Tokens of {Issuer} claim the role {Role}, which is not mapped; it counts for nothing.", issuer.Authority, Excerpt.Of(word));
    }

    private static JsonElement Parse(string part)
    {
        try
        {
            var json = JsonElement.Parse(Base64Url.DecodeFromChars(part), Strict);
            return json.ValueKind == JsonValueKind.Object ? json : throw new TokenRefusedException("malformed");
        }
        catch (Exception failure) when (failure is JsonException or FormatException)
        {
            throw new TokenRefusedException("malformed");
        }
    }

    /// <summary>Seconds since 1970; what lies beyond the calendar is its end.</summary>
    private static DateTimeOffset InstantOf(JsonElement seconds) =>
        DateTimeOffset.FromUnixTimeSeconds((long)Math.Clamp(seconds.GetDouble(), 0, 253_402_300_799));
}
