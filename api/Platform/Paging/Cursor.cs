using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Benchlearning.Api.Platform.Paging;

/// <summary>The key that signs cursors, shared by all instances.</summary>
/// <param name="Id">Names the key within a cursor, so that keys can rotate.</param>
/// <param name="Secret">At least 16 bytes.</param>
internal sealed record CursorKey(string Id, byte[] Secret);

/// <summary>
/// Opaque, tamper-proof page cursors: the sort keys of the last row, signed (HMAC-SHA256) together with the request they belong to.
/// </summary>
internal static class Cursor
{
    private const int SignatureBytes = 16;

    /// <summary>Makes the cursor that continues after a row.</summary>
    /// <param name="key">Signing key.</param>
    /// <param name="request">Everything of the request that must stay the same, in one text.</param>
    /// <param name="after">Sort keys of the last row.</param>
    public static string After(CursorKey key, string request, params string[] after)
    {
        return Write(key, request, JsonSerializer.SerializeToUtf8Bytes(after));
    }

    /// <summary>The keys in a cursor that the validator has read before; null for the first page.</summary>
    public static string[]? Checked(CursorKey key, string request, string? cursor, int keys) => Read(key, request, cursor, keys, (_, _, _, _) => { });

    /// <summary>
    /// The sort keys within a cursor, or null when there is none. A cursor that was altered, or that belongs to another request, adds a finding.
    /// </summary>
    public static string[]? Read(CursorKey key, string request, string? cursor, int keys, Action<string, string, string, string?> finding)
    {
        if (cursor is null)
            return null;
        var parts = cursor.Split('.');
        try
        {
            if (parts.Length == 3 && parts[0] == key.Id && cursor.Length < 2000)
            {
                // Compared as text: base64 has several spellings of the same bytes, and only ours is a cursor of ours.
                var payload = Base64Url.DecodeFromChars(parts[1]);
                if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(cursor), Encoding.UTF8.GetBytes(Write(key, request, payload)))
                    && JsonSerializer.Deserialize<string[]>(payload) is { } after && after.Length == keys)
                    return after;
            }
        }
        catch (Exception failure) when (failure is FormatException or JsonException)
        {
            // falls through: not a cursor of ours
        }
        finding("cursor", "invalid-cursor", "The cursor does not belong to this request: send it with the same parameters as the page it came from, or start again without it.", cursor);
        return null;
    }

    private static string Write(CursorKey key, string request, byte[] payload) =>
        $"{key.Id}.{Base64Url.EncodeToString(payload)}.{Base64Url.EncodeToString(Sign(key, request, payload))}";

    private static byte[] Sign(CursorKey key, string request, byte[] payload)
    {
        var signed = new byte[Encoding.UTF8.GetByteCount(request) + 1 + payload.Length];
        var length = Encoding.UTF8.GetBytes(request, signed);
        payload.CopyTo(signed, length + 1);
        return HMACSHA256.HashData(key.Secret, signed)[..SignatureBytes];
    }
}
