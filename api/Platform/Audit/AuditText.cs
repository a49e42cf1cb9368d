using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Benchlearning.Api.Platform.Errors;

namespace Benchlearning.Api.Platform.Audit;

/// <summary>The texts of an entry: short, printable, and without secrets.</summary>
internal static class AuditText
{
    /// <summary>Longest JSON of before or after, in bytes of UTF-8; of what is longer, length and hash are kept.</summary>
    public const int MostBytes = 8 * 1024;

    private const string Hidden = "***";
    private static readonly string[] Secrets = ["secret", "secrets", "password", "token", "credentials", "apiKey", "authorization", "secretHash", "operatorKey"];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>At most so many characters, control characters as spaces; halves of letters are replaced.</summary>
    public static string Printable(string text, int most)
    {
        var printable = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            printable.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        return Excerpt.Beginning(printable.ToString(), most);
    }

    /// <summary>The JSON of a state; null for null.</summary>
    public static string? Of(object? state)
    {
        if (state is null)
            return null;
        var node = JsonSerializer.SerializeToNode(state, Json);
        Hide(node);
        var text = node?.ToJsonString(Json) ?? "null";
        var bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length <= MostBytes ? text
            : JsonSerializer.Serialize(new { tooLong = true, bytes = bytes.Length, sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)) }, Json);
    }

    /// <summary>The second wall: what is named like a secret is not written, whoever passed it here.</summary>
    private static void Hide(JsonNode? node)
    {
        if (node is JsonArray array)
            foreach (var element in array)
                Hide(element);
        if (node is not JsonObject fields)
            return;
        foreach (var (name, value) in fields.ToArray())
            if (value is not null && Secrets.Contains(name, StringComparer.OrdinalIgnoreCase))
                fields[name] = Hidden;
            else
                Hide(value);
    }
}
