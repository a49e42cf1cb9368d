using System.Net;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Dapper;

namespace Benchlearning.Api.Features.Access;

/// <summary>Reads a key and who comes in with it.</summary>
internal sealed class ApiKeyReading(Db db, CallerReading callers, AccessWatch watch, IHostEnvironment environment, TimeProvider time)
{
    private const string Sql = """
        select k.api_key_id, k.api_client_id, k.secret_hash, k.scopes, k.networks::text[] as networks, c.name, c.is_demo, c.disabled_at is not null as is_disabled,
               k.revoked_at is not null as is_revoked, k.expires_at <= now() as is_expired,
               extract(epoch from least(
                   case when k.expires_at > now() then k.expires_at end,
                   (select min(g.valid_from) from role_grant g where g.api_client_id = k.api_client_id and g.revoked_at is null and g.valid_from > now()),
                   (select min(g.valid_to) from role_grant g where g.api_client_id = k.api_client_id and g.revoked_at is null and g.valid_to > now()),
                   (date_trunc('day', now() at time zone 'Europe/Riga') + interval '1 day') at time zone 'Europe/Riga'
               ) - now())::double precision as seconds
        from api_key k
        join api_client c on c.api_client_id = k.api_client_id
        where k.prefix = @prefix
        """;

    /// <summary>The hash of no secret.</summary>
    private static readonly byte[] NoHash = new byte[32];

    /// <summary>The key of a prefix, as the primary has it now; one without a number where there is none.</summary>
    public async Task<KeptKey> ReadAsync(string prefix, CancellationToken cancellationToken)
    {
        var (generation, readAt) = (watch.Generation, time.GetTimestamp());
        if (await db.QueryPrimaryAsync<Row>(Sql, new { prefix }, cancellationToken) is not [var row])
            return new KeptKey(0, NoHash, null, [], null, generation, readAt, TimeSpan.MaxValue);
        var refusal = RefusalOf(row);
        var caller = refusal is null ? await CallerOfAsync(prefix, row, cancellationToken) : null;
        return new KeptKey(row.ApiKeyId, row.SecretHash, refusal, [.. row.Networks.Select(IPNetwork.Parse)], caller, generation, readAt, TimeSpan.FromSeconds(row.Seconds));
    }

    private string? RefusalOf(Row row) =>
        row.IsRevoked ? "The key was revoked."
        : row.IsExpired ? "The key has expired."
        : row.IsDisabled ? "The client that the key belongs to is disabled."
        : row.IsDemo && !environment.IsEnvironment("Local") ? "The key is one of a local try-out, and is accepted there only."
        : null;

    private Task<Caller> CallerOfAsync(string prefix, Row row, CancellationToken cancellationToken)
    {
        var actor = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"client:{row.ApiClientId}");
        var known = Caller.Anonymous with { Kind = CallerKind.Client, Actor = actor, Name = row.Name, LimitKey = actor, KeyPrefix = prefix };
        return callers.ReadAsync(known, null, row.ApiClientId, [], row.Scopes, cancellationToken);
    }

    [method: ExplicitConstructor]
    private sealed record Row(
        long ApiKeyId, int ApiClientId, byte[] SecretHash, string[] Scopes, string[] Networks, string Name, bool IsDemo, bool IsDisabled, bool IsRevoked, bool IsExpired, double Seconds);
}
