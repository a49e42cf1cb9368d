using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Benchlearning.Api.Features.Access;

/// <summary>
/// How a key is written: <c>blk_</c>, ten characters that name it and are no secret, <c>_</c>, and 256 random bits as 43 characters (base64url).
/// A secret of that length needs no slow hash: nobody can try them all.
/// </summary>
internal static class ApiKeyText
{
    public const string Mark = "blk_";
    public const int PrefixLength = 10;
    private const int SecretLength = 43;
    private const int Length = 4 + PrefixLength + 1 + SecretLength;
    private const string PrefixLetters = "abcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>A new key: its prefix, the whole text that its holder keeps, and the hash that the service keeps.</summary>
    public static (string Prefix, string Text, byte[] Hash) New()
    {
        var prefix = RandomNumberGenerator.GetString(PrefixLetters, PrefixLength);
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return (prefix, $"{Mark}{prefix}_{secret}", HashOf(secret));
    }

    /// <summary>The two parts of a key; false for what is not written as one.</summary>
    public static bool TryRead(string text, out string prefix, out string secret)
    {
        (prefix, secret) = ("", "");
        if (text.Length != Length || !text.StartsWith(Mark, StringComparison.Ordinal) || text[Mark.Length + PrefixLength] != '_')
            return false;
        (prefix, secret) = (text.Substring(Mark.Length, PrefixLength), text[^SecretLength..]);
        return IsPrefix(prefix) && secret.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
    }

    /// <summary>True for what may name a key.</summary>
    public static bool IsPrefix(string prefix) => prefix.Length == PrefixLength && prefix.All(letter => PrefixLetters.Contains(letter, StringComparison.Ordinal));

    /// <summary>Of the text, not of the bytes that it stands for: several texts stand for the same bytes, and one of them is the key.</summary>
    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.ASCII.GetBytes(secret));
}
