using System.Collections.Frozen;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Dapper;

namespace Benchlearning.Api.Features.Access;

/// <summary>
/// What follows from the roles of a person or a client: the roles granted here, and those that their token claims. A municipality's people reach what its
/// predecessors' reached, in territories and in networks.
/// </summary>
internal sealed class CallerReading(Db db)
{
    private const string Sql = """
        with held as (
            select h.role, h.organisation_id, h.organisation, h.territory_id, h.network_id, h.network, h.source_id, h.source
            from held_role h
            where h.person_id = @personId::bigint or h.api_client_id = @clientId::integer
            union
            select c.role, o.organisation_id, o.code, o.territory_id, n.network_id, n.code, s.source_id, s.code
            from unnest(@roles, @organisations, @networks, @sources) as c (role, organisation, network, source)
            left join organisation o on o.code = c.organisation
            left join network n on n.code = c.network
            left join source s on s.code = c.source
            where (o.organisation_id is not null) = (c.role in ('dataSubmitter', 'municipalCoordinator', 'politician'))
              and (n.network_id is not null) = (c.role in ('networkCoordinator', 'externalExpert'))
              and (s.source_id is not null) = (c.role = 'sourceSystem')
        )
        select h.role, h.organisation, h.network, h.source, h.source_id,
               h.organisation_id is not null and h.territory_id is null as is_for_all,
               array(select r.reached_id from reached_territory r where r.territory_id = h.territory_id) as territories,
               array_remove(array(select distinct m.network_id
                     from network_membership m
                     join organisation o on o.organisation_id = m.organisation_id
                     where h.role in ('dataSubmitter', 'municipalCoordinator')
                       and (o.organisation_id = h.organisation_id
                            or o.territory_id in (select r.reached_id from reached_territory r where r.territory_id = h.territory_id))
                       and m.joined_on <= (now() at time zone 'Europe/Riga')::date
                       and (m.left_on is null or m.left_on > (now() at time zone 'Europe/Riga')::date))
                   || h.network_id, null) as networks
        from held h
        order by array_position(@order, h.role), h.organisation, h.network, h.source
        """;

    /// <summary>The caller.</summary>
    /// <param name="known">How they came in and who they are: kind, actor, name and limit key are taken from it.</param>
    /// <param name="personId">The person; null: none.</param>
    /// <param name="clientId">The client; null: none.</param>
    /// <param name="claimed">Roles that their token claims; one for an unknown organisation, network or source counts for nothing.</param>
    /// <param name="scopes">What the key or token may be used for; null: everything.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<Caller> ReadAsync(
        Caller known, long? personId, int? clientId, IReadOnlyList<HeldRole> claimed, IReadOnlyCollection<string>? scopes, CancellationToken cancellationToken)
    {
        var rows = await db.QueryPrimaryAsync<Row>(Sql, new
        {
            personId, clientId, order = Role.All,
            roles = claimed.Select(role => role.Role).ToArray(), organisations = claimed.Select(role => role.Organisation).ToArray(),
            networks = claimed.Select(role => role.Network).ToArray(), sources = claimed.Select(role => role.Source).ToArray(),
        }, cancellationToken);
        var permissions = rows.SelectMany(row => Role.PermissionsOf(row.Role)).Distinct();
        var isAdministrator = rows.Any(row => row.Role == Role.Administrator);
        var mayRead = scopes is null || scopes.Contains(Scope.Read);
        return known with
        {
            Roles = [.. rows.Select(row => new HeldRole(row.Role, row.Organisation, row.Network, row.Source))],
            Permissions = scopes is null ? permissions.ToFrozenSet() : Scope.Narrow(permissions, scopes),
            Reach = mayRead ? ReachOf(rows) : Reach.Public,
            Scopes = scopes,
            Claimed = claimed,
            SendsFor = isAdministrator || rows.Any(row => row is { Role: Role.DataSubmitter, IsForAll: true }) ? null
                : [.. rows.Where(row => row.Role == Role.DataSubmitter).SelectMany(row => row.Territories).Distinct()],
            PushesFor = isAdministrator ? null : [.. rows.Where(row => row.Role == Role.SourceSystem).Select(row => row.SourceId!.Value).Distinct()],
        };
    }

    private static Reach ReachOf(List<Row> rows)
    {
        var level = rows.Any(row => row.Role == Role.Administrator) ? "administrator"
            : rows.Any(row => row.Role == Role.Analyst) ? "analyst"
            : rows.Any(row => Role.IsAuthorised(row.Role)) ? "authorised" : "public";
        return new Reach(level,
            [.. rows.Where(row => row.Role is Role.DataSubmitter or Role.MunicipalCoordinator or Role.Politician).SelectMany(row => row.Territories).Distinct().Order()],
            [.. rows.SelectMany(row => row.Networks).Distinct().Order()]);
    }

    [method: ExplicitConstructor]
    private sealed record Row(string Role, string? Organisation, string? Network, string? Source, int? SourceId, bool IsForAll, int[] Territories, int[] Networks);
}
