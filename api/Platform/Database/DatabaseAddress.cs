using Npgsql;

namespace Benchlearning.Api.Platform.Database;

/// <summary>
/// Where PostgreSQL is. Known only once the host is starting, because a local start may first have to start a private cluster;
/// the data sources are therefore made on first use.
/// </summary>
internal sealed class DatabaseAddress : IAsyncDisposable
{
    /// <summary>The role that the service works as, whoever logs in: row-level security holds for it.</summary>
    private const string AsRole = "-c role=benchlearning_api";

    private readonly Lock gate = new();
    private string? connectionString;
    private NpgsqlDataSource? writes;
    private NpgsqlDataSource? reads;
    private bool separate;

    /// <summary>The connection string. Throws when asked before the database was found.</summary>
    public string ConnectionString
    {
        get => connectionString ?? throw new InvalidOperationException("The database address is not known yet: the host has not started.");
        set => connectionString = value;
    }

    /// <summary>The connection string of a session outside the pools, which ends when its connection is closed.</summary>
    public string UnpooledConnectionString => new NpgsqlConnectionStringBuilder(AsApi().ConnectionString) { Pooling = false, KeepAlive = 10 }.ConnectionString;

    /// <summary>The primary: commands and listeners.</summary>
    public NpgsqlDataSource Writes { get { Open(); return writes!; } }

    /// <summary>A streaming replica where the connection string names several hosts, else the same server.</summary>
    public NpgsqlDataSource Reads { get { Open(); return reads!; } }

    private void Open()
    {
        if (reads is not null)
            return;
        lock (gate)
        {
            if (reads is not null)
                return;
            var settings = AsApi();
            settings.ApplicationName = "benchlearning";
            settings.MaxAutoPrepare = 200;
            settings.AutoPrepareMinUsages = 2;
            settings.KeepAlive = 30;
            if (!settings.ShouldSerialize("Command Timeout")) settings.CommandTimeout = 30;
            if (!settings.ShouldSerialize("Timeout")) settings.Timeout = 5;
            if (settings.Host?.Contains(',', StringComparison.Ordinal) == true)
            {
                settings.HostRecheckSeconds = 1;
                var hosts = new NpgsqlDataSourceBuilder(settings.ConnectionString).BuildMultiHost();
                writes = hosts.WithTargetSession(TargetSessionAttributes.Primary);
                reads = hosts.WithTargetSession(TargetSessionAttributes.PreferStandby);
                separate = true;
            }
            else
            {
                writes = reads = new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
            }
        }
    }

    /// <summary>
    /// A connection that goes back to its pool is not reset: a reset ends with DISCARD ALL, which gives the session back to whoever logged in. Nothing is
    /// left behind all the same: Db sets what it sets for one transaction, and temporary tables go with theirs.
    /// </summary>
    private NpgsqlConnectionStringBuilder AsApi()
    {
        var settings = new NpgsqlConnectionStringBuilder(ConnectionString) { NoResetOnClose = true };
        settings.Options = string.IsNullOrEmpty(settings.Options) ? AsRole : $"{settings.Options} {AsRole}";
        return settings;
    }

    public async ValueTask DisposeAsync()
    {
        if (writes is not null) await writes.DisposeAsync();
        if (separate && reads is not null) await reads.DisposeAsync();
    }
}
