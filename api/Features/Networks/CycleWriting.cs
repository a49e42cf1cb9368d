using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Messaging;

namespace Benchlearning.Api.Features.Networks;

/// <summary>A cycle whose row is held until the end of the transaction, so that what is written to it and its moves come one after another.</summary>
internal sealed record HeldCycle(
    long Id, int NetworkId, string Network, string Visibility, int Number, string State, string? SuspendedFrom, int ModelVersion, int Version, bool IsFinal);

/// <summary>A member of a cycle, as somebody wants to answer for it.</summary>
/// <param name="Id">Number of the organisation.</param>
/// <param name="Organisation">Its code.</param>
/// <param name="Role">Its role in the cycle.</param>
/// <param name="LeftOn">When it left; null: member still.</param>
/// <param name="Version">Version of its membership.</param>
/// <param name="Reached">Its code, where the caller is of it or of a municipality that took it over; null: of another.</param>
internal sealed record HeldMember(int Id, string Organisation, string Role, DateOnly? LeftOn, int Version, string? Reached);

/// <summary>Who may write to a cycle, and when. What is refused is refused before anything is written.</summary>
[CommandPart]
internal sealed class CycleWriting(Caller caller)
{
    /// <summary>The row is held before its state is looked up: what was moved while this waited is seen as it is now.</summary>
    private const string CycleSql = """
        with held as materialized (
            select c.cycle_id, c.network_id, n.code as network, n.visibility, c.number, c.state, c.suspended_from, c.model_version, c.version
            from network_cycle c
            join network n on n.network_id = c.network_id
            where n.code = @network
              and c.number = @number
            for update of c
        )
        select h.cycle_id as id, h.network_id, h.network, h.visibility, h.number, h.state, h.suspended_from, h.model_version, h.version, s.is_final
        from held h
        join cycle_state s on s.model_version = h.model_version and s.state = h.state
        """;

    private const string MemberSql = """
        select o.organisation_id as id, o.code as organisation, m.role, m.left_on, m.version,
               case when o.code = any (@own) or exists (
                        select from organisation mine
                        join reached_territory r on r.territory_id = mine.territory_id
                        where mine.code = any (@own) and r.reached_id = o.territory_id)
                    then o.code end as reached
        from cycle_member m
        join organisation o on o.organisation_id = m.organisation_id
        where m.cycle_id = @cycleId
          and o.code = @organisation
        """;

    /// <summary>Holds a cycle for its coordinator.</summary>
    /// <exception cref="ProblemException">404, 403, or 409 where nothing is written any more.</exception>
    public async Task<HeldCycle> OfCoordinatorAsync(DbTransaction transaction, string network, int number, CancellationToken cancellationToken)
    {
        var cycle = await HoldAsync(transaction, network, number, cancellationToken);
        if (!NetworkSight.Coordinates(caller, network))
            throw NotCoordinator(network);
        return Writable(cycle);
    }

    /// <summary>Holds a cycle for somebody of a member that takes part in it.</summary>
    /// <exception cref="ProblemException">404, 403, or 409 where nothing is written any more.</exception>
    public async Task<(HeldCycle Cycle, HeldMember Member)> OfMemberAsync(DbTransaction transaction, string network, int number, string organisation, CancellationToken cancellationToken)
    {
        var cycle = await HoldAsync(transaction, network, number, cancellationToken);
        var member = (await transaction.QueryAsync<HeldMember>(MemberSql, new { cycleId = cycle.Id, organisation, own = NetworkSight.Organisations(caller) }, cancellationToken)).FirstOrDefault()
            ?? throw NetworkSight.Nothing("member", organisation);
        if (member.Reached is null && !NetworkSight.IsAdministrator(caller))
            throw new ProblemException(ProblemTypes.Forbidden, $"Only the people of '{organisation}' answer for it.");
        if (member.LeftOn is not null)
            throw new ProblemException(ProblemTypes.Conflict, $"'{organisation}' has left the cycle.");
        return (Writable(cycle), member);
    }

    /// <summary>Holds a cycle for whoever sees what stays with the network.</summary>
    /// <exception cref="ProblemException">404, or 409 where nothing is written any more.</exception>
    public async Task<HeldCycle> OfInsiderAsync(DbTransaction transaction, string network, int number, CancellationToken cancellationToken)
    {
        var cycle = await HoldAsync(transaction, network, number, cancellationToken);
        return NetworkSight.IsInside(caller, cycle.NetworkId) ? Writable(cycle) : throw NetworkSight.NoCycle(network, number);
    }

    public static ProblemException NotCoordinator(string network) => new(ProblemTypes.Forbidden, $"Only the coordinator of '{network}' does this.");

    private static HeldCycle Writable(HeldCycle cycle) => !cycle.IsFinal ? cycle
        : throw new ProblemException(ProblemTypes.Conflict, $"The cycle is {cycle.State}: nothing is written to it any more.");

    private async Task<HeldCycle> HoldAsync(DbTransaction transaction, string network, int number, CancellationToken cancellationToken)
    {
        var cycle = (await transaction.QueryAsync<HeldCycle>(CycleSql, new { network, number }, cancellationToken)).FirstOrDefault();
        return cycle is not null && (cycle.Visibility == "public" || NetworkSight.IsInside(caller, cycle.NetworkId)) ? cycle : throw NetworkSight.NoCycle(network, number);
    }
}
