using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.OpenApi;
using Benchlearning.Contracts.V1.Imports;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Imports;

internal static class UploadImport
{
    /// <summary>Upload a file of observations</summary>
    /// <remarks>
    /// The body is the file itself (CSV, JSON, a JSON row on each line, or an Excel workbook, named by its Content-Type), or a form (multipart/form-data) whose first file is taken. It is streamed and kept for ever; the answer
    /// is 202 with the import to follow: its stage, rows done, counts, and findings. Every row is accounted for; what is right is applied in one
    /// transaction, or nothing is. Who sends for one municipality sends its values only: rows of another are refused with the rule not-own-territory. The same Idempotency-Key with the same file answers the import that is there already.
    /// </remarks>
    /// <param name="source">Code of the source that the data are from, such as raim.</param>
    /// <param name="reason">Why the data are sent; kept with every revision.</param>
    /// <param name="name">Name of the file. Without it that of the form's file, else upload.</param>
    /// <param name="layout">
    /// Layout of the file; without it the tidy one of its Content-Type. tidy-csv, tidy-json, tidy-json-lines and tidy-xlsx: one row for each value, with territory, period, indicator, value, and
    /// optional breakdown and missingReason. raim-csv and raim-xlsx: RAIM's export, a sheet for each year, a row for each municipality, a column for each indicator under its name in RAIM.
    /// </param>
    /// <param name="release">Code of an announced release: the values stay invisible until its instant. Default: they are published at once. Only administrators name one.</param>
    /// <param name="dryRun">Do everything but apply.</param>
    /// <param name="idempotencyKey">Identifies this request, so that it can be repeated safely: a text of the sender's own, at most 200 characters. Required.</param>
    /// <response code="202">The import is queued; Location is where to follow it.</response>
    /// <response code="409">A request with this Idempotency-Key is being carried out just now.</response>
    /// <response code="422">The Idempotency-Key was used for another request.</response>
    public static async Task<Accepted<Import>> HandleAsync(
        HttpContext http, IMediator mediator, [FromQuery(Name = "source")][RequiredQuery] string? source, [FromQuery(Name = "reason")][RequiredQuery][StringLength(SentFiles.LongestReason)] string? reason,
        [FromQuery(Name = "name")][StringLength(SentFiles.LongestName)] string? name, [FromQuery(Name = "layout")][AllowedValues("tidy-csv", "tidy-json", "tidy-json-lines", "tidy-xlsx", "raim-csv", "raim-xlsx")] string? layout,
        [FromQuery(Name = "release")] string? release, [FromQuery(Name = "dryRun")][DefaultQuery(false)] bool? dryRun, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var import = await mediator.Send(new Command(new UploadedBody(http.Request), source, reason, name, layout, release, dryRun ?? false, idempotencyKey, Language.Of(http)), cancellationToken);
        return TypedResults.Accepted($"/v1/imports/{import.Id}", import);
    }

    internal sealed record Command(UploadedBody Body, string? Source, string? Reason, string? Name, string? Layout, string? Release, bool IsDryRun, string? IdempotencyKey, string Language) : IRequest<Import>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(SentFiles files) => RuleFor(command => command).Custom((command, context) =>
        {
            var findings = new FindingsOf<Command>(context);
            files.CheckSource(findings, command.Source);
            SentFiles.CheckReason(findings, command.Reason, isRequired: true);
            if (command.Name?.Length > SentFiles.LongestName)
                findings.Add("name", "too-long", $"name has at most {SentFiles.LongestName} characters.", command.Name);
            files.CheckRelease(findings, command.Release);
            IdempotencyKey.Check(command.IdempotencyKey, findings.Add);
        });
    }

    internal sealed class Handler(SentFiles files, ImportRegistry registry, ImportReading reading, Caller caller, AuditTrail audit) : IRequestHandler<Command, Import>
    {
        public async Task<Import> Handle(Command command, CancellationToken cancellationToken)
        {
            SentFiles.CheckMayRelease(caller, command.Release);
            var source = files.Source(command.Source!);
            var file = await command.Body.OpenAsync(files.MediaTypes, cancellationToken);
            var layout = files.LayoutOf(file.MediaType, command.Layout);
            var import = new NewImport("upload", source.Id, command.Name ?? file.Name, file.MediaType, layout.Name, caller.Actor, command.Reason!, command.IsDryRun, command.IdempotencyKey, Release: command.Release, Territories: caller.SendsFor);
            var importId = await registry.RegisterAsync(import, file.Content, audit.Origin, cancellationToken);
            return await reading.OneAsync(importId, command.Language == Language.English, cancellationToken);
        }
    }
}
