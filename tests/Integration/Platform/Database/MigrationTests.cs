#pragma warning disable RS0030 // Looks at the database below Db.
#pragma warning disable CA2100 // The statements are constants of the tests.
using Benchlearning.DbMigrations;
using Benchlearning.Testing;
using Npgsql;

namespace Benchlearning.Tests.Integration.Platform.Database;

[Parallelizable(ParallelScope.All)]
public sealed class MigrationTests
{
    [Test]
    public async Task An_empty_database_is_reported_as_missing_with_every_script_named()
    {
        await using var database = await TestCluster.CreateDatabaseAsync(TestTemplate.Empty);

        var inspection = await MigrationRunner.InspectAsync(database.ConnectionString, CancellationToken.None);

        Assert.That(inspection.State, Is.EqualTo(SchemaState.Missing));
        Assert.That(inspection.MissingScripts, Does.Contain("0001_foundation.sql"));
        Assert.That(inspection.ToString(), Does.Contain("migrate"));
    }

    [Test]
    public async Task Migrating_twice_changes_nothing_the_second_time()
    {
        await using var database = await TestCluster.CreateDatabaseAsync(TestTemplate.Empty);

        var first = await MigrationRunner.MigrateAsync(database.ConnectionString, Ignore, CancellationToken.None);
        var journal = await ReadAsync(database, "select string_agg(scriptname || ' ' || applied, ',' order by scriptname) from schema_version");
        var second = await MigrationRunner.MigrateAsync(database.ConnectionString, Ignore, CancellationToken.None);

        Assert.That(first, Does.Contain("0001_foundation.sql"));
        Assert.That(second, Is.Empty);
        Assert.That(
            await ReadAsync(database, "select string_agg(scriptname || ' ' || applied, ',' order by scriptname) from schema_version"),
            Is.EqualTo(journal));
        Assert.That(
            (await MigrationRunner.InspectAsync(database.ConnectionString, CancellationToken.None)).State,
            Is.EqualTo(SchemaState.Current));
    }

    [Test]
    public async Task Four_instances_that_start_at_once_migrate_once()
    {
        await using var database = await TestCluster.CreateDatabaseAsync(TestTemplate.Empty);

        var applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () => MigrationRunner.MigrateAsync(database.ConnectionString, Ignore, CancellationToken.None))));

        Assert.That(applied.Count(scripts => scripts.Count > 0), Is.EqualTo(1));
        Assert.That(await ReadAsync(database, "select count(*) = count(distinct scriptname) from schema_version"), Is.True);
    }

    [Test]
    public async Task A_database_of_a_later_release_is_reported_as_newer_and_is_not_touched()
    {
        await using var database = await TestCluster.CreateDatabaseAsync(TestTemplate.Migrated);
        await ExecuteAsync(database, "insert into schema_version (scriptname, applied) values ('9999_from_the_future.sql', now())");

        var inspection = await MigrationRunner.InspectAsync(database.ConnectionString, CancellationToken.None);

        Assert.That(inspection.State, Is.EqualTo(SchemaState.Newer));
        Assert.That(inspection.UnknownScripts, Is.EqualTo(new[] { "9999_from_the_future.sql" }));
        var refusal = await Assert.ThrowsAsync<MigrationException>(
            () => MigrationRunner.MigrateAsync(database.ConnectionString, Ignore, CancellationToken.None));
        Assert.That(refusal!.Message, Does.Contain("9999_from_the_future.sql"));
    }

    [Test]
    public async Task A_script_that_fails_is_rolled_back_and_named()
    {
        await using var database = await TestCluster.CreateDatabaseAsync(TestTemplate.Empty);
        await ExecuteAsync(database, "create table catalogue_state (in_the_way integer)");

        var failure = await Assert.ThrowsAsync<MigrationException>(
            () => MigrationRunner.MigrateAsync(database.ConnectionString, Ignore, CancellationToken.None));

        Assert.That(failure!.Message, Does.Contain("0001_foundation.sql").And.Contain("catalogue_state"));
        Assert.That(await ReadAsync(database, "select to_regclass('territory') is null"), Is.True);
        Assert.That(
            (await MigrationRunner.InspectAsync(database.ConnectionString, CancellationToken.None)).State,
            Is.EqualTo(SchemaState.Missing));
    }

    [Test]
    public async Task A_database_that_does_not_exist_is_named_with_the_statement_that_creates_it()
    {
        await using var database = await TestCluster.CreateDatabaseAsync(TestTemplate.Empty);
        var nowhere = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = "nowhere" }.ConnectionString;

        var refusal = await Assert.ThrowsAsync<MigrationException>(() => MigrationRunner.InspectAsync(nowhere, CancellationToken.None));

        Assert.That(refusal!.Message, Does.Contain("create database nowhere").And.Contain("icu_locale 'lv'"));
    }

    private static void Ignore(string line)
    {
    }

    private static async Task<object?> ReadAsync(TestDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private static async Task ExecuteAsync(TestDatabase database, string sql) => _ = await ReadAsync(database, sql);
}
