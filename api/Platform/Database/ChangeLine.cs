using Npgsql;
#pragma warning disable RS0030 // listens with a command of its own

namespace Benchlearning.Api.Platform.Database;

/// <summary>A connection to the primary that is told of every committed change (LISTEN benchlearning_changed).</summary>
internal sealed class ChangeLine : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;

    private ChangeLine(NpgsqlConnection connection) => this.connection = connection;

    public static async Task<ChangeLine> OpenAsync(DatabaseAddress address, CancellationToken cancellationToken)
    {
        var opened = await address.Writes.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var listen = new NpgsqlCommand("listen benchlearning_changed", opened);
            await listen.ExecuteNonQueryAsync(cancellationToken);
            return new ChangeLine(opened);
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns when something was changed; throws when the line breaks.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => connection.WaitAsync(cancellationToken);

    /// <summary>The connection goes back to its pool, so it listens no more.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (connection.State == System.Data.ConnectionState.Open)
            {
                await using var stop = new NpgsqlCommand("unlisten *", connection);
                await stop.ExecuteNonQueryAsync();
            }
        }
        catch (Exception failure) when (failure is NpgsqlException or InvalidOperationException or IOException or TimeoutException)
        {
            // the line is broken, and nobody will be given it again
        }
        await connection.DisposeAsync();
    }
}
