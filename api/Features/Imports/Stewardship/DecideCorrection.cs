using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Contracts.V1.Stewardship;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Imports.Stewardship;

internal static class DecideCorrection
{
    /// <summary>Keep or withdraw a correction, or take the source's value</summary>
    /// <remarks>
    /// keep and takeSource decide a conflict; withdraw ends a correction at any time, and the source's value comes back: the newest that it said. A value
    /// that was in quarantine before it was corrected comes back flagged suspect. Each is a new revision. Ending it again in the same way changes nothing.
    /// </remarks>
    /// <param name="id">Number of the correction.</param>
    /// <param name="decision">What is decided, and why.</param>
    /// <response code="200">The correction as it is now.</response>
    /// <response code="404">There is no correction of this number.</response>
    /// <response code="409">The correction has ended, or there is no conflict to decide.</response>
    public static async Task<Ok<Correction>> HandleAsync(HttpContext http, IMediator mediator, [FromRoute(Name = "id")] int id, [FromBody] CorrectionDecision decision, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Command(id, decision), cancellationToken));
    }

    internal sealed record Command(int Id, CorrectionDecision Decision) : IRequest<Correction>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        private static readonly string[] Decisions = ["keep", "takeSource", "withdraw"];

        public Validator() => RuleFor(command => command).Custom((command, context) =>
        {
            var findings = new Findings();
            if (!Decisions.Contains(command.Decision.Decision))
                findings.Add("/decision", "unknown-value", $"decision is one of: {string.Join(", ", Decisions)}.", command.Decision.Decision, Decisions);
            Texts.CheckReason(command.Decision.Reason, findings);
            new FindingsOf<Command>(context).AddAll(findings);
        });
    }

    internal sealed class Handler(Db db, CatalogueWatch watch, CorrectionReading reading, Caller caller, AuditTrail audit) : IRequestHandler<Command, Correction>
    {
        private const string HeldSql = """
            select c.indicator_id, c.territory_id, c.period::text as period, c.breakdown, c.decision, c.decision_reason, p.original_revision, n.revision as conflict_revision,
                   n.change_number as conflict_number
            from correction c
            left join observation_revision p on p.correction_id = c.correction_id and p.superseded_at is null
            left join observation_revision n
                on p.revision is not null and n.indicator_id = c.indicator_id and n.territory_id = c.territory_id and n.period = c.period and n.breakdown = c.breakdown
               and n.workflow = 'received' and n.superseded_at is null
            where c.correction_id = @id
            """;

        private const string EndSql = """
            update correction
            set decision = @decision, decided_by = @actor, decided_at = @now, decision_reason = @reason
            where correction_id = @id
            """;

        public async Task<Correction> Handle(Command command, CancellationToken cancellationToken)
        {
            var (decision, reason) = (command.Decision.Decision!, command.Decision.Reason!);
            await using var transaction = await db.BeginAsync(cancellationToken);
            await ApplyingLock.TakeAsync(transaction, cancellationToken);
            var now = await ApplyingLock.InstantAsync(transaction, cancellationToken); // not before what it waited for
            var held = (await transaction.QueryAsync<Held>(HeldSql, new { id = command.Id }, cancellationToken)).FirstOrDefault() ?? throw CorrectionReading.NotFound(command.Id);
            if (held.Decision is not null && (held.Decision, held.DecisionReason) == (decision, reason))
                return await reading.OneAsync(command.Id, cancellationToken);
            if (held.OriginalRevision is not { } original)
                throw new ProblemException(ProblemTypes.Conflict, $"The correction {command.Id} is not in force any more.");
            if (held.ConflictRevision is null && decision != "withdraw")
                throw new ProblemException(ProblemTypes.Conflict, $"The source says nothing new about the correction {command.Id}; withdraw ends it.");

            if (held.ConflictNumber is { } number)
                await new ConflictAnswer(transaction, now, caller.Actor).RecordAsync(number, isTaken: decision != "keep", reason, cancellationToken);
            var writer = new CorrectionWriter(transaction, now, caller.Actor);
            var cell = new CorrectedCell(held.IndicatorId, held.TerritoryId, held.Period, held.Breakdown, held.ConflictRevision ?? original);
            if (decision == "keep")
            {
                await writer.CorrectAsync(command.Id, cell, reason, cancellationToken);
            }
            else
            {
                await writer.ReturnAsync(cell, reason, cancellationToken);
                await transaction.ExecuteAsync(EndSql, new { id = command.Id, decision, actor = caller.Actor, now, reason }, cancellationToken);
            }
            await transaction.CommitAsync(audit.Of("correction.decide", $"correction/{command.Id}", reason, after: new { decision }), cancellationToken);
            await watch.RefreshAsync(cancellationToken);
            return await reading.OneAsync(command.Id, cancellationToken);
        }

        /// <summary>OriginalRevision null: it is not in force.</summary>
        private sealed record Held(
            int IndicatorId, int TerritoryId, string Period, string Breakdown, string? Decision, string? DecisionReason, int? OriginalRevision, int? ConflictRevision, long? ConflictNumber);
    }
}
