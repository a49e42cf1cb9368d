using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Benchlearning.Api.Platform.Database;

/// <summary>A folder with PostgreSQL's server programs, of a version that can run this schema.</summary>
/// <param name="Folder">The absolute path of the folder with <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>.</param>
/// <param name="MajorVersion">Such as 15.</param>
internal sealed partial record PostgreSqlBinaries(string Folder, int MajorVersion)
{
    /// <summary>The SQL is written for this version: ICU as a database's own collation came with it.</summary>
    public const int OldestSupported = 15;

    /// <summary>The newest version that the SQL was tried on. A later one is used only where there is no other.</summary>
    public const int NewestTried = 18;

    /// <summary>The subfolder of the data folder where <c>./run</c> unpacks the binaries of the npm package, one folder per version.</summary>
    public const string EmbeddedFolder = "embedded";

    /// <summary>
    /// Finds the programs: <c>PGBIN</c> where it is set; else what Debian, Ubuntu, the PGDG packages or Homebrew installed, what
    /// <c>./run</c> unpacked into the data folder, and the folders of <c>PATH</c>. A version that has data already comes before one
    /// that has none, so that an upgrade of the machine does not look like lost data; then the newest comes first.
    /// </summary>
    /// <param name="dataFolder">The clone's data folder (<see cref="PrivateClusterFolder"/>), or null when there is none to look at.</param>
    /// <exception cref="PrivateClusterException">None was found, or <c>PGBIN</c> is wrong; the message names the ways to get them.</exception>
    public static PostgreSqlBinaries Find(string? dataFolder)
    {
        var chosen = Environment.GetEnvironmentVariable("PGBIN");
        if (!string.IsNullOrWhiteSpace(chosen))
            return At(chosen) ?? throw NotUsable(chosen);

        // A try of the fallback on a machine that has PostgreSQL.
        var ignoreInstalled = Environment.GetEnvironmentVariable("BENCHLEARNING_IGNORE_INSTALLED_POSTGRESQL") == "1";
        var folders = ignoreInstalled ? Embedded(dataFolder) : Embedded(dataFolder).Concat(Installed());
        return folders
            .Distinct(StringComparer.Ordinal)
            .Select(At)
            .OfType<PostgreSqlBinaries>()
            .OrderByDescending(found => HasData(dataFolder, found.MajorVersion))
            .ThenBy(found => found.MajorVersion > NewestTried)
            .ThenByDescending(found => found.MajorVersion)
            .FirstOrDefault() ?? throw NotFound();
    }

    /// <summary>The path of one of the programs, such as <c>pg_dump</c>.</summary>
    /// <exception cref="PrivateClusterException">The folder does not have it: the npm package, for one, has only the server.</exception>
    public string PathOf(string program)
    {
        var path = Path.Combine(Folder, program);
        return File.Exists(path) ? path : throw new PrivateClusterException(
            $"{Folder} has no {program}. Install PostgreSQL's client programs (Debian and Ubuntu: apt-get install postgresql), "
            + "or set PGBIN.");
    }

    private static PostgreSqlBinaries? At(string folder)
    {
        var server = Path.Combine(folder, "postgres");
        if (!File.Exists(server) || !File.Exists(Path.Combine(folder, "initdb")) || !File.Exists(Path.Combine(folder, "pg_ctl")))
            return null;
        try
        {
            var asking = new ProcessStartInfo(server, "--version") { RedirectStandardOutput = true, UseShellExecute = false };
            using var process = Process.Start(asking)!;
            var version = VersionPattern().Match(process.StandardOutput.ReadToEnd());
            process.WaitForExit();
            return version.Success
                && int.Parse(version.Groups["major"].ValueSpan, CultureInfo.InvariantCulture) is >= OldestSupported and var major
                ? new PostgreSqlBinaries(Path.GetFullPath(folder), major)
                : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static IEnumerable<string> Installed() =>
    [
        .. Versions("/usr/lib/postgresql", "bin"),
        .. Versions("/usr", "bin", "pgsql-*"),
        .. Versions("/opt/homebrew/opt", "bin", "postgresql@*"),
        .. Versions("/usr/local/opt", "bin", "postgresql@*"),
        .. Versions("/home/linuxbrew/.linuxbrew/opt", "bin", "postgresql@*"),
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
    ];

    private static IEnumerable<string> Embedded(string? dataFolder) =>
        dataFolder is null ? [] : Versions(Path.Combine(dataFolder, EmbeddedFolder), "bin");

    private static IEnumerable<string> Versions(string parent, string subfolder, string pattern = "*") =>
        Directory.Exists(parent) ? Directory.EnumerateDirectories(parent, pattern).Select(version => Path.Combine(version, subfolder)) : [];

    private static bool HasData(string? dataFolder, int majorVersion) =>
        dataFolder is not null && ClusterFolder.Of(dataFolder, majorVersion).HoldsCluster;

    private static PrivateClusterException NotUsable(string folder) => new(
        $"PGBIN is {folder}, but there is no initdb, pg_ctl and postgres of version {OldestSupported} or later. "
        + "Set it to the folder of the programs, such as /usr/lib/postgresql/15/bin, or unset it.");

    private static PrivateClusterException NotFound() => new(
        $"""
        No PostgreSQL {OldestSupported} or later was found on this machine. Any of these will do:
          - start with ./run, which gets it where it may
          - Debian and Ubuntu: apt-get install postgresql
          - set PGBIN to a folder with initdb, pg_ctl and postgres
          - set ConnectionStrings__Benchlearning to a server of yours
          - docker compose up (compose.yaml)
        """);

    [GeneratedRegex(@"\(PostgreSQL\) (?<major>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionPattern();
}
