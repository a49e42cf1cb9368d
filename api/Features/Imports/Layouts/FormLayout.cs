using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Benchlearning.Api.Features.Imports.Layouts;

/// <summary>The values of a form as they were sent, behind a line that names their territory. A form is small: memory holds it.</summary>
internal sealed class FormLayout : ISourceLayout
{
    public string Code => "form";

    public int Version => 1;

    public string MediaType => "application/vnd.benchlearning.form+json";

    public bool IsSent => false;

    /// <summary>A form as it is kept.</summary>
    /// <param name="territory">Code of the territory.</param>
    /// <param name="body">What was sent.</param>
    public static byte[] Keep(string territory, ReadOnlySpan<byte> body) => [.. JsonSerializer.SerializeToUtf8Bytes(new Manifest(territory)), (byte)'\n', .. body];

    /// <summary>The rows of a form, numbered from 1. Throws <see cref="JsonException"/> for a body that is not of its form.</summary>
    public static IEnumerable<SourceRow> Rows(string territory, SentForm form) =>
        (form.Values ?? []).Select((value, index) => TidyJsonRow.Read(index + 1, JsonMarshal.GetRawUtf8Value(value).ToArray(), territory));

    public async IAsyncEnumerable<SourceRow> ReadAsync(Stream content, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var whole = new MemoryStream();
        await content.CopyToAsync(whole, cancellationToken);
        var bytes = whole.GetBuffer().AsMemory(0, (int)whole.Length);
        var end = bytes.Span.IndexOf((byte)'\n');
        var manifest = JsonSerializer.Deserialize<Manifest>(bytes.Span[..end])!;
        foreach (var row in Rows(manifest.Territory, SentForm.Read(bytes.Span[(end + 1)..])))
            yield return row;
    }

    private sealed record Manifest(string Territory);
}

/// <summary>A form as it was sent: its values are looked at one by one, so that all that is wrong is told at once.</summary>
/// <param name="Source">Code of the source; null: not named.</param>
/// <param name="Reason">Why it is sent; null: not said.</param>
/// <param name="Values">Its values; null: none.</param>
internal sealed record SentForm(string? Source, string? Reason, IReadOnlyList<JsonElement>? Values)
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow, PropertyNameCaseInsensitive = false, AllowDuplicateProperties = false, MaxDepth = JsonValues.Depth,
    };

    /// <summary>Reads a body. Throws <see cref="JsonException"/> when it is not strict JSON of this form in UTF-8.</summary>
    public static SentForm Read(ReadOnlySpan<byte> body) =>
        !System.Text.Unicode.Utf8.IsValid(body) ? throw new JsonException("The body is not UTF-8.", new JsonException())
            : JsonSerializer.Deserialize<SentForm>(body, Strict) ?? throw new JsonException("The body is null.");
}
