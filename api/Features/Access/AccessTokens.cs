using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Benchlearning.Api.Platform.Auth;

namespace Benchlearning.Api.Features.Access;

/// <summary>
/// Access tokens of the OpenID providers that the operator named: people, and systems by client credentials. Who a token's holder is and what they may do is
/// kept in memory for five seconds at most, under a hash of the token, and forgotten as soon as anybody's access changes.
/// </summary>
internal sealed class AccessTokens(TokenVerification verification, TokenHolders holders, AccessWatch watch, TimeProvider time, ILogger<AccessTokens> log) : ICredentials
{
    private const int MostKept = 10_000;
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(5); // a role that ends by itself ends within it

    private readonly ConcurrentDictionary<string, Kept> kept = new(StringComparer.Ordinal);

    /// <summary>True for the form of a JWT: three parts of base64url with dots between.</summary>
    public bool Recognise(string credentials) =>
        credentials.AsSpan().Count('.') == 2 && credentials.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_');

    public async ValueTask<Caller> IdentifyAsync(HttpContext http, string credentials, CancellationToken cancellationToken)
    {
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(credentials)));
        var (generation, now) = (watch.Generation, time.GetUtcNow());
        if (kept.TryGetValue(hash, out var known) && known.Generation == generation && now < known.Until && now - known.ReadAt < watch.LongestLife)
            return known.Caller;
        try
        {
            var token = await verification.VerifyAsync(credentials, cancellationToken);
            var caller = await holders.FindAsync(token, cancellationToken);
            if (kept.Count >= MostKept)
                kept.Clear();
            kept[hash] = new Kept(caller, generation, now, token.ExpiresAt < now + KeptFor ? token.ExpiresAt : now + KeptFor);
            return caller;
        }
        catch (TokenRefusedException refused)
        {
            log.LogInformation("An access token was refused: {Reason}.", refused.Message);
            throw Authentication.Refusal(http, Authentication.InvalidCredentials);
        }
    }

    private sealed record Kept(Caller Caller, long Generation, DateTimeOffset ReadAt, DateTimeOffset Until);
}
