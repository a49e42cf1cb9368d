using System.Security.Cryptography;

namespace Benchlearning.Api.Platform.Database;

/// <summary>What a cluster is for.</summary>
internal enum ClusterPurpose
{
    /// <summary>Its data is kept, and survives a crash.</summary>
    Lasting,

    /// <summary>Fast rather than safe: nothing in it outlives the run.</summary>
    Tests,
}

/// <summary>Makes the files of a new cluster.</summary>
internal static class ClusterCreation
{
    private const string CommonSettings = """

        # The private cluster of Benchlearning
        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        timezone = 'UTC'
        log_timezone = 'UTC'

        """;

    private const string FastSettings = """
        # For tests: nothing here outlives the run
        fsync = off
        synchronous_commit = off
        full_page_writes = off
        max_connections = 200
        min_wal_size = 80MB
        max_wal_size = 256MB

        """;

    /// <summary>Made beside and renamed at the end, so that an interrupted start leaves no half-made cluster to be found.</summary>
    public static async Task InitialiseAsync(
        ClusterFolder folder, PostgreSqlBinaries binaries, ServerAccount account, ClusterPurpose purpose, CancellationToken cancellationToken)
    {
        var unfinished = folder.Data + ".unfinished";
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);
        await account.WriteSecretAsync(folder.Password, RandomNumberGenerator.GetHexString(48, lowercase: true), cancellationToken);

        // ICU orders Latvian letters. The locale beside it must know UTF-8 too: with C, full-text search does not lower-case
        // Latvian letters and pg_trgm drops them, silently.
        var made = await account.RunAsync(
            binaries.PathOf("initdb"),
            [
                "-D", unfinished, "--username", PrivateCluster.Administrator, "--pwfile", folder.Password, "--auth", "scram-sha-256",
                "--encoding", "UTF8", "--locale-provider", "icu", "--icu-locale", "lv",
                "--locale", OperatingSystem.IsMacOS() ? "en_US.UTF-8" : "C.UTF-8",
                "--data-checksums", .. purpose == ClusterPurpose.Tests ? ["--no-sync"] : Array.Empty<string>(),
            ],
            folder.Path,
            cancellationToken);
        if (made.ExitCode != 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new PrivateClusterException(
                $"""
                initdb of PostgreSQL {binaries.MajorVersion} ({binaries.Folder}) failed in {folder.Path} as {account.Name}:
                {made.Output}
                Mend the cause and start again, or set PGBIN to another PostgreSQL, or ConnectionStrings__Benchlearning to a server of yours.
                """);
        }

        await File.AppendAllTextAsync(
            Path.Combine(unfinished, "postgresql.conf"),
            purpose == ClusterPurpose.Tests ? CommonSettings + FastSettings : CommonSettings,
            cancellationToken);
        Directory.Move(unfinished, folder.Data);
    }
}
