#pragma warning disable RS0030 // Below Db: this makes the server and the database that Db then talks to.
using System.Globalization;
using Npgsql;

namespace Benchlearning.Api.Platform.Database;

/// <summary>
/// A PostgreSQL of this clone's own, for a machine where nobody has set one up. It listens on 127.0.0.1 only, keeps its data between
/// starts, and is found again when the process that started it was killed. Not for production.
/// </summary>
/// <remarks>
/// One folder per major version, <c>pg15</c> for one, with <c>data</c>, <c>password</c> (0600), <c>port</c>, <c>server.log</c>,
/// <c>start.log</c> and two lock files. Several processes may use the cluster at once; the last to stop stops the server.
/// Not thread-safe: one caller starts and stops an instance.
/// </remarks>
internal sealed class PrivateCluster
{
    /// <summary>The superuser, and the maintenance database.</summary>
    internal const string Administrator = "postgres";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string? _dataFolder;
    private readonly Action<string> _log;
    private Running? _running;

    /// <param name="dataFolder">Where the clone keeps its data: <see cref="PrivateClusterFolder.Of"/>. It need not exist.</param>
    /// <param name="log">Receives one line for each step, in English.</param>
    public PrivateCluster(string dataFolder, Action<string> log)
    {
        _dataFolder = dataFolder;
        _log = log;
    }

    private PrivateCluster(Running running, Action<string> log)
    {
        _running = running;
        _log = log;
    }

    /// <summary>The connection string of the database, as the role that owns it. Throws before the start.</summary>
    public string ConnectionString => ConnectionStringFor(ClusterDatabase.Name, ClusterDatabase.Name);

    /// <summary>The connection string of the superuser, to the maintenance database. Throws before the start.</summary>
    public string AdministratorConnectionString => ConnectionStringFor(Administrator, Administrator);

    /// <summary>The programs that run this cluster. Throws before the start.</summary>
    public PostgreSqlBinaries Binaries => Started.Binaries;

    private Running Started => _running ?? throw new InvalidOperationException("The private cluster is not started.");

    /// <summary>
    /// Starts the cluster, made first where there is none, or finds it running. 2 to 3 s the first time, under 1 s later.
    /// </summary>
    /// <returns>The connection string of database <c>benchlearning</c>, which exists; it may be empty.</returns>
    /// <exception cref="PrivateClusterException">It cannot be started; the message says what to do.</exception>
    public async Task<string> StartAsync(CancellationToken cancellationToken)
    {
        var dataFolder = _dataFolder ?? throw new InvalidOperationException("A temporary cluster is started once.");
        var binaries = PostgreSqlBinaries.Find(dataFolder);
        var account = ServerAccount.Find();
        var folder = ClusterFolder.Of(dataFolder, binaries.MajorVersion);
        await account.CreateFolderAsync(folder.Path, cancellationToken);

        using var starting = await FileLock.ExclusiveAsync(folder.StartLock, Patience, cancellationToken);
        _running = await StartAsync(folder, binaries, account, ClusterPurpose.Lasting, _log, cancellationToken);
        try
        {
            await EnsureDatabaseAsync(mayCreateDatabases: false, cancellationToken);
            return ConnectionString;
        }
        catch
        {
            starting.Dispose();
            await StopAsync(CancellationToken.None);
            throw;
        }
    }

    /// <summary>
    /// Starts an empty cluster for tests in a temporary folder: fast rather than safe, 200 connections, the role <c>benchlearning</c>
    /// may create databases, everything is removed by <see cref="StopAsync"/>. What a killed process left behind is removed first.
    /// </summary>
    /// <exception cref="PrivateClusterException">It cannot be started; the message says what to do.</exception>
    public static async Task<PrivateCluster> StartTemporaryAsync(Action<string> log, CancellationToken cancellationToken)
    {
        var binaries = PostgreSqlBinaries.Find(PrivateClusterFolder.Of(AppContext.BaseDirectory));
        var account = ServerAccount.Find();
        await TemporaryClusterFolder.RemoveAbandonedAsync(account, binaries, log, cancellationToken);

        var temporary = TemporaryClusterFolder.Reserve();
        try
        {
            var folder = new ClusterFolder(temporary.Path);
            await account.CreateFolderAsync(folder.Path, cancellationToken);
            var running = await StartAsync(folder, binaries, account, ClusterPurpose.Tests, log, cancellationToken);
            var cluster = new PrivateCluster(running with { Temporary = temporary }, log);
            await cluster.EnsureDatabaseAsync(mayCreateDatabases: true, cancellationToken);
            return cluster;
        }
        catch
        {
            await temporary.RemoveAsync(account, binaries, CancellationToken.None);
            throw;
        }
    }

    /// <summary>
    /// Ends this process's use of the cluster, and stops the server (fast: open transactions are rolled back) unless another process
    /// uses it. Does nothing when it was not started.
    /// </summary>
    /// <exception cref="PrivateClusterException">The server did not stop within a minute.</exception>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_running is not { } running)
            return;
        NpgsqlConnection.ClearAllPools();
        if (running.Temporary is { } temporary)
        {
            await temporary.RemoveAsync(running.Account, running.Binaries, cancellationToken);
            _running = null;
            return;
        }

        using var stopping = await FileLock.ExclusiveAsync(running.Folder.StartLock, Patience, cancellationToken);
        running.Use?.Dispose();
        _running = null;
        using var alone = FileLock.TryExclusive(running.Folder.UseLock);
        if (alone is null)
        {
            _log("Another process uses the private PostgreSQL; it stays up.");
            return;
        }

        var stopped = await running.Account.RunAsync(
            running.Binaries.PathOf("pg_ctl"),
            ["stop", "-D", running.Folder.Data, "-m", "fast", "-w", "-t", "60"],
            running.Folder.Path,
            cancellationToken);
        if (stopped.ExitCode != 0 && ServerProcess.Read(running.Folder.Data) is { IsAlive: true })
            throw new PrivateClusterException($"PostgreSQL did not stop: {stopped.Output}. Its log is {running.Folder.ServerLog}.");
        _log("The private PostgreSQL has stopped; its data is kept.");
    }

    /// <summary>For tests: lets go of the server as a killed process does, without stopping it.</summary>
    internal void ForgetAsAKilledProcessWould()
    {
        _running?.Use?.Dispose();
        _running?.Temporary?.ForgetAsAKilledProcessWould();
        _running = null;
    }

    private static async Task<Running> StartAsync(
        ClusterFolder folder, PostgreSqlBinaries binaries, ServerAccount account, ClusterPurpose purpose, Action<string> log,
        CancellationToken cancellationToken)
    {
        if (!folder.HoldsCluster)
        {
            log($"Creating a private PostgreSQL {binaries.MajorVersion} in {folder.Path}.");
            await ClusterCreation.InitialiseAsync(folder, binaries, account, purpose, cancellationToken);
        }

        var password = (await File.ReadAllTextAsync(folder.Password, cancellationToken)).Trim();
        var port = await FindRunningAsync(folder, password, cancellationToken);
        if (port is not null)
            log($"Found the private PostgreSQL running on port {port}.");
        else
            port = await LaunchAsync(folder, binaries, account, log, cancellationToken);

        var use = FileLock.TryShared(folder.UseLock)
            ?? throw new PrivateClusterException($"{folder.UseLock} is held by another process. Find it with: fuser {folder.UseLock}");
        return new Running(folder, binaries, account, port.Value, password, use, Temporary: null);
    }

    private static async Task<int?> FindRunningAsync(ClusterFolder folder, string password, CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromMilliseconds(100);
        for (var elapsed = TimeSpan.Zero; elapsed < Patience; elapsed += pause)
        {
            if (ServerProcess.Read(folder.Data) is not { IsAlive: true } server)
                return null;

            // Ready and silent: another program has got the number of a server that crashed. PostgreSQL copes with such a leftover.
            if (server is { Status: "ready", Port: { } port })
                return await AnswersAsync(folder, port, password, cancellationToken) ? port : null;
            await Task.Delay(pause, cancellationToken);
        }

        return null;
    }

    /// <summary>True when the server on the port is this folder's own, not another that has got the port meanwhile.</summary>
    private static async Task<bool> AnswersAsync(ClusterFolder folder, int port, string password, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(
                ConnectionStringFor(port, Administrator, Administrator, password, pooling: false));
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand("show data_directory", connection);
            return string.Equals(await command.ExecuteScalarAsync(cancellationToken) as string, folder.Data, StringComparison.Ordinal);
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static async Task<int> LaunchAsync(
        ClusterFolder folder, PostgreSqlBinaries binaries, ServerAccount account, Action<string> log, CancellationToken cancellationToken)
    {
        ProgramResult launched;
        var attempts = 3;
        int port;
        do
        {
            port = await folder.PickPortAsync(cancellationToken);
            launched = await account.RunToFileAsync(
                binaries.PathOf("pg_ctl"),
                [
                    "start", "-D", folder.Data, "-l", folder.ServerLog, "-w", "-t", "60",
                    "-o", string.Create(CultureInfo.InvariantCulture, $"-p {port}"),
                ],
                folder.Path,
                folder.StartLog);
            if (launched.ExitCode == 0)
            {
                log($"Started the private PostgreSQL {binaries.MajorVersion} on port {port}; its log is {folder.ServerLog}.");
                return port;
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
        while (--attempts > 0 && !ClusterFolder.PortIsFree(port));

        var lastLines = File.Exists(folder.ServerLog) ? string.Join('\n', File.ReadLines(folder.ServerLog).TakeLast(10)) : "";
        throw new PrivateClusterException(
            $"""
            PostgreSQL {binaries.MajorVersion} did not start from {folder.Data}: {launched.Output}
            {lastLines}
            Its log is {folder.ServerLog}. To begin anew with the sample, losing this clone's data: ./run --reset
            """);
    }

    private Task EnsureDatabaseAsync(bool mayCreateDatabases, CancellationToken cancellationToken) =>
        ClusterDatabase.EnsureAsync(AdministratorConnectionString, Started.Password, Binaries, mayCreateDatabases, cancellationToken);

    private string ConnectionStringFor(string database, string user) =>
        ConnectionStringFor(Started.Port, database, user, Started.Password, pooling: true);

    private static string ConnectionStringFor(int port, string database, string user, string password, bool pooling) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = port,
            Database = database,
            Username = user,
            Password = password,
            Pooling = pooling,
        }.ConnectionString;

    private sealed record Running(
        ClusterFolder Folder, PostgreSqlBinaries Binaries, ServerAccount Account, int Port, string Password, FileLock? Use,
        TemporaryClusterFolder? Temporary);
}
