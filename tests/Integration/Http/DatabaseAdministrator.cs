#pragma warning disable RS0030 // Looks at the server below Db, and gets in its way.
#pragma warning disable CA2100 // The statements are constants of the tests, names are made by the test cluster.
using Npgsql;

namespace Benchlearning.Tests.Integration.Http;

/// <summary>A connection of its own beside the app's, to get in the app's way: holds locks, ends and forbids connections, counts queries.</summary>
internal sealed class DatabaseAdministrator(string connectionString) : IAsyncDisposable
{
    private readonly string database = new NpgsqlConnectionStringBuilder(connectionString).Database!;
    private readonly NpgsqlDataSource inside = new NpgsqlDataSourceBuilder(connectionString + ";Application Name=administrator").Build();
    private readonly NpgsqlDataSource outside = new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(connectionString) { Database = "postgres", Pooling = false }.ConnectionString).Build();

    /// <summary>Ends every connection to the database and lets nobody in.</summary>
    public async Task ForbidConnectionsAsync()
    {
        await ExecuteAsync(outside, $"alter database {database} with allow_connections false");
        await ExecuteAsync(outside, $"select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '{database}' and usename = current_user");
    }

    public Task AllowConnectionsAsync() => ExecuteAsync(outside, $"alter database {database} with allow_connections true");

    /// <summary>Ends the connections that listen for changes, and only those.</summary>
    public Task EndListenersAsync() => ExecuteAsync(outside,
        $"select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '{database}' and usename = current_user and query ilike 'listen%'");

    /// <summary>Takes a table away from under the app.</summary>
    public Task RenameAsync(string table, string other) => ExecuteAsync(inside, $"alter table {table} rename to {other}");

    /// <summary>Locks a table against readers until the result is disposed.</summary>
    public Task<IAsyncDisposable> LockAsync(string table) => HoldAsync($"lock table {table} in access exclusive mode");

    /// <summary>Locks a table against writers until the result is disposed.</summary>
    public Task<IAsyncDisposable> LockWritersAsync(string table) => HoldAsync($"lock table {table} in share mode");

    /// <summary>Holds the lock under which one import applies at a time, until the result is disposed.</summary>
    public Task<IAsyncDisposable> LockImportsAsync() => HoldAsync("select pg_advisory_xact_lock(hashtext('benchlearning.import'))");

    private async Task<IAsyncDisposable> HoldAsync(string statement)
    {
        var connection = await inside.OpenConnectionAsync();
        await using var command = new NpgsqlCommand($"begin; {statement}", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>Number of the app's queries for figures that are running or waiting for a lock now.</summary>
    public async Task<long> RunningAsync()
    {
        await using var command = outside.CreateCommand($"select count(*) from pg_stat_activity where datname = '{database}' and application_name = 'benchlearning' and state = 'active' and query like '%note_positions%'");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Number of rows of a table, or of one with a condition.</summary>
    public async Task<long> CountAsync(string from)
    {
        await using var command = inside.CreateCommand($"select count(*) from {from}");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await inside.DisposeAsync();
        await outside.DisposeAsync();
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
