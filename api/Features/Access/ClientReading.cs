using System.Globalization;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Contracts.V1.Access;
using Dapper;

namespace Benchlearning.Api.Features.Access;

/// <summary>Reads clients and their keys, as the primary has them.</summary>
internal sealed class ClientReading(Db db)
{
    private const string ClientsSql = """
        select c.api_client_id as id, c.name, o.code as organisation, c.issuer, c.subject, c.is_demo, c.version, c.created_at, c.created_by, c.changed_at, c.disabled_at
        from api_client c
        join organisation o on o.organisation_id = c.organisation_id
        where (@id::integer is null or c.api_client_id = @id)
          and (@organisation::text is null or o.code = @organisation)
          and c.api_client_id > @after
        order by c.api_client_id
        limit @limit
        """;

    private const string KeysSql = """
        select k.api_key_id as number, k.prefix, case when k.revoked_at is not null then 'revoked' when k.expires_at <= now() then 'expired' else 'active' end as state, k.scopes,
               k.networks::text[] as networks, (select r.prefix from api_key r where r.api_key_id = k.replaces_id) as replaces, k.created_at, k.created_by, k.expires_at, k.last_used_at, k.revoked_at, k.revoked_by, k.revoke_reason
        from api_key k
        where k.api_client_id = @clientId
          and (@prefix::text is null or k.prefix = @prefix)
          and (@before::bigint is null or k.api_key_id < @before)
        order by k.api_key_id desc
        limit @limit
        """;

    /// <summary>Clients in order of their numbers.</summary>
    /// <param name="organisation">Only of this organisation; null: any.</param>
    /// <param name="after">Only those after this number.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public Task<List<ApiClient>> ClientsAsync(string? organisation, int after, int limit, CancellationToken cancellationToken) => ReadAsync(null, organisation, after, limit, cancellationToken);

    /// <summary>One client; a 404 problem when there is none of this number.</summary>
    public async Task<ApiClient> ClientAsync(int id, CancellationToken cancellationToken) => (await ReadAsync(id, null, 0, 1, cancellationToken)).FirstOrDefault() ?? throw NoClient(id);

    /// <summary>Keys of a client, the newest first, each with its place in the list.</summary>
    public async Task<List<(long Number, ApiKey Key)>> KeysAsync(int clientId, long? before, int limit, CancellationToken cancellationToken) =>
        (await db.QueryPrimaryAsync<KeyRow>(KeysSql, new { clientId, prefix = (string?)null, before, limit }, cancellationToken)).ConvertAll(row => (row.Number, row.ToContract()));

    /// <summary>One key of a client; null when it has none of this prefix.</summary>
    public async Task<ApiKey?> KeyAsync(int clientId, string prefix, CancellationToken cancellationToken) =>
        (await db.QueryPrimaryAsync<KeyRow>(KeysSql, new { clientId, prefix, before = (long?)null, limit = 1 }, cancellationToken)).FirstOrDefault()?.ToContract();

    public static ProblemException NoClient(int id) => new(ProblemTypes.NotFound, string.Create(CultureInfo.InvariantCulture, $"There is no client {id}; GET /v1/api-clients lists them."));

    public static ProblemException NoKey(int id, string prefix) =>
        new(ProblemTypes.NotFound, string.Create(CultureInfo.InvariantCulture, $"Client {id} has no key '{Excerpt.Of(prefix)}'; GET /v1/api-clients/{id}/keys lists them."));

    public static ProblemException TokenTaken() => new(ProblemTypes.Conflict, "Another client has this issuer and subject; a token leads to one client only.");

    private async Task<List<ApiClient>> ReadAsync(int? id, string? organisation, int after, int limit, CancellationToken cancellationToken) =>
        (await db.QueryPrimaryAsync<ClientRow>(ClientsSql, new { id, organisation, after, limit }, cancellationToken)).ConvertAll(row => row.ToContract());

    private static DateTimeOffset? Instant(DateTime? at) => at is { } known ? new DateTimeOffset(known) : null;

    private sealed record ClientRow(
        int Id, string Name, string Organisation, string? Issuer, string? Subject, bool IsDemo, int Version, DateTime CreatedAt, string CreatedBy, DateTime ChangedAt, DateTime? DisabledAt)
    {
        public ApiClient ToContract() => new(Id, string.Create(CultureInfo.InvariantCulture, $"client:{Id}"), Name, Organisation, Issuer, Subject, IsDemo, Version, new DateTimeOffset(CreatedAt), CreatedBy,
            new DateTimeOffset(ChangedAt), Instant(DisabledAt));
    }

    [method: ExplicitConstructor]
    private sealed record KeyRow(
        long Number, string Prefix, string State, string[] Scopes, string[] Networks, string? Replaces, DateTime CreatedAt, string CreatedBy, DateTime ExpiresAt, DateTime? LastUsedAt, DateTime? RevokedAt,
        string? RevokedBy, string? RevokeReason)
    {
        public ApiKey ToContract() => new(Prefix, State, Scopes, Networks, Replaces, new DateTimeOffset(CreatedAt), CreatedBy, new DateTimeOffset(ExpiresAt), Instant(LastUsedAt), Instant(RevokedAt),
            RevokedBy, RevokeReason);
    }
}
