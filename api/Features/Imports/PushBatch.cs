using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Imports;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Imports;

internal static class PushBatch
{
    /// <summary>Push a batch of observations whole</summary>
    /// <remarks>
    /// For systems that send by themselves. The batch id is the source's own and makes the push repeatable: the same id with the same bytes answers the
    /// import that is there, the same id with other bytes is refused. Layouts are those of an upload, and so is what becomes of the rows. A large batch
    /// can come in parts.
    /// </remarks>
    /// <param name="source">Code of the source, such as raim.</param>
    /// <param name="batch">The source's own id of the batch: letters, digits, points, hyphens and underscores, at most 100.</param>
    /// <param name="reason">Why the data are sent; kept with every revision. Default: the batch and its source.</param>
    /// <param name="layout">Layout of the file; without it the tidy one of its Content-Type.</param>
    /// <param name="release">Code of an announced release: the values stay invisible until its instant. Default: they are published at once.</param>
    /// <response code="202">The batch is an import; Location is where to follow it.</response>
    /// <response code="404">There is no source of this code.</response>
    /// <response code="409">Parts of a batch of this id wait to be sealed, or it is being pushed just now.</response>
    /// <response code="422">The batch id was used for another content or other parameters.</response>
    public static async Task<Accepted<Import>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "source")] string source, [FromRoute(Name = "batch")] string batch,
        [FromQuery(Name = "reason")][StringLength(SentFiles.LongestReason)] string? reason,
        [FromQuery(Name = "layout")][AllowedValues("tidy-csv", "tidy-json", "tidy-json-lines", "tidy-xlsx", "raim-csv", "raim-xlsx")] string? layout,
        [FromQuery(Name = "release")] string? release, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var import = await mediator.Send(new Command(new UploadedBody(http.Request), source, batch, reason, layout, release, Language.Of(http)), cancellationToken);
        return TypedResults.Accepted($"/v1/imports/{import.Id}", import);
    }

    internal sealed record Command(UploadedBody Body, string Source, string Batch, string? Reason, string? Layout, string? Release, string Language) : IRequest<Import>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(SentFiles files) => RuleFor(command => command).Custom((command, context) =>
        {
            var findings = new FindingsOf<Command>(context);
            OpenBatches.CheckId(findings, command.Batch);
            SentFiles.CheckReason(findings, command.Reason, isRequired: false);
            files.CheckRelease(findings, command.Release);
        });
    }

    internal sealed class Handler(SentFiles files, OpenBatches batches, ImportRegistry registry, ImportReading reading, Caller caller, AuditTrail audit) : IRequestHandler<Command, Import>
    {
        public async Task<Import> Handle(Command command, CancellationToken cancellationToken)
        {
            var source = files.SourceOrNotFound(command.Source);
            var file = await command.Body.OpenAsync(files.MediaTypes, cancellationToken);
            var layout = files.LayoutOf(file.MediaType, command.Layout);
            if (await batches.FindAsync(source.Id, command.Batch, cancellationToken) is not null)
                throw new ProblemException(ProblemTypes.Conflict, $"Parts of the batch {command.Batch} wait to be sealed; seal it, or push the whole under another id.");
            var import = new NewImport("push", source.Id, command.Batch, file.MediaType, layout.Name, caller.Actor, command.Reason ?? $"Batch {command.Batch} of {source.Code}", SourceBatch: command.Batch, Release: command.Release);
            var importId = await registry.RegisterAsync(import, file.Content, audit.Origin, cancellationToken);
            return await reading.OneAsync(importId, command.Language == Language.English, cancellationToken);
        }
    }
}
