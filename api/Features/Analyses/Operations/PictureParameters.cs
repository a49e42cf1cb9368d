using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Analyses.Operations;

/// <summary>What an analysis that has a picture is asked with besides its body.</summary>
/// <param name="Format">Format of the answer; wins over Accept.</param>
/// <param name="Lang">Language of names, warnings, the summary and the picture; wins over Accept-Language.</param>
internal sealed record PictureParameters([FromQuery(Name = "format")][AllowedValues("json", "svg", "png")] string? Format, [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? Lang);
