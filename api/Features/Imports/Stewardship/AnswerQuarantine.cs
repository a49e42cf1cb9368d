using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Stewardship;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Imports.Stewardship;

internal static class AnswerQuarantine
{
    private const int MostIds = 1000;
    private const int MostByRule = 10_000;

    /// <summary>Decide about values in quarantine</summary>
    /// <remarks>
    /// One value, several, or all of an import that broke a rule, in one transaction: all are answered or none. A value that was answered otherwise, or whose
    /// cell has got a newer one in the meantime, is named and refuses the whole. The same answer again changes nothing.
    /// </remarks>
    /// <param name="answer">Which values, and what is decided about them.</param>
    /// <response code="200">What was done.</response>
    /// <response code="409">Some of the values do not wait any more; errors names them.</response>
    public static async Task<Ok<QuarantineOutcome>> HandleAsync(HttpContext http, IMediator mediator, [FromBody] QuarantineAnswer answer, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Command(answer), cancellationToken));
    }

    internal sealed record Command(QuarantineAnswer Answer) : IRequest<QuarantineOutcome>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        private static readonly string[] Answers = ["accepted", "corrected", "rejected"];

        public Validator() => RuleFor(command => command).Custom((command, context) =>
        {
            var answer = command.Answer;
            var findings = new Findings();
            if (!Answers.Contains(answer.Answer))
                findings.Add("/answer", "unknown-value", $"answer is one of: {string.Join(", ", Answers)}.", answer.Answer, Answers);
            if (answer.Ids is { } ids && (ids.Count is 0 or > MostIds || ids.Distinct().Count() < ids.Count))
                findings.Add("/ids", "out-of-range", $"Name 1 to {MostIds} values, each once.");
            if (answer.Ids is null == (answer.Import is null || answer.Rule is null))
                findings.Add("/ids", "contradiction", "Name either ids, or import and rule.");
            else if (answer.Ids is not null && (answer.Import is not null || answer.Rule is not null))
                findings.Add("/import", "contradiction", "Name either ids, or import and rule.");
            if (answer.Answer == "corrected" && (answer.Value is null || answer.Ids is not { Count: 1 }))
                findings.Add("/value", "required", "A correction is the right value of one of ids.");
            else if (answer.Answer != "corrected" && answer.Value is not null)
                findings.Add("/value", "contradiction", "Only a correction has a value.");
            if (answer.Value is { } value && Math.Abs(value) >= NumberText.Bound)
                findings.Add("/value", "out-of-range", "The bound is 10^15.", value.ToString(CultureInfo.InvariantCulture));
            Texts.CheckReason(answer.Reason, findings);
            new FindingsOf<Command>(context).AddAll(findings);
        });
    }

    internal sealed class Handler(Db db, CatalogueWatch watch, Caller caller, AuditTrail audit) : IRequestHandler<Command, QuarantineOutcome>
    {
        private const string ByIdsSql = """
            select w.id, q.import_id, q.superseded_at is null as is_open,
                   f.answer, f.answer_reason, r.code as waiting_release, n.import_id as overtaken_by
            from unnest(@ids) with ordinality as w (id, place)
            left join observation_revision q on q.change_number = w.id and q.workflow = 'quarantined'
            left join observation_revision n
                on n.indicator_id = q.indicator_id and n.territory_id = q.territory_id and n.period = q.period and n.breakdown = q.breakdown
               and n.revision = q.revision + 1 and n.recorded_at = q.superseded_at and n.original_revision is distinct from q.revision
            left join release r on r.release_id = q.release_id and r.released_at is null
            left join lateral (
                select f.answer, f.answer_reason
                from import_finding f
                where f.import_id = q.import_id and f.indicator_id = q.indicator_id and f.period = q.period and f.severity = 'quarantined' and f.rule <> 'correction-conflict'
                  and (f.territory_id = q.territory_id and f.breakdown = q.breakdown or f.territory_id is null)
                order by f.finding_id
                limit 1) f on true
            order by w.place
            """;

        private const string ByRuleSql = """
            select q.change_number as id, q.import_id, true as is_open,
                   null::text as answer, null::text as answer_reason, r.code as waiting_release, null::bigint as overtaken_by
            from observation_revision q
            left join release r on r.release_id = q.release_id and r.released_at is null
            where q.workflow = 'quarantined' and q.superseded_at is null and q.import_id = @import
              and exists (
                  select 1 from import_finding f
                  where f.import_id = q.import_id and f.indicator_id = q.indicator_id and f.period = q.period and f.rule = @rule and f.severity = 'quarantined'
                    and (f.territory_id = q.territory_id and f.breakdown = q.breakdown or f.territory_id is null))
            order by q.change_number
            limit @limit
            """;

        public async Task<QuarantineOutcome> Handle(Command command, CancellationToken cancellationToken)
        {
            var answer = command.Answer;
            await using var transaction = await db.BeginLongAsync(cancellationToken);
            await ApplyingLock.TakeAsync(transaction, cancellationToken);
            var asked = answer.Ids is { } ids
                ? await transaction.QueryAsync<WaitingValue>(ByIdsSql, new { ids = ids.ToArray() }, cancellationToken)
                : await transaction.QueryAsync<WaitingValue>(ByRuleSql, new { import = answer.Import, rule = answer.Rule, limit = MostByRule + 1 }, cancellationToken);
            Refuse(asked, answer);
            var open = asked.Where(value => value.IsOpen == true).ToArray();
            var correction = open.Length == 0 ? null : await new QuarantineDecision(transaction, await ApplyingLock.InstantAsync(transaction, cancellationToken), caller.Actor).CarryOutAsync(
                [.. open.Select(value => value.Id)], answer, cancellationToken);
            await transaction.CommitAsync(audit.Of("quarantine.answer", "quarantined-values", answer.Reason, after: new { answer.Answer, answer.Value, answer.Import, answer.Rule, values = open.Select(value => value.Id) }), cancellationToken);
            await watch.RefreshAsync(cancellationToken);
            return new QuarantineOutcome(answer.Answer!, open.Length, [.. asked.Select(value => value.ImportId!.Value).Distinct().Order()], correction);
        }

        private static void Refuse(List<WaitingValue> asked, QuarantineAnswer answer)
        {
            var unknown = new Findings();
            var conflicts = new List<ProblemError>();
            if (asked.Count > MostByRule)
                unknown.Add("/rule", "too-many", $"More than {MostByRule} values of the import broke the rule; answer them by ids.", answer.Rule);
            for (var index = 0; index < asked.Count; index++)
            {
                var (value, place) = (asked[index], $"/ids/{index}");
                var number = value.Id.ToString(CultureInfo.InvariantCulture);
                if (value.ImportId is null)
                    unknown.Add(place, "unknown-code", "No value in quarantine has this number; GET /v1/quarantined-values lists them.", number);
                else if (value.OvertakenBy is { } import)
                    conflicts.Add(new ProblemError(null, place, "overtaken", $"The cell has got a newer value since, with import {import}.", number, null));
                else if (value.IsOpen != true && (value.Answer, value.AnswerReason) != (answer.Answer, answer.Reason))
                    conflicts.Add(new ProblemError(null, place, "already-answered", $"{value.Answer}: {value.AnswerReason}", number, null));
                else if (value.IsOpen == true && answer.Answer == "corrected" && value.WaitingRelease is { } release)
                    conflicts.Add(new ProblemError(null, place, "waits-for-release", $"The value waits for the release {release}: accept or reject it, and send the right one for the release.", number, null));
            }
            unknown.ThrowIfAny();
            if (conflicts.Count > 0)
                throw new ProblemException(ProblemTypes.Conflict, $"{conflicts.Count} of {asked.Count} values cannot be answered so; nothing was done. See errors.", conflicts);
        }

        /// <summary>ImportId null: there is no such value. OvertakenBy: the import that brought a newer one.</summary>
        private sealed record WaitingValue(
            long Id, long? ImportId, bool? IsOpen, string? Answer, string? AnswerReason, string? WaitingRelease, long? OvertakenBy);
    }
}
