#pragma warning disable RS0030 // Looks at the databases below Db.
#pragma warning disable CA2100 // The statements are constants of the tests.
using Benchlearning.Testing;
using Npgsql;

namespace Benchlearning.Tests.Integration.Platform.Database;

public sealed class TestClusterTests
{
    private static int _loads;

    private static readonly TestTemplate WithOneUnit = TestTemplate.MigratedWith("unit", "1", static async (connectionString, cancellationToken) =>
    {
        Interlocked.Increment(ref _loads);
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            "insert into unit (code, name_lv, name_en, symbol_lv, symbol_en) values ('eur', 'eiro', 'euro', '€', '€')", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    });

    [Test]
    public async Task A_template_is_filled_once_and_each_test_writes_to_its_own_copy()
    {
        var databases = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => TestCluster.CreateDatabaseAsync(WithOneUnit)));
        await WriteAsync(databases[0], "delete from unit");

        Assert.That(await CountAsync(databases[0]), Is.Zero);
        Assert.That(await CountAsync(databases[1]), Is.EqualTo(1));
        Assert.That(await CountAsync(databases[2]), Is.EqualTo(1));
        Assert.That(_loads, Is.LessThanOrEqualTo(1), "A server that outlives the run may have had it already.");

        foreach (var database in databases)
            await database.DisposeAsync();
    }

    [Test]
    public async Task A_database_is_gone_after_its_test()
    {
        await using var observer = await TestCluster.CreateDatabaseAsync(TestTemplate.Migrated);
        var database = await TestCluster.CreateDatabaseAsync(TestTemplate.Migrated);
        await WriteAsync(database, "select 1");
        await database.DisposeAsync();

        Assert.That(
            await ReadAsync(observer, $"select count(*) from pg_database where datname = '{database.Name}'"), Is.EqualTo(0L));
    }

    private static async Task<long> CountAsync(TestDatabase database) => (long)(await ReadAsync(database, "select count(*) from unit"))!;

    private static async Task WriteAsync(TestDatabase database, string sql) => _ = await ReadAsync(database, sql);

    private static async Task<object?> ReadAsync(TestDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
