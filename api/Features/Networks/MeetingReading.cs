using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Contracts.V1.Networks;
using Dapper;

namespace Benchlearning.Api.Features.Networks;

/// <summary>Reads meetings, as far as the caller sees them: the closed part of the agenda, the link and who comes stay with the network.</summary>
internal sealed class MeetingReading(Db db, Caller caller)
{
    private const string Sql = """
        select m.code, m.kind, m.name_lv, m.name_en, m.starts_at, m.ends_at, m.place, m.link, (select o.code from organisation o where o.organisation_id = m.host_id) as host, m.agenda, m.attendance,
               m.is_held, m.is_cancelled, m.changed_at, m.version, m.meeting_id
        from cycle_meeting m
        where m.cycle_id = @cycleId
          and (@code::text is null or m.code = @code)
          and m.code > @after
        order by m.code
        limit @limit
        """;

    /// <summary>Meetings of a cycle, in order of their codes.</summary>
    public async Task<List<Meeting>> ListAsync(KnownCycle cycle, string after, int limit, CancellationToken cancellationToken)
    {
        var isInside = NetworkSight.IsInside(caller, cycle.NetworkId);
        var rows = await db.QueryAsync<Row>(Sql, new { cycleId = cycle.Id, code = (string?)null, after, limit }, caller.Reach, cancellationToken);
        return rows.ConvertAll(row => row.ToContract(isInside));
    }

    /// <summary>One meeting.</summary>
    /// <exception cref="Platform.Errors.ProblemException">404: there is none.</exception>
    public async Task<Meeting> OneAsync(KnownCycle cycle, string code, CancellationToken cancellationToken) =>
        (await db.QueryAsync<Row>(Sql, new { cycleId = cycle.Id, code, after = "", limit = 1 }, caller.Reach, cancellationToken)).FirstOrDefault()?.ToContract(NetworkSight.IsInside(caller, cycle.NetworkId))
        ?? throw NetworkSight.Nothing("meeting", code);

    /// <summary>One meeting and its number, as a transaction sees it; null: there is none.</summary>
    public static async Task<(Meeting Meeting, long Id)?> OneAsync(DbTransaction transaction, long cycleId, string code, CancellationToken cancellationToken) =>
        (await transaction.QueryAsync<Row>(Sql, new { cycleId, code, after = "", limit = 1 }, cancellationToken)).FirstOrDefault() is { } row ? (row.ToContract(isInside: true), row.MeetingId) : null;

    [method: ExplicitConstructor]
    private sealed record Row(
        string Code, string Kind, string NameLv, string NameEn, DateTime StartsAt, DateTime EndsAt, string? Place, string? Link, string? Host, string Agenda, string Attendance, bool IsHeld, bool IsCancelled,
        DateTime ChangedAt, int Version, long MeetingId)
    {
        public Meeting ToContract(bool isInside) => new(
            Code, Kind, NameLv, NameEn, new DateTimeOffset(StartsAt), new DateTimeOffset(EndsAt), Place, isInside ? Link : null, Host,
            [.. NetworkText.List<AgendaItem>(Agenda).Where(item => isInside || item.Part == "open")], isInside ? NetworkText.List<MeetingAttendance>(Attendance) : [], IsHeld, IsCancelled, new DateTimeOffset(ChangedAt), Version);
    }
}
