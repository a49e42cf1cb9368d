using System.Globalization;
using System.Security.Cryptography;

namespace Benchlearning.Api.Platform.Database;

/// <summary>The files of one private cluster, and the port that it keeps.</summary>
/// <param name="Path">The folder of one major version. It need not exist.</param>
internal sealed record ClusterFolder(string Path)
{
    private const int FirstPort = 20000;
    private const int LastPort = 29999;

    /// <summary>The subfolder of a clone's data folder for one major version: <c>pg15</c>.</summary>
    public static ClusterFolder Of(string dataFolder, int majorVersion) =>
        new(System.IO.Path.Combine(dataFolder, string.Create(CultureInfo.InvariantCulture, $"pg{majorVersion}")));

    public string Data => System.IO.Path.Combine(Path, "data");

    public string Password => System.IO.Path.Combine(Path, "password");

    public string Port => System.IO.Path.Combine(Path, "port");

    public string ServerLog => System.IO.Path.Combine(Path, "server.log");

    public string StartLog => System.IO.Path.Combine(Path, "start.log");

    /// <summary>Held alone while a process starts or stops the server.</summary>
    public string StartLock => System.IO.Path.Combine(Path, "start.lock");

    /// <summary>Shared by every process that uses the server.</summary>
    public string UseLock => System.IO.Path.Combine(Path, "use.lock");

    /// <summary>True when the folder holds a complete cluster.</summary>
    public bool HoldsCluster => File.Exists(System.IO.Path.Combine(Data, "PG_VERSION"));

    /// <summary>
    /// The port of last time while it is free, so that tools that were given it go on working; else a new one, which is stored.
    /// </summary>
    public async Task<int> PickPortAsync(CancellationToken cancellationToken)
    {
        if (await StoredPortAsync(cancellationToken) is { } stored && PortIsFree(stored))
            return stored;

        // Below the range from which systems give ports to outgoing connections.
        int port;
        do
            port = RandomNumberGenerator.GetInt32(FirstPort, LastPort + 1);
        while (!PortIsFree(port));
        await File.WriteAllTextAsync(Port, port.ToString(CultureInfo.InvariantCulture), cancellationToken);
        return port;
    }

    /// <summary>True when nothing listens on the port of 127.0.0.1 at this moment.</summary>
    public static bool PortIsFree(int port)
    {
        try
        {
            using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    private async Task<int?> StoredPortAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(Port))
            return null;
        var text = await File.ReadAllTextAsync(Port, cancellationToken);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;
    }
}
