using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Imports.Layouts;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Contracts.V1.Imports;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Benchlearning.Api.Features.Imports;

internal static class UploadImport
{
    /// <summary>Upload a file of observations</summary>
    /// <remarks>
    /// The body is the file itself (text/csv), or a form (multipart/form-data) whose first file is taken. It is streamed and kept for ever; the answer
    /// is 202 with the import to follow: its stage, rows done, counts, and findings. Every row is accounted for; all of it is applied in one transaction.
    /// The same Idempotency-Key with the same file answers the import that is there already.
    /// </remarks>
    /// <param name="source">Code of the source that the data are from, such as raim. Required.</param>
    /// <param name="reason">Why the data are sent; kept with every revision. Required; at most 500 characters.</param>
    /// <param name="name">Name of the file. Default: that of the form's file, else upload.csv.</param>
    /// <param name="layout">Layout of the file. Default tidy-csv: one row for each value with territory, period, indicator, value and optional breakdown, missingReason.</param>
    /// <param name="dryRun">Do everything but apply. Default false.</param>
    /// <param name="idempotencyKey">Identifies this request, so that it can be repeated safely. Required; at most 200 characters.</param>
    /// <response code="202">The import is queued; Location is where to follow it.</response>
    public static async Task<Accepted<Import>> HandleAsync(
        HttpContext http, IMediator mediator, [FromQuery(Name = "source")] string? source, [FromQuery(Name = "reason")] string? reason,
        [FromQuery(Name = "name")] string? name, [FromQuery(Name = "layout")][AllowedValues("tidy-csv")] string? layout,
        [FromQuery(Name = "dryRun")] bool? dryRun, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, CancellationToken cancellationToken)
    {
        var import = await mediator.Send(new Command(http.Request, source, reason, name, layout ?? "tidy-csv", dryRun ?? false, idempotencyKey), cancellationToken);
        return TypedResults.Accepted($"/v1/imports/{import.Id}", import);
    }

    internal sealed record Command(HttpRequest Request, string? Source, string? Reason, string? Name, string Layout, bool IsDryRun, string? IdempotencyKey) : IRequest<Import>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(CatalogueWatch watch) => RuleFor(command => command).Custom((command, context) =>
        {
            var findings = new FindingsOf<Command>(context);
            var sources = watch.Current.Sources.Values.Select(source => source.Code).ToArray();
            if (command.Source is null)
                findings.Add("source", "required", "Name the source that the data are from; GET /v1/sources lists them.", null, sources.Length <= 20 ? sources : null);
            else if (!sources.Contains(command.Source))
                findings.Add("source", "unknown-code", $"There is no source '{command.Source}'.", command.Source, Nearest.To(command.Source, sources, whenNone: 20));
            if (command.Reason is null || command.Reason.Length > 500)
                findings.Add("reason", "required", "Say why the data are sent, in at most 500 characters; it is kept with every revision.", command.Reason);
            if (command.Name?.Length > 200)
                findings.Add("name", "too-long", "name has at most 200 characters.", command.Name);
            if (string.IsNullOrWhiteSpace(command.IdempotencyKey) || command.IdempotencyKey.Length > 200)
                findings.Add("Idempotency-Key", "required", "Send the header Idempotency-Key with a value of your own, at most 200 characters, and the same one when you repeat the request.", command.IdempotencyKey);
        });
    }

    internal sealed class Handler(CatalogueWatch watch, ImportRegistry registry, ImportReading reading, ImportSignal signal) : IRequestHandler<Command, Import>
    {
        public async Task<Import> Handle(Command command, CancellationToken cancellationToken)
        {
            var source = watch.Current.Sources.Values.First(entry => entry.Code == command.Source);
            var (content, fileName, mediaType) = await OpenAsync(command.Request, cancellationToken);
            var (importId, _) = await registry.RegisterAsync(
                new NewImport("upload", source.Id, command.Name ?? fileName, mediaType, TidyCsvLayout.LayoutName, RequiresOperator.Actor, command.Reason!, command.IsDryRun, command.IdempotencyKey),
                content, cancellationToken);
            signal.Queued();
            return (await reading.OneAsync(importId, cancellationToken))!;
        }

        private static async Task<(Stream Content, string Name, string MediaType)> OpenAsync(HttpRequest request, CancellationToken cancellationToken)
        {
            if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
                throw new ProblemException(ProblemTypes.UnsupportedMediaType, "Send the file as text/csv, or within multipart/form-data.");
            if (type.MediaType.Equals("text/csv", StringComparison.OrdinalIgnoreCase))
                return (request.Body, "upload.csv", "text/csv");
            if (!type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and <= 70 } boundary)
                throw new ProblemException(ProblemTypes.UnsupportedMediaType, "Send the file as text/csv, or within multipart/form-data.");
            var reader = new MultipartReader(boundary.ToString(), request.Body);
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
                if (section.GetContentDispositionHeader() is { } disposition && disposition.IsFileDisposition())
                    return (section.Body, disposition.FileNameStar.HasValue ? disposition.FileNameStar.Value! : disposition.FileName.Value is { Length: > 0 } named ? named : "upload.csv", section.ContentType ?? "text/csv");
            throw Findings.One("file", "required", "The form has no file.");
        }
    }
}
