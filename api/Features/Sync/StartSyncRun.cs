using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Sync;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Sync;

internal static class StartSyncRun
{
    /// <summary>Start a sync run by hand</summary>
    /// <remarks>
    /// The answer is 202 with the run to follow. A source has one run at a time; while one is under way, another is refused. After a run that failed on
    /// the way, this one goes on from the page where that one stopped.
    /// </remarks>
    /// <param name="source">Code of the sync source.</param>
    /// <param name="idempotencyKey">Identifies this request, so that it can be repeated safely: a text of the sender's own, at most 200 characters. Required.</param>
    /// <response code="202">The run is made; Location is where to follow it.</response>
    /// <response code="404">There is no sync source of this code.</response>
    /// <response code="409">The source is not enabled, or a run of it is under way.</response>
    /// <response code="422">The Idempotency-Key was used for another source.</response>
    public static async Task<Accepted<SyncRun>> HandleAsync(HttpContext http, IMediator mediator, [FromRoute(Name = "source")] string source, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var run = await mediator.Send(new Command(source, idempotencyKey, Language.Of(http)), cancellationToken);
        return TypedResults.Accepted($"/v1/sync/runs/{run.Id}", run);
    }

    internal sealed record Command(string Code, string? IdempotencyKey, string Language) : IRequest<SyncRun>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(command => command).Custom((command, context) =>
        {
            if (string.IsNullOrWhiteSpace(command.IdempotencyKey) || command.IdempotencyKey.Length > 200)
                new FindingsOf<Command>(context).Add("Idempotency-Key", "required", "Send the header Idempotency-Key with a text of your own, at most 200 characters, and the same one when you repeat the request.", command.IdempotencyKey);
        });
    }

    internal sealed class Handler(SyncReading reading, SyncRuns runs, SyncSignal signal, AuditTrail audit) : IRequestHandler<Command, SyncRun>
    {
        public async Task<SyncRun> Handle(Command command, CancellationToken cancellationToken)
        {
            var isEnglish = command.Language == Language.English;
            if (await runs.MakeAsync(command.Code, "manual", null, command.IdempotencyKey, audit.Origin, cancellationToken) is { } runId)
            {
                signal.Made();
                return await reading.RunAsync(runId, isEnglish, cancellationToken);
            }
            if (await reading.RunOfAsync(command.IdempotencyKey!, isEnglish, cancellationToken) is { } known)
                return known.Source == command.Code ? known : throw new ProblemException(ProblemTypes.KeyReused, $"This Idempotency-Key belongs to run {known.Id}, of {known.Source}.");
            var source = await reading.SourceAsync(command.Code, isEnglish, cancellationToken);
            throw new ProblemException(ProblemTypes.Conflict, source.Enabled
                ? $"A run of {source.Code} is under way ({source.LastRun?.Id}); follow it at /v1/sync/runs/{source.LastRun?.Id}."
                : $"The sync source {source.Code} is not enabled.");
        }
    }
}
