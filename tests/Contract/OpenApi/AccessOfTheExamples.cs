#pragma warning disable RS0030 // Keys of known prefixes and roles that ended long ago cannot be made by the service, so they are put there.
using System.Globalization;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Benchlearning.Testing;
using Npgsql;

namespace Benchlearning.Tests.Contract.OpenApi;

/// <summary>The organisations, networks, persons, clients, keys and roles that the examples tell of.</summary>
internal static partial class AccessOfTheExamples
{
    /// <summary>How examples show the key that one of them makes.</summary>
    private const string ShownPrefix = "k3v9m2x7q1";

    private const string Sql = """
        insert into person (issuer, subject, name, first_seen_at, last_seen_at)
        values ('https://login.example', 'a71f3c', 'Anna Bērziņa', '2026-01-12 08:00Z', '2026-02-27 08:00Z'),
               ('https://login.example', 'c05b9e', 'Jānis Kalniņš', '2026-02-02 08:00Z', '2026-02-26 08:00Z');

        insert into api_key (api_client_id, prefix, secret_hash, scopes, networks, created_at, created_by, expires_at, last_used_at, revoked_at, revoked_by, revoke_reason)
        values (1, 'warehouse1', sha256('1'), '{read}', '{}', now() - interval '9 days', 'operator', now() + interval '300 days', now() - interval '8 days', now() - interval '8 days', 'operator', 'Was in a mail'),
               (1, 'warehouse2', sha256('2'), '{read}', '{192.0.2.0/24}', now() - interval '8 days', 'operator', now() + interval '300 days', now(), null, null, null);

        insert into role_grant (api_client_id, role, organisation_id, valid_from, valid_to, granted_by, reason, revoked_at, revoked_by, revoke_reason)
        select 1, 'analyst', null::integer, now() - interval '9 days', null, 'operator', 'Reads for the association', now() - interval '1 day', 'operator', 'Left the association'
        union all
        select 1, 'politician', o.organisation_id, now() - interval '9 days', now() - interval '1 day', 'operator', 'A try-out of a week', null, null, null
        from organisation o
        where o.code = 'cesu-novads-2021'
        """;

    public static async Task RecordAsync(ApiServer api, HttpClient client)
    {
        await RepeatAsync(client, "putOrganisation", "200", withoutTag: true);
        await RepeatAsync(client, "putNetwork", "200", withoutTag: true);
        await RepeatAsync(client, "putTerritoryGroup", "200", withoutTag: true);
        await RepeatAsync(client, "createApiClient", "201");
        await MakeAsync(client, "/v1/api-clients", "nightly", new { name = "Nightly push of regional indicators", organisation = "srda" });
        await MakeAsync(client, "/v1/api-clients", "old-portal", new { name = "Old portal", organisation = "lalrg", enabled = false });
        await MakeAsync(client, "/v1/api-clients/2/keys", "nightly-2026", new { scopes = new[] { "push" }, networks = new[] { "192.0.2.0/24" } });
        await RepeatAsync(client, "grantRole", "201");
        await using var connection = new NpgsqlConnection(api.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(Sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Masks the key that an example makes, and versions, which grow with every run of an example that changes something.</summary>
    public static string Mask(string operation, string text)
    {
        text = Key().Replace(text, $"blk_{ShownPrefix}_q5J2mXv0H8sKd1rT4uYwAbCdEfGhIjKlMnOpQrStUvW");
        if (operation == "createApiKey")
            text = Prefix().Replace(text, $"\"prefix\":\"{ShownPrefix}\"");
        if (operation == "listTerritoryGroups")
            text = VersionOfList().Replace(text, match => match.Groups["before"].Value + "2");
        return operation is "putOrganisation" or "putNetwork" or "putTerritoryGroup" or "replaceApiClient" or "listOrganisations" or "listNetworks" or "getNetwork" or "listApiClients"
            ? Version().Replace(text, match => match.Groups["before"].Value + "2") : text;
    }

    /// <summary>The request of an example; that of a change also for what is not there yet.</summary>
    private static async Task RepeatAsync(HttpClient client, string operation, string status, bool withoutTag = false)
    {
        using var answer = await ExampleFile.All.Single(example => example.Operation == operation && example.Status == status).SendAsync(client, withoutTag ? "If-Match" : null);
        Assert.That(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task MakeAsync(HttpClient client, string path, string idempotencyKey, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Headers = { { "Idempotency-Key", idempotencyKey } }, Content = JsonContent.Create(body) };
        using var answer = await client.SendAsync(request);
        Assert.That(((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture), Is.EqualTo("201"), await answer.Content.ReadAsStringAsync());
    }

    [GeneratedRegex("blk_[a-z0-9]{10}_[A-Za-z0-9_-]{43}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Key();

    [GeneratedRegex("\"prefix\":\"[a-z0-9]{10}\"", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Prefix();

    [GeneratedRegex("(?<before>\"kind\":\"list\",\"version\":)\\d+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VersionOfList();

    [GeneratedRegex("(?<before>\"version\":|has version )\\d+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Version();
}
