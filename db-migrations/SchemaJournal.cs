using Npgsql;

namespace Benchlearning.DbMigrations;

/// <summary>What a database remembers of the scripts that were applied to it.</summary>
internal static class SchemaJournal
{
    public const string Schema = "public";
    public const string ForwardTable = "schema_version";

    /// <summary>Compares the journal with the scripts of this build. Never writes.</summary>
    public static async Task<SchemaInspection> InspectAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var applied = await ForwardAsync(connection, cancellationToken);
        var hashes = await ProgrammableAsync(connection, cancellationToken);
        string[] missing =
        [
            .. EmbeddedScripts.Forward.Where(script => !applied.Contains(script.Name)).Select(script => script.Name),
            .. EmbeddedScripts.Programmable.Where(script => hashes.GetValueOrDefault(script.Name) != script.Hash).Select(script => script.Name),
        ];
        string[] unknown = [.. applied.Except(EmbeddedScripts.Forward.Select(script => script.Name)).Order(StringComparer.Ordinal)];
        var state = (applied.Count, unknown.Length, missing.Length) switch
        {
            (0, _, _) => SchemaState.Missing,
            (_, > 0, _) => SchemaState.Newer,
            (_, _, > 0) => SchemaState.Older,
            _ => SchemaState.Current,
        };
        return new SchemaInspection(state, missing, unknown);
    }

    public static async Task EnsureProgrammableTableAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string Sql = """
            create table if not exists public.programmable_version (
                name       text primary key,
                hash       text not null,
                applied_at timestamptz not null
            )
            """;
        await using var command = new NpgsqlCommand(Sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task RecordProgrammableAsync(
        NpgsqlConnection connection, EmbeddedScript script, CancellationToken cancellationToken)
    {
        const string Sql = """
            insert into public.programmable_version (name, hash, applied_at)
            values ($1, $2, now())
            on conflict (name) do update set hash = excluded.hash, applied_at = excluded.applied_at
            """;
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = script.Name });
        command.Parameters.Add(new NpgsqlParameter { Value = script.Hash });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<HashSet<string>> ForwardAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (!await ExistsAsync(connection, "public.schema_version", cancellationToken))
            return names;
        await using var command = new NpgsqlCommand("select scriptname from public.schema_version", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            names.Add(reader.GetString(0));
        return names;
    }

    private static async Task<Dictionary<string, string>> ProgrammableAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!await ExistsAsync(connection, "public.programmable_version", cancellationToken))
            return hashes;
        await using var command = new NpgsqlCommand("select name, hash from public.programmable_version", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            hashes.Add(reader.GetString(0), reader.GetString(1));
        return hashes;
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, string table, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select to_regclass($1) is not null", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = table });
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }
}
