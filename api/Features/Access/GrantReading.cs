using System.Globalization;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Contracts.V1.Access;

namespace Benchlearning.Api.Features.Access;

/// <summary>Which roles are meant.</summary>
/// <param name="Holder">Only of this holder; null: any.</param>
/// <param name="Role">Only this role; null: any.</param>
/// <param name="Organisation">Only for this organisation; null: any.</param>
/// <param name="Network">Only for this network; null: any.</param>
/// <param name="WithEnded">Also those that ended or were revoked.</param>
internal sealed record GrantFilter(Holder? Holder, string? Role, string? Organisation, string? Network, bool WithEnded);

/// <summary>Reads roles that are, were or will be held, as the primary has them.</summary>
internal sealed class GrantReading(Db db)
{
    private const string Sql = """
        select g.role_grant_id as id, g.person_id, g.api_client_id as client_id, coalesce(c.name, p.name) as holder_name, g.role, o.code as organisation, n.code as network, s.code as source,
               case when g.revoked_at is not null then 'revoked' when g.valid_to <= now() then 'ended' when g.valid_from > now() then 'coming' else 'inForce' end as state,
               g.valid_from, g.valid_to, g.granted_at, g.granted_by, g.reason, g.revoked_at, g.revoked_by, g.revoke_reason
        from role_grant g
        left join api_client c on c.api_client_id = g.api_client_id
        left join person p on p.person_id = g.person_id
        left join organisation o on o.organisation_id = g.organisation_id
        left join network n on n.network_id = g.network_id
        left join source s on s.source_id = g.source_id
        where (@id::bigint is null or g.role_grant_id = @id)
          and (@personId::bigint is null or g.person_id = @personId)
          and (@clientId::integer is null or g.api_client_id = @clientId)
          and (@role::text is null or g.role = @role)
          and (@organisation::text is null or o.code = @organisation)
          and (@network::text is null or n.code = @network)
          and (@withEnded or (g.revoked_at is null and (g.valid_to is null or g.valid_to > now())))
          and (@before::bigint is null or g.role_grant_id < @before)
        order by g.role_grant_id desc
        limit @limit
        """;

    /// <summary>Grants, the newest first.</summary>
    /// <param name="filter">Which are meant.</param>
    /// <param name="before">Only those before this number; null: from the newest.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public Task<List<RoleGrant>> ListAsync(GrantFilter filter, long? before, int limit, CancellationToken cancellationToken) => ReadAsync(null, filter, before, limit, cancellationToken);

    /// <summary>One grant; a 404 problem when there is none of this number.</summary>
    public async Task<RoleGrant> OneAsync(long id, CancellationToken cancellationToken) =>
        (await ReadAsync(id, new GrantFilter(null, null, null, null, WithEnded: true), null, 1, cancellationToken)).FirstOrDefault()
        ?? throw new ProblemException(ProblemTypes.NotFound, string.Create(CultureInfo.InvariantCulture, $"There is no role grant {id}; GET /v1/role-grants lists them."));

    private async Task<List<RoleGrant>> ReadAsync(long? id, GrantFilter filter, long? before, int limit, CancellationToken cancellationToken) =>
        (await db.QueryPrimaryAsync<Row>(Sql, new
        {
            id, personId = filter.Holder?.PersonId, clientId = filter.Holder?.ClientId, role = filter.Role, organisation = filter.Organisation, network = filter.Network, withEnded = filter.WithEnded, before, limit,
        }, cancellationToken)).ConvertAll(row => row.ToContract());

    private sealed record Row(
        long Id, long? PersonId, int? ClientId, string? HolderName, string Role, string? Organisation, string? Network, string? Source, string State, DateTime ValidFrom, DateTime? ValidTo, DateTime GrantedAt,
        string GrantedBy, string Reason, DateTime? RevokedAt, string? RevokedBy, string? RevokeReason)
    {
        public RoleGrant ToContract() => new(
            Id, string.Create(CultureInfo.InvariantCulture, $"{(PersonId is null ? "client" : "person")}:{PersonId ?? ClientId}"), HolderName, Role, Organisation, Network, Source, State, new DateTimeOffset(ValidFrom),
            ValidTo is { } end ? new DateTimeOffset(end) : null, new DateTimeOffset(GrantedAt), GrantedBy, Reason, RevokedAt is { } at ? new DateTimeOffset(at) : null, RevokedBy, RevokeReason);
    }
}
