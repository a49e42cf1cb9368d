using System.Globalization;
using System.Security.Cryptography;

namespace Benchlearning.Api.Platform.Database;

/// <summary>
/// A folder for clusters that live no longer than the process that made it. A lock file beside the folder tells whether that
/// process is alive; whoever comes next removes what a killed one left behind.
/// </summary>
internal sealed class TemporaryClusterFolder
{
    private const string Prefix = "benchlearning-test-";
    private const string LockSuffix = ".lock";
    private const string Memory = "/dev/shm";
    private const long RoomNeeded = 2L << 30;
    private readonly FileLock _owned;

    private TemporaryClusterFolder(string path, FileLock owned)
    {
        Path = path;
        _owned = owned;
    }

    /// <summary>The folder, which need not exist yet.</summary>
    public string Path { get; }

    /// <summary>
    /// Where to look for what was left behind, the place for new folders first. Memory, where there is room: copying a template takes
    /// 30 ms there and ten times as long on a disk. Otherwise the system's temporary folder, but never one below /root, which the
    /// server's account cannot reach. Whoever sets TMPDIR decides.
    /// </summary>
    private static List<string> Parents()
    {
        var temporary = System.IO.Path.GetTempPath();
        if (ServerAccount.RunsAsRoot && temporary.StartsWith("/root", StringComparison.Ordinal))
            temporary = "/tmp";
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("TMPDIR") is not null || !Directory.Exists(Memory))
            return [temporary];
        return new DriveInfo(Memory).AvailableFreeSpace >= RoomNeeded ? [Memory, temporary] : [temporary, Memory];
    }

    /// <summary>Takes a new name, held until <see cref="RemoveAsync"/> or the end of the process.</summary>
    public static TemporaryClusterFolder Reserve()
    {
        var parent = Parents()[0];

        // More than one try: a process that looks for abandoned folders may hold the new file for an instant.
        for (var attempts = 3; attempts > 0; attempts--)
        {
            var path = System.IO.Path.Combine(parent, string.Create(
                CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(6, lowercase: true)}"));
            if (FileLock.TryExclusive(path + LockSuffix) is { } owned)
                return new TemporaryClusterFolder(path, owned);
        }

        throw new PrivateClusterException($"No temporary folder can be made in {parent}. Set TMPDIR to a folder that you may write.");
    }

    /// <summary>Stops the servers and removes the folders of processes that are gone. Those of other users are left alone.</summary>
    public static async Task RemoveAbandonedAsync(
        ServerAccount account, PostgreSqlBinaries binaries, Action<string> log, CancellationToken cancellationToken)
    {
        foreach (var lockFile in Parents().SelectMany(parent => Directory.GetFiles(parent, Prefix + "*" + LockSuffix)))
        {
            if (FileLock.TryExclusive(lockFile) is not { } owned)
                continue;
            var abandoned = new TemporaryClusterFolder(lockFile[..^LockSuffix.Length], owned);
            log($"Removing {abandoned.Path}, left behind by a process that was killed.");
            await abandoned.RemoveAsync(account, binaries, cancellationToken);
        }
    }

    /// <summary>Stops every server in the folder at once, without saving anything, and removes the folder.</summary>
    public async Task RemoveAsync(ServerAccount account, PostgreSqlBinaries binaries, CancellationToken cancellationToken)
    {
        foreach (var data in DataFolders().Where(data => ServerProcess.Read(data) is { IsAlive: true }))
        {
            await account.RunAsync(
                binaries.PathOf("pg_ctl"), ["stop", "-D", data, "-m", "immediate", "-w", "-t", "20"], "/", cancellationToken);
        }

        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
        File.Delete(Path + LockSuffix);
        _owned.Dispose();
    }

    /// <summary>For tests: lets go of the name as the end of a process does.</summary>
    internal void ForgetAsAKilledProcessWould() => _owned.Dispose();

    private List<string> DataFolders()
    {
        var nearTheTop = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 };
        return Directory.Exists(Path)
            ? [.. Directory.EnumerateFiles(Path, "postmaster.pid", nearTheTop).Select(file => System.IO.Path.GetDirectoryName(file)!)]
            : [];
    }
}
