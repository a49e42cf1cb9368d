using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Contracts.V1.Networks;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Networks;

internal static class PutMinutes
{
    private const int LongestText = 100_000;

    /// <summary>Write the minutes of a meeting: draft, circulate, approve, amend</summary>
    /// <remarks>
    /// The coordinator does. Draft, circulated and approved follow on each other; circulated ones may go back to draft, or be approved with another text than was circulated, where comments ask for it.
    /// Approved ones never change: an amendment is the next number, with its reason. To change a number, send its version as If-Match ("2"), or *; to begin one, send none.
    /// </remarks>
    /// <param name="code">Code of the network.</param>
    /// <param name="number">Number of the cycle.</param>
    /// <param name="meeting">Code of the meeting.</param>
    /// <param name="minutes">Number of the minutes: 1, or one more than the approved ones that it amends.</param>
    /// <param name="settings">What they are to say, and how far they are.</param>
    /// <param name="ifMatch">The version of the minutes as you know it, in quotation marks, or *; none for a new number.</param>
    /// <response code="200">The minutes were changed.</response>
    /// <response code="201">The minutes were begun.</response>
    /// <response code="404">There is no such meeting that you may see.</response>
    /// <response code="409">They are approved, are not the next to be begun, would be approved without having been circulated, or the meeting has not taken place.</response>
    /// <response code="412">The minutes are not as you know them, or there are none.</response>
    /// <response code="428">There are minutes of this number, and If-Match is missing.</response>
    public static async Task<Results<Ok<MeetingMinutes>, Created<MeetingMinutes>>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code, [FromRoute(Name = "number")] int number, [FromRoute(Name = "meeting")] string meeting,
        [FromRoute(Name = "minutes")] int minutes, [FromBody] MinutesSettings settings, [FromHeader(Name = "If-Match")] string? ifMatch, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var (written, isNew) = await mediator.Send(new Command(code, number, meeting, minutes, settings, ifMatch), cancellationToken);
        return isNew ? TypedResults.Created(FormattableString.Invariant($"/v1/networks/{code}/cycles/{number}/meetings/{meeting}/minutes"), written) : TypedResults.Ok(written);
    }

    internal sealed record Command(string Network, int Number, string Meeting, int Minutes, MinutesSettings Settings, string? IfMatch) : IRequest<(MeetingMinutes Minutes, bool IsNew)>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(command => command).Custom((command, context) =>
        {
            var (findings, settings) = (new FindingsOf<Command>(context), command.Settings);
            NetworkText.CheckLines("/textLv", settings.TextLv, LongestText, findings.Add);
            NetworkText.CheckLines("/textEn", settings.TextEn, LongestText, findings.Add);
            if (settings is { TextLv: null, TextEn: null })
                findings.Add("/textLv", "required", "Minutes are in Latvian or English, or both.");
            NetworkText.CheckWord("/state", settings.State, NetworkText.MinutesStates, findings.Add);
            NetworkText.CheckOptional("/amendmentReason", settings.AmendmentReason, NetworkText.LongestReason, findings.Add);
            if (command.Minutes > 1 && settings.AmendmentReason is null)
                findings.Add("/amendmentReason", "required", "Say why the number before is amended.");
            else if (command.Minutes <= 1 && settings.AmendmentReason is not null)
                findings.Add("/amendmentReason", "not-applicable", "The first minutes amend nothing.", settings.AmendmentReason);
        });
    }

    internal sealed class Handler(Db db, CycleWriting writing, Caller caller, AuditTrail audit) : IRequestHandler<Command, (MeetingMinutes Minutes, bool IsNew)>
    {
        private const string LastSql = "select coalesce(max(t.number), 0) from meeting_minutes t where t.meeting_id = @meetingId and t.state = 'approved'";

        private const string PutSql = """
            insert into meeting_minutes (meeting_id, number, state, text_lv, text_en, amendment_reason, written_by, circulated_at, approved_at, approved_by)
            values (@meetingId, @number, @state, @textLv, @textEn, @amendmentReason, @actor, case when @state <> 'draft' then clock_timestamp() end,
                    case when @state = 'approved' then clock_timestamp() end, case when @state = 'approved' then @actor end)
            on conflict (meeting_id, number) do update
            set state = excluded.state, text_lv = excluded.text_lv, text_en = excluded.text_en, amendment_reason = excluded.amendment_reason,
                circulated_at = case when excluded.state <> 'draft' then coalesce(meeting_minutes.circulated_at, clock_timestamp()) end,
                approved_at = excluded.approved_at, approved_by = excluded.approved_by,
                version = meeting_minutes.version + 1
            """;

        public async Task<(MeetingMinutes Minutes, bool IsNew)> Handle(Command command, CancellationToken cancellationToken)
        {
            var (code, number, settings) = (command.Meeting, command.Minutes, command.Settings);
            await using var transaction = await db.BeginAsync(cancellationToken);
            var cycle = await writing.OfCoordinatorAsync(transaction, command.Network, command.Number, cancellationToken);
            var (meeting, meetingId) = await MeetingReading.OneAsync(transaction, cycle.Id, code, cancellationToken) ?? throw NetworkSight.Nothing("meeting", code);
            var before = (await MinutesReading.OneAsync(transaction, cycle.Id, code, number, cancellationToken))?.Minutes;
            AccessWriting.CheckVersion(command.IfMatch, before?.Version, FormattableString.Invariant($"The minutes {number}"));
            if (Obstacle(meeting, before, number, (await transaction.QueryAsync<int>(LastSql, new { meetingId }, cancellationToken))[0], settings.State!) is { } obstacle)
                throw new ProblemException(ProblemTypes.Conflict, obstacle);
            await transaction.ExecuteAsync(PutSql, new
            {
                meetingId, number, state = settings.State, textLv = settings.TextLv, textEn = settings.TextEn, amendmentReason = settings.AmendmentReason, actor = caller.Actor,
            }, cancellationToken);
            var (after, _) = (await MinutesReading.OneAsync(transaction, cycle.Id, code, number, cancellationToken))!.Value;
            await transaction.CommitAsync(
                audit.Of("minutes.put", FormattableString.Invariant($"network/{command.Network}/cycle/{command.Number}/meeting/{code}/minutes/{number}"), settings.AmendmentReason, before, after), cancellationToken);
            return (after, before is null);
        }

        /// <summary>Why the minutes cannot be written so; null: they can.</summary>
        private static string? Obstacle(Meeting meeting, MeetingMinutes? before, int number, int approved, string state) =>
            !meeting.IsHeld ? "The meeting has not taken place."
            : before?.State == "approved" ? FormattableString.Invariant($"The minutes {number} are approved, and never change; amend them as {approved + 1}.")
            : before is null && number != approved + 1 ? FormattableString.Invariant($"The next minutes of this meeting have the number {approved + 1}.")
            : state == "approved" && before?.State != "circulated" ? "Minutes are circulated before they are approved."
            : null;
    }
}
