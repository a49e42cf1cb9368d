#pragma warning disable RS0030, CA2100 // Tampers with what the product protects, so it cannot use the product; the SQL is the tests' own.
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Benchlearning.Api.Features.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Audit;
using Benchlearning.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Benchlearning.Tests.Integration.Features.Audit;

/// <summary>What tests of the audit log do: ask for it, write something, and tamper with it.</summary>
internal sealed class Auditor(ApiServer api) : IDisposable
{
    public HttpClient Operator { get; } = Authorised(api.NewClient(), api.Services.GetRequiredService<OperatorKey>().Value);

    public static HttpClient Authorised(HttpClient client, string key)
    {
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        client.DefaultRequestHeaders.UserAgent.ParseAdd("auditing-tests/1.0");
        return client;
    }

    /// <summary>Chains what waits; when somebody else is at it, waits for them.</summary>
    public async Task ChainAsync() => await Asking.WithinAsync(TimeSpan.FromSeconds(20), async () =>
    {
        await api.Services.GetRequiredService<AuditChainWriter>().ChainAsync(CancellationToken.None);
        return (await api.SqlAsync("select count(*) from audit_pending"))[0][0] == "0";
    }, "everything is chained");

    /// <summary>Waits until the reader of readings has written them all, and chains them.</summary>
    public async Task SettleAsync()
    {
        var readings = api.Services.GetRequiredService<Benchlearning.Api.Platform.Audit.ReadingAudit>();
        await Asking.WithinAsync(TimeSpan.FromSeconds(20), () => Task.FromResult(readings.Waiting == 0), "every reading is written");
        await ChainAsync();
    }

    /// <summary>The entries that a query finds, the oldest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> EntriesAsync(string query)
    {
        await SettleAsync();
        return (await Operator.GetFromJsonAsync<Page<AuditEntry>>($"/v1/audit-entries?order=oldestFirst&{query}"))!.Items;
    }

    /// <summary>Waits for an entry: a reading is recorded when it is answered, which who asked may know before.</summary>
    public Task ToldAsync(string query, Func<AuditEntry, bool> isIt, string what) => Asking.WithinAsync(TimeSpan.FromSeconds(10), async () => (await EntriesAsync(query)).Any(isIt), what);

    public async Task<AuditVerification> VerifyAsync(object? range = null)
    {
        await SettleAsync();
        using var answer = await Operator.PostAsJsonAsync("/v1/audit-chain/verifications", range ?? new { });
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<AuditVerification>())!;
    }

    public async Task<KeptAnchor> HeadAsync()
    {
        await SettleAsync();
        var head = (await api.SqlAsync("select length, encode(hash, 'hex') from audit_head"))[0];
        return new KeptAnchor(long.Parse(head[0]!, CultureInfo.InvariantCulture), head[1]!);
    }

    /// <summary>A write by HTTP: a webhook that is paused.</summary>
    public async Task<long> MakeWebhookAsync(string description = "For a test")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/webhooks")
        {
            Headers = { { "Idempotency-Key", Guid.NewGuid().ToString() } },
            Content = JsonContent.Create(new { url = "https://receiver.example/hooks?token=hidden-in-the-query", kinds = new[] { "group" }, description, enabled = false }),
        };
        using var made = await Operator.SendAsync(request);
        Assert.That(made.StatusCode, Is.EqualTo(HttpStatusCode.Created), await made.Content.ReadAsStringAsync());
        return long.Parse(made.Headers.Location!.OriginalString.Split('/')[^1], CultureInfo.InvariantCulture);
    }

    /// <summary>Puts notes where commits put them, without commands: many at once.</summary>
    public Task NoteAsync(int count, string action = "test.write", string kind = "person", string actor = "person:7") => ExecuteAsync($$"""
        insert into audit_pending (actor_kind, actor, key_prefix, address, user_agent, action, subject, reason, before, after, trace_id)
        select '{{kind}}', '{{actor}}', null, '192.0.2.7', 'a program', '{{action}}', 'test/' || n, 'Tāpēc, ka ' || n, '{"value": 1.50}', ('{"nosaukums":"Āžš","n":' || n || '}')::json, null
        from generate_series(1, {{count.ToString(CultureInfo.InvariantCulture)}}) n
        """);

    /// <summary>Changes the log as who owns the tables can: the triggers are taken away first.</summary>
    public async Task TamperAsync(string sql)
    {
        await SettleAsync();
        await ExecuteAsync($"""
            alter table audit_entry disable trigger user;
            alter table audit_head disable trigger user;
            {sql};
            alter table audit_entry enable trigger user;
            alter table audit_head enable trigger user;
            """);
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(api.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        await command.ExecuteNonQueryAsync();
    }

    public void Dispose() => Operator.Dispose();
}

/// <summary>Length and hash as they were kept elsewhere.</summary>
internal sealed record KeptAnchor(long Length, string Hash);
