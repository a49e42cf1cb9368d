using System.Diagnostics.CodeAnalysis;
using Npgsql;
#pragma warning disable RS0030, CA2100 // listens with a command of its own, whose text is a constant

namespace Benchlearning.Api.Platform.Database;

/// <summary>A connection to the primary that is told of every committed change of one kind (LISTEN).</summary>
internal sealed class ChangeLine : IAsyncDisposable
{
    /// <summary>Changes of the catalogue and of figures.</summary>
    public const string OfData = "listen benchlearning_changed";

    /// <summary>Changes of who may come in, and as what.</summary>
    public const string OfAccess = "listen benchlearning_access";

    private const int SecondsToAnswer = 2;

    private readonly NpgsqlConnection connection;
    private volatile bool isTold;

    private ChangeLine(NpgsqlConnection connection)
    {
        this.connection = connection;
        connection.Notification += (_, _) => isTold = true;
    }

    /// <param name="address">The database.</param>
    /// <param name="listenSql">What to listen to: <see cref="OfData"/> or <see cref="OfAccess"/>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<ChangeLine> OpenAsync(DatabaseAddress address, [ConstantExpected] string listenSql, CancellationToken cancellationToken)
    {
        var opened = await address.Writes.OpenConnectionAsync(cancellationToken);
        try
        {
            var line = new ChangeLine(opened);
            await using var listen = new NpgsqlCommand(listenSql, opened);
            await listen.ExecuteNonQueryAsync(cancellationToken);
            return line;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns when something was changed; throws when the line breaks.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => connection.WaitAsync(cancellationToken);

    /// <summary>
    /// True as soon as something was changed; false when nothing was for so long, and the line was just proven to be whole. Throws when it is broken, or
    /// silent for two seconds more.
    /// </summary>
    public async Task<bool> WaitAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (!isTold && !await connection.WaitAsync(patience, cancellationToken))
        {
            await using var proof = new NpgsqlCommand("select 1", connection) { CommandTimeout = SecondsToAnswer };
            await proof.ExecuteNonQueryAsync(cancellationToken); // what was told meanwhile comes before the answer
        }
        var told = isTold;
        isTold = false;
        return told;
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
