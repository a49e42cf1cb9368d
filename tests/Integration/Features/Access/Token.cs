using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;

namespace Benchlearning.Tests.Integration.Features.Access;

/// <summary>A token that is made by hand, so that exactly one thing about it can be wrong.</summary>
internal sealed class Token
{
    private Token(JsonObject header, JsonObject claims) => (Header, Claims) = (header, claims);

    public JsonObject Header { get; }

    public JsonObject Claims { get; }

    /// <summary>A token that would be accepted, if the issuer's key signed it: of the administrator vilis, for five minutes.</summary>
    public static Token Of(string issuer, SigningKey key)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        return new Token(
            new JsonObject { ["alg"] = key.Algorithm, ["typ"] = "at+jwt", ["kid"] = key.Id },
            new JsonObject
            {
                ["iss"] = issuer, ["sub"] = "vilis", ["aud"] = TokenBench.Audience, ["client_id"] = "portal", ["iat"] = now, ["exp"] = now + 300,
                ["jti"] = Guid.NewGuid().ToString("N"), ["roles"] = new JsonArray("bench-admin"),
            });
    }

    /// <summary>The token with something changed.</summary>
    public Token With(Action<JsonObject, JsonObject> change)
    {
        change(Header, Claims);
        return this;
    }

    public string SignedBy(SigningKey key) => Signed(key.Sign);

    public string Signed(Func<string, byte[]> sign) => Signed(Header.ToJsonString(), Claims.ToJsonString(), sign);

    public static string Signed(string header, string claims, Func<string, byte[]> sign)
    {
        var text = $"{Encode(Encoding.UTF8.GetBytes(header))}.{Encode(Encoding.UTF8.GetBytes(claims))}";
        return $"{text}.{Encode(sign(text))}";
    }

    public static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
