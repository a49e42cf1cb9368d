using Benchlearning.Api.Platform.Errors;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Benchlearning.Api.Features.Imports;

/// <summary>The file of an upload: the body itself, or the first file of a form. It is read as it comes, never wholly into memory.</summary>
internal sealed class UploadedBody(HttpRequest request)
{
    private const string Form = "multipart/form-data";
    private const int LongestName = 200;

    /// <summary>A file on its way in.</summary>
    internal sealed record File(Stream Content, string Name, string MediaType);

    /// <summary>Opens the file. Throws 415 for a media type that no layout reads, and a finding for a form without a file.</summary>
    /// <param name="mediaTypes">Media types that are read.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<File> OpenAsync(IReadOnlyCollection<string> mediaTypes, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
            throw Refused(mediaTypes);
        if (!type.MediaType.Equals(Form, StringComparison.OrdinalIgnoreCase))
            return new File(request.Body, "upload", Known(type, mediaTypes));
        if (HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and <= 70 } boundary)
            throw Refused(mediaTypes);
        var reader = new MultipartReader(boundary.ToString(), request.Body);
        try
        {
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
                if (section.GetContentDispositionHeader() is { } disposition && disposition.IsFileDisposition())
                    return new File(section.Body, NameOf(disposition), MediaTypeHeaderValue.TryParse(section.ContentType, out var own) ? Known(own, mediaTypes) : throw Refused(mediaTypes));
        }
        catch (InvalidDataException)
        {
            throw Findings.One("file", "malformed-form", "The body is not the form that its Content-Type says.");
        }
        throw Findings.One("file", "required", "The form has no file.");
    }

    private static string Known(MediaTypeHeaderValue type, IReadOnlyCollection<string> mediaTypes) =>
        mediaTypes.FirstOrDefault(known => type.MediaType.Equals(known, StringComparison.OrdinalIgnoreCase)) ?? throw Refused(mediaTypes);

    private static string NameOf(ContentDispositionHeaderValue disposition)
    {
        var name = disposition.FileNameStar.HasValue ? disposition.FileNameStar.Value! : HeaderUtilities.RemoveQuotes(disposition.FileName).Value ?? "";
        name = new string([.. name.Where(letter => !char.IsControl(letter))]);
        return name.Length is 0 or > LongestName ? "upload" : name;
    }

    private static ProblemException Refused(IReadOnlyCollection<string> mediaTypes) =>
        new(ProblemTypes.UnsupportedMediaType, $"Send the file as {string.Join(" or ", mediaTypes)}, or as the file of a form ({Form}).");
}
