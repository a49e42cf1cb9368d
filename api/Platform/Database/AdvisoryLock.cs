using Npgsql;
#pragma warning disable RS0030 // a lock is held by a session of its own

namespace Benchlearning.Api.Platform.Database;

/// <summary>
/// A lock that one instance holds among all of them, for as long as its session lives: it is free again the moment its holder dies.
/// </summary>
internal sealed class AdvisoryLock : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;

    private AdvisoryLock(NpgsqlConnection connection) => this.connection = connection;

    /// <summary>Takes the lock of a name and number; null when somebody else holds it.</summary>
    public static async Task<AdvisoryLock?> TryTakeAsync(DatabaseAddress address, string name, long number, CancellationToken cancellationToken)
    {
        // A connection outside the pool: closing it ends the session, and with it the lock.
        var opened = new NpgsqlConnection(address.UnpooledConnectionString);
        try
        {
            await opened.OpenAsync(cancellationToken);
            await using var take = new NpgsqlCommand("select pg_try_advisory_lock(hashtext(@name), @number)", opened);
            take.Parameters.AddWithValue("name", name);
            take.Parameters.AddWithValue("number", unchecked((int)number));
            if (await take.ExecuteScalarAsync(cancellationToken) is true)
                return new AdvisoryLock(opened);
            await opened.DisposeAsync();
            return null;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
