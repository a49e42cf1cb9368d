using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Time;
using Benchlearning.Contracts.V1.Networks;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Networks;

internal static class ScheduleCycle
{
    private static readonly TimeOnly Begins = new(10, 0);
    private static readonly TimeOnly Ends = new(14, 0);

    /// <summary>The usual course of a cycle, after the networks of KS in Norway (a year, homework between meetings) and of Polish cities (a visit at a host): what stands when, as a share of the cycle.</summary>
    private static readonly UsualMeeting[] Meetings =
    [
        new("kick-off", "kickOff", 0.04, "Atklāšana: ko un kāpēc salīdzinām", "Kick-off: what we compare and why"),
        new("figures", "digital", 0.19, "Attālināti: skaitļi un to trūkumi", "Online: the figures and what is missing"),
        new("diagnosis", "diagnosis", 0.34, "Diagnoze: kur kurš ir", "Diagnosis: where each of us stands"),
        new("study-visit", "studyVisit", 0.49, "Mācību brauciens pie tā, kam veicas labāk", "Study visit to one who does better"),
        new("results", "results", 0.64, "Rezultāti: ko no tā paņemam", "Results: what we take from it"),
        new("plans", "digital", 0.79, "Attālināti: plāni un domes lēmumi", "Online: plans and council decisions"),
        new("closing", "closing", 0.95, "Noslēgums: kas ir sasniegts", "Closing: what was achieved"),
    ];

    private static readonly UsualTask[] Tasks =
    [
        new("name-people", 0.06, "Nosauciet dalībniekus un kontaktpersonu", "Name those who take part and a contact"),
        new("propose-indicators", 0.12, "Iesakiet rādītājus un nobalsojiet", "Propose indicators and vote"),
        new("check-figures", 0.25, "Pārbaudiet savus skaitļus un paskaidrojiet trūkstošos", "Check your figures and explain what is missing"),
        new("describe-practice", 0.42, "Aprakstiet vienu praksi, kas izdodas", "Describe one practice that works"),
        new("choose", 0.60, "Izvēlieties praksi vai savu ideju", "Choose a practice or an idea of your own"),
        new("draft-plan", 0.74, "Uzrakstiet uzlabojumu plānu", "Draft an improvement plan"),
    ];

    /// <summary>Plan the usual meetings and tasks of a cycle</summary>
    /// <remarks>
    /// The coordinator does, and changes each freely afterwards. Seven meetings and six tasks for all members are laid over the days from the first to the last of the cycle: about every eighth week of a year, on Tuesdays
    /// from 10 to 14 in Riga. What bears one of their codes already stays as it is, so that asking again adds what was not there and nothing else.
    /// </remarks>
    /// <param name="code">Code of the network.</param>
    /// <param name="number">Number of the cycle.</param>
    /// <response code="200">What was added.</response>
    /// <response code="404">There is no such cycle that you may see.</response>
    /// <response code="409">The cycle has no first and last day yet, or nothing is written to it any more.</response>
    public static async Task<Ok<CycleSchedule>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code, [FromRoute(Name = "number")] int number, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Command(code, number), cancellationToken));
    }

    internal sealed record Command(string Network, int Number) : IRequest<CycleSchedule>;

    internal sealed class Handler(Db db, CycleWriting writing, CycleReading cycles, CycleTaskReading tasks, AuditTrail audit) : IRequestHandler<Command, CycleSchedule>
    {
        private const string MeetingSql = """
            insert into cycle_meeting (cycle_id, code, kind, name_lv, name_en, starts_at, ends_at, agenda, attendance, is_held, is_cancelled)
            values (@cycleId, @code, @kind, @nameLv, @nameEn, @startsAt, @endsAt, '[]', '[]', false, false)
            on conflict (cycle_id, code) do nothing
            """;

        private const string TaskSql = """
            insert into cycle_task (cycle_id, code, name_lv, name_en, due_on)
            values (@cycleId, @code, @nameLv, @nameEn, @dueOn)
            on conflict (cycle_id, code) do nothing
            """;

        public async Task<CycleSchedule> Handle(Command command, CancellationToken cancellationToken)
        {
            await using var transaction = await db.BeginAsync(cancellationToken);
            var held = await writing.OfCoordinatorAsync(transaction, command.Network, command.Number, cancellationToken);
            if (await cycles.OneAsync(transaction, command.Network, command.Number, cancellationToken) is not { StartsOn: { } first, EndsOn: { } last })
                throw new ProblemException(ProblemTypes.Conflict, "The cycle has no first and last day yet: put startsOn and endsOn first, so that there are days to lay meetings over.");
            var (meetings, given) = (new List<Meeting>(), new List<CycleTask>());
            foreach (var usual in Meetings)
            {
                var day = Tuesday(At(first, last, usual.Share));
                if (await transaction.ExecuteAsync(MeetingSql, new { cycleId = held.Id, usual.Code, usual.Kind, usual.NameLv, usual.NameEn, startsAt = InRiga(day, Begins), endsAt = InRiga(day, Ends) }, cancellationToken) > 0)
                    meetings.Add((await MeetingReading.OneAsync(transaction, held.Id, usual.Code, cancellationToken))!.Value.Meeting);
            }
            foreach (var usual in Tasks)
                if (await transaction.ExecuteAsync(TaskSql, new { cycleId = held.Id, usual.Code, usual.NameLv, usual.NameEn, dueOn = At(first, last, usual.Share) }, cancellationToken) > 0)
                    given.Add((await tasks.OneAsync(transaction, held.Id, usual.Code, cancellationToken))!);
            var added = new CycleSchedule(meetings, given);
            await transaction.CommitAsync(audit.Of("cycle.schedule", FormattableString.Invariant($"network/{command.Network}/cycle/{command.Number}"), after: added), cancellationToken);
            return added;
        }

        private static DateOnly At(DateOnly first, DateOnly last, double share) => first.AddDays((int)((last.DayNumber - first.DayNumber) * share));

        private static DateOnly Tuesday(DateOnly day) => day.AddDays(((int)DayOfWeek.Tuesday - (int)day.DayOfWeek + 7) % 7);

        private static DateTime InRiga(DateOnly day, TimeOnly time) => TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(time), Riga.Zone);
    }

    private sealed record UsualMeeting(string Code, string Kind, double Share, string NameLv, string NameEn);

    private sealed record UsualTask(string Code, double Share, string NameLv, string NameEn);
}
