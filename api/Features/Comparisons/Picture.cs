using Benchlearning.Api.Platform.Charts;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;

namespace Benchlearning.Api.Features.Comparisons;

/// <summary>Answers with a chart as SVG or PNG.</summary>
internal static class Picture
{
    public static readonly IReadOnlyList<Format> Offered = [Format.Json, Format.Svg, Format.Png];

    /// <summary>Renders a scene; null, when there is nothing to draw, is refused with 404.</summary>
    public static IResult Of(Scene? scene, Format format)
    {
        if (scene is null)
            throw new ProblemException(ProblemTypes.NothingSelected, "There is no figure to draw: neither the municipality nor its group has one. JSON answers the same request and lists who is missing.");
        return format == Format.Svg
            ? Results.Bytes(SvgWriter.Write(scene), format.ContentType)
            : Results.Bytes(PngRenderer.Render(scene), format.ContentType);
    }
}
