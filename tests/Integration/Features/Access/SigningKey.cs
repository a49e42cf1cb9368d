using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Benchlearning.Tests.Integration.Features.Access;

/// <summary>A key pair of a provider or of an attacker, which can sign whatever text it is given.</summary>
internal sealed class SigningKey
{
    private readonly AsymmetricAlgorithm pair;

    private SigningKey(AsymmetricAlgorithm pair, string algorithm, string id) => (this.pair, Algorithm, Id) = (pair, algorithm, id);

    public string Algorithm { get; }

    public string Id { get; }

    public static SigningKey Rsa(string id, string algorithm = "RS256") => new(RSA.Create(2048), algorithm, id);

    public static SigningKey EllipticCurve(string id) => new(ECDsa.Create(ECCurve.NamedCurves.nistP256), "ES256", id);

    /// <summary>The public half as others get it: PEM.</summary>
    public string PublicPem => pair.ExportSubjectPublicKeyInfoPem();

    /// <summary>The pair as a JSON Web Key, or its public half only.</summary>
    public JsonObject Jwk(bool isPrivate)
    {
        var jwk = new JsonObject { ["kid"] = Id, ["alg"] = Algorithm, ["use"] = "sig" };
        void Add(string name, byte[]? part) => jwk[name] = Token.Encode(part!);
        if (pair is RSA rsa)
        {
            var parts = rsa.ExportParameters(isPrivate);
            jwk["kty"] = "RSA";
            Add("n", parts.Modulus);
            Add("e", parts.Exponent);
            if (isPrivate)
                foreach (var (name, part) in new[] { ("d", parts.D), ("p", parts.P), ("q", parts.Q), ("dp", parts.DP), ("dq", parts.DQ), ("qi", parts.InverseQ) })
                    Add(name, part);
        }
        else
        {
            var parts = ((ECDsa)pair).ExportParameters(isPrivate);
            (jwk["kty"], jwk["crv"]) = ("EC", "P-256");
            Add("x", parts.Q.X);
            Add("y", parts.Q.Y);
            if (isPrivate)
                Add("d", parts.D);
        }
        return jwk;
    }

    /// <summary>The signature of a text, as the algorithm says (SHA-256 in all).</summary>
    public byte[] Sign(string text) => pair is RSA rsa
        ? rsa.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, Algorithm == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1)
        : ((ECDsa)pair).SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256);
}
