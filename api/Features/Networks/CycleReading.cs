using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Time;
using Benchlearning.Contracts.V1.Networks;
using Dapper;

namespace Benchlearning.Api.Features.Networks;

/// <summary>Where a cycle is, for what is read of it.</summary>
internal sealed record KnownCycle(long Id, int NetworkId, string State, int ModelVersion);

/// <summary>Reads cycles with their members, as far as the caller sees them.</summary>
internal sealed class CycleReading(Db db, Caller caller, TimeProvider time)
{
    private const string KnownSql = """
        select c.cycle_id as id, c.network_id, c.state, c.model_version
        from network_cycle c
        join network n on n.network_id = c.network_id
        where n.code = @network
          and c.number = @number
        """;

    private const string CyclesSql = """
        select c.cycle_id as id, c.network_id, n.code as network, c.number, c.state, c.suspended_from, c.model_version, c.name_lv, c.name_en, c.starts_on, c.ends_on, c.coordinators, c.participants,
               c.final_report, c.final_report_accepted_on, s.is_active, v.meeting_cadence_days,
               (select max(m.starts_at) from cycle_meeting m where m.cycle_id = c.cycle_id and m.is_held) as last_met_at,
               c.created_at, c.version
        from network_cycle c
        join network n on n.network_id = c.network_id
        join cycle_model v on v.version = c.model_version
        join cycle_state s on s.model_version = c.model_version and s.state = c.state
        where n.code = @network
          and (@number::integer is null or c.number = @number)
          and (@before::integer is null or c.number < @before)
        order by c.number desc
        limit @limit
        """;

    private const string MembersSql = """
        select m.cycle_id, o.code as organisation, m.role, m.agreement, m.contact_name, m.contact_address, m.joined_on, m.left_on, m.leave_reason,
               (select s.code from organisation s where s.organisation_id = m.successor_id) as successor, m.choice, m.choice_practice, m.choice_text, m.version
        from cycle_member m
        join organisation o on o.organisation_id = m.organisation_id
        where m.cycle_id = any (@cycles)
        order by o.code
        """;

    /// <summary>A cycle that the caller sees.</summary>
    /// <exception cref="Platform.Errors.ProblemException">404: there is none.</exception>
    public async Task<KnownCycle> KnownAsync(string network, int number, CancellationToken cancellationToken) =>
        (await db.QueryAsync<KnownCycle>(KnownSql, new { network, number }, caller.Reach, cancellationToken)).FirstOrDefault() ?? throw NetworkSight.NoCycle(network, number);

    /// <summary>A cycle of which the caller sees what stays with the network.</summary>
    /// <exception cref="Platform.Errors.ProblemException">404: there is none.</exception>
    public async Task<KnownCycle> InsideAsync(string network, int number, CancellationToken cancellationToken) =>
        await KnownAsync(network, number, cancellationToken) is var known && NetworkSight.IsInside(caller, known.NetworkId) ? known : throw NetworkSight.NoCycle(network, number);

    /// <summary>Cycles of a network that the caller sees, newest first.</summary>
    /// <param name="network">Code of the network.</param>
    /// <param name="number">Only this one; null: any.</param>
    /// <param name="before">Only those before this number; null: any.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<List<NetworkCycle>> ListAsync(string network, int? number, int? before, int limit, CancellationToken cancellationToken)
    {
        var cycles = await db.QueryAsync<CycleRow>(CyclesSql, new { network, number, before, limit }, caller.Reach, cancellationToken);
        var members = await db.QueryAsync<MemberRow>(MembersSql, new { cycles = cycles.Select(cycle => cycle.Id).ToArray() }, caller.Reach, cancellationToken);
        return Joined(cycles, members);
    }

    /// <summary>One cycle, as a transaction sees it.</summary>
    public async Task<NetworkCycle> OneAsync(DbTransaction transaction, string network, int number, CancellationToken cancellationToken)
    {
        var cycles = await transaction.QueryAsync<CycleRow>(CyclesSql, new { network, number = (int?)number, before = (int?)null, limit = 1 }, cancellationToken);
        var members = await transaction.QueryAsync<MemberRow>(MembersSql, new { cycles = cycles.Select(cycle => cycle.Id).ToArray() }, cancellationToken);
        return Joined(cycles, members)[0];
    }

    /// <summary>One membership, as a transaction sees it; null: there is none.</summary>
    public static async Task<CycleMember?> MemberAsync(DbTransaction transaction, long cycleId, string organisation, CancellationToken cancellationToken) =>
        (await transaction.QueryAsync<MemberRow>(MembersSql, new { cycles = new[] { cycleId } }, cancellationToken)).FirstOrDefault(member => member.Organisation == organisation)?.ToContract(isInside: true);

    private List<NetworkCycle> Joined(List<CycleRow> cycles, List<MemberRow> members)
    {
        var (byCycle, today) = (members.ToLookup(member => member.CycleId), Riga.Today(time));
        return cycles.ConvertAll(cycle => cycle.ToContract(byCycle[cycle.Id], NetworkSight.IsInside(caller, cycle.NetworkId), today));
    }

    [method: ExplicitConstructor]
    private sealed record CycleRow(
        long Id, int NetworkId, string Network, int Number, string State, string? SuspendedFrom, int ModelVersion, string NameLv, string NameEn, DateOnly? StartsOn, DateOnly? EndsOn,
        string Coordinators, string Participants, string? FinalReport, DateOnly? FinalReportAcceptedOn, bool IsActive, int MeetingCadenceDays, DateTime? LastMetAt, DateTime CreatedAt, int Version)
    {
        public NetworkCycle ToContract(IEnumerable<MemberRow> members, bool isInside, DateOnly today)
        {
            var participants = NetworkText.List<CycleParticipant>(Participants);
            var due = IsActive ? DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(LastMetAt ?? CreatedAt, Riga.Zone)).AddDays(MeetingCadenceDays) : (DateOnly?)null;
            return new NetworkCycle(
                Network, Number, State, SuspendedFrom, ModelVersion, NameLv, NameEn, StartsOn, EndsOn, NetworkText.List<CycleCoordinator>(Coordinators), isInside ? participants : [],
                participants.Count(participant => participant.Kind == "politician"), [.. members.Select(member => member.ToContract(isInside))], FinalReport, FinalReportAcceptedOn, due, due < today,
                new DateTimeOffset(CreatedAt), Version);
        }
    }

    private sealed record MemberRow(
        long CycleId, string Organisation, string Role, string? Agreement, string? ContactName, string? ContactAddress, DateOnly JoinedOn, DateOnly? LeftOn, string? LeaveReason, string? Successor,
        string? Choice, string? ChoicePractice, string? ChoiceText, int Version)
    {
        /// <summary>Whom to call, and what a member thinks by itself, stays with the network.</summary>
        public CycleMember ToContract(bool isInside) => isInside
            ? new(Organisation, Role, Agreement, ContactName, ContactAddress, JoinedOn, LeftOn, LeaveReason, Successor, Choice, ChoicePractice, ChoiceText, Version)
            : new(Organisation, Role, null, null, null, JoinedOn, LeftOn, LeaveReason, Successor, null, null, null, Version);
    }
}
