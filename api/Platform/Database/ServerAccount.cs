#pragma warning disable CA1416 // Find refuses Windows, so nothing here is reached there.
using System.Diagnostics;
using System.Globalization;

namespace Benchlearning.Api.Platform.Database;

/// <summary>
/// The account that runs PostgreSQL's programs. The server refuses to run as root, so root steps down to <c>postgres</c> or, where
/// there is none, to <c>nobody</c>; any other user runs them as itself.
/// </summary>
internal sealed class ServerAccount
{
    private readonly string? _userId;
    private readonly string? _groupId;

    private ServerAccount(string name, string? userId, string? groupId)
    {
        Name = name;
        _userId = userId;
        _groupId = groupId;
    }

    /// <summary>True when this process is root.</summary>
    public static bool RunsAsRoot { get; } = !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

    public string Name { get; }

    /// <exception cref="PrivateClusterException">This is Windows; or root, and there is no account or no <c>setpriv</c> to step down with.</exception>
    public static ServerAccount Find()
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PrivateClusterException(
                "A private PostgreSQL is made on Linux and macOS only. On Windows use WSL, or docker compose up, "
                + "or set ConnectionStrings__Benchlearning to a server of yours.");
        }

        if (!RunsAsRoot)
            return new ServerAccount(Environment.UserName, null, null);
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/setpriv") && !File.Exists("/bin/setpriv"))
        {
            throw new PrivateClusterException(
                "PostgreSQL refuses to run as root, and setpriv is not there to step down with. Run as an ordinary user, "
                + "or install util-linux, or set ConnectionStrings__Benchlearning to a server of yours.");
        }

        var accounts = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(fields => fields.Length >= 4).ToList();
        var account = accounts.Find(fields => fields[0] == "postgres") ?? accounts.Find(fields => fields[0] == "nobody")
            ?? throw new PrivateClusterException(
                "PostgreSQL refuses to run as root, and there is neither an account postgres nor nobody to step down to. "
                + "Create one with: useradd --system postgres");
        return new ServerAccount(account[0], account[2], account[3]);
    }

    /// <summary>Makes a folder that only this account and root can enter.</summary>
    /// <exception cref="PrivateClusterException">The folder cannot be made, or the account cannot reach it.</exception>
    public async Task CreateFolderAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var parent = Path.GetDirectoryName(path)!;
            if (!Directory.Exists(parent))
                CreateReadableFolder(parent);
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            throw new PrivateClusterException(
                $"The folder {path} cannot be made ({refusal.Message}). Set BENCHLEARNING_DATA to a folder that you may write.", refusal);
        }

        await GiveAsync(path, cancellationToken);
        if (_userId is not null && (await RunAsync("/usr/bin/test", ["-w", path], "/", cancellationToken)).ExitCode != 0)
        {
            throw new PrivateClusterException(
                $"The account {Name}, as which root runs PostgreSQL, cannot reach {path}. "
                + "Set BENCHLEARNING_DATA to a folder that every account can enter, such as one below /var/lib.");
        }
    }

    /// <summary>Writes a file that only this account and root can read.</summary>
    public async Task WriteSecretAsync(string path, string content, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        await using (var writer = new StreamWriter(path, options))
            await writer.WriteAsync(content.AsMemory(), cancellationToken);
        await GiveAsync(path, cancellationToken);
    }

    /// <summary>Runs a program as this account to its end, and returns what it printed.</summary>
    /// <remarks>Not for a program that leaves a child behind: the child would keep the pipes open. See <see cref="RunToFileAsync"/>.</remarks>
    public async Task<ProgramResult> RunAsync(
        string program, IReadOnlyList<string> arguments, string workingFolder, CancellationToken cancellationToken)
    {
        using var process = Start(program, arguments, workingFolder, redirect: true);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new ProgramResult(process.ExitCode, (await output + await errors).Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>
    /// Runs a program as this account with its output in a file. Its children inherit the file instead of our pipes or terminal, so
    /// that whoever reads ours is not left waiting for a server that lives on. Not cancellable: what is started is known to be started.
    /// </summary>
    public async Task<ProgramResult> RunToFileAsync(
        string program, IReadOnlyList<string> arguments, string workingFolder, string outputFile)
    {
        const string Script = """out=$1; shift; exec "$@" > "$out" 2>&1 < /dev/null""";
        using var process = Start("/bin/sh", ["-c", Script, "sh", outputFile, program, .. arguments], workingFolder, redirect: false);
        await process.WaitForExitAsync();
        var output = File.Exists(outputFile) ? await File.ReadAllTextAsync(outputFile) : "";
        return new ProgramResult(process.ExitCode, output.Trim());
    }

    private static void CreateReadableFolder(string path)
    {
        const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        Directory.CreateDirectory(path, Readable);
    }

    private async Task GiveAsync(string path, CancellationToken cancellationToken)
    {
        if (_userId is null)
            return;
        using var process = Process.Start(new ProcessStartInfo("chown", ["--", $"{_userId}:{_groupId}", path]))!;
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new PrivateClusterException(
                $"{path} cannot be given to the account {Name}. Set BENCHLEARNING_DATA to a folder on a local disk.");
        }
    }

    private Process Start(string program, IReadOnlyList<string> arguments, string workingFolder, bool redirect)
    {
        var start = _userId is null
            ? new ProcessStartInfo(program, arguments)
            : new ProcessStartInfo(
                "setpriv", [$"--reuid={_userId}", $"--regid={_groupId}", "--clear-groups", "--", program, .. arguments]);
        start.WorkingDirectory = workingFolder;
        start.RedirectStandardOutput = redirect;
        start.RedirectStandardError = redirect;

        // A user's own PostgreSQL settings (PGDATA, PGPORT, PGOPTIONS ...) and language are none of this server's.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";
        return Process.Start(start) ?? throw new PrivateClusterException(
            string.Create(CultureInfo.InvariantCulture, $"{program} could not be started as {Name}."));
    }
}

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">0 for success.</param>
/// <param name="Output">What it printed on both channels, trimmed.</param>
internal sealed record ProgramResult(int ExitCode, string Output);
