using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Analyses.Operations;

/// <summary>What an analysis that has a picture is asked with besides its body.</summary>
/// <param name="Format">Format of the answer; wins over Accept.</param>
/// <param name="Lang">Language of names, warnings, the summary and the picture; wins over Accept-Language.</param>
/// <param name="Prefer">respond-async: answer at once with a job, which goes on by itself (RFC 7240).</param>
internal sealed record PictureParameters(
    [FromQuery(Name = "format")][AllowedValues("json", "svg", "png")] string? Format, [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? Lang, [FromHeader(Name = "Prefer")] string? Prefer);
