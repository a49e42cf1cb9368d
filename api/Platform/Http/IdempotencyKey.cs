namespace Benchlearning.Api.Platform.Http;

/// <summary>The header with which a request can be repeated without doing its work twice.</summary>
internal static class IdempotencyKey
{
    /// <summary>Most characters of a key.</summary>
    public const int Longest = 200;

    /// <summary>Adds a finding when the header is missing or too long.</summary>
    public static void Check(string? key, Action<string, string, string, string?> add)
    {
        if (string.IsNullOrWhiteSpace(key) || key.Length > Longest)
            add("Idempotency-Key", "required", $"Send the header Idempotency-Key with a text of your own, at most {Longest} characters, and the same one when you repeat the request.", key);
    }
}
