#pragma warning disable RS0030, CA2100 // Makes callers where the product would ask an administrator; the SQL is the tests' own.
using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Benchlearning.Tests.Integration.Features.Access;

/// <summary>A role as it is granted, and what it is held for.</summary>
internal sealed record Granted(string Role, string? Organisation = null, string? Network = null, string? Source = null);

/// <summary>Systems that come in with a key of their own: made in the database, so that they are there before anybody may make them.</summary>
internal static class Callers
{
    public const string CesisNow = "cesu-novads-2021";
    public const string CesisBefore = "cesu-novads-2009";
    public const string SmilteneNow = "smiltenes-novads-2021";

    private static readonly string[] EveryScope = ["read", "submit", "push", "audit", "administer"];

    /// <summary>The key of the configuration.</summary>
    public static string OperatorKey(this ApiServer api) => api.Services.GetRequiredService<OperatorKey>().Value;

    /// <summary>A client that sends a key, or none when it is null.</summary>
    public static HttpClient With(this ApiServer api, string? key)
    {
        var client = api.NewClient();
        client.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>Makes a system with some roles and a key of all scopes; answers the key.</summary>
    public static Task<string> KeyAsync(this ApiServer api, params Granted[] roles) => api.KeyAsync(EveryScope, "{}", roles);

    /// <summary>Makes a system with some roles and a key.</summary>
    /// <param name="api">The server in whose database it is made.</param>
    /// <param name="scopes">What the key may be used for.</param>
    /// <param name="networks">Where it may come from, as a PostgreSQL array of cidr.</param>
    /// <param name="roles">What the system holds.</param>
    public static async Task<string> KeyAsync(this ApiServer api, string[] scopes, string networks, params Granted[] roles)
    {
        var prefix = RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz0123456789", 10);
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(secret)));
        var client = (await api.SqlAsync($"insert into api_client (name, organisation_id, created_by) select 'test {prefix}', organisation_id, 'test' from organisation where code = 'lalrg' returning api_client_id"))[0][0];
        foreach (var role in roles)
            await api.SqlAsync($"""
                insert into role_grant (api_client_id, role, organisation_id, network_id, source_id, valid_from, valid_to, granted_by, reason)
                values ({client}, '{role.Role}', (select organisation_id from organisation where code = {Text(role.Organisation)}), (select network_id from network where code = {Text(role.Network)}),
                        (select source_id from source where code = {Text(role.Source)}), now() - interval '1 day', now() + interval '30 days', 'test', 'test')
                """);
        await api.SqlAsync($"""
            insert into api_key (api_client_id, prefix, secret_hash, scopes, networks, created_by, expires_at)
            values ({client}, '{prefix}', '\x{hash}', array[{string.Join(',', scopes.Select(scope => $"'{scope}'"))}], '{networks}', 'test', now() + interval '30 days')
            """);
        return $"blk_{prefix}_{secret}";
    }

    /// <summary>Makes a network with a member, where it is not there yet.</summary>
    public static async Task NetworkAsync(this ApiServer api, string code, params string[] members)
    {
        await api.SqlAsync($"insert into network (code, name_lv, name_en) values ('{code}', '{code}', '{code}') on conflict do nothing");
        foreach (var member in members)
            await api.SqlAsync($"insert into network_membership (network_id, organisation_id, joined_on) select n.network_id, o.organisation_id, '2020-01-01' from network n, organisation o where n.code = '{code}' and o.code = '{member}' on conflict do nothing");
    }

    /// <summary>The system that a key is of, as it is written beside what it does.</summary>
    public static async Task<string> ActorAsync(this ApiServer api, string key) =>
        "client:" + (await api.SqlAsync($"select api_client_id from api_key where prefix = '{key.Substring(4, 10)}'"))[0][0];

    private static string Text(string? value) => value is null ? "null" : $"'{value}'";
}
