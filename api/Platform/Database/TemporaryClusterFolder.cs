using System.Globalization;
using System.Security.Cryptography;

namespace Benchlearning.Api.Platform.Database;

/// <summary>
/// A folder for a cluster that lives no longer than the process that made it. A lock file beside the folder tells whether that
/// process is alive; whoever comes next removes what a killed one left behind.
/// </summary>
internal sealed class TemporaryClusterFolder
{
    private const string Prefix = "benchlearning-test-";
    private const string LockSuffix = ".lock";
    private readonly FileLock _owned;

    private TemporaryClusterFolder(string path, FileLock owned)
    {
        Path = path;
        _owned = owned;
    }

    /// <summary>The folder, which need not exist yet.</summary>
    public string Path { get; }

    /// <summary>The system's temporary folder, but never one below /root, which the server's account cannot reach.</summary>
    private static string Parent
    {
        get
        {
            var parent = System.IO.Path.GetTempPath();
            return ServerAccount.RunsAsRoot && parent.StartsWith("/root", StringComparison.Ordinal) ? "/tmp" : parent;
        }
    }

    /// <summary>Takes a new name, held until <see cref="RemoveAsync"/> or the end of the process.</summary>
    public static TemporaryClusterFolder Reserve()
    {
        // More than one try: a process that looks for abandoned folders may hold the new file for an instant.
        for (var attempts = 3; attempts > 0; attempts--)
        {
            var path = System.IO.Path.Combine(Parent, string.Create(
                CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(6, lowercase: true)}"));
            if (FileLock.TryExclusive(path + LockSuffix) is { } owned)
                return new TemporaryClusterFolder(path, owned);
        }

        throw new PrivateClusterException($"No temporary folder can be made in {Parent}. Set TMPDIR to a folder that you may write.");
    }

    /// <summary>Stops the servers and removes the folders of processes that are gone. Those of other users are left alone.</summary>
    public static async Task RemoveAbandonedAsync(
        ServerAccount account, PostgreSqlBinaries binaries, Action<string> log, CancellationToken cancellationToken)
    {
        foreach (var lockFile in Directory.EnumerateFiles(Parent, Prefix + "*" + LockSuffix).ToList())
        {
            if (FileLock.TryExclusive(lockFile) is not { } owned)
                continue;
            var abandoned = new TemporaryClusterFolder(lockFile[..^LockSuffix.Length], owned);
            log($"Removing {abandoned.Path}, left behind by a process that was killed.");
            await abandoned.RemoveAsync(account, binaries, cancellationToken);
        }
    }

    /// <summary>Stops the server at once, without saving anything, and removes the folder.</summary>
    public async Task RemoveAsync(ServerAccount account, PostgreSqlBinaries binaries, CancellationToken cancellationToken)
    {
        var data = System.IO.Path.Combine(Path, "data");
        if (ServerProcess.Read(data) is { IsAlive: true })
        {
            await account.RunAsync(
                binaries.PathOf("pg_ctl"), ["stop", "-D", data, "-m", "immediate", "-w", "-t", "20"], System.IO.Path.GetDirectoryName(Path)!, cancellationToken);
        }

        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
        File.Delete(Path + LockSuffix);
        _owned.Dispose();
    }
}
