using System.Security.Cryptography;
using System.Text;
using DbUp;
using DbUp.Engine;
using DbUp.Engine.Output;
using Npgsql;

namespace Benchlearning.DbMigrations;

/// <summary>
/// Brings a database to the schema of this build, and says how a database stands to it. Safe to call from several processes at once:
/// the first migrates, the others wait and find nothing to do.
/// </summary>
public static class MigrationRunner
{
    // Any constant will do, as long as every release uses the same: "BLMIGRAT" in ASCII.
    private const long AdvisoryLock = 0x424C4D4947524154;

    /// <summary>
    /// The SHA-256 of everything that this build would apply, in lower-case hexadecimal: two builds with the same fingerprint make
    /// the same schema.
    /// </summary>
    public static string Fingerprint { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', EmbeddedScripts.Forward.Concat(EmbeddedScripts.Programmable).Select(script => $"{script.Name} {script.Hash}")))));

    /// <summary>
    /// Applies the scripts that the database lacks, each in a transaction of its own, then the views and functions if any of them
    /// changed or any script was applied, all in one transaction. The whole is done under an advisory lock. Nothing is ever rolled
    /// back: after a failure the scripts before the failed one stay applied, and the next call goes on from there.
    /// </summary>
    /// <param name="connectionString">
    /// Npgsql's connection string of the owner of the database. With several hosts the primary is used. The lock is held by a session:
    /// connect to PostgreSQL itself, not through a pooler in transaction mode.
    /// </param>
    /// <param name="log">Receives one line for each step, in English.</param>
    /// <param name="cancellationToken">Ends the wait for the lock, and stops between scripts; a script that runs is completed.</param>
    /// <returns>The names of what was applied, in order. Empty when the database was current.</returns>
    /// <exception cref="MigrationException">A script failed, or the database was migrated by a later release.</exception>
    /// <exception cref="NpgsqlException">The server cannot be reached or refuses the log-in.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<IReadOnlyList<string>> MigrateAsync(
        string connectionString, Action<string> log, CancellationToken cancellationToken)
    {
        var target = ForMigration(connectionString);
        await using var lockConnection = await OpenAsync(target, cancellationToken);
        await LockAsync(lockConnection, log, cancellationToken);

        var before = await SchemaJournal.InspectAsync(lockConnection, cancellationToken);
        switch (before.State)
        {
            case SchemaState.Current:
                return [];
            case SchemaState.Newer:
                throw new MigrationException(before.ToString());
        }

        var applied = new List<string>();
        foreach (var script in EmbeddedScripts.Forward.Where(script => before.MissingScripts.Contains(script.Name, StringComparer.Ordinal)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Apply(script, target, log);
            applied.Add(script.Name);
        }

        cancellationToken.ThrowIfCancellationRequested();
        await ReplaceProgrammableAsync(target, log, cancellationToken);
        applied.AddRange(EmbeddedScripts.Programmable.Select(script => script.Name));
        return applied;
    }

    /// <summary>Says how the database stands to this build, without changing anything and without waiting for a migration.</summary>
    /// <param name="connectionString">Npgsql's connection string of any role that may read <c>schema_version</c>.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The state, with the names of the scripts that make the difference.</returns>
    /// <exception cref="MigrationException">The database does not exist.</exception>
    /// <exception cref="NpgsqlException">The server cannot be reached or refuses the log-in.</exception>
    public static async Task<SchemaInspection> InspectAsync(string connectionString, CancellationToken cancellationToken)
    {
        var target = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        await using var connection = await OpenAsync(target.ConnectionString, cancellationToken);
        return await SchemaJournal.InspectAsync(connection, cancellationToken);
    }

    private static string ForMigration(string connectionString)
    {
        var target = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false,
            CommandTimeout = 0,
            KeepAlive = 30,
            ApplicationName = "benchlearning-migrations",
        };
        if (target.Host?.Contains(',', StringComparison.Ordinal) == true)
            target.TargetSessionAttributes = "primary";
        return target.ConnectionString;
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch (PostgresException refusal) when (refusal.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            await connection.DisposeAsync();
            throw new MigrationException(
                $"The database \"{connection.Database}\" does not exist. Create it with: create database {connection.Database} "
                + "template template0 encoding 'UTF8' locale 'C.UTF-8' locale_provider icu icu_locale 'lv'", refusal);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async Task LockAsync(NpgsqlConnection connection, Action<string> log, CancellationToken cancellationToken)
    {
        await using var attempt = new NpgsqlCommand("select pg_try_advisory_lock($1)", connection);
        attempt.Parameters.Add(new NpgsqlParameter { Value = AdvisoryLock });
        if (await attempt.ExecuteScalarAsync(cancellationToken) is true)
            return;
        log("Another process is migrating this database; waiting for it.");
        await using var wait = new NpgsqlCommand("select pg_advisory_lock($1)", connection);
        wait.Parameters.Add(new NpgsqlParameter { Value = AdvisoryLock });
        await wait.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void Apply(EmbeddedScript script, string connectionString, Action<string> log)
    {
        var result = DeployChanges.To
            .PostgresqlDatabase(connectionString)
            .WithScript(new SqlScript(script.Name, script.Sql))
            .JournalToPostgresqlTable(SchemaJournal.Schema, SchemaJournal.ForwardTable)
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogTo(new UpgradeLog(log))
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
        {
            throw new MigrationException(
                $"The script {script.Name} failed and was rolled back: {result.Error.Message}. "
                + "The scripts before it stay applied; mend the cause and migrate again.", result.Error);
        }

        log($"Applied {script.Name}.");
    }

    private static async Task ReplaceProgrammableAsync(string connectionString, Action<string> log, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(connectionString, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await SchemaJournal.EnsureProgrammableTableAsync(connection, cancellationToken);
        foreach (var script in EmbeddedScripts.Programmable)
        {
            try
            {
#pragma warning disable CA2100 // The text is a file of this assembly, never input.
                await using var command = new NpgsqlCommand(script.Sql, connection, transaction);
#pragma warning restore CA2100
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
            catch (PostgresException failure)
            {
                throw new MigrationException(
                    $"The view or function {script.Name} failed, so none was replaced: {failure.MessageText}. "
                    + "A view that loses or retypes a column must be dropped by a script first.", failure);
            }

            await SchemaJournal.RecordProgrammableAsync(connection, script, cancellationToken);
            log($"Replaced {script.Name}.");
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Passes on what went wrong; what went right is said once, by <see cref="Apply"/>.</summary>
    private sealed class UpgradeLog(Action<string> log) : IUpgradeLog
    {
        public void LogTrace(string format, params object[] args)
        {
        }

        public void LogDebug(string format, params object[] args)
        {
        }

        public void LogInformation(string format, params object[] args)
        {
        }

        public void LogWarning(string format, params object[] args) => log(Message(format, args));

        public void LogError(string format, params object[] args) => log(Message(format, args));

        public void LogError(Exception ex, string format, params object[] args) => log($"{Message(format, args)}: {ex.Message}");

        private static string Message(string format, object[] args) =>
            args.Length == 0 ? format : string.Format(System.Globalization.CultureInfo.InvariantCulture, format, args);
    }
}
