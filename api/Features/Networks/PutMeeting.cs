using System.Globalization;
using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Contracts.V1.Networks;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Networks;

internal static class PutMeeting
{
    private const int MostItems = 100;
    private const int MostInvited = 300;
    private const int LongestTitle = 500;
    private const int MostDays = 14;
    private const int MostMinutes = 1440;

    /// <summary>Plan a meeting, or change it</summary>
    /// <remarks>
    /// The coordinator does. All fields are sent; agenda and attendance are replaced as a whole, so that they can be written half and completed later. Once it took place, isHeld says so and
    /// attendance who came. To change one, send its ETag as If-Match; to plan a new one, send none.
    /// </remarks>
    /// <param name="code">Code of the network.</param>
    /// <param name="number">Number of the cycle.</param>
    /// <param name="meeting">Code of the meeting within the cycle: lower-case words with hyphens, at most 80 characters.</param>
    /// <param name="settings">What it is to be.</param>
    /// <param name="ifMatch">The ETag of the meeting as you know it, or * for any state; none for a new one.</param>
    /// <response code="200">The meeting was changed.</response>
    /// <response code="201">The meeting is planned.</response>
    /// <response code="404">There is no such cycle that you may see.</response>
    /// <response code="409">Nothing is written to the cycle any more.</response>
    /// <response code="412">The meeting is not as you know it, or there is none.</response>
    /// <response code="428">There is a meeting of this code, and If-Match is missing.</response>
    public static async Task<Results<Ok<Meeting>, Created<Meeting>>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code, [FromRoute(Name = "number")] int number, [FromRoute(Name = "meeting")] string meeting,
        [FromBody] MeetingSettings settings, [FromHeader(Name = "If-Match")] string? ifMatch, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var (planned, isNew) = await mediator.Send(new Command(code, number, meeting, settings, ifMatch), cancellationToken);
        return isNew ? TypedResults.Created(FormattableString.Invariant($"/v1/networks/{code}/cycles/{number}/meetings/{meeting}"), planned) : TypedResults.Ok(planned);
    }

    internal sealed record Command(string Network, int Number, string Code, MeetingSettings Settings, string? IfMatch) : IRequest<(Meeting Meeting, bool IsNew)>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(AccessReading reading, TimeProvider time) => RuleFor(command => command).CustomAsync(async (command, context, cancellationToken) =>
        {
            var (findings, settings, organisations) = (new FindingsOf<Command>(context), command.Settings, await reading.OrganisationCodesAsync(cancellationToken));
            CodeOfWords.Check(command.Code, "kick-off", (_, rule, message, value) => findings.Add("meeting", rule, message, value));
            NetworkText.CheckWord("/kind", settings.Kind, NetworkText.MeetingKinds, findings.Add);
            AccessRules.CheckText("/nameLv", settings.NameLv, NetworkText.LongestName, findings.Add);
            AccessRules.CheckText("/nameEn", settings.NameEn, NetworkText.LongestName, findings.Add);
            if (settings.StartsAt is null)
                findings.Add("/startsAt", "required", "Say when it starts.");
            if (settings.EndsAt is null)
                findings.Add("/endsAt", "required", "Say when it ends.");
            else if (settings.EndsAt <= settings.StartsAt || settings.EndsAt > settings.StartsAt?.AddDays(MostDays))
                findings.Add("/endsAt", "out-of-range", $"A meeting ends after it starts, and at most {MostDays} days later.", settings.EndsAt.Value.ToString("O", CultureInfo.InvariantCulture));
            NetworkText.CheckOptional("/place", settings.Place, NetworkText.LongestReason, findings.Add);
            NetworkText.CheckLink("/link", settings.Link, findings.Add);
            AccessRules.CheckKnown("/host", "organisation", settings.Host, organisations, findings.Add);
            if (settings is { IsHeld: true, IsCancelled: true })
                findings.Add("/isCancelled", "not-applicable", "A meeting that took place was not cancelled.", "true");
            if (settings.IsHeld == true && settings.StartsAt > time.GetUtcNow())
                findings.Add("/isHeld", "not-applicable", "A meeting that has not started did not take place.", "true");
            NetworkText.CheckLength("/agenda", settings.Agenda, MostItems, findings.Add);
            NetworkText.CheckLength("/attendance", settings.Attendance, MostInvited, findings.Add);
            foreach (var (index, item) in (settings.Agenda ?? []).Take(MostItems).Index())
                CheckItem(FormattableString.Invariant($"/agenda/{index}"), item, findings);
            foreach (var (index, invited) in (settings.Attendance ?? []).Take(MostInvited).Index())
            {
                AccessRules.CheckText(FormattableString.Invariant($"/attendance/{index}/name"), invited?.Name, NetworkText.LongestName, findings.Add);
                AccessRules.CheckKnown(FormattableString.Invariant($"/attendance/{index}/organisation"), "organisation", invited?.Organisation, organisations, findings.Add);
            }
        });

        private static void CheckItem(string place, AgendaItem? item, FindingsOf<Command> findings)
        {
            NetworkText.CheckOptional($"{place}/titleLv", item?.TitleLv, LongestTitle, findings.Add);
            NetworkText.CheckOptional($"{place}/titleEn", item?.TitleEn, LongestTitle, findings.Add);
            if (item is not { TitleLv: not null } and not { TitleEn: not null })
                findings.Add($"{place}/titleLv", "required", "An item has a title in Latvian or English, or both.");
            NetworkText.CheckWord($"{place}/part", item?.Part, NetworkText.AgendaParts, findings.Add);
            if (item?.Minutes is < 1 or > MostMinutes)
                findings.Add($"{place}/minutes", "out-of-range", $"An item takes 1 to {MostMinutes} minutes.", item.Minutes.Value.ToString(CultureInfo.InvariantCulture));
        }
    }

    internal sealed class Handler(Db db, CycleWriting writing, AuditTrail audit) : IRequestHandler<Command, (Meeting Meeting, bool IsNew)>
    {
        private const string PutSql = """
            insert into cycle_meeting (cycle_id, code, kind, name_lv, name_en, starts_at, ends_at, place, link, host_id, agenda, attendance, is_held, is_cancelled)
            values (@cycleId, @code, @kind, @nameLv, @nameEn, @startsAt, @endsAt, @place, @link, (select o.organisation_id from organisation o where o.code = @host), @agenda::jsonb, @attendance::jsonb,
                    @isHeld, @isCancelled)
            on conflict (cycle_id, code) do update
            set kind = excluded.kind, name_lv = excluded.name_lv, name_en = excluded.name_en, starts_at = excluded.starts_at, ends_at = excluded.ends_at, place = excluded.place, link = excluded.link,
                host_id = excluded.host_id, agenda = excluded.agenda, attendance = excluded.attendance, is_held = excluded.is_held, is_cancelled = excluded.is_cancelled,
                version = cycle_meeting.version + 1, changed_at = clock_timestamp()
            """;

        public async Task<(Meeting Meeting, bool IsNew)> Handle(Command command, CancellationToken cancellationToken)
        {
            var (code, settings) = (command.Code, command.Settings);
            await using var transaction = await db.BeginAsync(cancellationToken);
            var cycle = await writing.OfCoordinatorAsync(transaction, command.Network, command.Number, cancellationToken);
            var before = (await MeetingReading.OneAsync(transaction, cycle.Id, code, cancellationToken))?.Meeting;
            AccessWriting.CheckVersion(command.IfMatch, before?.Version, $"The meeting '{code}'");
            await transaction.ExecuteAsync(PutSql, new
            {
                cycleId = cycle.Id, code, kind = settings.Kind, nameLv = settings.NameLv, nameEn = settings.NameEn, startsAt = settings.StartsAt!.Value.UtcDateTime, endsAt = settings.EndsAt!.Value.UtcDateTime,
                place = settings.Place, link = settings.Link, host = settings.Host, agenda = NetworkText.Json(settings.Agenda ?? []), attendance = NetworkText.Json(settings.Attendance ?? []),
                isHeld = settings.IsHeld ?? false, isCancelled = settings.IsCancelled ?? false,
            }, cancellationToken);
            var (after, _) = (await MeetingReading.OneAsync(transaction, cycle.Id, code, cancellationToken))!.Value;
            await transaction.CommitAsync(audit.Of("meeting.put", FormattableString.Invariant($"network/{command.Network}/cycle/{command.Number}/meeting/{code}"), before: before, after: after), cancellationToken);
            return (after, before is null);
        }
    }
}
