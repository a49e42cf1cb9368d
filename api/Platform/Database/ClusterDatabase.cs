#pragma warning disable RS0030 // Below Db: this makes the database that Db then talks to.
using Npgsql;

namespace Benchlearning.Api.Platform.Database;

/// <summary>The database of a private cluster, and the role of the same name that owns it.</summary>
internal static class ClusterDatabase
{
    public const string Name = "benchlearning";

    /// <summary>What the service works as: it owns nothing, so row-level security holds for it.</summary>
    private const string ApiRole = "benchlearning_api";

    private static readonly string[] Extensions = ["unaccent", "pg_trgm", "btree_gist"];

    /// <summary>Makes the role and the database where they are missing.</summary>
    /// <exception cref="PrivateClusterException">This PostgreSQL comes without an extension that the schema needs.</exception>
    public static async Task EnsureAsync(
        string administratorConnectionString, string password, PostgreSqlBinaries binaries, bool mayCreateDatabases,
        CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(administratorConnectionString + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);

        var missing = await MissingExtensionsAsync(connection, cancellationToken);
        if (missing.Count > 0)
        {
            throw new PrivateClusterException(
                $"PostgreSQL {binaries.MajorVersion} in {binaries.Folder} lacks the extensions {string.Join(", ", missing)}. "
                + "Install its contrib package (postgresql-contrib), or set PGBIN to one that has them.");
        }

        if (!await ExistsAsync(connection, "select exists (select from pg_roles where rolname = 'benchlearning')", cancellationToken))
        {
            // The password is ours and hexadecimal: nothing in it needs quoting.
            await ExecuteAsync(connection, $"create role {Name} login password '{password}'", cancellationToken);
        }

        if (!await ExistsAsync(connection, "select exists (select from pg_roles where rolname = 'benchlearning_api')", cancellationToken))
        {
            await ExecuteAsync(connection, $"create role {ApiRole} nologin", cancellationToken);
            await ExecuteAsync(connection, $"grant {ApiRole} to {Name}", cancellationToken);
        }

        if (mayCreateDatabases)
            await ExecuteAsync(connection, $"alter role {Name} createdb", cancellationToken);
        if (!await ExistsAsync(connection, "select exists (select from pg_database where datname = 'benchlearning')", cancellationToken))
            await ExecuteAsync(connection, $"create database {Name} owner {Name}", cancellationToken);
    }

    private static async Task<List<string>> MissingExtensionsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string Sql = "select wanted from unnest($1) wanted where wanted not in (select name from pg_available_extensions)";
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = Extensions });
        var missing = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            missing.Add(reader.GetString(0));
        return missing;
    }

#pragma warning disable CA2100 // Constants of this file and the password that it generated.
    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
#pragma warning restore CA2100
}
