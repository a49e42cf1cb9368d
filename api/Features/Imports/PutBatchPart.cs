using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Contracts.V1.Imports;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Imports;

internal static class PutBatchPart
{
    /// <summary>Push a part of a large batch</summary>
    /// <remarks>
    /// A batch may come in parts, in any order and at the same time: the bytes of one file, cut anywhere. Nothing of it is applied until it is sealed. A part
    /// that is there already can be sent again; with other bytes it is refused. A batch that nobody seals goes when its time is over.
    /// </remarks>
    /// <param name="source">Code of the source, such as raim.</param>
    /// <param name="batch">The source's own id of the batch.</param>
    /// <param name="part">Number of the part, from 1.</param>
    /// <response code="200">The part was there already.</response>
    /// <response code="201">The part was taken.</response>
    /// <response code="404">There is no source of this code whose batches you may push.</response>
    /// <response code="409">The batch is sealed already, or too many batches of the source wait to be sealed.</response>
    /// <response code="422">The part is there already with other bytes.</response>
    public static async Task<Results<Ok<Batch>, Created<Batch>>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "source")] string source, [FromRoute(Name = "batch")] string batch, [FromRoute(Name = "part")] int part, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var (state, isNew) = await mediator.Send(new Command(new UploadedBody(http.Request), source, batch, part), cancellationToken);
        return isNew ? TypedResults.Created($"/v1/sources/{source}/batches/{batch}", state) : TypedResults.Ok(state);
    }

    internal sealed record Command(UploadedBody Body, string Source, string Batch, int Part) : IRequest<(Batch Batch, bool IsNew)>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(command => command).Custom((command, context) =>
        {
            var findings = new FindingsOf<Command>(context);
            OpenBatches.CheckId(findings, command.Batch);
            if (command.Part is < 1 or > OpenBatches.MostParts)
                findings.Add("part", "out-of-range", $"Parts are numbered from 1 to {OpenBatches.MostParts}.", command.Part.ToString(System.Globalization.CultureInfo.InvariantCulture));
        });
    }

    internal sealed class Handler(SentFiles files, OpenBatches batches, BatchReading reading, ImportRegistry registry, Caller caller, AuditTrail audit) : IRequestHandler<Command, (Batch Batch, bool IsNew)>
    {
        public async Task<(Batch Batch, bool IsNew)> Handle(Command command, CancellationToken cancellationToken)
        {
            var source = files.SourceOrNotFound(command.Source, caller);
            var body = await command.Body.OpenAsync(files.MediaTypes, cancellationToken);
            await using var file = await ReceivedFile.ReceiveAsync(body.Content, cancellationToken);
            if (file.Size == 0)
                throw Findings.One("file", "required", "The part is empty.");
            if (await registry.FindBatchAsync(source.Id, command.Batch, cancellationToken) is { } sealedAs)
                throw new ProblemException(ProblemTypes.Conflict, $"The batch {command.Batch} is sealed: it is import {sealedAs.ImportId}.");
            var isNew = await batches.KeepAsync(source.Id, command.Batch, command.Part, body.MediaType, audit.Origin, file, cancellationToken);
            return (await reading.OneAsync(source, command.Batch, cancellationToken), isNew);
        }
    }
}
