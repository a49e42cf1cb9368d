using Npgsql;

namespace Benchlearning.Testing;

/// <summary>A database of one test or fixture, dropped when it is disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    internal TestDatabase(string name, string connectionString)
    {
        Name = name;
        ConnectionString = connectionString;
    }

    public string Name { get; }

    /// <summary>As the database's owner.</summary>
    public string ConnectionString { get; }

    /// <summary>Drops the database, ending every connection to it.</summary>
    public async ValueTask DisposeAsync()
    {
        await using (var pooled = new NpgsqlConnection(ConnectionString))
            NpgsqlConnection.ClearPool(pooled);
        await TestCluster.DropAsync(Name);
    }
}
