using System.ComponentModel;
using System.Diagnostics;
using Benchlearning.Tests.Contract.OpenApi;

namespace Benchlearning.Tests.Contract.Clients;

/// <summary>The clients written for Node.js, with the packages of their lock file. A machine without Node.js fails the test that asks.</summary>
internal static class NodePackages
{
    private static readonly Lazy<Task> Installed = new(InstallAsync);

    /// <summary>The folder of the clients.</summary>
    public static string Folder { get; } = Repository.PathOf("tests", "Contract", "Clients", "node");

    /// <summary>Runs a program of the folder with Node.js: a script, or one of a package by its path. Returns its output.</summary>
    /// <exception cref="AssertionException">It ended with another status than 0; the message is all that it said.</exception>
    public static async Task<string> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        await Installed.Value;
        return await RunAsync("node", arguments, cancellationToken);
    }

    /// <summary>Installs exactly what the lock file says, unless that was done already.</summary>
    private static async Task InstallAsync()
    {
        var wanted = await File.ReadAllTextAsync(Path.Combine(Folder, "package-lock.json"));
        var done = Path.Combine(Folder, "node_modules", ".installed-lock.json");
        if (File.Exists(done) && await File.ReadAllTextAsync(done) == wanted)
            return;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        await RunAsync("npm", ["ci"], limit.Token);
        await File.WriteAllTextAsync(done, wanted);
    }

    private static async Task<string> RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        var starting = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Start(starting);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            Assert.That(process.ExitCode, Is.Zero, $"{program} {string.Join(' ', arguments)}\n{await output}\n{await errors}");
            return await output;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(ProcessStartInfo starting)
    {
        try
        {
            return Process.Start(starting)!;
        }
        catch (Win32Exception missing)
        {
            throw new AssertionException(
                $"{starting.FileName} was not found: Node.js 18 or later with npm is needed (Debian and Ubuntu: apt-get install nodejs npm).", missing);
        }
    }
}
