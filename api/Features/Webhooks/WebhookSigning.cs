using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Benchlearning.Api.Features.Webhooks;

/// <summary>Secrets and signatures as Standard Webhooks 1.0 has them (standardwebhooks.com): symmetric, version v1.</summary>
internal static class WebhookSigning
{
    private const string Prefix = "whsec_";
    private const int SecretBytes = 32;

    /// <summary>A new secret: whsec_ and 32 random bytes as base64.</summary>
    public static string NewSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>The header webhook-signature: a signature by each secret, separated by spaces.</summary>
    /// <param name="secrets">Secrets that sign, the newest first.</param>
    /// <param name="messageId">The header webhook-id.</param>
    /// <param name="at">The header webhook-timestamp, in seconds since 1970.</param>
    /// <param name="body">The body, byte for byte as it is sent.</param>
    public static string Sign(IEnumerable<string> secrets, string messageId, long at, string body)
    {
        var signed = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{messageId}.{at}.{body}"));
        return string.Join(' ', secrets.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[Prefix.Length..]), signed))));
    }
}
