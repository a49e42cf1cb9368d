using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Imports;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Imports;

internal static class SealBatch
{
    private const int HashDigits = 64;

    /// <summary>Seal a batch of parts, so that it is applied</summary>
    /// <remarks>
    /// Says how many parts there are and the sha-256 of all of them one after another. When they are all there and the hash is right, the batch becomes an
    /// import and its file is kept for ever; else it is refused, and stays open. Sealing again with the same figures answers the import that is there.
    /// </remarks>
    /// <param name="source">Code of the source, such as raim.</param>
    /// <param name="batch">The source's own id of the batch.</param>
    /// <param name="seal">What makes the batch whole.</param>
    /// <param name="reason">Why the data are sent; kept with every revision. Default: the batch and its source.</param>
    /// <param name="layout">Layout of the file; without it the tidy one of its Content-Type.</param>
    /// <param name="release">Code of an announced release: the values stay invisible until its instant. Default: they are published at once.</param>
    /// <response code="202">The batch is an import; Location is where to follow it.</response>
    /// <response code="404">There is no source of this code, or no batch of this id is open.</response>
    /// <response code="409">The batch is being sealed just now.</response>
    /// <response code="422">Parts are missing, the hash is another one, or the batch was sealed with another content or other parameters.</response>
    public static async Task<Accepted<Import>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "source")] string source, [FromRoute(Name = "batch")] string batch, [FromBody] BatchSeal seal,
        [FromQuery(Name = "reason")][StringLength(SentFiles.LongestReason)] string? reason,
        [FromQuery(Name = "layout")][AllowedValues("tidy-csv", "tidy-json", "tidy-json-lines", "tidy-xlsx", "raim-csv", "raim-xlsx")] string? layout,
        [FromQuery(Name = "release")] string? release, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var import = await mediator.Send(new Command(source, batch, seal, reason, layout, release, Language.Of(http)), cancellationToken);
        return TypedResults.Accepted($"/v1/imports/{import.Id}", import);
    }

    internal sealed record Command(string Source, string Batch, BatchSeal Seal, string? Reason, string? Layout, string? Release, string Language) : IRequest<Import>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(SentFiles files) => RuleFor(command => command).Custom((command, context) =>
        {
            var findings = new FindingsOf<Command>(context);
            OpenBatches.CheckId(findings, command.Batch);
            if (command.Seal.Parts is not (>= 1 and <= OpenBatches.MostParts))
                findings.Add("/parts", "required", $"Say how many parts there are, 1 to {OpenBatches.MostParts}.", command.Seal.Parts?.ToString(CultureInfo.InvariantCulture));
            if (command.Seal.Sha256 is not { Length: HashDigits } hash || !hash.All(char.IsAsciiHexDigit))
                findings.Add("/sha256", "required", $"Give the sha-256 of all parts one after another, {HashDigits} hexadecimal digits.", command.Seal.Sha256);
            SentFiles.CheckReason(findings, command.Reason, isRequired: false);
            files.CheckRelease(findings, command.Release);
        });
    }

    internal sealed class Handler(SentFiles files, OpenBatches batches, ImportRegistry registry, ImportReading reading, Caller caller, AuditTrail audit) : IRequestHandler<Command, Import>
    {
        public async Task<Import> Handle(Command command, CancellationToken cancellationToken)
        {
            var source = files.SourceOrNotFound(command.Source);
            var hash = command.Seal.Sha256!.ToLowerInvariant();
            var open = await batches.FindAsync(source.Id, command.Batch, cancellationToken);
            var known = await registry.FindBatchAsync(source.Id, command.Batch, cancellationToken);
            if (open is null && known is null)
                throw new ProblemException(ProblemTypes.NotFound, $"No batch {command.Batch} of {source.Code} is open; GET /v1/sources/{source.Code}/batches lists those that are.");
            if (known is not null && (known.ContentHash != hash || known.Release != command.Release || (command.Layout is { } layout && !known.Layout.StartsWith(layout + "/", StringComparison.Ordinal))))
                throw new ProblemException(ProblemTypes.BatchReused, $"The batch {command.Batch} is import {known.ImportId}, which has another content or other parameters.");
            var importId = known?.ImportId ?? await RegisterAsync(command, source.Id, source.Code, open!.Value.MediaType, open.Value.Parts, hash, cancellationToken);
            await batches.RemoveAsync(source.Id, command.Batch, cancellationToken);
            return await reading.OneAsync(importId, command.Language == Language.English, cancellationToken);
        }

        private async Task<long> RegisterAsync(Command command, int sourceId, string source, string mediaType, List<OpenBatches.Part> parts, string hash, CancellationToken cancellationToken)
        {
            CheckParts(command.Seal.Parts!.Value, [.. parts.Select(part => part.Number)]);
            var layout = files.LayoutOf(mediaType, command.Layout);
            await using var content = batches.Open(sourceId, command.Batch, parts);
            return await registry.RegisterAsync(
                new NewImport("push", sourceId, command.Batch, mediaType, layout.Name, caller.Actor, command.Reason ?? $"Batch {command.Batch} of {source}", SourceBatch: command.Batch, Release: command.Release, ContentHash: hash),
                content, audit.Origin, cancellationToken);
        }

        private static void CheckParts(int stated, int[] there)
        {
            var missing = Enumerable.Range(1, stated).Except(there).Take(20).ToArray();
            if (missing.Length == 0 && there.Length == stated)
                return;
            var message = missing.Length > 0 ? $"Missing parts: {string.Join(", ", missing)}." : $"There are {there.Length} parts, not {stated}.";
            throw new ProblemException(ProblemTypes.Unprocessable, message, [new ProblemError(null, "/parts", missing.Length > 0 ? "missing-parts" : "too-many-parts", message, stated.ToString(CultureInfo.InvariantCulture), null)]);
        }
    }
}
