using System.Diagnostics.CodeAnalysis;
using Npgsql;
#pragma warning disable RS0030, CA2100 // listens with a command of its own, one of two constants

namespace Benchlearning.Api.Platform.Database;

/// <summary>A connection to the primary that is told of committed changes: of values and the catalogue, or of who may do what.</summary>
internal sealed class ChangeLine : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;

    private ChangeLine(NpgsqlConnection connection) => this.connection = connection;

    /// <summary>Is told of every change of values and of the catalogue.</summary>
    public static Task<ChangeLine> OpenAsync(DatabaseAddress address, CancellationToken cancellationToken) => OpenAsync(address, "listen benchlearning_changed", cancellationToken);

    /// <summary>Is told of every change of persons, clients, keys, roles and memberships.</summary>
    public static Task<ChangeLine> OpenForAccessAsync(DatabaseAddress address, CancellationToken cancellationToken) => OpenAsync(address, "listen benchlearning_access", cancellationToken);

    private static async Task<ChangeLine> OpenAsync(DatabaseAddress address, [ConstantExpected] string sql, CancellationToken cancellationToken)
    {
        var opened = await address.Writes.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var listen = new NpgsqlCommand(sql, opened);
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

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
