#pragma warning disable RS0030 // Makes the databases that the tests of Db need, so it cannot use Db.
#pragma warning disable CA2100 // Database names made here from letters, digits and underscores.
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Benchlearning.Api.Platform.Database;
using Npgsql;

namespace Benchlearning.Testing;

/// <summary>
/// The PostgreSQL of the tests: one temporary cluster per test process, started by the first test that asks, or the server of
/// <c>BENCHLEARNING_TEST_CLUSTER</c> (the connection string of a role that may create databases). A test that asks and cannot get one
/// fails: nothing is skipped. Thread-safe.
/// </summary>
/// <remarks>Every test assembly that uses it has a <c>[SetUpFixture]</c> derived from <see cref="StopsTheTestCluster"/>.</remarks>
public static class TestCluster
{
    private static readonly ConcurrentDictionary<TestTemplate, Lazy<Task<string>>> Templates = new();
    private static readonly ConcurrentDictionary<string, bool> Databases = new(StringComparer.Ordinal);
    private static readonly Lazy<Task<Server>> Started = new(StartAsync);

    /// <summary>Makes a database for a test, about 50 ms when the template has been used before in this run.</summary>
    /// <exception cref="Exception">PostgreSQL cannot be had, or the template's loader failed: the test fails, as every test that needs it.</exception>
    public static async Task<TestDatabase> CreateDatabaseAsync(TestTemplate template, CancellationToken cancellationToken = default)
    {
        var server = await Started.Value;
        var source = await TemplateAsync(template);
        var name = $"test_{RandomNumberGenerator.GetHexString(12, lowercase: true)}";
        Databases.TryAdd(name, true);
        await ExecuteAsync(server.ConnectionString, $"create database {name} template {source}", cancellationToken);
        return new TestDatabase(name, server.ConnectionStringOf(name));
    }

    /// <summary>
    /// The folder of PostgreSQL's programs, for a test that needs one of them, such as <c>pg_dump</c>; with a server of
    /// <c>BENCHLEARNING_TEST_CLUSTER</c> those of this machine.
    /// </summary>
    internal static async Task<PostgreSqlBinaries> BinariesAsync() =>
        (await Started.Value).Cluster?.Binaries ?? PostgreSqlBinaries.Find(PrivateClusterFolder.Of(AppContext.BaseDirectory));

    internal static async Task DropAsync(string name)
    {
        var server = await Started.Value;
        if (Databases.TryRemove(name, out _))
            await DropAsync(server, name);
    }

    /// <summary>A vacuum of the server's own may be at work in the database just then, and only it can end itself: wait for it.</summary>
    private static async Task DropAsync(Server server, string name)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await ExecuteAsync(server.ConnectionString, $"drop database if exists {name} with (force)", CancellationToken.None);
                return;
            }
            catch (PostgresException failure) when (failure.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.ObjectInUse && attempt < 20)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(250));
            }
        }
    }

    /// <summary>Drops what is left and stops the cluster, if a test started it.</summary>
    internal static async Task StopAsync()
    {
        if (!Started.IsValueCreated || !Started.Value.IsCompletedSuccessfully)
            return;
        var server = await Started.Value;
        if (server.Cluster is { } cluster)
        {
            await cluster.StopAsync(CancellationToken.None);
            return;
        }

        foreach (var name in Databases.Keys)
            await DropAsync(name);
    }

    private static async Task<Server> StartAsync()
    {
        var given = Environment.GetEnvironmentVariable("BENCHLEARNING_TEST_CLUSTER");
        if (!string.IsNullOrWhiteSpace(given))
            return new Server(given, Cluster: null);
        var cluster = await PrivateCluster.StartTemporaryAsync(Console.Error.WriteLine, CancellationToken.None);
        return new Server(cluster.ConnectionString, cluster);
    }

    private static async Task<string> TemplateAsync(TestTemplate template)
    {
        if (template.Parent is null)
            return "template1";
        return await Templates.GetOrAdd(template, static wanted => new Lazy<Task<string>>(() => MakeTemplateAsync(wanted))).Value;
    }

    /// <summary>
    /// Made under a passing name and renamed when it is complete, under a lock: on a given server a run that was killed leaves no
    /// half-filled template, and two runs at once make one.
    /// </summary>
    private static async Task<string> MakeTemplateAsync(TestTemplate template)
    {
        var server = await Started.Value;
        var parent = await TemplateAsync(template.Parent!);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(template.Fingerprint)))[..12];
        var name = $"template_{template.Name}_{hash}";

        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var locking = new NpgsqlCommand($"select pg_advisory_lock(hashtext('{name}'))", connection);
        await locking.ExecuteNonQueryAsync();
        await using var looking = new NpgsqlCommand($"select exists (select from pg_database where datname = '{name}')", connection);
        if (await looking.ExecuteScalarAsync() is true)
            return name;

        var unfinished = name + "_unfinished";
        await ExecuteAsync(connection, $"drop database if exists {unfinished} with (force)", CancellationToken.None);
        await ExecuteAsync(connection, $"create database {unfinished} template {parent}", CancellationToken.None);
        if (template.Fill is { } fill)
            await fill(server.ConnectionStringOf(unfinished) + ";Pooling=false", CancellationToken.None);

        // A copy and a new name need a database that nobody is connected to, whatever the loader left open.
        await ExecuteAsync(
            connection,
            $"select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '{unfinished}' and usename = current_user",
            CancellationToken.None);
        await ExecuteAsync(connection, $"alter database {unfinished} rename to {name}", CancellationToken.None);
        return name;
    }

    private static async Task ExecuteAsync(string connectionString, string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await ExecuteAsync(connection, sql, cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed record Server(string ConnectionString, PrivateCluster? Cluster)
    {
        /// <summary>Few connections each, so that many fixtures fit beside each other.</summary>
        public string ConnectionStringOf(string database) =>
            new NpgsqlConnectionStringBuilder(ConnectionString)
            {
                Database = database,
                MaxPoolSize = 20,
                ConnectionIdleLifetime = 20,
                ConnectionPruningInterval = 5,
                ApplicationName = string.Create(CultureInfo.InvariantCulture, $"tests-{Environment.ProcessId}"),
            }.ConnectionString;
    }
}
