#pragma warning disable RS0030 // Looks at the server below Db.
#pragma warning disable CA2100 // The statements are constants of the tests.
using System.Diagnostics;
using System.Globalization;
using Benchlearning.Api.Platform.Database;
using Npgsql;

namespace Benchlearning.Tests.Integration.Platform.Database;

/// <summary>These share a data folder and set the environment of the process, so they run one after the other.</summary>
[NonParallelizable]
public sealed class PrivateClusterTests
{
    private readonly List<string> _log = [];
    private string _dataFolder = "";
    private string? _programsBefore;
    private TemporaryClusterFolder? _temporary;

    [OneTimeSetUp]
    public async Task Make_a_cluster_in_a_data_folder_of_our_own()
    {
        // The binaries that ./run unpacked are in the clone's own data folder, not in this one.
        _programsBefore = Environment.GetEnvironmentVariable("PGBIN");
        var clone = PrivateClusterFolder.Of(TestContext.CurrentContext.TestDirectory);
        Environment.SetEnvironmentVariable("PGBIN", PostgreSqlBinaries.Find(clone).Folder);
        _temporary = TemporaryClusterFolder.Reserve();
        _dataFolder = _temporary.Path;

        var cluster = NewCluster();
        await cluster.StartAsync(CancellationToken.None);
        await cluster.StopAsync(CancellationToken.None);
    }

    [OneTimeTearDown]
    public async Task Remove_it()
    {
        if (_temporary is { } temporary)
            await temporary.RemoveAsync(ServerAccount.Find(), PostgreSqlBinaries.Find(_dataFolder), CancellationToken.None);
        Environment.SetEnvironmentVariable("PGBIN", _programsBefore);
    }

    [Test]
    public async Task A_start_stop_and_restart_keep_the_data_and_the_port()
    {
        var first = NewCluster();
        var firstConnection = await first.StartAsync(CancellationToken.None);
        await ReadAsync(firstConnection, "create table kept as select 42 as answer");
        await first.StopAsync(CancellationToken.None);
        Assert.That(ServerIsUp(), Is.False);

        var second = NewCluster();
        var secondConnection = await second.StartAsync(CancellationToken.None);
        try
        {
            Assert.That(secondConnection, Is.EqualTo(firstConnection));
            Assert.That(await ReadAsync(secondConnection, "select answer from kept"), Is.EqualTo(42));
        }
        finally
        {
            await second.StopAsync(CancellationToken.None);
        }
    }

    [Test]
    public async Task A_server_whose_starter_is_gone_is_found_again()
    {
        var (starter, serverId) = await StartAndLoseTheStarterAsync();

        var next = NewCluster();
        var connectionString = await next.StartAsync(CancellationToken.None);
        try
        {
            Assert.That(_log, Has.Some.StartsWith("Found the private PostgreSQL running"));
            Assert.That(Server()!.ProcessId, Is.EqualTo(serverId));
            Assert.That(connectionString, Is.EqualTo(starter));
        }
        finally
        {
            await next.StopAsync(CancellationToken.None);
        }
    }

    [Test]
    public async Task A_server_that_was_killed_is_started_again_with_its_data()
    {
        var cluster = NewCluster();
        var connectionString = await cluster.StartAsync(CancellationToken.None);
        await ReadAsync(connectionString, "create table survived as select 43 as answer");
        using (var server = Process.GetProcessById(Server()!.ProcessId))
        {
            server.Kill();
            await server.WaitForExitAsync();
        }

        await cluster.StopAsync(CancellationToken.None);
        var next = NewCluster();
        var again = await next.StartAsync(CancellationToken.None);
        try
        {
            Assert.That(await ReadAsync(again, "select answer from survived"), Is.EqualTo(43));
        }
        finally
        {
            await next.StopAsync(CancellationToken.None);
        }
    }

    [Test]
    public async Task Two_that_start_at_once_share_the_server_and_the_last_one_stops_it()
    {
        var one = NewCluster();
        var other = NewCluster();
        var connections = await Task.WhenAll(one.StartAsync(CancellationToken.None), other.StartAsync(CancellationToken.None));

        Assert.That(connections[0], Is.EqualTo(connections[1]));
        await one.StopAsync(CancellationToken.None);
        Assert.That(await ReadAsync(connections[1], "select 1"), Is.EqualTo(1));
        await other.StopAsync(CancellationToken.None);
        Assert.That(ServerIsUp(), Is.False);
    }

    [Test]
    public async Task Another_program_on_the_stored_port_makes_the_server_take_another()
    {
        var portFile = Directory.EnumerateFiles(_dataFolder, "port", SearchOption.AllDirectories).Single();
        var stored = int.Parse(await File.ReadAllTextAsync(portFile), CultureInfo.InvariantCulture);
        using var squatter = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, stored);
        squatter.Start();

        var cluster = NewCluster();
        var connectionString = await cluster.StartAsync(CancellationToken.None);
        try
        {
            Assert.That(new NpgsqlConnectionStringBuilder(connectionString).Port, Is.Not.EqualTo(stored));
            Assert.That(await ReadAsync(connectionString, "select 1"), Is.EqualTo(1));
        }
        finally
        {
            await cluster.StopAsync(CancellationToken.None);
        }
    }

    [Test]
    public async Task Latvian_letters_sort_lower_and_fold_and_the_extensions_are_there()
    {
        var cluster = NewCluster();
        var connectionString = await cluster.StartAsync(CancellationToken.None);
        try
        {
            await ReadAsync(connectionString, "create extension unaccent; create extension pg_trgm; create extension btree_gist");
            Assert.That(
                await ReadAsync(
                    connectionString,
                    """
                    select string_agg(name, ' ' order by name)
                    from unnest(array['Bauska', 'Ādaži', 'Čiekurkalns', 'Cēsis', 'Dobele', 'Ainaži', 'Ķekava', 'Kuldīga', 'Liepāja']) name
                    """),
                Is.EqualTo("Ādaži Ainaži Bauska Cēsis Čiekurkalns Dobele Kuldīga Ķekava Liepāja"));
            Assert.That(await ReadAsync(connectionString, "select lower('ĶEKAVA')"), Is.EqualTo("ķekava"));
            Assert.That(await ReadAsync(connectionString, "select lower(unaccent('ĶEKAVA'))"), Is.EqualTo("kekava"));
            Assert.That(await ReadAsync(connectionString, "select to_tsvector('simple', 'ĶEKAVA')::text"), Is.EqualTo("'ķekava':1"));
            Assert.That(await ReadAsync(connectionString, "select similarity('Ķekava', 'ĶEKAVA')::numeric"), Is.EqualTo(1m));
            Assert.That(await ReadAsync(connectionString, "show data_checksums"), Is.EqualTo("on"));
            Assert.That(await ReadAsync(connectionString, "show listen_addresses"), Is.EqualTo("127.0.0.1"));
            Assert.That(await ReadAsync(connectionString, "select usesuper from pg_user where usename = current_user"), Is.False);
        }
        finally
        {
            await cluster.StopAsync(CancellationToken.None);
        }
    }

    [Test]
    public void The_password_can_be_read_by_its_owner_only()
    {
        var password = Directory.EnumerateFiles(_dataFolder, "password", SearchOption.AllDirectories).Single();

        Assert.That(OperatingSystem.IsWindows() || File.GetUnixFileMode(password) == (UnixFileMode.UserRead | UnixFileMode.UserWrite), Is.True);
        Assert.That(File.ReadAllText(password), Has.Length.EqualTo(48));
    }

    [Test]
    public void Every_folder_of_a_clone_leads_to_the_same_data_as_the_start_script()
    {
        var below = TestContext.CurrentContext.TestDirectory;
        var clone = new DirectoryInfo(below);
        while (!File.Exists(Path.Combine(clone!.FullName, "Benchlearning.Api.sln")))
            clone = clone.Parent;
        var asInTheScript = new ProcessStartInfo("/bin/sh", ["-c", "printf %s \"$1\" | sha256sum | cut -c1-12", "sh", clone.FullName])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var script = Process.Start(asInTheScript)!;

        Assert.That(PrivateClusterFolder.NameOf(below), Is.EqualTo(script.StandardOutput.ReadToEnd().Trim()));
        Assert.That(PrivateClusterFolder.NameOf(clone.FullName + "/"), Is.EqualTo(PrivateClusterFolder.NameOf(below)));
    }

    [Test]
    public async Task A_wrong_PGBIN_is_refused_and_the_message_says_what_it_should_hold()
    {
        using var _ = new EnvironmentVariable("PGBIN", "/nowhere");

        var refusal = await Assert.ThrowsAsync<PrivateClusterException>(() => NewCluster().StartAsync(CancellationToken.None));

        Assert.That(refusal!.Message, Does.Contain("/nowhere").And.Contain("initdb"));
    }

    [Test]
    public async Task A_machine_without_PostgreSQL_is_told_every_way_to_get_one()
    {
        using var programs = new EnvironmentVariable("PGBIN", null);
        using var installed = new EnvironmentVariable("BENCHLEARNING_IGNORE_INSTALLED_POSTGRESQL", "1");

        var refusal = await Assert.ThrowsAsync<PrivateClusterException>(() => NewCluster().StartAsync(CancellationToken.None));

        Assert.That(
            refusal!.Message,
            Does.Contain("apt-get install postgresql").And.Contain("PGBIN").And.Contain("ConnectionStrings__Benchlearning")
                .And.Contain("compose.yaml"));
    }

    [Test]
    public async Task A_temporary_cluster_of_a_killed_process_is_removed_by_the_next_one()
    {
        var abandoned = await PrivateCluster.StartTemporaryAsync(_log.Add, CancellationToken.None);
        var data = (string)(await ReadAsync(abandoned.AdministratorConnectionString, "show data_directory"))!;
        var serverId = ServerProcess.Read(data)!.ProcessId;
        NpgsqlConnection.ClearAllPools();
        abandoned.ForgetAsAKilledProcessWould();

        var next = await PrivateCluster.StartTemporaryAsync(_log.Add, CancellationToken.None);
        await next.StopAsync(CancellationToken.None);

        Assert.That(Path.GetDirectoryName(data), Does.Not.Exist);
        Assert.That(new ServerProcess(serverId, null, null).IsAlive, Is.False);
    }

    [Test]
    public async Task A_temporary_cluster_leaves_nothing_behind()
    {
        var cluster = await PrivateCluster.StartTemporaryAsync(_log.Add, CancellationToken.None);
        var folder = Path.GetDirectoryName((string)(await ReadAsync(cluster.AdministratorConnectionString, "show data_directory"))!)!;
        Assert.That(folder, Does.Exist);
        await cluster.StopAsync(CancellationToken.None);

        Assert.That(folder, Does.Not.Exist);
        Assert.That(folder + ".lock", Does.Not.Exist);
    }

    private PrivateCluster NewCluster()
    {
        _log.Clear();
        return new PrivateCluster(_dataFolder, line =>
        {
            lock (_log)
                _log.Add(line);
        });
    }

    /// <summary>Starts the server as <see cref="PrivateCluster"/> left it before, without a process that uses it.</summary>
    private async Task<(string ConnectionString, int ServerId)> StartAndLoseTheStarterAsync()
    {
        var cluster = NewCluster();
        var connectionString = await cluster.StartAsync(CancellationToken.None);
        NpgsqlConnection.ClearAllPools();
        cluster.ForgetAsAKilledProcessWould();
        return (connectionString, Server()!.ProcessId);
    }

    private ServerProcess? Server() =>
        ServerProcess.Read(Path.Combine(Directory.EnumerateDirectories(_dataFolder, "pg*").Single(), "data"));

    private bool ServerIsUp() => Server() is { IsAlive: true };

    private static async Task<object?> ReadAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private sealed class EnvironmentVariable : IDisposable
    {
        private readonly string _name;
        private readonly string? _before;

        public EnvironmentVariable(string name, string? value)
        {
            _name = name;
            _before = Environment.GetEnvironmentVariable(name);
            Environment.SetEnvironmentVariable(name, value);
        }

        public void Dispose() => Environment.SetEnvironmentVariable(_name, _before);
    }
}
