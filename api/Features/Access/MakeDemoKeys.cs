using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using MediatR;

namespace Benchlearning.Api.Features.Access;

/// <summary>
/// Makes one key for each role, so that Swagger UI's Authorize works at once. Only a local start does; the keys live for a day, no other environment accepts
/// them, and production does not start beside them.
/// </summary>
internal static class MakeDemoKeys
{
    internal sealed record Command : IRequest<IReadOnlyList<DemoKey>>;

    internal sealed class Handler(Db db, IHostEnvironment environment) : IRequestHandler<Command, IReadOnlyList<DemoKey>>
    {
        /// <summary>One start at a time; what earlier ones made and has expired goes first.</summary>
        private const string CleanSql = """
            select pg_advisory_xact_lock(hashtext('benchlearning.demo'));

            delete from api_key k using api_client c where c.api_client_id = k.api_client_id and c.is_demo and k.expires_at <= now();

            delete from role_grant g using api_client c where c.api_client_id = g.api_client_id and c.is_demo;
            """;

        /// <summary>A network to try out what members see: municipalities whose figures the sample holds.</summary>
        private const string NetworkSql = """
            insert into network (code, name_lv, name_en) values ('demo', 'Izmēģinājuma tīkls', 'Try-out network') on conflict (code) do nothing;

            insert into network_membership (network_id, organisation_id, joined_on)
            select n.network_id, o.organisation_id, date '2013-01-01'
            from network n
            join organisation o on o.territory_id in (select v.territory_id from territory_version v where v.code in ('LV0420200', 'LV0250000', 'LV0941600'))
            where n.code = 'demo' and not exists (select from network_membership m where m.network_id = n.network_id)
            """;

        private const string ClientsSql = """
            insert into api_client (name, organisation_id, is_demo, created_by)
            select 'Demo: ' || r.role, o.organisation_id, true, 'start'
            from unnest(@roles) as r (role)
            join organisation o on o.code = 'lalrg'
            where not exists (select from api_client c where c.is_demo and c.name = 'Demo: ' || r.role)
            """;

        private const string GrantsSql = """
            insert into role_grant (api_client_id, role, organisation_id, network_id, source_id, valid_from, valid_to, granted_by, reason)
            select c.api_client_id, r.role, o.organisation_id, n.network_id, s.source_id, now(), now() + make_interval(hours => @hours), 'start', 'Try-out of a local start'
            from unnest(@roles) as r (role)
            join api_client c on c.is_demo and c.name = 'Demo: ' || r.role
            left join organisation o on r.role in ('dataSubmitter', 'municipalCoordinator', 'politician')
                and o.territory_id = (select v.territory_id from territory_version v where v.code = 'LV0420200')
            left join network n on r.role in ('networkCoordinator', 'externalExpert') and n.code = 'demo'
            left join source s on r.role = 'sourceSystem' and s.code = 'raim'
            where r.role <> 'sourceSystem' or s.source_id is not null
            """;

        private const string KeysSql = """
            insert into api_key (api_client_id, prefix, secret_hash, scopes, created_by, expires_at)
            select c.api_client_id, k.prefix, k.hash, string_to_array(k.scopes, ','), 'start', now() + make_interval(hours => @hours)
            from unnest(@roles, @prefixes, @hashes, @scopes) as k (role, prefix, hash, scopes)
            join api_client c on c.is_demo and c.name = 'Demo: ' || k.role
            where exists (select from held_role h where h.api_client_id = c.api_client_id)
            returning prefix
            """;

        public async Task<IReadOnlyList<DemoKey>> Handle(Command command, CancellationToken cancellationToken)
        {
            if (!environment.IsEnvironment("Local"))
                throw new InvalidOperationException("Demo keys are made by a local start only.");
            var keys = Array.ConvertAll(Role.All, role => (Role: role, Key: ApiKeyText.New()));
            await using var transaction = await db.BeginAsync(cancellationToken);
            await transaction.ExecuteAsync(CleanSql, null, cancellationToken);
            await transaction.ExecuteAsync(NetworkSql, null, cancellationToken);
            await transaction.ExecuteAsync(ClientsSql, new { roles = Role.All }, cancellationToken);
            await transaction.ExecuteAsync(GrantsSql, new { roles = Role.All, hours = DemoKeys.Hours }, cancellationToken);
            var made = await transaction.QueryAsync<string>(KeysSql, new
            {
                roles = Role.All, prefixes = Array.ConvertAll(keys, key => key.Key.Prefix), hashes = Array.ConvertAll(keys, key => key.Key.Hash), scopes = Array.ConvertAll(Role.All, ScopesOf), hours = DemoKeys.Hours,
            }, cancellationToken);
            await transaction.CommitAsync(AuditNote.Of(AuditOrigin.OfService("start"), "demoKeys.make", "demo-keys", "Try-out of a local start", after: new { keys = made }), cancellationToken);
            return [.. keys.Where(key => made.Contains(key.Key.Prefix)).Select(key => new DemoKey(key.Role, key.Key.Text, HeldFor(key.Role)))];
        }

        private static string ScopesOf(string role) => role switch
        {
            Role.SourceSystem => Scope.Push,
            Role.Auditor => Scope.Audit,
            Role.Administrator => string.Join(',', Scope.All),
            _ => $"{Scope.Read},{Scope.Submit}",
        };

        private static string? HeldFor(string role) => role switch
        {
            Role.DataSubmitter or Role.MunicipalCoordinator or Role.Politician => "Cēsis municipality (LV0420200)",
            Role.NetworkCoordinator or Role.ExternalExpert => "network demo",
            Role.SourceSystem => "source raim",
            _ => null,
        };
    }
}
