#pragma warning disable RS0030 // Says to PostgreSQL what Db never says.
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Benchlearning.Tests.Integration.Features.Access;

/// <summary>Behind the predicate stands row-level security: a query that forgot the predicate shows no more.</summary>
[TestFixture]
public sealed class SecondWallTests
{
    private const string WhoSql = "select current_user || ' ' || coalesce(current_setting('benchlearning.reach', true), '')";
    private const string CountSql = "select count(*)::integer from observation_revision o join indicator i on i.indicator_id = o.indicator_id and i.code = 'unemployment-rate'";
    private const string QuarantineSql = "select count(*)::integer from observation_revision where workflow not in ('published', 'withdrawn', 'verified')";
    private const string DeleteSql = "delete from observation_revision";
    private const string ForgetSql = "update classification set reason = ''";
    private const string HideSql = "update observation_revision set visibility = 'public' where visibility <> 'public'";
    private const string WallSql = "alter table observation_revision disable row level security";

    private LeveledServer server = null!;
    private Db db = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        server = await LeveledServer.StartAsync("Maximum Pool Size=6"); // two of them listen, and one chains the audit log
        db = server.Api.Services.GetRequiredService<Db>();
        await server.ClassifyAsync("unemployment-rate", null, null, "administrators");
    }

    [OneTimeTearDown]
    public async Task Stop() => await server.DisposeAsync();

    [Test]
    public async Task The_table_itself_shows_a_reader_what_they_may_see()
    {
        Assert.That((await db.QueryAsync<int>(CountSql, null, CancellationToken.None))[0], Is.Zero);
        Assert.That((await db.QueryAsync<int>(CountSql, null, new Reach("analyst", [1, 2], [3]), CancellationToken.None))[0], Is.Zero);
        Assert.That((await db.QueryAsync<int>(CountSql, null, Reach.Everything, CancellationToken.None))[0], Is.GreaterThan(500));
        Assert.That((await db.QueryAsync<int>(QuarantineSql, null, Reach.Everything, CancellationToken.None))[0], Is.Zero);
    }

    [TestCase("administrator")]
    [TestCase("{\"level\":\"administrator\"}")]
    [TestCase("{\"level\":\"administrator\",\"territories\":[],\"networks\":[]} ")]
    [TestCase("{\"level\":\"ADMINISTRATOR\",\"territories\":[],\"networks\":[]}")]
    [TestCase("{\"level\":\"public\",\"level\":\"administrator\",\"territories\":[],\"networks\":[]}")]
    [TestCase("{\"level\":\"root\",\"territories\":[],\"networks\":[]}")]
    [TestCase("")]
    public async Task What_is_no_reach_sees_what_everyone_sees(string text)
    {
        await using var connection = new NpgsqlConnection($"{server.Api.ConnectionString};Pooling=false;Options=-c role=benchlearning_api");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select set_config('benchlearning.reach', $1, false)", connection) { Parameters = { new() { Value = text } } };
        await command.ExecuteNonQueryAsync();
        await using var count = new NpgsqlCommand(CountSql, connection);
        Assert.That(await count.ExecuteScalarAsync(), Is.Zero);
    }

    [Test]
    public async Task No_connection_carries_a_reach_or_another_role_to_the_next_caller()
    {
        var asked = Enumerable.Range(0, 120).Select(async number =>
        {
            var caller = server.Everyone[number % server.Everyone.Count];
            var seen = await server.SeenAsync($"/v1/observations?indicator=unemployment-rate&period=2013&asOf={Now()}", caller);
            Assert.That(seen, caller == "administrator" ? Is.Not.Empty : Is.Empty, caller);
            Assert.That((await db.QueryAsync<string>(WhoSql, null, CancellationToken.None))[0], Is.EqualTo("benchlearning_api "));
        });
        await Task.WhenAll(asked);

        await using (var transaction = await db.BeginAsync(CancellationToken.None))
            Assert.That((await transaction.QueryAsync<string>(WhoSql, null, CancellationToken.None))[0], Does.Contain("\"service\""));
        for (var use = 0; use < 10; use++)
            Assert.That((await db.QueryAsync<string>(WhoSql, null, CancellationToken.None))[0], Is.EqualTo("benchlearning_api "));
        Assert.That(async () => await db.QueryAsync<int>("select 1 / 0", null, Reach.Everything, CancellationToken.None), Throws.InstanceOf<PostgresException>());
        Assert.That((await db.QueryAsync<string>(WhoSql, null, CancellationToken.None))[0], Is.EqualTo("benchlearning_api "), "after a failure too");
    }

    [Test]
    public async Task The_role_of_the_service_owns_nothing_and_cannot_change_what_is_only_added_to()
    {
        var role = (await server.Api.SqlAsync("""
            select r.rolsuper, r.rolbypassrls, r.rolcreaterole, (select count(*) from pg_class c where c.relowner = r.oid and c.relpersistence = 'p'), (select count(*) from pg_proc p where p.proowner = r.oid)
            from pg_roles r where r.rolname = 'benchlearning_api'
            """)).Single();
        Assert.That(role, Is.EqualTo(new[] { "False", "False", "False", "0", "0" }));
        foreach (var refused in new[] { await RefusalAsync(DeleteSql), await RefusalAsync(ForgetSql), await RefusalAsync(WallSql) })
            Assert.That(refused, Is.EqualTo(PostgresErrorCodes.InsufficientPrivilege));
        await using var transaction = await db.BeginPublicAsync(CancellationToken.None);
        Assert.That(await transaction.ExecuteAsync(HideSql, null, CancellationToken.None), Is.Zero, "only the service's own work writes");
    }

    private async Task<string?> RefusalAsync([System.Diagnostics.CodeAnalysis.ConstantExpected] string sql)
    {
        await using var transaction = await db.BeginAsync(CancellationToken.None);
        try
        {
            await transaction.ExecuteAsync(sql, null, CancellationToken.None);
            return null;
        }
        catch (PostgresException refusal)
        {
            return refusal.SqlState;
        }
    }

    private static string Now() => TimeProvider.System.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", System.Globalization.CultureInfo.InvariantCulture);
}
