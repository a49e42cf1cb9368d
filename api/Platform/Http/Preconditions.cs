using System.Text.Json;
using Benchlearning.Api.Platform.Errors;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Benchlearning.Api.Platform.Http;

/// <summary>An update says which state it knows (If-Match, RFC 9110 13.1.1), so that nobody overwrites what he has not seen.</summary>
internal sealed class Preconditions(IOptions<JsonOptions> json)
{
    private static readonly string[] Languages = [Language.Latvian, Language.English];
    private static readonly string[] Encodings = ["", "gzip", "br"];

    /// <summary>Throws 428 without If-Match, and 412 when it names no representation of the value as it is now, in whatever language and encoding it was read.</summary>
    public void Check(string? ifMatch, object current)
    {
        if (string.IsNullOrWhiteSpace(ifMatch))
            throw new ProblemException(ProblemTypes.PreconditionRequired, "Send the header If-Match with the ETag of the state that you know, so that nothing is overwritten that you have not seen; * for any.");
        if (!EntityTagHeaderValue.TryParseList([ifMatch], out var known))
            throw Findings.One("If-Match", "invalid-tag", "If-Match is one or more ETags in their quotation marks, or *.", ifMatch);
        var body = JsonSerializer.SerializeToUtf8Bytes(current, json.Value.SerializerOptions.GetTypeInfo(current.GetType()));
        var tags = from language in Languages from encoding in Encodings select PrivateReadValidators.TagOf(body, language, encoding);
        if (!known.Any(tag => tag.Equals(EntityTagHeaderValue.Any)) && !tags.Intersect(known.Where(tag => !tag.IsWeak).Select(tag => tag.Tag.ToString())).Any())
            throw Stale();
    }

    /// <summary>The state changed after it was read.</summary>
    public static ProblemException Stale() => new(ProblemTypes.PreconditionFailed, "Somebody changed it in the meantime. Read it again, and send the ETag that you get.");
}
