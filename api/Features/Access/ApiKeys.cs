using System.Net;
using System.Security.Cryptography;
using Benchlearning.Api.Platform.Auth;
using ICredentials = Benchlearning.Api.Platform.Auth.ICredentials;

namespace Benchlearning.Api.Features.Access;

/// <summary>
/// API keys of systems. Why a key is refused is told only to who knows its secret; to everybody else a wrong secret, an unknown prefix and a text that
/// is no key are the same.
/// </summary>
internal sealed class ApiKeys(KeptKeys kept, ApiKeyReading reading, KeyUse use) : ICredentials
{
    private const string NotValid = "The key is not valid.";

    public bool Recognise(string credentials) => credentials.StartsWith(ApiKeyText.Mark, StringComparison.Ordinal);

    public async ValueTask<Caller> IdentifyAsync(HttpContext http, string credentials, CancellationToken cancellationToken)
    {
        if (!ApiKeyText.TryRead(credentials, out var prefix, out var secret))
            throw Authentication.Refusal(http, NotValid);
        var key = kept.Find(prefix) ?? await ReadAsync(prefix, cancellationToken);
        if (!CryptographicOperations.FixedTimeEquals(ApiKeyText.HashOf(secret), key.SecretHash))
            throw Authentication.Refusal(http, NotValid);
        if (key.Caller is null)
            throw Authentication.Refusal(http, key.Refusal ?? NotValid);
        if (key.Networks.Count > 0 && !IsWithin(key.Networks, http.Connection.RemoteIpAddress))
            throw Authentication.Refusal(http, "The key is not valid from this address: it is bound to other networks.");
        use.Note(key.KeyId);
        return key.Caller;
    }

    private async Task<KeptKey> ReadAsync(string prefix, CancellationToken cancellationToken)
    {
        var key = await reading.ReadAsync(prefix, cancellationToken);
        kept.Keep(prefix, key);
        return key;
    }

    private static bool IsWithin(IReadOnlyList<IPNetwork> networks, IPAddress? remote)
    {
        if (remote is null)
            return false;
        var address = remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote;
        return networks.Any(network => network.Contains(address));
    }
}
