using System.Text;
using Benchlearning.Api.Features.Comparisons;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;

namespace Benchlearning.Api.Features.Analyses.Operations;

/// <summary>Answers with an answer that was kept: byte by byte, or drawn.</summary>
internal static class KeptResult
{
    /// <summary>The answer in the format asked for, or 304 where the caller has it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="method">The method that answered; null: this version of the service does not know it.</param>
    /// <param name="answer">The answer, as JSON.</param>
    /// <param name="checksum">Its sha-256.</param>
    /// <param name="language">Its language.</param>
    public static IResult Of(HttpContext http, AnalysisMethod? method, byte[] answer, string checksum, string language)
    {
        var offered = method?.HasPicture == true ? Picture.Offered : [Format.Json];
        if (http.Request.Query.TryGetValue("format", out var asked) && offered.All(format => format.Name != asked.ToString()))
            throw Findings.One("format", "unknown-value", "This method of analysis has no picture.", asked.ToString(), [.. offered.Select(format => format.Name)]);
        var format = Format.Choose(http.Request, offered);
        http.Response.Headers.ContentLanguage = language;
        if (PrivateReadValidators.Answers(http, PrivateReadValidators.TagOf(http, Encoding.ASCII.GetBytes($"{checksum}\n{format.Name}"))))
            return Results.Empty;
        return format == Format.Json ? Results.Bytes(answer, format.ContentType) : Picture.Of(method!.DrawKept(answer, language), format);
    }
}
